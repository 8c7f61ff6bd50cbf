"""What the chapter is called, where it is, how it looks, whom to ask, and when it calls."""
