"""A leader's pages take few queries, however much there is."""

from datetime import timedelta

import pytest
from sqlalchemy import event

from chapter.calling.models import Call, CallerTag
from chapter.db import db
from tests import factories
from tests.conftest import NOW, Client
from tests.leading import reports

MOST = 12
PAGES = ["", "new", "{a}/", "{a}/edit", "{a}/callers", "{a}/callers/{who}", "{a}/calls", "{a}/calls?flagged=any"]
PAGES += ["{a}/calls.csv", "calls/{c}/report", "calls/{c}/redact", "flags", "flags?show=handled", "flags/{f}"]


@pytest.fixture
def call(lena) -> Call:
    """One of 25 flagged calls, half of them handled, in one of 25 assignments, with 50 callers who have tags."""
    callers, tag = tuple(factories.account(name=f"Ringare {n}") for n in range(50)), factories.tag("Ny")
    people = [factories.person(f"Nr{n}") for n in range(25)]
    for _n in range(24):
        factories.assignment(*people[:3])
    assignment = factories.assignment(*people, callers=callers, leader=lena)
    for caller in assignment.callers:
        caller.caller_tags.append(CallerTag(tag_id=tag.id))
    calls = [reports.reported(assignment, p, c, message="Hej") for p, c in zip(people, callers, strict=False)]
    for one in calls[:12]:
        one.flag.handled_at, one.flag.taken_by, one.flag.handled_by = NOW + timedelta(hours=1), lena, lena
    reports.corrected(calls[-1], lena, {"note": {"answer": "send", "text": "Rättat"}})
    return calls[-1]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_takes_more_than_a_dozen(leader: Client, call: Call, path: str):
    page = "/calling/" + path.format(a=call.assignment_id, c=call.id, f=call.flag.id, who=call.caller_id)
    db.session.commit()
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    assert leader.get(page).status_code == 200

    queries = [query for query in seen if query.startswith("SELECT")]
    assert len(queries) <= MOST, "\n".join(queries)
