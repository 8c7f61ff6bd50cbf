"""The first evening: five screens from an empty chapter to a sign-up link, left and come back to."""

import re

import pytest

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.settings import queries
from chapter.setup.rules import Step
from chapter.signup.models import SignupLink
from tests import factories
from tests.conftest import Client

CHAPTER = {"chapter-name": "Ringby", "languages-languages": ["sv"], "languages-language": "sv"}
LINK = {"title_sv": "Var med i Ringby", "text_sv": "Vi ringer."}


@pytest.fixture
def ada(app) -> Account:
    """The first administrator."""
    return factories.account(Role.ADMINISTRATOR, name="Ada Min", email="ada@example.org")


@pytest.fixture
def admin(client: Client, ada: Account) -> Client:
    """A browser in which she is signed in."""
    return client.sign_in(ada)


def done() -> list[str] | None:
    return queries.chapter().first_steps


def test_the_first_administrator_is_led_there_when_she_signs_in(client: Client, ada: Account):
    answer = client.post("/become", data={"email": ada.email})

    assert answer.location == "/setup"


def test_who_has_begun_is_led_there_no_more(client: Client, ada: Account):
    queries.chapter().first_steps = ["chapter"]

    assert client.post("/become", data={"email": ada.email}).location == "/my"


def test_nobody_else_is_led_there(client: Client):
    bo = factories.account(Role.BOARD)

    assert client.post("/become", data={"email": bo.email}).location == "/my"


def test_a_screen_keeps_what_is_filled_in_and_goes_on(admin: Client):
    answer = admin.post("/setup/chapter", data=CHAPTER)

    assert answer.location == "/setup/look"
    assert (queries.chapter().name, queries.chapter().languages, done()) == ("Ringby", ["sv"], ["chapter"])


def test_what_is_kept_there_is_a_change_like_any_other(admin: Client):
    admin.post("/setup/chapter", data=CHAPTER)

    assert {change.room for change in queries.latest_changes(9)} == {"chapter", "languages"}


def test_what_makes_no_sense_keeps_nothing_of_the_screen(admin: Client):
    answer = admin.post("/setup/chapter", data={**CHAPTER, "languages-languages": []})

    assert answer.status_code == 422
    assert 'value="Ringby"' in answer.text
    assert (queries.chapter().name, done()) == ("Lokalföreningen Lövåsen", [])


def test_a_screen_that_somebody_else_has_changed_meanwhile_keeps_nothing(admin: Client):
    admin.post("/settings/languages", data={"languages": ["nb"], "language": "nb"})
    answer = admin.post("/setup/chapter", data=CHAPTER)

    assert answer.status_code == 422
    assert queries.chapter().name == "Lokalföreningen Lövåsen"


def test_a_screen_can_be_left_out(admin: Client):
    assert admin.post("/setup/mail/skip").location == "/setup/link"
    assert done() == ["mail"]


def test_my_page_says_how_far_one_has_come(admin: Client):
    admin.post("/setup/chapter/skip")
    admin.post("/setup/look/skip")

    assert "Du har kommit 2 av 5" in admin.get("/my").text


def test_the_overview_goes_on_where_one_was(admin: Client):
    admin.post("/setup/chapter/skip")

    assert re.search(r'class="button primary big" href="/setup/look"', admin.get("/setup").text)


def test_the_first_link_works_and_is_made_once(admin: Client):
    admin.post("/setup/link/make", data=LINK)
    admin.post("/setup/link/make", data=LINK)

    link = factories.db.session.scalars(factories.db.select(SignupLink)).one()
    assert f"/links/{link.id}/poster" in admin.get("/setup/link").text
    assert admin.get(f"/join/{link.slug}").status_code == 200


def test_a_link_needs_a_title(admin: Client):
    answer = admin.post("/setup/link/make", data={"text_sv": "Vi ringer."})

    assert answer.status_code == 422
    assert "Vi ringer." in answer.text


def test_where_only_norwegian_is_read_what_lacks_is_said_beside_the_norwegian_title(admin: Client):
    queries.chapter().languages = ["nb"]
    answer = admin.post("/setup/link/make", data={"text_nb": "Vi ringer."})

    assert 'href="#title_nb"' in answer.text
    assert 'id="title_nb-error"' in answer.text
    assert admin.post("/setup/link/make", data={"title_nb": "Bli med"}).status_code == 303


def test_when_all_is_done_nothing_more_is_said(admin: Client):
    for step in Step:
        admin.post(f"/setup/{step}/skip")

    assert done() is None
    assert "Alla fem stegen är klara" in admin.get("/setup").text
    assert "av 5" not in admin.get("/my").text


def test_who_does_not_want_them_is_left_alone_and_can_come_back(admin: Client):
    admin.post("/setup/end")
    before = done()
    admin.post("/setup/again")

    assert (before, done()) == (None, [])


def test_a_screen_looked_at_again_when_all_is_done_changes_what_it_says(admin: Client):
    admin.post("/setup/end")

    assert admin.post("/setup/chapter", data=CHAPTER).location == "/setup"
    assert (queries.chapter().name, done()) == ("Ringby", None)


def test_there_are_no_other_screens(admin: Client):
    assert admin.get("/setup/finance").status_code == 404
