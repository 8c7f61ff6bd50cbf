"""A group's contact receives those who ask or are referred: sees what was agreed to, and answers."""

import pytest

from chapter.access import Role
from chapter.db import db
from chapter.groups import queries
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.people.queries import history
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.groups import made

FACTS = {
    "mobile": ("+46701740612", "070-174 06 12"),
    "email": ("nora@example.org", "nora@example.org"),
    "town": ("Hemmavik", "Hemmavik"),
    "interests": ("Odling", "Odling"),
}
"""What can be shared: as it is kept, and as it is shown."""
NEVER = {
    "phone2": "+46701740613",
    "member_number": "M-77441",
    "postcode": "77123",
    "union": "Målarna",
    "skills": "Svetsa",
}


@pytest.fixture
def nora():
    """Somebody of whom much is known."""
    facts = {name: kept for name, (kept, _shown) in FACTS.items()}
    return factories.person("Nora", "Falk", **facts, **NEVER, birth_year=1951, gender="Kvinna", do_not_call_why="Trött")


def answer(client, place, how, **data):
    """Press a button on the person's page."""
    return client.post(f"/groups/{place.group_id}/people/{place.person_id}/{how}", data=data)


@pytest.mark.parametrize("shares", [[], *([name] for name in FACTS), [*FACTS]])
@pytest.mark.parametrize("where", ["people", "people/{id}"])
def test_a_contact_sees_what_was_agreed_to_and_nothing_beyond(client, cafe, kim, nora, shares, where):
    made.place(cafe, nora, Standing.MEMBER, shares=shares, note="Sa ja i telefon")

    text = client.sign_in(kim).get(f"/groups/{cafe.id}/{where.format(id=nora.id)}").text

    hidden = [shown for name, (_kept, shown) in FACTS.items() if name not in shares]
    hidden += [
        *NEVER.values(),
        "070-174 06 13",
        "1951",
        "Kvinna",
        "Trött",
        "Sa ja i telefon",
        f'href="/people/{nora.id}',
    ]
    assert "Nora Falk" in text
    assert [words for words in hidden if words in text] == []


@pytest.mark.parametrize("name", FACTS)
def test_a_contact_sees_each_fact_that_was_agreed_to(client, cafe, kim, nora, name):
    made.place(cafe, nora, shares=[name])

    assert FACTS[name][1] in client.sign_in(kim).get(f"/groups/{cafe.id}/people/{nora.id}").text


def test_seen_carries_no_fact_that_was_not_agreed_to(cafe, nora):
    there = made.place(cafe, nora, shares=["town"])

    assert queries.seen(there).facts == {"town": "Hemmavik"}
    assert not any(isinstance(value, type(nora)) for value in vars(queries.seen(there)).values())


@pytest.mark.parametrize("standing", [Standing.DECLINED, Standing.LEFT])
def test_who_was_turned_down_or_has_left_is_not_seen_any_more(client, cafe, kim, nora, standing):
    made.place(cafe, nora, standing)
    client.sign_in(kim)

    assert "Nora" not in client.get(f"/groups/{cafe.id}/people").text
    assert client.get(f"/groups/{cafe.id}/people/{nora.id}").status_code == 404


def test_who_has_left_the_chapter_is_not_seen_either(client, cafe, kim, nora):
    made.place(cafe, nora, Standing.MEMBER)
    nora.left_on = NOW.date()
    client.sign_in(kim)

    assert "Nora" not in client.get(f"/groups/{cafe.id}/people").text
    assert client.get(f"/groups/{cafe.id}/people/{nora.id}").status_code == 404


LONG_AGO = NOW - made.HOUR
PAST = [
    (Standing.DECLINED, LONG_AGO, None),
    (Standing.LEFT, LONG_AGO, None),
    (Standing.LEFT, NOW, None),
    (Standing.ASKED, NOW, NOW.date()),
    (Standing.MEMBER, NOW, NOW.date()),
]
"""Where somebody stands with the group, since when, and when they left the chapter."""


@pytest.mark.parametrize("how", ["welcome", "not-now", "left"])
@pytest.mark.parametrize("past", PAST)
def test_who_is_not_seen_any_more_cant_be_answered_nor_named(client, cafe, kim, nora, how, past):
    standing, since, nora.left_on = past
    there = made.place(cafe, nora, standing, since=since)
    client.sign_in(kim)

    assert answer(client, there, how, words="Nej tack").status_code == 404
    assert "Nora" not in client.get(f"/groups/{cafe.id}/people").text
    assert made.standing(cafe, nora) is standing
    assert sent_to("nora@example.org") == []


def test_nobody_takes_in_somebody_who_has_left_the_chapter(client, cafe, mona, nora):
    there = made.place(cafe, nora)
    nora.left_on = NOW.date()

    answer(client.sign_in(mona), there, "welcome")

    assert made.standing(cafe, nora) is Standing.ASKED
    assert sent_to("nora@example.org") == []
    assert "Medlemsansvarig kan ta emot personen igen" in client.get(f"/groups/{cafe.id}/people").text


PAGES = [("get", ""), ("post", "/welcome"), ("post", "/not-now"), ("post", "/left")]


@pytest.mark.parametrize(("method", "end"), PAGES)
def test_other_groups_people_are_not_there(client, cafe, kim, nora, method, end):
    other = made.place(made.group(made.contact()), nora)

    path = f"/groups/{other.group_id}/people/{nora.id}{end}"

    assert client.sign_in(kim).open(path, method=method).status_code == 404
    assert made.standing(other.group, nora) is Standing.ASKED


