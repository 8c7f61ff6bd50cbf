"""Every setting of an installation: its name, default and meaning, in one place.

Values come from the environment. What an administrator changes while the site runs (name, colours,
calling hours ...) is not here but in the ``settings`` feature.
"""

import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click
from flask import current_app

from chapter import connecting

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Setting:
    """One environment variable."""

    name: str
    default: str
    meaning: str


SETTINGS = (
    Setting("CHAPTER_DATA", "data", "The folder for everything the installation writes; created with mode 700."),
    Setting("CHAPTER_MODE", "live", "`live`, or `demo` (invented people whom anybody can be)."),
    Setting("CHAPTER_URL", "", "The public address, such as https://ring.example.org; mailed links begin with it."),
    Setting(
        "CHAPTER_SMTP_URL",
        "",
        "smtp://user:password@host:587 (STARTTLS), smtps://…:465, or empty: mail stays in the outbox.",
    ),
    Setting("CHAPTER_MAIL_FROM", "", "The sender's address of all mail; by default the chapter's contact."),
    Setting(
        "CHAPTER_BOUNCES_URL",
        "",
        "imaps://user:password@host/folder: the mailbox of that sender, to see there what came back undelivered.",
    ),
    Setting(
        "CHAPTER_DATABASE_KEY_FILE",
        "",
        "A file outside the data folder with 64 hexadecimal digits: the database is encrypted with them (SQLCipher).",
    ),
    Setting(
        "CHAPTER_DATABASE_URL",
        "",
        "`postgresql://user:password@host/name`, for a chapter that outgrows one machine; by default SQLite.",
    ),
    Setting("CHAPTER_BACKUPS", "", "The folder for the nightly backups; by default `backups` in the data folder."),
    Setting("CHAPTER_BACKUP_KEY", "", "Whom backups are encrypted for: `age1…`. Its secret half isn't on the server."),
    Setting("CHAPTER_BACKUP_DAYS", "28", "No backup is kept for longer, so that what is erased is gone from all then."),
    Setting("CHAPTER_BACKUP_COMMAND", "", "Takes backups elsewhere; run with the folder as its argument each night."),
    Setting("CHAPTER_PROXIES", "0", "How many reverse proxies stand in front (Caddy: 1)."),
    Setting("HOST", "127.0.0.1", "The address to listen on."),
    Setting("PORT", "8000", "The port to listen on."),
)


def load(overrides: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Flask's configuration from the environment and ``overrides``; makes the data folder and secret key."""
    given = {s.name: os.environ.get(s.name) or s.default for s in SETTINGS} | dict(overrides or {})
    if given["CHAPTER_MODE"] not in ("live", "demo"):
        raise click.ClickException("CHAPTER_MODE is either live or demo.")
    data = Path(given["CHAPTER_DATA"])
    if not data.is_absolute():
        data = ROOT / data
    named = given["CHAPTER_URL"].rstrip("/")
    url = named or (f"http://{given['HOST']}:{given['PORT']}" if given["CHAPTER_MODE"] == "live" else "")
    return {
        "SECRET_KEY": _secret_key(data),
        **connecting.engine(data, given["CHAPTER_DATABASE_URL"], given["CHAPTER_DATABASE_KEY_FILE"]),
        "MAX_CONTENT_LENGTH": 1024 * 1024,
        "MAX_FORM_MEMORY_SIZE": 512 * 1024,
        "SESSION_COOKIE_NAME": "chapter",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": url.startswith("https:"),
        "TRUSTED_HOSTS": [urlsplit(named).hostname, "127.0.0.1", "localhost"] if named else None,
        "WTF_CSRF_TIME_LIMIT": None,
        **given,
        "CHAPTER_DATA": data,
        "CHAPTER_URL": url,
    }


def setting(name: str) -> str:
    """What the installation says, by the name of an environment variable."""
    return current_app.config[name]


def data_folder() -> Path:
    """The folder for everything the installation writes."""
    return current_app.config["CHAPTER_DATA"]


def keyed(text: str) -> str:
    """A hash of ``text`` that nobody can make without the installation's secret; with another secret it is another."""
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), text.encode(), "sha256").hex()


def _secret_key(data: Path) -> str:
    """The installation's secret, made on first use and readable by its owner alone."""
    file = data / "secret_key"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            _write_whole(file, secrets.token_hex(32))
        return file.read_text()
    except OSError as error:
        raise click.ClickException(f"Chapter can't write in its data folder {data}: {error.strerror}.") from error


def _write_whole(file: Path, content: str) -> None:
    """Make ``file``, all of it at once: of several hosts that do so in the same moment one does, and all read its."""
    mine = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    with open(os.open(mine, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as new:
        new.write(content)
        new.flush()
        os.fsync(new.fileno())
    with suppress(FileExistsError):
        file.hardlink_to(mine)
    mine.unlink()
