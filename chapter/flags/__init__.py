"""Flags: what callers pass on, and what a responsible person does about it."""
