"""The “?” on each screen, and that there is a page behind it."""

import pytest

from chapter.access import Role
from chapter.handbook.outline import by_key, describing, outline, words
from chapter.handbook.shipping import ship
from tests import factories
from tests.browser.route import NOT_A_PAGE
from tests.conftest import NOW

NOT_DESCRIBED = {
    "styleguide": "for those who write the program",
    "messages.demo": "the demo’s own mailbox",
    "home.preview": "the front page as it will be, within the page where it is written",
    "editing.targets": "a list to choose from, on the way back to the text",
    "editing.under": "a list to choose from, on the way back to the text",
    "media.choose": "a list to choose from, on the way back to the text",
    "setup.mail_tested": "a line of another page, asked for anew",
    "media.file": "a file",
}
"""Pages without a “?”, and why."""
WITHOUT = ("handbook.", "lookup.")
"""Whoever reads the handbook or searches it has found help already."""


def test_every_page_that_is_read_lies_in_the_outlines_order():
    assert [page.key for page in outline()] == list(by_key())


def test_a_page_stands_under_one_that_comes_before_it():
    keys = [page.key for page in outline()]

    assert [p.key for p in outline() if p.parent and p.parent not in keys[: keys.index(p.key)]] == []


def test_the_screens_that_pages_describe_are_there(made):
    assert {screen for screen in describing() if screen not in made.view_functions} == set()


def test_every_screen_has_a_page_that_describes_it(made):
    got = {rule.endpoint for rule in made.url_map.iter_rules() if "GET" in (rule.methods or ())}
    screens = {name for name in got - NOT_A_PAGE if not name.startswith(WITHOUT)}

    assert sorted(screens - describing().keys() - NOT_DESCRIBED.keys()) == []


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_every_page_of_the_outline_has_its_text(language):
    assert [page.key for page in outline() if words(page.key, language) is None] == []


def test_the_question_mark_leads_to_the_page(client, content):
    ship(NOW)
    caller = client.sign_in(factories.account(language="sv"))

    assert 'href="/handbook/help/home.my_page" aria-label="Hjälp med den här sidan">?</a>' in caller.get("/my").text
    assert client.get("/handbook/help/home.my_page").location == "/handbook/innan-du-borjar"


def test_a_form_that_was_not_filled_in_right_has_the_same_question_mark(client, content):
    content.pages(content.outline().replace("leading.assignments", "leading.new"))
    leader = client.sign_in(factories.account(Role.CALL_LEADER))

    wrong = leader.post("/calling/new", data={})

    assert wrong.status_code == 422
    assert 'href="/handbook/help/leading.new"' in wrong.text


def test_where_one_may_not_read_the_page_there_is_no_question_mark(client, content):
    content.pages(content.outline().replace('audience = "volunteers"', 'audience = "officers"'))

    assert "/handbook/help/" not in client.sign_in(factories.account()).get("/my").text
    assert "/handbook/help/" in client.sign_in(factories.account(Role.BOARD)).get("/my").text


@pytest.mark.parametrize("endpoint", ["home.my_page", "finns.inte"])
def test_where_the_page_was_deleted_the_handbook_is_opened(client, content, endpoint):
    found = client.get(f"/handbook/help/{endpoint}")

    assert (found.status_code, found.location) == (303, "/handbook/")