@pytest.mark.parametrize("who", ["volunteer", "call_leader", "board", "administrator", "member", "without role"])
@pytest.mark.parametrize("where", ["people", "people/{id}", "meets"])
def test_for_everybody_else_the_people_of_a_group_are_not_there(client, cafe, nora, who, where):
    made.place(cafe, nora)
    roles = () if who in ("volunteer", "without role") else (Role(who),)
    account = factories.account(*roles)
    if who == "without role":
        cafe = made.group(account)

    assert client.sign_in(account).get(f"/groups/{cafe.id}/{where.format(id=nora.id)}").status_code == 404


def test_the_people_of_a_closed_group_are_the_coordinators_alone(client, kim, mona, nora):
    group = made.group(kim, closed_at=NOW)
    made.place(group, nora, Standing.MEMBER)

    assert client.sign_in(kim).get(f"/groups/{group.id}/people").status_code == 404
    assert client.sign_in(mona).get(f"/groups/{group.id}/people").status_code == 200


def test_the_coordinator_sees_the_note_and_who_was_there(client, cafe, mona, nora):
    made.place(cafe, nora, Standing.MEMBER, note="Sa ja i telefon")
    made.place(cafe, factories.person("Olle", "Ek"), Standing.LEFT)
    client.sign_in(mona)

    assert "Sa ja i telefon" in client.get(f"/groups/{cafe.id}/people/{nora.id}").text
    assert "Olle Ek" in client.get(f"/groups/{cafe.id}/people").text


@pytest.mark.parametrize(
    ("language", "words"), [("sv", "Välkommen till Läxcaféet!"), ("nb", "Velkommen til Leksekafeen!")]
)
def test_who_is_welcomed_is_told_in_their_language_how_to_reach_the_contact(client, cafe, kim, language, words):
    eva = made.member(language=language)
    kim.mobile = "+46701740633"

    answer(client.sign_in(kim), made.place(cafe, eva.person), "welcome")

    mail = sent_to("eva@example.org")[0]
    assert made.standing(cafe, eva.person) is Standing.MEMBER
    assert mail.subject == words
    assert all(said in mail.text for said in ("Kim Kontakt", "kim@example.org", "070-174 06 33"))
    assert cafe.meets[language] in mail.text


def test_who_has_no_account_is_told_too_in_the_language_of_the_register(client, cafe, kim, nora):
    nora.language = "nb"

    answer(client.sign_in(kim), made.place(cafe, nora, Standing.REFERRED), "welcome")

    assert sent_to("nora@example.org")[0].language == "nb"


def test_who_has_no_address_must_be_told_by_the_contact(client, cafe, kim, nora):
    nora.email = None
    client.sign_in(kim)

    answer(client, made.place(cafe, nora), "welcome")

    assert "ingen e-postadress" in client.get("/my?lang=sv").text


def test_not_now_goes_with_words_to_the_person(client, cafe, kim, nora):
    answer(client.sign_in(kim), made.place(cafe, nora, shares=["email"]), "not-now", words="Vi är *fulla*.\nI vår?")

    there = db.session.scalars(db.select(GroupPlace)).one()
    assert (there.standing, there.by, there.shares) == (Standing.DECLINED, "Kim Kontakt", [])
    assert "Vi är *fulla*." in sent_to("nora@example.org")[0].text


def test_not_now_needs_a_few_words(client, cafe, kim, nora):
    page = answer(client.sign_in(kim), made.place(cafe, nora), "not-now", words="")

    assert page.status_code == 422
    assert "words-error" in page.text
    assert made.standing(cafe, nora) is Standing.ASKED


def test_what_looks_like_health_in_the_words_is_asked_about(client, cafe, kim, nora):
    there = made.place(cafe, nora)

    page = answer(client.sign_in(kim), there, "not-now", words="Vila från din depression först")

    assert page.status_code == 422
    assert "Vila från din depression först" in page.text


def test_a_member_who_comes_no_more_is_noted_without_a_mail(client, cafe, kim, nora):
    answer(client.sign_in(kim), made.place(cafe, nora, Standing.MEMBER), "left")

    assert made.standing(cafe, nora) is Standing.LEFT
    assert sent_to("nora@example.org") == []


@pytest.mark.parametrize(("first", "second"), [("welcome", "not-now"), ("not-now", "welcome"), ("welcome", "welcome")])
def test_of_two_contacts_who_answer_the_second_is_told(client, cafe, kim, nora, first, second):
    there, other = made.place(cafe, nora), made.contact(name="Lo Ny")
    queries.group(cafe.id).contacts.append(made.GroupContact(account=other, since=NOW))
    answer(client.sign_in(kim), there, first, words="Nej tack")

    answer(client.sign_in(other), there, second, words="Nej tack")

    assert made.standing(cafe, nora) is (Standing.MEMBER if first == "welcome" else Standing.DECLINED)
    assert len(sent_to("nora@example.org")) == 1
    assert "Kim Kontakt hann före" in client.get("/my?lang=sv").text


@pytest.mark.parametrize("how", ["welcome", "not-now"])
def test_pressed_twice_it_is_answered_once_and_nobody_is_scolded(client, cafe, kim, nora, how):
    there = made.place(cafe, nora)
    client.sign_in(kim)

    answer(client, there, how, words="Nej tack")
    answer(client, there, how, words="Nej tack")

    assert len(sent_to("nora@example.org")) == 1
    assert "hann före" not in client.get("/my?lang=sv").text
    assert len([e for e in history(nora) if e.kind.startswith("group_")]) == 1


def test_the_longest_wait_comes_first_and_members_are_in_pages(client, cafe, kim):
    for number in range(60):
        made.place(cafe, factories.person("Medlem", f"Nummer{number:02}"), Standing.MEMBER)
    client.sign_in(kim)

    first, second = (client.get(f"/groups/{cafe.id}/people?page={page}").text for page in (1, 2))

    assert "Nummer49" in first
    assert "Nummer50" not in first
    assert "Nummer59" in second
