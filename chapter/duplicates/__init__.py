"""The same person twice: pairs are suggested, merged field by field, and can be parted again for a while."""
