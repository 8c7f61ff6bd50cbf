"""Files as they are uploaded, and what is done with them in the background."""

from io import BytesIO
from typing import Any

from werkzeug.test import TestResponse

from chapter.db import db
from chapter.imports import jobs
from chapter.imports.models import ImportRun
from tests.conftest import Client

HEADINGS = "Förnamn;Efternamn;E-post;Mobil;Ort"
SIRI = "Siri;Berg;siri@example.org;070-174 06 11;Kvarnbyn"


def upload(client: Client, *rows: str, name: str = "medlemmar.csv", **fields: Any) -> TestResponse:
    """Upload a CSV of ``rows``, the first being the headings."""
    return send(client, "\r\n".join(rows).encode(), name, **fields)


def send(client: Client, content: bytes, name: str = "medlemmar.csv", **fields: Any) -> TestResponse:
    """Upload ``content`` as a file."""
    return client.post("/imports/", data={"file": (BytesIO(content), name), **fields})


def compared(client: Client, *rows: str, **fields: Any) -> ImportRun:
    """An import that waits for a yes: uploaded, and compared in the background."""
    assert upload(client, *(rows or (HEADINGS, SIRI)), **fields).status_code == 303
    jobs.work()
    return latest()


def brought_in(client: Client, *rows: str, **fields: Any) -> ImportRun:
    """An import that is in the register."""
    run = compared(client, *rows, **fields)
    assert client.post(f"/imports/{run.id}/apply").status_code == 303
    jobs.work()
    return latest()


def latest() -> ImportRun:
    """The import that began last."""
    db.session.rollback()
    db.session.expire_all()
    return db.session.scalars(db.select(ImportRun).order_by(ImportRun.id.desc())).first()
