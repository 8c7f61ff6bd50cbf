"""The coordinator makes, changes, closes and reopens groups; contacts say when and where theirs meets."""

import pytest

from chapter.db import db
from chapter.groups.models import Group
from chapter.groups.rules import Standing
from chapter.settings.queries import chapter
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.groups import made

TYPED = {"name_sv": "Kören", "name_nb": "Koret", "about_sv": "Vi sjunger", "meets_sv": "Måndagar", "version": "1"}


def newest() -> Group:
    """The group that was made last."""
    return db.session.scalars(db.select(Group).order_by(Group.id.desc()).limit(1)).one()


def test_a_group_is_made_and_its_contact_comes_next(client, mona):
    response = client.sign_in(mona).post("/groups/new", data=TYPED)

    assert newest().name == {"sv": "Kören", "nb": "Koret"}
    assert newest().changed_by == "Mona Medlem"
    assert response.location == f"/groups/{newest().id}/contacts"


def test_a_group_needs_a_name_in_one_language_and_nothing_is_lost(client, mona):
    page = client.sign_in(mona).post("/groups/new", data={**TYPED, "name_sv": " ", "name_nb": ""})

    assert page.status_code == 422
    assert "name_sv-error" in page.text
    assert "Vi sjunger" in page.text


def test_a_text_that_is_too_long_is_refused(client, mona):
    page = client.sign_in(mona).post("/groups/new", data={**TYPED, "about_nb": "x" * 5001})

    assert page.status_code == 422
    assert "about_nb-error" in page.text


def test_the_coordinator_changes_it(client, mona, cafe):
    client.sign_in(mona).post(f"/groups/{cafe.id}/edit", data=TYPED)

    assert (newest().name["sv"], newest().version) == ("Kören", 2)


@pytest.mark.parametrize("where", ["edit", "meets"])
def test_of_two_who_change_it_the_second_is_told_and_nothing_is_lost(client, mona, cafe, where):
    client.sign_in(made.coordinator(name="Alex Ann")).post(f"/groups/{cafe.id}/edit", data=TYPED)

    said = client.sign_in(mona).post(f"/groups/{cafe.id}/{where}?lang=sv", data={**TYPED, "meets_sv": "Fredagar"})

    assert said.status_code == 422
    assert newest().meets["sv"] == "Måndagar"
    for words in ("Alex Ann ändrade gruppen", "Fredagar", '<dd lang="sv">Måndagar</dd>', 'value="2"'):
        assert words in said.text
    client.post(f"/groups/{cafe.id}/{where}", data={**TYPED, "meets_sv": "Fredagar", "version": "2"})
    assert newest().meets["sv"] == "Fredagar"


def test_pressed_twice_is_no_conflict(client, mona, cafe):
    client.sign_in(mona)

    answers = [client.post(f"/groups/{cafe.id}/edit", data=TYPED).status_code for _time in range(2)]

    assert answers == [303, 303]


@pytest.mark.parametrize("version", ["", "x", "-1", "99999999999999", "²"])
def test_a_version_that_never_was_counts_as_another(client, mona, cafe, version):
    answer = client.sign_in(mona).post(f"/groups/{cafe.id}/edit", data={**TYPED, "version": version})

    assert answer.status_code == 422
    assert newest().name == made.NAME


@pytest.mark.parametrize(("language", "words"), [("sv", "Förut: Tisdagar"), ("nb", "Før: Tirsdager")])
def test_a_contact_changes_when_they_meet_and_the_coordinator_is_told(client, kim, cafe, language, words):
    made.coordinator(email="mona@example.org", language=language)

    client.sign_in(kim).post(f"/groups/{cafe.id}/meets", data={"meets_sv": "Fredagar", "version": "1"})

    mail = sent_to("mona@example.org")[0]
    assert (newest().meets["sv"], newest().name) == ("Fredagar", made.NAME)
    assert "Kim Kontakt" in mail.text
    assert words in mail.text


def test_without_a_coordinator_the_chapters_contact_is_told(client, kim, cafe):
    chapter().contact_name, chapter().contact_email = "Malin", "malin@example.org"

    client.sign_in(kim).post(f"/groups/{cafe.id}/meets", data={"meets_sv": "Fredagar", "version": "1"})

    assert len(sent_to("malin@example.org")) == 1


def test_a_change_of_the_text_is_told_nobody(client, mona, cafe):
    other = made.coordinator()

    same = {f"meets_{code}": text for code, text in made.MEETS.items()}
    client.sign_in(mona).post(f"/groups/{cafe.id}/edit", data={**TYPED, **same})

    assert sent_to(other.email) == []


def test_a_contact_can_not_change_the_rest(client, kim, cafe):
    assert client.sign_in(kim).post(f"/groups/{cafe.id}/edit", data=TYPED).status_code == 403


def test_closing_asks_first_and_keeps_the_past(client, mona, cafe, eva):
    made.place(cafe, eva.person, Standing.MEMBER)
    client.sign_in(mona)

    assert client.get(f"/groups/{cafe.id}/close").status_code == 200
    assert newest().closed_at is None
    client.post(f"/groups/{cafe.id}/close")
    assert newest().closed_at == NOW
    assert made.standing(cafe, eva.person) is Standing.MEMBER


def test_who_waits_is_told_that_the_group_has_closed(client, mona, cafe, eva):
    made.place(cafe, eva.person)
    client.sign_in(mona)

    client.post(f"/groups/{cafe.id}/close")
    client.post(f"/groups/{cafe.id}/close")

    assert made.standing(cafe, eva.person) is Standing.DECLINED
    assert [mail.subject for mail in sent_to("eva@example.org")] == ["Läxcaféet är nedlagd"]


def test_a_closed_group_can_be_opened_again(client, mona):
    group = made.group(closed_at=NOW)

    client.sign_in(mona).post(f"/groups/{group.id}/reopen")

    assert newest().closed_at is None


def test_groups_without_a_contact_are_pointed_at(client, mona):
    made.group()
    client.sign_in(mona)

    for page in ("/my", "/groups/"):
        assert "Ingen kontaktperson" in client.get(f"{page}?lang=sv").text


def test_the_coordinator_is_invited_to_make_the_first(client, mona):
    assert 'href="/groups/new"' in client.sign_in(mona).get("/groups/").text
    assert 'href="/groups/new"' not in client.sign_in(factories.account()).get("/groups/").text


def test_a_group_that_is_not_there_is_not_there(client, mona):
    assert client.sign_in(mona).get("/groups/4711/").status_code == 404
