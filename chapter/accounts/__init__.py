"""Accounts: signing in by link or password, confirming an address, and roles."""
