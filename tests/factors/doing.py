"""What people do with second steps, for tests: add one, sign in with it."""

import re

from pyotp import TOTP
from werkzeug.test import TestResponse

from chapter import clock
from chapter.accounts.models import Account
from chapter.db import db
from chapter.factors.actions import add_passkey as add
from chapter.factors.models import Passkey
from tests.accounts.mails import link_to
from tests.conftest import Client
from tests.factors.authenticator import Authenticator, encoded

OWN = "/my/account/sign-in"


def add_passkey(client: Client, device: Authenticator | None = None, name: str = "Min mobil") -> TestResponse:
    """Add a passkey, as who is signed in."""
    asked = client.post(f"{OWN}/passkeys/options").json
    made = (device or Authenticator()).make(asked)
    return client.post(f"{OWN}/passkeys", data={"name": name, "credential": made})


def give_passkey(account: Account, device: Authenticator) -> list[str]:
    """Let ``account`` have a passkey without a browser; gives the recovery codes."""
    device.handle, now = encoded(account.email.encode()), clock.now()
    facts = {"credential_id": encoded(device.id), "handle": device.handle, "key": device.key_to_keep(), "counter": 0}
    made = Passkey(account_id=account.id, name="Min mobil", transports=["internal"], added_at=now, **facts)
    return add(account, made, now)


def add_app(client: Client) -> TOTP:
    """Add a code app, as who is signed in; gives the app."""
    shown = re.search(r'<strong class="words">([A-Z2-7 ]+)</strong>', client.get(f"{OWN}/app").text)
    app = TOTP(shown[1].replace(" ", ""))
    answer = client.post(f"{OWN}/app", data={"code": app.at(clock.now())})
    assert answer.status_code in (200, 303), answer.text
    return app


def use_link(client: Client, account: Account) -> TestResponse:
    """The first step: a link in a mail."""
    client.post("/sign-in", data={"email": account.email, "way": "link"})
    return client.post(link_to(account.email))


def use_passkey(client: Client, device: Authenticator, step: str = "passkey", **more: str) -> TestResponse:
    """Sign in with a passkey alone; or, with ``step="second"``, show it as the second step."""
    asked = client.post(f"/sign-in/{step}/options").json
    path = "/sign-in/passkey" if step == "passkey" else "/sign-in/second/passkey"
    return client.post(path, data={"credential": device.use(asked), **more})


def show_code(client: Client, code: str) -> TestResponse:
    """The second step: a code."""
    return client.post("/sign-in/second", data={"code": code})


def codes_on(page: TestResponse) -> list[str]:
    """The recovery codes that a page shows."""
    return re.findall(r"<code>([a-z2-9-]{14})</code>", page.text)


def is_in(client: Client) -> bool:
    """Whether somebody is signed in."""
    return client.get("/my/account").status_code == 200


def subjects(account: Account) -> list[str]:
    """The subjects of the mails that ``account`` was sent about how they sign in."""
    found = db.session.execute(
        db.text("SELECT subject FROM message WHERE to_email = :to AND NOT is_secret ORDER BY id"), {"to": account.email}
    )
    return list(found.scalars())
