"""A contact answers with one click in the mail: the page that it opens does the rest, once it is seen."""

from playwright.sync_api import expect

from chapter import clock
from chapter.groups import actions_places, queries_answers
from chapter.groups.rules import Standing
from tests import factories
from tests.groups import made


def test_the_page_notes_the_answer_by_itself(visit):
    kim, nils = made.contact(), factories.person("Nils", "Ny")
    place = actions_places.refer(made.group(kim), nils, Standing.REFERRED, [], "Ja", made.coordinator(), clock.now())
    page = visit(None, f"/groups/answer/{queries_answers.token(place, kim)}?come=yes")

    expect(page.locator("#answer button[value=no]")).to_be_visible()
    assert made.standing(place.group, nils) is Standing.MEMBER
