"""A case is forgotten when its day has come, with all that was written, said and sent in it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from chapter import clock
from chapter import jobs as background
from chapter.accounts.models import Account
from chapter.calling.models import Call, Flag
from chapter.db import db
from chapter.messages.models import Message
from chapter.people import actions as people
from chapter.people.models import HistoryEntry, Person
from chapter.welcome import actions, actions_forget, jobs, jobs_forget, queries_forget
from chapter.welcome.models import WelcomeCase, WelcomeTally
from chapter.welcome.rules import LAST_DAY, Closing
from tests import cast
from tests.conftest import NOW, Client
from tests.letters import mailed as letters
from tests.welcome import full

DAY = timedelta(days=1)


@pytest.fixture
def mona(app) -> Account:
    return cast.play("member_coordinator")


def cases() -> list[WelcomeCase]:
    db.session.expire_all()
    return list(db.session.scalars(select(WelcomeCase).order_by(WelcomeCase.id)))


def at_night(days: int) -> dict[str, int]:
    """What the background does so many days later."""
    db.session.commit()
    with clock.frozen(NOW + days * DAY):
        return jobs_forget.forget()


def number(model: type) -> int:
    """How many there are."""
    return db.session.scalar(select(func.count()).select_from(model)) or 0


# When.


@pytest.mark.parametrize(
    ("ends", "kept", "gone"),
    [("closed", 13, 14), ("followed up", 13, 14), ("left out", 13, 14), ("never", LAST_DAY - 1, LAST_DAY)],
)
def test_it_is_kept_to_its_day_and_gone_on_it(mona, ends: str, kept: int, gone: int):
    case = letters.case()
    end = {
        "closed": lambda: actions.close(case, Closing.OTHER, mona, NOW),
        "followed up": lambda: actions.do(case, "follow_up", "Mona", NOW),
        "left out": lambda: actions.skip(case, "follow_up", "", "Mona", NOW),
    }
    end.get(ends, lambda: None)()

    assert (at_night(kept), len(cases())) == ({"forgotten": 0, "deleted": 0}, 1)
    assert (at_night(gone)["forgotten"], cases()) == (1, [])


def test_the_chapter_says_how_long_after_the_end(mona):
    letters.routine(keep_days=3)
    actions.close(letters.case(), Closing.OTHER, mona, NOW)

    assert [at_night(days)["forgotten"] for days in (2, 3)] == [0, 1]


def test_run_twice_it_forgets_and_counts_once(mona):
    actions.close(letters.case(), Closing.OTHER, mona, NOW)

    assert [at_night(20)["forgotten"] for _time in range(2)] == [1, 0]
    assert number(WelcomeTally) == 1


def test_one_that_can_t_be_forgotten_stops_no_other(mona, monkeypatch: pytest.MonkeyPatch):
    bad, good = letters.case(), letters.case(email="ny@example.org")
    whose = {bad.source: None, good.source: good.source}
    forget_about = actions_forget.forget_about
    monkeypatch.setattr(actions_forget, "forget_about", lambda source: forget_about(whose[source] or object()))
    db.session.commit()
    with clock.frozen(NOW + 200 * DAY):
        end = background.run("welcome.forget")

    assert ([case.id for case in cases()], end.did) == ([bad.id], {"forgotten": 1, "failed": 1})


def test_a_server_that_was_off_for_a_year_catches_up(mona):
    for month in range(3):
        letters.case(days=30 * month, email=f"{month}@example.org")

    assert (at_night(365)["forgotten"], cases()) == (3, [])


def test_who_is_changed_while_others_are_forgotten_stays(mona):
    case = letters.case()
    actions.close(case, Closing.OTHER, mona, NOW)
    due = queries_forget.due((NOW + 20 * DAY).date())
    actions.reopen(case, NOW)

    assert (due, actions_forget.forget_due(case.id, NOW + 20 * DAY), len(cases())) == ([case.id], False, 1)


def test_those_whom_nobody_followed_up_are_told_of_two_weeks_before(mona):
    forgotten, closed, done = (letters.case(email=f"{name}@example.org") for name in "abc")
    actions.close(closed, Closing.OTHER, mona, NOW)
    actions.do(done, "follow_up", "Mona", NOW)
    found = [queries_forget.closing_in(NOW + days * DAY) for days in (LAST_DAY - 15, LAST_DAY - 14)]

    assert [[one.case for one in closing] for closing in found] == [[], [forgotten]]
    assert found[1][0].erase_on == date(2027, 5, 19)


def test_the_coordinator_s_board_says_so_and_nobody_else_s(client: Client, mona):
    board = cast.play("board")
    here = f"/welcome/{letters.case(board, days=LAST_DAY - 3).id}/follow-up"
    seen = [here in client.sign_in(reader).get("/welcome/").text for reader in (mona, board)]

    assert seen == [True, False]


# What goes.


def test_nothing_of_it_remains_in_any_table(mona):
    case = full.case(mona)
    actions_forget.forget(case, NOW)

    assert full.tables_that_tell() == {}
    assert [number(model) for model in (Message, Call, Flag, WelcomeCase)] == [0, 0, 0, 0]


def test_whatever_hangs_on_a_case_goes_with_it():
    kept = [t.name for t in full.hanging_on(full.CASES) for k in t.foreign_keys if k.column.table is full.CASES]
    gone = [k.ondelete for t in full.hanging_on(full.CASES) for k in t.foreign_keys if k.column.table is full.CASES]

    assert dict(zip(kept, gone, strict=True)) == dict.fromkeys(kept, "CASCADE")
    assert len(kept) > 4


def test_others_keep_theirs(mona):
    one, other = full.case(mona), full.case(mona, "Ali", email="ali@example.org")
    before = (number(Message), number(Call), number(HistoryEntry))
    actions_forget.forget(one, NOW)

    assert [case.id for case in cases()] == [other.id]
    assert [2 * number(model) for model in (Message, Call)] == [*before[:2]]


def test_a_call_that_is_flagged_stays_until_somebody_has_seen_to_it(mona):
    case = letters.case()
    flag = full.call(case, mona, is_open=True).flag
    actions_forget.forget(case, NOW)
    assert (at_night(1)["deleted"], number(Call)) == (0, 1)

    db.session.get_one(Flag, flag.id).handled_at = NOW
    assert (at_night(2)["deleted"], number(Call), number(Flag)) == (1, 0, 0)
    assert not [e for e in db.session.scalars(select(HistoryEntry)) if full.SECRET in str(e.facts)]


def test_a_call_that_goes_on_is_not_torn_away(mona):
    case = letters.case()
    call = full.call(case, mona)
    call.reported_at, call.lease_until, call.flag = None, NOW + DAY, None
    actions_forget.forget(case, NOW)

    assert (number(Call), at_night(2)["deleted"], number(Call)) == (1, 1, 0)


def test_that_they_are_not_to_be_called_stays_as_it_is_the_register_s(mona):
    case = letters.case()
    call = full.call(case, mona)
    people.set_do_not_call(case.person, "Vill inte", NOW)
    db.session.scalars(
        select(HistoryEntry).where(HistoryEntry.kind == "do_not_call")
    ).one().source = f"flag:{call.flag.id}"
    actions_forget.forget(case, NOW)

    left = db.session.scalars(select(HistoryEntry).where(HistoryEntry.kind == "do_not_call")).one()
    assert (left.facts, left.source) == ({"why": "Vill inte"}, None)


def test_nobody_gets_a_second_case_by_itself(mona):
    person = full.case(mona).person
    actions_forget.forget(cases()[0], NOW)
    jobs.open_cases()

    assert (cases(), db.session.get_one(Person, person.id).is_new) == ([], False)


def test_its_number_is_never_another_s(mona):
    first = letters.case()
    number = first.id
    actions_forget.forget(first, NOW)

    assert letters.case(email="ny@example.org").id > number


# By hand.


def test_the_page_says_what_goes_and_what_stays(client: Client, mona):
    case = full.case(mona)
    text = client.sign_in(mona).get(f"/welcome/{case.id}/forget").text

    assert all(words in text for words in ("1 anteckning", "1 inbjudan", "1 brev", "1 samtal", "uppföljningen"))
    assert "medlemsregistret" in text


def test_the_case_counts_the_days_down(client: Client, mona):
    case = letters.case()
    actions.do(case, "follow_up", "Mona", NOW)

    assert "onsdag 2 december, om 14 dagar" in client.sign_in(mona).get(f"/welcome/{case.id}").text


def test_pressed_twice_it_is_erased_once_and_says_so(client: Client, mona):
    here = f"/welcome/{full.case(mona).id}/forget"
    client.sign_in(mona)

    assert [client.post(here).location for _press in range(2)] == ["/welcome/"] * 2
    assert (cases(), number(WelcomeTally)) == ([], 1)


def test_the_board_sees_when_but_cannot_do_it(client: Client, app):
    board = cast.play("board")
    case = letters.case(board)
    client.sign_in(board)

    text = client.get(f"/welcome/{case.id}").text
    assert ('id="forgetting"' in text, f"/welcome/{case.id}/forget" in text) == (True, False)
