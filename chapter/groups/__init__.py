"""Groups: what they do, when they meet, whom to turn to, and the people who come to them."""
