"""Passwords: argon2 with little memory, so that a small server stands four sign-ins at once."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)
_NOBODYS = _hasher.hash("nobody has this password")


def hash_of(password: str) -> str:
    """What to keep of ``password``."""
    return _hasher.hash(password)


def fits(kept: str | None, password: str) -> bool:
    """Whether ``password`` is the one that was kept; takes as long when none was."""
    try:
        return _hasher.verify(kept or _NOBODYS, password) and kept is not None
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(kept: str) -> bool:
    """Whether ``kept`` was made with other parameters than today's."""
    return _hasher.check_needs_rehash(kept)
