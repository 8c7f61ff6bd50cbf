"""A search is put together in a form, with and without scripts."""

import html
import json
import re
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict

from chapter.searches.builder import Builder
from chapter.searches.rules import Search, condition, every, some
from tests import cast, factories
from tests.conftest import Client
from tests.searches.built import built, opened

TOWN, YOUNG, OLD = condition("towns", ["Ås"]), condition("age_to", 30), condition("age_from", 70)


@pytest.fixture
def officer(client: Client) -> Client:
    """A call leader's browser."""
    return client.sign_in(cast.play("call_leader"))


def sent(*fields: dict[str, Any], build: str = "") -> Builder:
    """The builder as it reads what a browser sends."""
    together: MultiDict = MultiDict({"build": build} if build else {})
    for some_fields in fields:
        together.update(some_fields)
    return Builder.sent(together)


def as_sent(builder: Builder) -> dict[str, str]:
    """The fields of a builder all of whose conditions stand in words."""
    fields = {builder.form.how.name: builder.how}
    for group in builder.groups:
        fields |= {group.form.how.name: group.how} | {line.name: line.kept for line in group.lines}
    return fields


@pytest.mark.parametrize(
    "search",
    [
        every(),
        every(TOWN),
        every(TOWN, YOUNG),
        some(TOWN, YOUNG),
        every(some(TOWN, YOUNG), some(OLD, TOWN)),
        some(every(TOWN, YOUNG), every(OLD, TOWN)),
        every(TOWN, some(YOUNG, OLD)),
        {**some(TOWN, YOUNG), "not": True},
        every(TOWN, {**some(YOUNG, OLD), "not": True}),
        every(TOWN, some(YOUNG, every(OLD, TOWN))),
        every(TOWN, condition("gone", 1)),
    ],
)
def test_a_kept_search_comes_out_as_it_went_in(app: Flask, search: Search):
    with app.test_request_context():
        assert Builder.shown(search).search == search
        assert sent(as_sent(Builder.shown(search))).search == search


def test_adding_opens_the_field_and_gives_it_the_focus(app: Flask):
    with app.test_request_context():
        builder = sent(built(TOWN), {"target-0-add": "age_from"}, build="add-0")

    town, age = builder.groups[0].lines
    assert (town.form, age.form is not None, age.has_focus) == (None, True, True)
    assert (builder.errors, builder.search) == ({}, every(TOWN))


def test_a_condition_with_nothing_to_fill_in_is_added_at_once(app: Flask):
    with app.test_request_context():
        builder = sent(built(), {"target-0-add": "never_called"}, build="add-0")

    assert builder.search == every(condition("never_called", True))


@pytest.mark.parametrize("build", ["", "done-0-0", "count", "group"])
def test_what_was_filled_in_counts_whatever_is_pressed(app: Flask, build: str):
    with app.test_request_context():
        builder = sent(built(), opened("age_from", " 7 0 ", turned=True), build=build)

    assert builder.search == every({**OLD, "not": True})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("age_from", "gammal"),
        ("age_from", "140"),
        ("age_from", ""),
        ("age_from", "9" * 5000),
        ("joined_from", "igår"),
        ("joined_from", "0001-01-01"),
        ("tags", ["x"]),
        ("tags", []),
        ("tags", ["-4"]),
        ("towns", [str(number) for number in range(301)]),
        ("postcode", " "),
        ("postcode", "x" * 101),
        ("not_called_for", "0"),
    ],
)
def test_what_makes_no_sense_is_said_at_its_field_and_stays(app: Flask, name: str, value: Any):
    with app.test_request_context():
        builder = sent(built(TOWN), opened(name, value, "0-1"))

    assert list(builder.errors) == ["target-0-1-value"]
    assert (builder.search, builder.number) == (every(TOWN), None)
    assert builder.groups[0].lines[1].form is not None


def test_as_one_builds_an_empty_field_is_not_wrong_yet(app: Flask):
    with app.test_request_context():
        fields = built(TOWN) | opened("age_from", "", "0-1")

        assert sent(fields, build="count").errors == sent(fields, build="change-0-0").errors == {}
        assert list(sent(fields, build="done-0-1").errors) == ["target-0-1-value"]


def test_what_was_chosen_and_not_added_is_not_forgotten(app: Flask):
    with app.test_request_context():
        asked = sent(built(), {"target-0-add": "towns"})
        known = sent(built(), {"target-0-add": "is_member"})

    assert list(asked.errors) == ["target-0-0-value"]
    assert (known.errors, known.search) == ({}, every(condition("is_member", True)))


