"""The outbox: mail is written with its cause, sent by the background worker, and seen when it fails."""
