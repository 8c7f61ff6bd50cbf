"""What somebody may ask for about their own data: to see it, have it, correct it, take back a yes, be erased."""
