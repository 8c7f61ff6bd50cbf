"""The first evening, from an empty installation to the first sign-up link; and what settings need of the features."""
