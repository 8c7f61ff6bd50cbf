"""What people can ask for: to see, save and correct what is stored about them, to take back a yes, to be erased."""
