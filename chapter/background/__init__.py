"""What the machine does by itself: seen by officers, run from the command line."""
