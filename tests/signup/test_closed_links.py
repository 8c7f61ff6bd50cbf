"""Links that one can't sign up through."""

from datetime import timedelta

import pytest

from chapter.settings.queries import chapter
from chapter.signup.rules import Purpose
from tests import factories
from tests.conftest import NOW
from tests.signup.links import link, sign_up, signups

SOON, AGO = NOW + timedelta(hours=1), NOW - timedelta(hours=1)
SHUT = {"closed": {"closes_at": AGO}, "not yet open": {"opens_at": SOON}, "full": {"places": 0}}


@pytest.mark.parametrize("language", ["sv", "nb"])
@pytest.mark.parametrize("facts", SHUT.values(), ids=SHUT)
def test_a_link_that_is_shut_offers_another_way(client, facts, language):
    link(**facts)
    link(slug="ring", title={"sv": "Ring med oss"})
    chapter().contact_email = "contact@example.org"

    page = client.get(f"/join/bli-aktiv?lang={language}")

    assert page.status_code == 200
    assert '<form class="card"' not in page.text
    assert 'href="/join/ring"' in page.text
    assert "mailto:contact@example.org" in page.text


@pytest.mark.parametrize("facts", SHUT.values(), ids=SHUT)
def test_nobody_signs_up_through_a_link_that_is_shut(client, facts):
    link(**facts)

    assert sign_up(client).status_code == 200
    assert signups() == []


@pytest.mark.parametrize("facts", SHUT.values(), ids=SHUT)
def test_nobody_who_is_signed_in_joins_through_a_link_that_is_shut(client, facts):
    link(**facts)
    client.sign_in(factories.account(person=factories.person(consent_id=1)))

    assert client.post("/join/bli-aktiv/connect").status_code == 200
    assert signups() == []


def test_the_page_says_when_it_opens(client):
    link(opens_at=SOON)

    assert "19.30" in client.get("/join/bli-aktiv").text


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_address_without_a_link_offers_those_that_there_are(client, method):
    link(slug="ring")

    page = getattr(client, method)("/join/rign")

    assert page.status_code == 404
    assert 'href="/join/ring"' in page.text


def test_other_links_that_are_shut_are_not_offered(client):
    link(slug="old", closes_at=AGO)

    assert "/join/old" not in client.get("/join/rign").text


def test_a_link_closes_with_its_assignment(client):
    ended = factories.assignment(starts_at=NOW - timedelta(days=9), ends_at=AGO)
    link(purpose=Purpose.JOIN_ASSIGNMENT, assignment_id=ended.id)

    sign_up(client)

    assert signups() == []


def test_a_link_whose_assignment_is_gone_is_closed(client):
    link(purpose=Purpose.JOIN_ASSIGNMENT)

    sign_up(client)

    assert signups() == []
