"""A restore brings back no session that was ended since, no link that was used, and sends no mail a second time."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from chapter import clock
from chapter.access import Role
from chapter.accounts import actions
from chapter.accounts.models import Account
from chapter.backups import queries
from chapter.db import db
from chapter.messages.models import Message
from chapter.messages.rules import State, Trouble
from tests import factories
from tests.accounts.mails import link_to
from tests.backups.conftest import Say
from tests.backups.test_restore import Restore, restore  # noqa: F401  # A fixture.
from tests.conftest import NOW, Client
from tests.databases import on_sqlite
from tests.messages.conftest import mails, post  # noqa: F401  # A fixture.

pytestmark = [on_sqlite, pytest.mark.usefixtures("mails")]
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email="bo@example.org")


@pytest.fixture
def put_back(say: Say, restore: Restore):  # noqa: F811
    """Back up, and restore that an hour later; gives what it says."""

    def run(meanwhile=lambda: None) -> str:
        say("now")
        with clock.frozen(LATER):
            meanwhile()
            return restore(queries.files()[0].path)

    return run


@pytest.mark.parametrize("has_signed_out", [False, True])
def test_every_session_ends_also_one_that_was_ended_since(client: Client, bo: Account, put_back, has_signed_out: bool):
    client.sign_in(bo)
    said = put_back(lambda: actions.sign_out_everywhere(db.session.get(Account, bo.id)) if has_signed_out else None)

    assert "Everybody is signed out" in said
    assert client.get("/my/account").location.startswith("/sign-in")


def test_a_mailed_link_signs_nobody_in(client: Client, bo: Account, put_back):
    client.post("/sign-in", data={"email": bo.email})
    path = link_to(bo.email)
    put_back()

    assert client.post(path).status_code == 410
    assert (mail := db.session.scalars(select(Message)).one()).last_error == Trouble.EXPIRED
    assert (mail.state, mail.text, mail.html) == (State.FAILED, "", "")


def fate(message_id: int) -> tuple[State, str | None]:
    """What became of a mail."""
    message = db.session.get(Message, message_id, populate_existing=True)
    return message.state, message.last_error


@pytest.mark.parametrize("state", [State.WAITING, State.SENDING])
def test_a_mail_that_may_have_gone_since_is_held_back(put_back, state: State):
    mail = post()
    mail.state, number = state, mail.id
    said = put_back()

    assert "held back until somebody has looked: 1" in said
    assert fate(number) == (State.FAILED, Trouble.HELD_BACK)


def test_a_mail_that_was_to_wait_longer_goes_and_one_that_was_sent_is_left_alone(put_back):
    waits, gone = post(), post()
    waits.try_at, gone.state = LATER + timedelta(minutes=1), State.SENT
    numbers = waits.id, gone.id
    said = put_back()

    assert "has looked: 0" in said
    assert [fate(number)[0] for number in numbers] == [State.WAITING, State.SENT]


@pytest.fixture
def held(client: Client, bo: Account, put_back) -> str:
    """The page of a mail that is held back, read by an administrator."""
    bo.given = factories.account(Role.ADMINISTRATOR).given
    number = post().id
    put_back()
    client.sign_in(db.session.get(Account, bo.id))
    return f"/outbox/{number}"


def test_the_outbox_tells_why_in_words(client: Client, held: str):
    assert "Hålls kvar" in client.get("/outbox").text
    page = client.get(held).text

    assert "kan det redan vara skickat" in page
    assert f'action="{held}/again"' in page
    assert f'action="{held}/arrived"' in page
    assert "gick inte att skicka" not in page


@pytest.mark.parametrize(("pressed", "state"), [("again", State.WAITING), ("arrived", State.SENT)])
def test_somebody_sends_it_or_says_that_it_has_arrived(client: Client, held: str, pressed: str, state: State):
    assert client.post(f"{held}/{pressed}").status_code == 303
    message = db.session.scalars(select(Message)).one()

    assert (message.state, message.last_error) == (state, None)
    assert (message.sent_at is not None) is (state is State.SENT)
