"""Finds every form and address of a chapter by walking its pages, and sends each of them what no browser would."""

import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.test import TestResponse

from chapter.accounts import queries
from chapter.db import db
from tests.conftest import Client
from tests.databases import SERVER, Whole

NAUGHTY = (
    "",
    " ",
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eevil\u202c",
    "\ufeff",
    "e\u0301" * 50,
    "😀" * 300,
    "x" * 6_000,
    "0",
    "-1",
    "1.5",
    "1e308",
    "NaN",
    "٣",
    "²",
    "2147483648",
    "9223372036854775808",
    "9" * 400,
    "0001-01-01",
    "9999-12-31",
    "9999-12-31T23:59",
    "2026-02-30",
    "2026-11-29T25:61",
    "on",
    "true",
    "null",
    "[]",
    '{"a": {"b": [1]}}',
    "a[]=1",
    "'; DROP TABLE person; --",
    "%s%n{0}{{7*7}}${7*7}%(x)s",
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "javascript:alert(1)",
    "../../etc/passwd",
    "//evil.example.org",
    "Namn\r\nBcc: all@example.org",
    "=1+1",
    "a@b@c",
    "+" + "4" * 60,
    "[x](" * 200,
    "> " * 300 + "x",
    "![](media:999999999)",
    "{chapter}{finns_inte}",
)
"""What is put into each field in turn."""
NOTED = "attempt", "read_entry"
"""Tables that a refusal may add to: tries are counted, and a page that shows somebody again is logged."""
WALKED_PER_KIND = 2
"""Pages of one kind that are opened."""


@dataclass(frozen=True)
class Target:
    """A form, or an address with a query; ``who`` finds it in their pages."""

    who: str
    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    has_file: bool = False

    def __str__(self) -> str:
        return f"{self.who}: {self.method} {self.path}"


