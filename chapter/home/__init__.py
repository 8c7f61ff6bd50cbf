"""The front page and my page, composed from what the features below know."""
