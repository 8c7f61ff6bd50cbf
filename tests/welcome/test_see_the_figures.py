"""The coordinator and the board see how new members land, of forgotten cases and of those that run, alike."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.db import db
from chapter.welcome import actions, queries_figures
from chapter.welcome.models import PromiseTally, WelcomeTally
from chapter.welcome.rules_figures import Stage
from chapter.welcome.rules_summary import landed, timing
from tests import cast, factories
from tests.groups import made

DAY = timedelta(days=1)


@pytest.fixture
def mona(app):
    return cast.play("member_coordinator")


def tally(group_id: int, stage: Stage, number: int, year: int = 2026) -> None:
    """Cases that are forgotten."""
    db.session.add(WelcomeTally(year=year, group_id=group_id, how_came="Mässan", stage=stage, number=number))
    db.session.flush()


def text(client, **args) -> str:
    """The page in Swedish."""
    return client.get("/welcome/figures", query_string={"lang": "sv", **args}).text


def test_nothing_to_count_is_said_kindly(client, mona):
    assert 'class="empty"' in text(client.sign_in(mona))


def test_forgotten_and_running_cases_are_counted_alike(mona):
    case = actions.open_case(factories.person(), clock.now() - 9 * DAY, mona)
    actions.do(case, "letter", "Mona", clock.now() - 8 * DAY)
    db.session.add(PromiseTally(year=2026, key="letter", days=5, is_kept=False, number=2))
    tally(0, Stage.SPOKEN, 3)
    found = queries_figures.figures(clock.now())
    assert (found.begun, found.running, timing(found.kept, "letter")) == (4, 1, (3, 5, 1))


def test_the_figures_of_a_year_are_of_that_year(client, mona):
    tally(0, Stage.SPOKEN, 3, 2025)
    tally(0, Stage.ACTIVE, 7, 2026)
    client.sign_in(mona)
    assert queries_figures.figures(clock.now()).of(2025).begun == 3
    assert "2025" in text(client)
    assert all('aria-current="true">Alla år' in text(client, year=year) for year in ("", "1999", "x"))


def test_a_group_that_loses_people_is_pointed_at_by_name(client, mona):
    good, bad = made.group(), made.group(name={"sv": "Studiecirkeln", "nb": "Studieringen"})
    tally(good.id, Stage.ACTIVE, 6)
    tally(bad.id, Stage.ACTIVE, 2)
    tally(bad.id, Stage.NOT_NOW, 4)
    page = text(client.sign_in(mona))
    assert page.index("Studiecirkeln") < page.index("Läxcaféet")
    assert page.count('class="chip bad"') == 1


def test_few_people_give_no_share(client, mona):
    tally(made.group().id, Stage.ACTIVE, 4)
    assert "100 %" not in text(client.sign_in(mona))
    assert landed(queries_figures.figures(clock.now()).counts).share is None


def test_the_board_sees_them_and_an_administrator_does_not(client):
    assert client.sign_in(cast.play("board")).get("/welcome/figures").status_code == 200
    assert client.sign_in(cast.play("administrator")).get("/welcome/figures").status_code == 403
