"""What is known of a person, and how all of it is erased."""
