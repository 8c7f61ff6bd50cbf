"""Every change of the settings is kept, told, and can be taken back; two at once are told of each other."""

import re

import pytest

from chapter.access import Role
from chapter.settings import queries
from tests import factories
from tests.conftest import Client


@pytest.fixture
def admin(client: Client) -> Client:
    """A browser in which an administrator is signed in."""
    return client.sign_in(factories.account(Role.ADMINISTRATOR, name="Ada Min"))


def version(page: str) -> str:
    """The version that a page was opened with."""
    return re.search(r'name="version"[^>]*value="(\d+)"', page)[1]


def days(browser: Client, number: int, **more: str) -> int:
    """Let people stay signed in for so many days; gives the answer's status."""
    return browser.post("/settings/sessions", data={"session_days": str(number), **more}).status_code


def test_the_confirmation_offers_to_undo(admin: Client):
    days(admin, 7)
    path = re.search(r'action="(/settings/changes/\d+/undo)"', admin.get("/settings/sessions").text)[1]
    admin.post(path)

    assert queries.chapter().session_days == 30


def test_undoing_is_a_change_that_can_be_undone(admin: Client):
    days(admin, 7)
    admin.post("/settings/changes/1/undo")
    admin.post("/settings/changes/2/undo")

    assert queries.chapter().session_days == 7
    assert "tog tillbaka en tidigare ändring" in admin.get("/settings/changes").text


def test_the_list_says_who_changed_what_from_what_to_what(admin: Client):
    days(admin, 7)

    page = admin.get("/settings/changes").text
    assert "Ada Min" in page
    assert "från ”30” till ”7”" in page


def test_what_has_been_changed_again_since_is_not_taken_back(admin: Client):
    days(admin, 7)
    days(admin, 8, version="1")
    admin.get("/settings")  # what was just saved has been said there
    page = admin.get("/settings/changes").text
    admin.post("/settings/changes/1/undo")

    assert queries.chapter().session_days == 8
    assert "/settings/changes/1/undo" not in page
    assert "ändrats igen" in admin.get("/settings/sessions").text


def test_a_day_is_not_left_behind_in_a_month_that_lacks_it(admin: Client):
    january = {"fee_due_day": "30", "fee_due_month": "1", "leavers_kept": "6"}
    admin.post("/settings/membership", data=january)
    admin.post("/settings/membership", data={**january, "fee_due_day": "31", "version": "1"})
    admin.post("/settings/changes/1/undo")

    assert (queries.chapter().fee_due_day, queries.chapter().fee_due_month) == (31, 1)


@pytest.mark.parametrize(
    ("room", "data", "read"),
    [
        ("hours", {"weekday_from": "10:00", "weekday_to": "11:00"}, lambda: queries.chapter().weekday_to),
        ("chapter", {"name": "Ny", "about_sv": "Hej"}, lambda: queries.chapter().about),
        ("contacts", {"chair_name": "Siri", "chair_phone": "070-174 06 10"}, queries.contacts),
        ("languages", {"languages": ["sv"], "language": "sv"}, lambda: queries.chapter().languages),
        ("consent", {"consent_sv": "Ja", "consent_nb": "Ja"}, lambda: queries.consent_text().text),
    ],
)
def test_whatever_it_is_it_becomes_what_it_was(admin: Client, room, data, read):
    admin.post("/settings/sessions", data={"session_days": "30"})
    before = str([read()] if room != "contacts" else "")
    admin.post(f"/settings/{room}", data=data)
    admin.post("/settings/changes/1/undo")

    after = [contact.name for contact in read().values()] if room == "contacts" else [read()]
    assert ([name for name in after if name] == []) if room == "contacts" else str(after) == before


def test_who_writes_over_somebody_else_is_told_and_loses_nothing(admin: Client):
    seen = version(admin.get("/settings/sessions").text)
    days(admin, 7)
    answer = admin.post("/settings/sessions", data={"session_days": "14", "version": seen})

    assert answer.status_code == 422
    assert 'value="14"' in answer.text
    assert "från ”30” till ”7”" in answer.text
    assert days(admin, 14, version=version(answer.text)) == 303


def test_two_who_change_different_pages_are_not_in_each_others_way(admin: Client):
    seen = version(admin.get("/settings/sessions").text)
    admin.post("/settings/chapter", data={"name": "Ny"})

    assert days(admin, 14, version=seen) == 303


def test_a_call_leader_takes_back_contacts_and_nothing_else(client: Client, admin: Client):
    days(admin, 7)
    leader = client.sign_in(factories.account(Role.CALL_LEADER))
    leader.post("/settings/contacts", data={"chair_name": "Siri"})

    assert leader.post("/settings/changes/1/undo").status_code == 403
    assert leader.post("/settings/changes/2/undo").status_code == 303
    assert queries.contacts()["chair"].name == ""


def test_a_change_that_never_was_cannot_be_undone(admin: Client):
    assert admin.post("/settings/changes/99/undo").status_code == 404
