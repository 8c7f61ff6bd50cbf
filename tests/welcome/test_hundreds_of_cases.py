"""Five hundred open cases take as many queries as five: on the board, on my page, in the digest, and by night."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import event, insert, select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.letters import queries as letters
from chapter.people.models import Person
from chapter.welcome import digest, queries_figures, queries_forget
from chapter.welcome.models import CaseStep, WelcomeCase
from tests import cast
from tests.conftest import NOW, Client

MOST = 12
PAGES = ["/welcome/", "/welcome/?page=2", "/welcome/?whose=mine&step=call", "/my", "/welcome/figures"]
IN_THE_BACKGROUND: dict[str, Callable[[], object]] = {
    "digest": lambda: digest.digests(NOW),
    "letters": lambda: letters.due(NOW),
    "forgetting": lambda: queries_forget.due(NOW.date()),
    "figures": lambda: queries_figures.figures(NOW),
}


@pytest.fixture
def mona(app) -> Account:
    return cast.play("member_coordinator")


@pytest.fixture
def seen(app) -> Iterator[list[str]]:
    """What the database is asked from now on."""
    asked: list[str] = []

    def hear(*given: object) -> None:
        asked.append(str(given[2]))

    event.listen(db.engine, "before_cursor_execute", hear)
    yield asked
    event.remove(db.engine, "before_cursor_execute", hear)


def more(number: int, mona: Account) -> None:
    """So many more cases, begun on other days, a third of them with a letter; all hers and one in five nobody's."""
    known = len(db.session.scalars(select(Person.id)).all())
    people = [{"first_name": f"Nr{n}", "added_at": NOW, "is_new": False} for n in range(known, known + number)]
    ids = db.session.scalars(insert(Person).returning(Person.id), people).all()
    begun = [{"started_on": NOW.date() - timedelta(days=n * 49 % 200), "opened_at": NOW} for n in range(number)]
    cases = [{"person_id": id, "responsible_id": mona.id, **when} for id, when in zip(ids, begun, strict=True)]
    made = db.session.scalars(insert(WelcomeCase).returning(WelcomeCase.id), cases).all()
    step = {"key": "letter", "done_on": NOW.date(), "done_at": NOW, "by": "Mona"}
    db.session.execute(insert(CaseStep), [{"case_id": id, **step} for id in made[::3]])
    db.session.commit()


def asked(seen: list[str], do: Callable[[], object]) -> list[str]:
    """The questions that ``do`` asks the database."""
    db.session.expire_all()
    seen.clear()
    do()
    return [query for query in seen if query.startswith("SELECT")]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_asks_more_for_five_hundred(client: Client, mona: Account, seen: list[str], path: str):
    client.sign_in(mona)
    number = []
    for cases in (5, 495):
        more(cases, mona)
        number.append(len(asked(seen, lambda: client.get(path))))
    assert number[1] == number[0] <= MOST


@pytest.mark.parametrize("work", IN_THE_BACKGROUND)
def test_nothing_in_the_background_asks_more_for_five_hundred(mona: Account, seen: list[str], work: str):
    number = []
    for cases in (5, 495):
        more(cases, mona)
        number.append(len(asked(seen, IN_THE_BACKGROUND[work])))
    assert number[1] == number[0] <= MOST
