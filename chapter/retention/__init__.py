"""How long each kind of data is kept: what goes when, and what went."""
