"""Backups: taken by night, encrypted, kept as long as promised, verified and restored with one command."""