def test_adding_nothing_says_what_to_do(app: Flask):
    with app.test_request_context():
        assert list(sent(built(), build="add-0").errors) == ["target-0-add"]


def test_changing_opens_what_there_is(app: Flask):
    with app.test_request_context():
        builder = sent(built(condition("joined_from", "2026-01-31", True), YOUNG), build="change-0-0")
        form = builder.groups[0].lines[0].form

    assert form is not None
    assert (form["value"]._value(), form.turned.data) == ("2026-01-31", True)


def test_removing_takes_that_one_away(app: Flask):
    with app.test_request_context():
        assert sent(built(TOWN, YOUNG, OLD), build="remove-0-1").search == every(TOWN, OLD)


def test_groups_come_and_go(app: Flask):
    with app.test_request_context():
        two = sent(built(TOWN, YOUNG, how="any"), build="group")
        dropped = sent(built(TOWN), built(OLD, group=1), build="drop-0")
        joined = sent(built(TOWN), built(OLD, YOUNG, group=1), {"target-how": "any"})

    assert [len(group.lines) for group in two.groups] == [2, 0]
    assert dropped.search == every(OLD)
    assert joined.search == some(TOWN, every(OLD, YOUNG))


@pytest.mark.parametrize(
    "fields",
    [
        {"target-0-0": "{"},
        {"target-0-0": "[" * 5000},
        {"target-0-0": '{"all": 3}'},
        {"target-00-00": "{}"},
        {"target-0-0-open": "1"},
        {"target-999999-0": '{"is": 3, "value": 3}'},
        {"target-how": "none", "target-0-how": "x"},
    ],
)
@pytest.mark.parametrize("build", ["", "count", "remove-0-0", "change-9-9", "add-x", "--", "drop-0", "x" * 99])
def test_what_no_form_sends_is_left_out(app: Flask, fields: dict[str, str], build: str):
    with app.test_request_context():
        assert sent(fields, build=build).search == every()


@pytest.mark.parametrize("kept", ["{", "[]", '{"is": 3}', '{"is": "left", "value": NaN}'])
def test_a_condition_that_cannot_be_read_is_told_of_so_that_nobody_reaches_too_many(app: Flask, kept: str):
    with app.test_request_context():
        builder = sent({"target-0-how": "all", "target-0-0": kept})

    assert (list(builder.errors), builder.number) == ([None], None)


def test_more_than_a_search_can_hold_is_refused(app: Flask):
    with app.test_request_context():
        builder = sent(built(*[YOUNG] * 30), built(*[OLD] * 30, group=1))

    assert list(builder.errors) == [None]


def test_with_htmx_only_the_builder_comes_back(officer: Client):
    factories.person(town="Ås")

    page = officer.htmx("/searches/build", {**built(TOWN), "target-0-add": "age_from", "build": "add-0"}).text

    assert page.strip().startswith('<div id="target-builder"')
    assert "<strong>Färre än 5 personer</strong>" in page
    assert re.search(r'<input[^>]*\bautofocus\b[^>]*name="target-0-1-value"', page)


def test_without_a_script_the_whole_page_comes_back_and_nothing_is_lost(officer: Client):
    data = {**built(TOWN), "target-0-add": "age_from", "build": "add-0", "name": "Unga", "note": "Till hösten"}

    page = officer.post("/searches/new", data=data).text

    for kept in ("<html", 'value="Unga"', "Till hösten", "Bor i Ås", 'name="target-0-1-value"'):
        assert kept.lower() in page.lower()


def test_the_enter_key_presses_a_button_that_removes_nothing(officer: Client):
    page = officer.get("/searches/new").text

    first = re.search(r"<(?:button|input type=\"submit\")[^>]*>", page[page.index("<form method") :])
    assert first is not None
    assert 'name="build"' not in first[0]


def test_the_builder_of_a_search_without_conditions_says_that_everybody_is_found(officer: Client):
    page = officer.get("/searches/new?lang=nb").text

    assert "alle i registeret" in page.lower()


def test_what_stands_in_the_page_is_what_is_sent(officer: Client):
    search = every(TOWN, some(YOUNG, condition("interests", "<b>\"&'")))
    page = officer.get("/searches/new", query_string={"s": json.dumps(search)}).text
    fields = {name: html.unescape(value) for name, value in re.findall(r'name="(target-[^"]*)" value="([^"]*)"', page)}

    assert {json.loads(value)["is"] for name, value in fields.items() if re.search(r"\d$", name)} == {
        "towns",
        "age_to",
        "interests",
    }
