"""Calling: assignments, the queue, the call with its report, and what callers flag."""
