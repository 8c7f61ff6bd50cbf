"""Attacks by what is written: scripts in pages, lines in mail headers, formulas in files, patterns that never end."""

import ast
import csv
import re
import time
from collections.abc import Iterator
from email import message_from_bytes, policy
from importlib import import_module
from io import StringIO

import pytest
from flask import Flask

from chapter import clock, markdown
from chapter.access import Role
from chapter.db import db
from chapter.groups.models import Group
from chapter.messages.smtp import compose
from tests import factories
from tests.conftest import Client
from tests.leading.reports import reported
from tests.messages.conftest import mails, post
from tests.test_architecture import HOUSE

__all__ = ["mails"]

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{7*7}}"
LINES = (
    "Bo\r\nBcc: all@example.net",
    "Bo\nX: y",
    "Bo\u2028Bcc: x",
    "Bo\x85Bcc: x",
    "Bo\x0bBcc: x",
    "=?utf-8?q?=0ABcc:_x?=",
)
FORMULAS = "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"


@pytest.fixture
def everything(client: Client) -> Client:
    """Somebody who sees all, in a chapter where every text is evil."""
    boss = factories.account(*Role, name=EVIL)
    person = factories.person(EVIL, EVIL, town=EVIL, tags=[factories.tag(EVIL)])
    assignment = factories.assignment(person, callers=(boss,), title={"sv": EVIL}, instructions={"sv": EVIL})
    db.session.add(Group(name={"sv": EVIL}, about={"sv": EVIL}, meets={"sv": EVIL}, created_at=clock.now()))
    db.session.flush()
    for table in db.Model.metadata.sorted_tables:
        for column in table.columns:
            if column.name in ("note", "about", "message", "contact_name") and str(column.type) == "VARCHAR":
                db.session.execute(table.update().values({column: EVIL}))
    assert assignment.id == 1
    return client.sign_in(boss)


@pytest.mark.parametrize(
    "path",
    [
        *("/", "/my", "/my/account", "/roles", "/roles/1", "/people", "/people/1", "/people/1/edit", "/calling/1"),
        *("/calling/1/lead", "/groups/", "/groups/1", "/settings/", "/searches/", "/exports/new", f"/search?q={EVIL}"),
    ],
)
def test_what_somebody_wrote_is_never_run(everything: Client, path: str):
    text = everything.get(path).text

    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "49" not in text.partition("alert(1)&gt;")[2][:4]


@pytest.mark.parametrize(
    "words",
    [
        EVIL,
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt&colon;alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](https://evil.example.net/x.png)",
        '<a href="https://x" onclick="alert(1)">x</a>',
        "[x]: javascript:alert(1)\n[x]",
        "<svg/onload=alert(1)>",
        "`<img src=x onerror=alert(1)>`",
    ],
)
def test_markdown_runs_and_fetches_nothing(words: str):
    made = str(markdown.html(words))

    assert not re.search(r"<(script|img|svg|iframe)|<[^>]+ on\w+=|(href|src)=[\"']?(javascript|data):", made, re.I)


@pytest.mark.parametrize("name", LINES)
def test_a_name_adds_no_header_to_a_mail(mails: Flask, name: str):
    sent = compose(post(name, from_name=name), clock.now()).as_bytes()
    read = message_from_bytes(sent, policy=policy.default)

    assert read["Bcc"] is read["X"] is None
    assert str(read["To"]).endswith("<asa@example.org>")
    assert len(read["To"].addresses) == 1
    assert len(str(read["Subject"]).splitlines()) == 1


@pytest.mark.parametrize("words", FORMULAS)
def test_no_file_has_a_formula(client: Client, words: str):
    person, caller = factories.person(words, words), factories.account(*Role, name=words)
    assignment = factories.assignment(person)
    reported(assignment, person, caller, message=words, note=words)
    file = client.sign_in(caller).get(f"/calling/{assignment.id}/calls.csv").text
    cells = [cell for row in csv.reader(StringIO(file, newline="")) for cell in row]

    assert any(words.strip() in cell for cell in cells)
    assert [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell] == []


PUMPS = "a", "0", " ", "\n", "-", ".", "<", "[", "\\", "_", "@", "'", "é"
GROWN = 4
"""Four times as much to read takes four times as long; what takes sixteen times is quadratic."""
LONG, SOON = 5_000, 0.05
"""Characters of a text that is long for one line, and the seconds that nobody notices."""
HOWS = ("search", "sub", "split", "findall", "finditer"), ("match",), ("fullmatch",)
Sought = tuple[re.Pattern, str]


def compiled() -> Iterator[Sought]:
    """The patterns that have a name, and how they are used where it is known."""
    for room in HOUSE:
        for name, value in vars(import_module(f"chapter.{room.name}")).items() if room.name else ():
            if isinstance(value, re.Pattern):
                used = [hows[0] for hows in HOWS if any(f"{name}.{how}(" in room.path.read_text() for how in hows)]
                yield from ((value, how) for how in used)


def written() -> Iterator[Sought]:
    """The patterns that stand where they are used."""
    for call in (node for room in HOUSE for node in ast.walk(room.tree) if isinstance(node, ast.Call)):
        how = re.fullmatch(r"re\.(\w+)", ast.unparse(call.func))
        if how and how[1] != "compile" and isinstance(call.args[0], ast.Constant):
            yield re.compile(call.args[0].value), next(hows[0] for hows in HOWS if how[1] in (*hows, "escape"))


def seconds(sought: Sought, text: str) -> float:
    """How long it takes to find that the pattern isn't in ``text``."""
    pattern, how = sought
    read = text.encode() if isinstance(pattern.pattern, bytes) else text
    began = time.perf_counter()
    getattr(pattern, how)(read)
    return time.perf_counter() - began


def is_slow(sought: Sought, pump: str) -> bool:
    """Whether a text of ``pump`` again and again takes long, and one four times as long much more than that."""
    if seconds(sought, pump * (LONG // len(pump)) + "\x00") < SOON:
        return False
    few, many = (
        min(seconds(sought, pump * (n // len(pump)) + "\x00") for _ in range(3)) for n in (LONG // GROWN, LONG)
    )
    return many > 2 * GROWN * few


def literals(pattern: str | bytes) -> list[str]:
    """The words that stand in a pattern, each of which may be pumped too."""
    return list(dict.fromkeys(re.findall(r"[^\W\d_]{2,12}", re.sub(r"\\.", " ", str(pattern)))))[:5]


def test_no_pattern_of_ours_takes_much_longer_when_its_text_is_longer(app: Flask):
    found = list(dict.fromkeys([*compiled(), *written()]))
    slow = [
        (sought[0].pattern[:90], sought[1], pump)
        for sought in found
        for pump in (*PUMPS, "a ", "a.", "\\a", "](", *literals(sought[0].pattern))
        if is_slow(sought, pump)
    ]

    assert len(found) > 100
    assert slow == []
