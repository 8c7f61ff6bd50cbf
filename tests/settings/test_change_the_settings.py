"""An administrator changes what the chapter is called, how it looks and when it rings."""

from datetime import time, timedelta

import pytest

from chapter import clock
from chapter.access import Role
from chapter.messages.actions import post
from chapter.settings import actions, queries
from tests import factories
from tests.conftest import NOW, Client

FILLED_IN = {
    "chapter": {"name": "Furulia lokallag", "about_sv": "Vi är många.", "about_nb": "Vi er mange."},
    "languages": {"languages": ["sv", "nb"], "language": "nb"},
    "look": {"accent": "#C02040", "logo_alt": "En ros"},
    "contacts": {"contact_name": "Marit Hovland", "contact_email": "Marit@example.org", "chair_name": "Siri Dal"},
    "hours": {"weekday_from": "10:00", "weekday_to": "20:30", "sunday_from": "12:00", "sunday_to": "15:00"},
    "membership": {"fee_due_day": "31", "fee_due_month": "3", "leavers_kept": "2"},
    "consent": {"consent_sv": "Ja tack.", "consent_nb": "Ja takk."},
    "sessions": {"session_days": "7"},
}
SHOWN = {
    "chapter": ("Furulia lokallag", "Vi er mange."),
    "languages": ('<option selected value="nb">',),
    "look": ("#c02040", "En ros"),
    "contacts": ("Marit Hovland", "marit@example.org", "Siri Dal"),
    "hours": ("10:00", "20:30", "12:00"),
    "membership": ('value="31"', '<option selected value="3">', 'value="2"'),
    "consent": ("Ja tack.", "Ja takk."),
    "sessions": ('value="7"',),
}


@pytest.fixture
def admin(client: Client) -> Client:
    """A browser in which an administrator is signed in."""
    return client.sign_in(factories.account(Role.ADMINISTRATOR, name="Ada Min"))


@pytest.mark.parametrize("room", FILLED_IN)
def test_what_is_saved_is_shown_again(admin: Client, room: str):
    assert admin.post(f"/settings/{room}", data=FILLED_IN[room]).status_code == 303

    page = admin.get(f"/settings/{room}").text
    assert [value for value in SHOWN[room] if value not in page] == []


@pytest.mark.parametrize("room", FILLED_IN)
def test_the_same_once_more_is_no_change(admin: Client, room: str):
    admin.post(f"/settings/{room}", data=FILLED_IN[room])
    admin.post(f"/settings/{room}", data=FILLED_IN[room])

    assert len(queries.latest_changes(9)) == 1


def test_the_overview_says_in_a_sentence_how_it_is_today(admin: Client):
    page = admin.get("/settings").text

    assert "Lokalföreningen Lövåsen, i Sverige." in page
    assert page.count('class="open"') >= 9


def test_a_day_is_written_as_the_reader_writes_it(client: Client):
    client.sign_in(factories.account(Role.ADMINISTRATOR, language="nb"))

    assert "30. juni" in client.get("/settings").text


def test_hours_become_the_chapters(admin: Client):
    admin.post("/settings/hours", data=FILLED_IN["hours"])

    hours = queries.chapter().calling_hours
    assert (hours.weekday, hours.saturday, hours.sunday) == ((time(10), time(20, 30)), None, (time(12), time(15)))


@pytest.mark.parametrize(
    ("room", "field", "value"),
    [
        ("chapter", "name", " "),
        ("look", "accent", "red"),
        ("look", "accent", "#12345g"),
        ("contacts", "contact_email", "marit"),
        ("contacts", "chair_phone", "12"),
        ("contacts", "call_leader_phone", "070-174 06 10"),
        ("sessions", "session_days", "0"),
        ("sessions", "session_days", "many"),
        ("hours", "weekday_to", ""),
        ("hours", "weekday_to", "09:00"),
        ("hours", "sunday_from", ""),
        ("languages", "language", "fi"),
        ("languages", "languages", []),
        ("languages", "languages", ["sv"]),
        ("membership", "fee_due_day", "32"),
        ("consent", "consent_nb", ""),
    ],
)
def test_what_makes_no_sense_is_said_beside_the_field_and_changes_nothing(admin, room, field, value):
    answer = admin.post(f"/settings/{room}", data={**FILLED_IN[room], field: value})

    assert answer.status_code == 422
    assert 'class="error"' in answer.text
    assert not queries.latest_changes(1)


def test_the_style_sheet_has_the_new_colour(admin: Client):
    admin.post("/settings/look", data=FILLED_IN["look"])

    assert "--accent:#c02040" in admin.get("/colours.css").text
    assert 'href="/colours.css?v=c02040"' in admin.get("/settings").text


def test_a_pale_colour_is_darkened_until_it_can_be_read(admin: Client):
    fragment = admin.htmx("/settings/colour?accent=%23ffee00").text

    assert "#ffee00" in fragment  # readable on dark as it is
    assert fragment.count("<figure") == 2


def test_a_call_leader_may_see_the_contacts_and_no_other_settings(client: Client):
    leader = client.sign_in(factories.account(Role.CALL_LEADER))

    assert leader.get("/settings").status_code == 403
    assert "/settings/changes" not in leader.get("/settings/contacts").text


def test_one_language_means_no_switch_and_everybody_reads_it(admin: Client):
    admin.post("/settings/languages", data={"languages": ["nb"], "language": "nb"})

    page = admin.get("/settings?lang=sv").text
    assert '<html lang="nb"' in page
    assert 'hreflang="sv"' not in page


def test_with_one_language_nobody_is_asked_which_they_want(admin: Client):
    admin.post("/settings/languages", data={"languages": ["nb"], "language": "nb"})

    assert 'for="language"' not in admin.get("/my/account").text
    assert admin.post("/my/account", data={"name": "Ada Min", "language": "sv"}).status_code == 303


def test_mails_are_in_a_language_of_the_site(admin: Client):
    admin.post("/settings/languages", data={"languages": ["nb"], "language": "nb"})

    assert post("Ada", "ada@example.org", "sv", "setup/mail/test.md", NOW).language == "nb"


def test_with_one_language_the_consent_text_is_needed_in_that_only(admin: Client):
    admin.post("/settings/languages", data={"languages": ["sv"], "language": "sv"})

    assert admin.post("/settings/consent", data={"consent_sv": "Ja.", "consent_nb": ""}).status_code == 303


def test_the_next_opening_and_holidays_are_told(admin: Client):
    with clock.frozen(NOW + timedelta(hours=4)):
        page = admin.get("/settings/hours").text

    assert "torsdag 19 november kl. 09.00" in page
    assert "fredag 25 december" in page


def test_changes_are_forgotten_after_two_years(admin: Client):
    admin.post("/settings/sessions", data={"session_days": "7"})
    actions.forget_changes(NOW + timedelta(days=729))
    kept = len(queries.latest_changes(9))
    actions.forget_changes(NOW + timedelta(days=731))

    assert (kept, len(queries.latest_changes(9))) == (1, 0)


def test_whom_pages_named_before_is_forgotten_after_a_month(admin: Client):
    admin.post("/settings/contacts", data={"chair_name": "Siri"})
    actions.forget_changes(NOW + timedelta(days=31))

    assert not queries.latest_changes(9)
