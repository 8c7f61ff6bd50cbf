"""An administrator changes what the chapter is called, how it looks and when it rings."""

from datetime import time

import pytest

from chapter.access import Role
from chapter.settings import queries
from tests import factories
from tests.conftest import Client

FILLED_IN = {
    "name": "Furulia lokallag",
    "language": "nb",
    "accent": "#C02040",
    "about_sv": "Vi är många.",
    "about_nb": "Vi er mange.",
    "contact_name": "Marit Hovland",
    "contact_email": "Marit@example.org",
    "contact_phone": "070-174 06 05",
    "weekday_from": "10:00",
    "weekday_to": "20:30",
    "saturday_from": "",
    "saturday_to": "",
    "sunday_from": "12:00",
    "sunday_to": "15:00",
    "session_days": "7",
}


@pytest.fixture
def admin(client: Client) -> Client:
    """A browser in which an administrator is signed in."""
    return client.sign_in(factories.account(Role.ADMINISTRATOR))


def test_what_is_saved_is_shown_again(admin: Client):
    assert admin.post("/settings", data=FILLED_IN).status_code == 303

    page = admin.get("/settings").text
    for value in ("Furulia lokallag", "#c02040", "Vi er mange.", "marit@example.org", "20:30", "12:00"):
        assert value in page


def test_hours_become_the_chapters(admin: Client):
    admin.post("/settings", data=FILLED_IN)

    hours = queries.chapter().calling_hours
    assert (hours.weekday, hours.saturday, hours.sunday) == ((time(10), time(20, 30)), None, (time(12), time(15)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", " "),
        ("accent", "red"),
        ("accent", "#12345g"),
        ("contact_email", "marit"),
        ("contact_phone", "12"),
        ("session_days", "0"),
        ("session_days", "many"),
        ("weekday_to", ""),
        ("weekday_to", "09:00"),
        ("sunday_from", ""),
        ("language", "fi"),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_changes_nothing(admin: Client, field: str, value: str):
    answer = admin.post("/settings", data={**FILLED_IN, field: value})

    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert queries.chapter().name == "Lokalföreningen Lövåsen"


def test_the_style_sheet_has_the_new_colour(admin: Client):
    admin.post("/settings", data=FILLED_IN)

    assert "--accent:#c02040" in admin.get("/colours.css").text


def test_a_pale_colour_is_darkened_until_it_can_be_read(admin: Client):
    fragment = admin.htmx("/settings/colour?accent=%23ffee00").text

    assert "#ffee00" in fragment  # readable on dark as it is
    assert fragment.count("<figure") == 2


def test_a_changed_consent_text_is_a_new_version(admin: Client):
    admin.post("/settings/consent", data={"consent_sv": "Ja tack.", "consent_nb": "Ja takk."})

    assert queries.consent_text().text["nb"] == "Ja takk."
    assert len(queries.consent_texts()) == 2


def test_the_same_consent_text_makes_no_version(admin: Client):
    text = queries.consent_text().text
    admin.post("/settings/consent", data={"consent_sv": text["sv"], "consent_nb": text["nb"]})

    assert len(queries.consent_texts()) == 1


def test_a_consent_text_in_one_language_is_refused(admin: Client):
    answer = admin.post("/settings/consent", data={"consent_sv": "Ja tack.", "consent_nb": ""})

    assert answer.status_code == 422
    assert len(queries.consent_texts()) == 1


def test_a_call_leader_may_not_see_the_settings(client: Client):
    assert client.sign_in(factories.account(Role.CALL_LEADER)).get("/settings").status_code == 403