@dataclass
class Page(HTMLParser):
    """The links and forms of a page."""

    links: list[str] = field(default_factory=list)
    forms: list[tuple[str, str, list[tuple[str, str]], bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._form: tuple[str, str, list[tuple[str, str]], bool] | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what leads on."""
        given = {name: value or "" for name, value in attrs}
        for asked in ("href", "data-hx-get", "src"):
            if tag != "link" and given.get(asked):
                self.links.append(given[asked])
        if tag == "form":
            is_file = given.get("enctype") == "multipart/form-data"
            self._form = (given.get("method", "get").upper(), given.get("action", ""), [], is_file)
            self.forms.append(self._form)
        elif (self._form and given.get("name")) or (tag == "option" and self._select):
            self._note(tag, given)

    def _note(self, tag: str, given: dict[str, str]) -> None:
        assert self._form
        fields = self._form[2]
        if tag == "option":
            if "selected" in given or self._select not in dict(fields):
                fields.append((self._select, given.get("value", "")))
            return
        self._select = given["name"] if tag == "select" else ""
        is_box = given.get("type") in ("checkbox", "radio")
        if tag != "select" and (not is_box or "checked" in given or given["name"] not in dict(fields)):
            fields.append((given["name"], given.get("value", "on" if is_box else "")))

    def handle_endtag(self, tag: str) -> None:
        """A form ends."""
        if tag == "select":
            self._select = ""
        if tag == "form":
            self._form = None


class Fuzzer:
    """A demo chapter that is put back before each form is tried."""

    def __init__(self, app: Flask) -> None:
        self.app, self.file = app, app.config["CHAPTER_DATA"] / "chapter.db"
        app.test_client_class = Client
        app.config["WTF_CSRF_ENABLED"] = False
        app.config["PROPAGATE_EXCEPTIONS"] = True
        db.engine.dispose()
        self.kept = Whole(app)
        self.troubles: dict[str, str] = {}
        self.sent = 0

    def restore(self) -> None:
        """The chapter as it was."""
        db.session.remove()
        self.kept.put_back()

    def browser(self, who: str) -> Client:
        """A browser of somebody's; of a stranger's if it's nobody's address."""
        client: Client = self.app.test_client()  # type: ignore[assignment]
        account = queries.by_email(f"{who}@example.org")
        return client.sign_in(account) if account else client

    def kind(self, method: str, path: str) -> tuple[str, str] | None:
        """Which view answers; none that does."""
        try:
            endpoint, _values = self.app.url_map.bind("localhost").match(urlsplit(path).path, method=method)
        except (NotFound, MethodNotAllowed, RequestRedirect):
            return None
        return method, str(endpoint)

    def walk(self, who: str, most: int = 400) -> Iterator[Target]:
        """What somebody finds who follows every link from their own page."""
        client, waiting, seen, times = self.browser(who), ["/", "/my", "/search?q=a"], set(), {}
        while waiting and len(seen) < most:
            path = waiting.pop(0)
            kind = self.kind("GET", path)
            if path in seen or kind is None or times.get(kind, 0) >= WALKED_PER_KIND:
                continue
            seen.add(path)
            times[kind] = times.get(kind, 0) + 1
            response = self.ask(client, "GET", path, who)
            if response is None or response.mimetype != "text/html":
                continue
            yield Target(who, "GET", urlsplit(path).path, tuple(parse_qsl(urlsplit(path).query)) or (("q", ""),))
            page = Page()
            page.feed(response.text)
            waiting += [self._inside(path, link) for link in page.links if self._inside(path, link)]
            for method, action, fields, has_file in page.forms:
                there = urlsplit(self._inside(path, action or path))
                yield Target(who, method, there.path, tuple([*parse_qsl(there.query), *fields]), has_file)

    def _inside(self, path: str, link: str) -> str:
        parts = urlsplit(urljoin(f"http://localhost{path}", link))
        if parts.netloc != "localhost" or parts.path.startswith("/static"):
            return ""
        return f"{parts.path}?{parts.query}".rstrip("?")

    def all_targets(self, parts: tuple[str, ...], most: int = 400) -> list[Target]:
        """What all of ``parts`` find, each kind of form once; a stranger's own, as nobody else is tried as one."""
        found: dict[tuple[Any, ...], Target] = {}
        for who in parts:
            for target in self.walk(who, most):
                kind = self.kind(target.method, target.path)
                if kind and kind[1] not in ("static", "accounts.sign_out"):
                    names = tuple(sorted({name for name, _value in target.fields}))
                    found.setdefault((who == "stranger", *kind, names), target)
        return list(found.values())

    def attack(self, target: Target, chosen: random.Random | None = None, few: int = 6) -> None:
        """Send ``target`` all that is naughty, or a ``few`` of it by chance."""
        self.restore()
        client = self.browser(target.who)
        tries = list(self.tries(target))
        few_or_all = chosen.sample(tries, min(few, len(tries))) if chosen else tries
        if SERVER:  # It lets nothing refer to nothing; that nothing is half saved is seen on SQLite.
            for fields in few_or_all:
                self._send(client, target, fields)
            return
        with closing(sqlite3.connect(self.file)) as self.watch:
            for fields in few_or_all:
                self._try(client, target, fields)
            if lost := self.watch.execute("PRAGMA foreign_key_check").fetchall():
                self.trouble(f"{target} left what refers to nothing: {lost[:3]}", None)

    def tries(self, target: Target) -> Iterator[list[tuple[str, str]]]:
        """One field after the other is naughty, missing, there thrice; all others are as the page has them."""
        for name in dict.fromkeys(name for name, _value in target.fields if name != "csrf_token"):
            others = [(n, v) for n, v in target.fields if n != name]
            yield others
            yield [*others, *[(name, v) for v in ("1", "2", "\u202ex")]]
            yield [*others, (f"{name}[]", "1"), (f"{name}[a]", "1")]
            for words in NAUGHTY:
                yield [*others, (name, words)]

    def _try(self, client: Client, target: Target, fields: list[tuple[str, str]]) -> None:
        before = self._version() if target.method == "POST" else None
        response = self._send(client, target, fields)
        if response is None or before is None:
            return
        after = self._version()
        if 400 <= response.status_code < 500 and after[0] != before[0] and after[1:] == before[1:]:
            self.trouble(f"{target} was refused and kept something", fields)

    def _send(self, client: Client, target: Target, fields: list[tuple[str, str]]) -> TestResponse | None:
        words = urlencode(fields, errors="surrogatepass")
        if target.method == "GET":
            return self.ask(client, "GET", f"{target.path}?{words}", target.who, fields)
        return self.ask(client, "POST", target.path, target.who, fields, words)

    def ask(
        self, client: Client, method: str, path: str, who: str, fields: Any = None, words: str | None = None
    ) -> TestResponse | None:
        """An answer; none if there was trouble, which is noted."""
        self.sent += 1
        form = "application/x-www-form-urlencoded" if words is not None else None
        try:
            response = client.open(path, method=method, data=words, content_type=form)
        except Exception as error:
            self.trouble(f"{who}: {self.kind(method, path) or (method, path)} raised {error!r:.300}", fields)
            db.session.rollback()
            return None
        if response.status_code >= 500:
            self.trouble(f"{who}: {method} {path[:200]} answered {response.status_code}", fields)
        return response

    def trouble(self, what: str, fields: Any) -> None:
        """Note what went wrong, and with what."""
        self.troubles.setdefault(what, repr(fields)[:300])

    def _version(self) -> tuple[int, ...]:
        """What changes when something is committed; and how much stands in what a refusal may add to."""
        noted = [self.watch.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in NOTED]
        return self.watch.execute("PRAGMA data_version").fetchone()[0], *noted
