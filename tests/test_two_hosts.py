"""Two hosts with one PostgreSQL and one folder serve one chapter together; here they are two servers with two ports."""

import http.client
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from chapter import config, create_app
from chapter.access import Role
from chapter.accounts import passwords
from chapter.calling.models import Call
from chapter.db import db
from chapter.settings.queries import chapter
from tests import factories
from tests.browser.conftest import cookie_of
from tests.calling.test_crowd import SCRIPT, overlaps
from tests.databases import SERVER, own
from tests.messages.conftest import Mailbox
from tests.test_serve import Site, found, post_office, served, until, write_mail  # noqa: F401

together = pytest.mark.skipif(not SERVER, reason="several hosts need PostgreSQL")
SECRET, CALLERS, PEOPLE = "gröna äpplen i gräset", 6, 40
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF"


class Browser:
    """Somebody's cookie, which goes to either host."""

    cookie, token = "", ""

    def ask(self, host: Site, path: str, body: str | bytes | None = None, kind: str = "") -> tuple[int, str, bytes]:
        """Status, where it leads, and what there is."""
        kind = kind or "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection("127.0.0.1", host.port, timeout=30)
        connection.request("GET" if body is None else "POST", path, body, {"Cookie": self.cookie, "Content-Type": kind})
        answer = connection.getresponse()
        content = answer.read()
        if token := re.search(rb'name="csrf_token" value="([^"]+)"', content):
            self.token = token[1].decode()
        for kept in answer.headers.get_all("Set-Cookie") or []:
            self.cookie = kept.split(";")[0] if kept.startswith("chapter=") else self.cookie
        connection.close()
        return answer.status, answer.headers.get("Location", ""), content

    def send(self, host: Site, path: str, **form: str) -> tuple[int, str, bytes]:
        """Send a form of the page that was opened last."""
        return self.ask(host, path, urlencode({**form, "csrf_token": self.token}))


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory, post_office: Mailbox) -> Iterator[tuple[Site, Site]]:  # noqa: F811
    """Two servers of one chapter."""
    data = tmp_path_factory.mktemp("shared")
    found(data)
    with served(data, post_office) as one, served(data, post_office) as other:
        yield one, other


@pytest.fixture(scope="module")
def crowd(hosts: tuple[Site, Site]) -> tuple[int, list[str]]:
    """An editor, and callers with somebody to call: the assignment's number and the callers' cookies."""
    app = create_app(own(hosts[0].data))
    with app.app_context():
        chapter().needs_factor, chapter().around_the_clock = False, True
        editor = factories.account(*Role, name="Asa Ek", email="asa@example.org")
        editor.password_hash = passwords.hash_of(SECRET)
        callers = tuple(factories.account(name=f"Ringare {number}") for number in range(CALLERS))
        people = [factories.person(f"Person {number}", mobile="+46701740605") for number in range(PEOPLE)]
        assignment = factories.assignment(*people, callers=callers)
        cookies = [cookie_of(app, caller) for caller in callers]
        db.session.commit()
        made = assignment.id, cookies
        db.session.remove()
        db.engine.dispose()
    return made


@pytest.fixture
def asa(hosts: tuple[Site, Site], crowd: object) -> Browser:
    """The editor, who signed in on the first host."""
    browser = Browser()
    browser.ask(hosts[0], "/sign-in")
    assert browser.send(hosts[0], "/sign-in", email="asa@example.org", password=SECRET)[0] == 303
    return browser


@together
def test_signed_in_on_one_one_goes_on_on_the_other(hosts: tuple[Site, Site], asa: Browser):
    assert [asa.ask(host, "/my")[0] for host in (*hosts, *hosts)] == [200] * 4


@together
def test_what_is_uploaded_on_one_is_shown_by_both(hosts: tuple[Site, Site], asa: Browser):
    asa.ask(hosts[1], "/media/")
    parts = [b'name="csrf_token"\r\n\r\n' + asa.token.encode()]
    parts += [b'name="file"; filename="blad.pdf"\r\nContent-Type: application/pdf\r\n\r\n' + PDF]
    body = b"".join(b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--x--\r\n"
    status, where, _page = asa.ask(hosts[0], "/media/", body, "multipart/form-data; boundary=x")

    assert (status, [asa.ask(host, f"{where}/blad.pdf")[2] for host in hosts]) == (303, [PDF, PDF])


@together
def test_each_mail_is_sent_once_though_both_look_for_it(hosts: tuple[Site, Site], post_office: Mailbox):  # noqa: F811
    post_office.mails.clear()
    for _number in range(5):
        write_mail(hosts[0].data)

    assert until(lambda: len(post_office.mails) == 5)
    assert not until(lambda: len(post_office.mails) > 5, 3)


@together
def test_callers_on_both_get_nobody_twice(hosts: tuple[Site, Site], crowd: tuple[int, list[str]], tmp_path: Path):
    number, cookies = crowd
    calls = [
        subprocess.Popen([sys.executable, "-I", SCRIPT, address, cookie, str(number), tmp_path / f"log{n}", str(n)])
        for n, cookie in enumerate(cookies)
        for address in [f"http://127.0.0.1:{hosts[n % 2].port}"]
    ]
    assert [call.wait(timeout=120) for call in calls] == [0] * CALLERS
    held = [json.loads(line) for file in tmp_path.glob("log*") for line in file.read_text().splitlines()]

    assert (overlaps(held), len(held), reported(hosts[0].data)) == ([], PEOPLE, PEOPLE)


def reported(data: Path) -> int:
    """How many have been called, in the database."""
    app = create_app(own(data))
    with app.app_context():
        number = db.session.scalar(db.select(db.func.count()).where(Call.reported_at.is_not(None)))
        db.session.remove()
        db.engine.dispose()
    return number


@together
def test_when_one_dies_the_other_goes_on(hosts: tuple[Site, Site], asa: Browser):
    for pid in (*hosts[0].children, hosts[0].process.pid):
        subprocess.run(["kill", "-9", str(pid)])

    assert asa.ask(hosts[1], "/my")[0] == 200


def test_of_hosts_that_start_at_once_one_makes_the_secret_key(tmp_path: Path):
    with ThreadPoolExecutor(8) as starting:
        keys = set(starting.map(config._secret_key, [tmp_path / "new"] * 64))

    assert len(keys) == 1
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret_key"]
    assert (tmp_path / "new" / "secret_key").stat().st_mode & 0o777 == 0o600
