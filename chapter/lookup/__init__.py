"""One search over all that can be read here, in both languages, and never a hit that the reader may not open."""
