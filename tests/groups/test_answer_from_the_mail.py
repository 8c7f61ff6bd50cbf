"""A contact answers from the mail whether somebody who was referred has come; reminded once."""

import re
from datetime import timedelta

import pytest

from chapter import clock
from chapter.groups import actions_places, jobs
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.people.queries import history
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.groups import made

DAY = timedelta(days=1)


@pytest.fixture
def nils(app):
    return factories.person("Nils", "Ny", email="nils@example.org", mobile="+46701740620")


@pytest.fixture
def place(cafe, nils, mona) -> GroupPlace:
    """Nils is referred to the homework café, and lets its contacts see his address."""
    return actions_places.refer(cafe, nils, Standing.REFERRED, ["email"], "Ja", mona, NOW)


def links(mail) -> dict[str, str]:
    """The two answers of a mail, by yes and no."""
    return {word: path for path, word in re.findall(r"https?://[^/\s]+(/groups/answer/\S+\?come=(yes|no))", mail.text)}


def test_each_side_is_told_how_to_reach_the_other(place, kim, mona, nils):
    to_kim, to_nils = sent_to(kim.email)[0], sent_to("nils@example.org")[0]
    assert "nils@example.org" in to_kim.text
    assert "46701740620" not in re.sub(r"\D", "", to_kim.text)
    assert (kim.email in to_nils.text, to_nils.reply_to) == (True, mona.email)


def test_a_link_shows_the_answer_and_changes_nothing_until_it_is_seen(client, place, kim):
    page = client.get(links(sent_to(kim.email)[0])["yes"])
    assert 'data-hx-trigger="intersect once delay:1s, submit"' in page.text
    assert made.standing(place.group, place.person) is Standing.REFERRED


def test_whoever_has_come_is_in_the_group(client, place, kim, nils):
    path = links(sent_to(kim.email)[0])["yes"]
    client.post(path.partition("?")[0], data={"come": "yes"})
    assert made.standing(place.group, nils) is Standing.MEMBER
    assert history(nils)[0].kind == "group_came"
    assert "data-hx-trigger" not in client.get(path).text


@pytest.mark.parametrize("first", ["yes", "no"])
def test_what_a_page_sends_by_itself_turns_no_answer_round_but_a_button_does(client, place, kim, first):
    other = {"yes": "no", "no": "yes"}[first]
    path = links(sent_to(kim.email)[0])["yes"].partition("?")[0]
    for word in (first, other):
        client.post(path, data={"by_itself": word})
    assert place.has_come is (first == "yes")
    client.post(path, data={"by_itself": first, "come": other})
    assert place.has_come is (first == "no")


def test_who_has_not_come_yet_stays_referred(client, place, kim, nils):
    client.post(links(sent_to(kim.email)[0])["no"].partition("?")[0], data={"come": "no"})
    assert (made.standing(place.group, nils), place.has_come) == (Standing.REFERRED, False)


def test_a_wrong_answer_is_taken_back(client, place, kim, nils):
    path = links(sent_to(kim.email)[0])["yes"].partition("?")[0]
    for word in ("yes", "no"):
        client.post(path, data={"come": word})
    assert (made.standing(place.group, nils), place.has_come) == (Standing.REFERRED, False)


def test_the_page_shows_a_first_name_and_nothing_else_of_the_person(client, place, kim):
    page = client.get(links(sent_to(kim.email)[0])["yes"]).text
    assert "Nils" in page
    assert "Nils Ny" not in page
    assert "nils@example.org" not in page


@pytest.mark.parametrize("part", ["", "/html"])
def test_nobody_else_gets_to_the_answer_through_the_outbox(client, place, kim, mona, part):
    mail = sent_to(kim.email)[0]
    text = client.sign_in(mona).get(f"/outbox/{mail.id}{part}").text
    assert ("nils@example.org" in text, "/groups/answer" in text, "come=" in text) == (True, False, False)


@pytest.mark.parametrize("spoil", ["forged", "left", "closed", "referred anew", "no contact any more"])
def test_a_link_that_no_longer_holds_leads_nowhere(client, place, cafe, kim, nils, mona, spoil):
    path = links(sent_to(kim.email)[0])["yes"].partition("?")[0]
    if spoil == "left":
        nils.left_on = NOW.date()
    elif spoil == "closed":
        cafe.closed_at = NOW
    elif spoil == "no contact any more":
        cafe.contacts = []
    elif spoil == "referred anew":
        place.referred_at = NOW + DAY
    else:
        path = f"{path[:-2]}xx"
    assert client.post(path, data={"come": "yes"}).status_code == 404
    assert made.standing(cafe, nils) is Standing.REFERRED


@pytest.mark.parametrize(("days", "code"), [(89, 200), (90, 404)])
def test_a_link_is_good_for_ninety_days(client, place, kim, days, code):
    with clock.frozen(NOW + days * DAY):
        assert client.get(links(sent_to(kim.email)[0])["yes"]).status_code == code


def test_an_answer_given_on_the_groups_page_holds(client, place, kim, nils):
    path = links(sent_to(kim.email)[0])["yes"].partition("?")[0]
    actions_places.not_now(place, "Fullt", kim, NOW)
    assert client.post(path, data={"come": "yes"}).status_code == 303
    assert made.standing(place.group, nils) is Standing.DECLINED


def test_the_contact_is_reminded_once(place, kim):
    for days in (13, 14, 15, 40):
        with clock.frozen(NOW + days * DAY):
            jobs.remind()
    asked = [mail for mail in sent_to(kim.email) if "two weeks" in mail.text or "två veckor" in mail.text]
    assert len(asked) == 1


@pytest.mark.parametrize("spoil", ["answered", "left", "closed", "in the group"])
def test_nobody_is_reminded_of_what_is_settled(place, cafe, kim, nils, spoil):
    if spoil == "answered":
        place.has_come, place.answered_at = False, NOW
    elif spoil == "left":
        nils.left_on = NOW.date()
    elif spoil == "closed":
        cafe.closed_at = NOW
    else:
        place.standing = Standing.MEMBER
    with clock.frozen(NOW + 20 * DAY):
        assert jobs.remind() == 0


def test_a_group_without_a_contact_is_answered_by_the_coordinator(client, mona, nils):
    group = made.group()
    actions_places.refer(group, nils, Standing.REFERRED, [], "Ja", mona, NOW)
    client.post(links(sent_to(mona.email)[0])["yes"].partition("?")[0], data={"come": "yes"})
    assert made.standing(group, nils) is Standing.MEMBER
