"""The call leader's side: assignments and their callers, the live view, and what callers flag."""
