"""The handbook, the pages about the chapter, and what it says of things from A to Ö: what is read."""
