"""PostgreSQL's own programs: its database into a file, and back as it was."""

from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from deploy.machine import Machine

EMPTY = """DO $$ DECLARE it text; BEGIN
FOR it IN
    SELECT format('VIEW %I', viewname) FROM pg_views WHERE (schemaname, viewowner) = (current_schema(), current_user)
    UNION ALL
    SELECT format('TABLE %I', tablename) FROM pg_tables
    WHERE (schemaname, tableowner) = (current_schema(), current_user)
LOOP EXECUTE format('DROP %s CASCADE', it); END LOOP; END $$"""
"""What PostgreSQL is told before the tables come back: those that a newer version made would stand in its way."""
ASIDE = "before_restore_*"
"""What a restore has put aside stays there all the while."""


def save(machine: Machine, url: str, file: Path) -> None:
    """The database into ``file``."""
    address, secret = reached(url)
    words = "pg_dump", "--no-owner", "--no-privileges", f"--exclude-schema={ASIDE}", "--file", file, address
    machine.do(*words, shown="pg_dump", secret=secret)


def put_back(machine: Machine, url: str, file: Path) -> None:
    """The database as it is in ``file``, all of it or nothing."""
    address, secret = reached(url)
    words = "psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--dbname", address
    machine.do(*words, "--command", EMPTY, "--file", file, shown="psql", is_quiet=True, secret=secret)


def reached(url: str) -> tuple[str, dict[str, str]]:
    """The address without its password, as anybody on the machine sees how a program was called; and what has that."""
    parts = urlsplit(url)
    who, at, where = parts.netloc.rpartition("@")
    user, _colon, password = who.partition(":")
    asked = dict(parse_qsl(parts.query, keep_blank_values=True))
    password = asked.pop("password", unquote(password))
    address = f"{parts.scheme}://{user}{at}{where}{parts.path}?{urlencode(asked, quote_via=quote)}"
    return address, {"PGPASSWORD": password} if password else {}
