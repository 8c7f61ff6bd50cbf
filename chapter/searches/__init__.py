"""Finding people: conditions combined with and, or and not; searches that are kept and used as target groups."""
