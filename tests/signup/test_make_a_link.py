"""Officers make links, change them and see who signed up."""

import pytest

from chapter.db import db
from chapter.signup.models import SignupLink
from chapter.signup.rules import Purpose
from tests import factories
from tests.cast import CAST, play
from tests.signup.links import TASKS, confirm, link, sign_up

FORM = {
    "purpose": "become_active",
    "title_sv": "Ring med oss på tisdag",
    "title_nb": "Ring med oss",
    "assignment_id": "0",
}
MAY = {"call_leader", "member_coordinator", "board", "administrator"}


@pytest.fixture
def officer(client):
    """The member coordinator's browser."""
    return client.sign_in(play("member_coordinator"))


def made() -> SignupLink:
    return db.session.scalars(db.select(SignupLink)).one()


def test_a_link_is_made_and_shown(officer):
    answer = officer.post("/links/new", data=FORM)

    assert answer.location == f"/links/{made().id}"
    assert "/join/ring-med-oss-pa-tisdag" in officer.get(answer.location).text


def test_a_second_link_of_the_same_title_gets_an_address_of_its_own(officer):
    link(slug="ring-med-oss-pa-tisdag")

    officer.post("/links/new", data=FORM)

    assert db.session.scalars(db.select(SignupLink.slug)).all()[-1] == "ring-med-oss-pa-tisdag-2"


def test_two_links_can_not_have_the_same_address(officer):
    link(slug="ring")

    answer = officer.post("/links/new", data=FORM | {"slug": "ring"})

    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text


def test_times_are_the_chapters(officer):
    officer.post("/links/new", data=FORM | {"opens_at": "2026-11-20T18:00", "closes_at": "2026-11-27T18:00"})

    assert made().opens_at.isoformat() == "2026-11-20T17:00:00+00:00"


def test_tasks_are_lines_that_belong_together_by_their_order(officer):
    officer.post(
        "/links/new", data=FORM | {"tasks_sv": "Dela ut flygblad\n\nBaka\n", "tasks_nb": "Dele ut løpesedler\nBake"}
    )

    assert made().tasks == TASKS


def test_a_link_leads_to_an_assignment(officer):
    assignment = factories.assignment()

    officer.post("/links/new", data=FORM | {"purpose": "join_assignment", "assignment_id": assignment.id})

    assert (made().purpose, made().assignment_id) == (Purpose.JOIN_ASSIGNMENT, assignment.id)


WRONG = {
    "title_sv": {"title_sv": "", "title_nb": ""},
    "slug": {"slug": "ring med oss"},
    "assignment_id": {"purpose": "join_assignment"},
    "closes_at": {"opens_at": "2026-11-20T18:00", "closes_at": "2026-11-20T17:00"},
    "places": {"places": "0"},
}


@pytest.mark.parametrize("field", WRONG)
def test_a_mistake_is_told_beside_its_field(officer, field):
    answer = officer.post("/links/new", data=FORM | WRONG[field])

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_one_language_is_enough(officer):
    officer.post("/links/new", data=FORM | {"title_sv": ""})

    assert made().slug == "ring-med-oss"


def test_the_form_shows_what_the_link_is(officer):
    kept = link(tasks=TASKS, places=7)

    page = officer.get(f"/links/{kept.id}/edit").text

    for part in ('value="Bli aktiv hos oss"', 'value="bli-aktiv"', 'value="7"', "Dela ut flygblad\r\nBaka"):
        assert part.replace("\r\n", "\n") in page.replace("\r\n", "\n")


def test_a_link_is_changed(officer):
    kept = link(tasks=TASKS)

    officer.post(f"/links/{kept.id}/edit", data=FORM | {"slug": "ny", "places": "3"})

    assert (kept.slug, kept.places, kept.tasks) == ("ny", 3, [])


def test_the_list_shows_visits_sign_ups_and_confirmed(officer):
    link(visits=40)
    visitor = officer.application.test_client()
    sign_up(visitor)
    sign_up(visitor, email="other@example.org")
    confirm(visitor)

    page = officer.get("/links").text

    assert [f">{figure}<" in page for figure in (40, 2, 1)] == [True, True, True]


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_links_page_shows_who_signed_up(officer, language):
    kept = link(tasks=TASKS)
    sign_up(officer.application.test_client(), tasks=["0"])

    page = officer.get(f"/links/{kept.id}?lang={language}").text

    assert "Ingrid Solli" in page
    assert TASKS[0][language] in page


@pytest.mark.parametrize(
    "path", ["/links", "/links/new", "/links/1", "/links/1/edit", "/links/1/poster", "/links/1/qr.svg"]
)
@pytest.mark.parametrize("part", CAST)
def test_links_are_for_officers(client, part, path):
    link(id=1)
    client.sign_in(play(part))

    assert client.get(path).status_code == (200 if part in MAY else 403)


def test_a_list_without_links_says_what_to_do(officer):
    assert 'href="/links/new"' in officer.get("/links").text


def test_a_link_that_is_not_there_is_not_found(officer):
    assert officer.get("/links/7").status_code == 404
