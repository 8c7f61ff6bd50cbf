"""Sign-up links: the way in, from a poster or a message to a confirmed account with something to do."""
