"""A bank with a little of everything: a flyer, a poster, a film with a still picture, links and a script."""

import json
import struct
import zlib
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from chapter.access import Audience
from chapter.accounts.models import Account
from chapter.db import db
from chapter.handbook import actions as handbook
from chapter.handbook.rules import Section
from chapter.i18n import LANGUAGES
from chapter.media import actions as media
from chapter.resources import actions
from chapter.resources.models import Resource, ResourceUse
from chapter.resources.rules import Kind, Trouble
from chapter.settings.demo import Plan


def fill(plan: Plan) -> None:
    """The shelves, what stands on them, and what has been used of it."""
    words = json.loads((Path(__file__).parent / "demo_words.json").read_text())
    accounts = {account.email.partition("@")[0]: account for account in db.session.scalars(select(Account))}
    leader = accounts["leader"]
    shelves = [actions.add_category(name) for name in words["categories"]]
    there = []
    for number, said in enumerate(words["resources"]):
        facts = {"title": said["title"], "about": said["about"], "tags": said["tags"][plan.language]}
        facts |= {"category_id": shelves[said["category"]].id, "audience": Audience(said["audience"])}
        facts |= {"address": said.get("address"), "medium_id": _upload(said, leader.name, plan)}
        added = plan.now - timedelta(days=50 - number)
        there.append(actions.add(Kind(said["kind"]), facts, leader, added))
    there += [_script(said, shelves[0].id, leader.name, plan) for said in words["scripts"]]
    for number, resource in enumerate(there):
        _used(resource, number, plan)
    dead = next(resource for resource in there if resource.address and resource.kind is Kind.LINK)
    dead.checked_at, dead.failures, dead.trouble = plan.now - timedelta(hours=9), 2, Trouble.GONE
    for account in (leader, accounts["caller"]):
        actions.keep_near(there[0], account)


def _script(said: dict[str, list[str]], category_id: int, by: str, plan: Plan) -> Resource:
    now = plan.now - timedelta(days=20)
    page = handbook.make(Section.RESOURCES, said[plan.language][0], Audience.VOLUNTEERS, now)
    for language in LANGUAGES:
        title, text = said[language]
        handbook.write(page, language, title, text, by, now)
        handbook.publish(page, language)
    resource = actions.of_page(page, now)
    actions.shelve(resource, category_id, [])
    return resource


def _used(resource: Resource, number: int, plan: Plan) -> None:
    """How often it was opened; the first most."""
    for days in range(0, 28, 3 + number):
        day = (plan.now - timedelta(days=days)).date()
        db.session.add(ResourceUse(resource_id=resource.id, day=day, number=max(1, 5 - number)))
    if resource.address:
        resource.checked_at = plan.now - timedelta(days=9)


def _upload(said: dict[str, Any], by: str, plan: Plan) -> int | None:
    """The file, made here: nothing is taken from anybody."""
    name = said.get("name", {}).get(plan.language)
    if name is None:
        return None
    data = picture(said["colours"]) if "colours" in said else pdf(said["title"][plan.language])
    return media.keep(data, name, by, plan.now - timedelta(days=40)).id


def pdf(title: str) -> bytes:
    """A page of paper with ``title`` on it."""
    line = title.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
    text = b"BT /F1 28 Tf 60 720 Td (%s) Tj ET" % line
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold/Encoding/WinAnsiEncoding>>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(made))
        made += b"%d 0 obj%s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(made)
    return made + b"xref\n0 6\n0000000000 65535 f \n" + table + end


def picture(colours: list[list[int]], width: int = 960, height: int = 540) -> bytes:
    """Hills in two colours under a sky, as a PNG."""
    sky, hill = (bytes(colour) for colour in colours)
    edges = [
        height * 3 // 5 + abs(column - width // 3) // 4 - abs(column - width * 3 // 4) // 6 for column in range(width)
    ]
    lines = (b"\0" + b"".join(hill if row > edge else sky for edge in edges) for row in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (b"IHDR", header), (b"IDAT", zlib.compress(b"".join(lines))), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
