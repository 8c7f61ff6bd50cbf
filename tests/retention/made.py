"""One thing of each kind that goes in time, as old as one wants it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import select

from chapter.access import Role
from chapter.accounts.models import Account, Attempt, RoleChange, SignInLink
from chapter.backups.models import Backup
from chapter.calling.models import Call, CallVersion, Flag
from chapter.courses.models import CourseInterest, CoursePage, CourseRead
from chapter.db import db
from chapter.doctor.models import DoctorReport
from chapter.duplicates.models import Merge
from chapter.expiry import Gone
from chapter.exports.models import Export, ExportedPerson
from chapter.exports.rules import Kind as ExportKind
from chapter.factors.models import FactorChange
from chapter.factors.rules import Changed
from chapter.groups.models import GroupPlace
from chapter.groups.rules import Standing
from chapter.i18n import local
from chapter.imports.models import ImportRow, ImportRun
from chapter.imports.rules import Kind, Stage
from chapter.ledger import JobLog, Outcome
from chapter.media.models import Medium
from chapter.messages.models import Message, Picture
from chapter.messages.rules import State
from chapter.people.models import HistoryEntry, PersonChange
from chapter.people.rules import How
from chapter.people.rules_looks import What
from chapter.privacy.models import ErasingSwitch, Erasure
from chapter.readlog import actions as readlog
from chapter.resources.models import ResourceUse
from chapter.rights.models import Answered, Request
from chapter.rights.rules import Kind as Asked
from chapter.rights.rules import Result, Way
from chapter.settings.models import ConsentText, SettingChange
from chapter.signup.models import Signup
from tests import factories
from tests.courses.made import course
from tests.groups.made import group
from tests.resources.made import resource, script
from tests.signup.links import link

_serial = count(1)
SAID = {"note": {"answer": "send", "text": "Vill ha mer tid."}, "reached": {"answer": "yes"}}
Maker = Callable[[datetime], Any]


def kept(thing: Any) -> Any:
    """``thing``, in the database."""
    db.session.add(thing)
    db.session.flush()
    return thing


def _name() -> str:
    return f"name-{next(_serial)}"


def _plain(model: type, column: str, **facts: Any) -> Maker:
    """A row that points at nothing; what is a function is asked anew for each."""
    return lambda at: kept(model(**{column: at}, **{k: v() if callable(v) else v for k, v in facts.items()}))


def _always() -> Account:
    there = db.session.scalar(select(Account).where(Account.email == "always@example.org"))
    return there or factories.account(name="Bo Ek", email="always@example.org")


def _somebody() -> int:
    return factories.person().id


def _message(at: datetime) -> Message:
    words = {"subject": "Hej", "text": "Hej!", "html": "<p>Hej!"}
    given = {"to_name": "Bo", "to_email": "bo@example.org", "language": "sv", "state": State.SENT, **words}
    return kept(Message(written_at=at, try_at=at, sent_at=at, **given))


def _call(at: datetime, **facts: Any) -> Call:
    person = factories.person()
    given = {"claimed_at": at, "lease_until": at, "answers": {}, "caller": _always(), "person": person}
    assignment = facts.pop("assignment", None) or factories.assignment(person)
    return kept(Call(assignment=assignment, **{**given, **facts}))


def _ended(at: datetime) -> Any:
    callers = (_always(),)
    return factories.assignment(factories.person(), callers=callers, ends_at=at, starts_at=at - timedelta(days=9))


def _words(at: datetime) -> None:
    made = _call(at, reported_at=at, answers=SAID, note="Vill ha mer tid.")
    made.versions = [CallVersion(answers=SAID, sent_at=at)]
    facts = {"person_id": made.person_id, "message": "Ring hen!", "reply": "Ja.", "raised_at": at, "handled_at": at}
    kept(Flag(call_id=made.id, **facts))


def _run(stage: Stage) -> Maker:
    applied = stage in (Stage.DONE, Stage.UNDONE)
    given = {"by": "Bo Ek", "file_name": "lista.csv", "stage": stage}
    return lambda at: kept(ImportRun(started_at=at, applied_at=at if applied else None, **given))


def _row(at: datetime) -> None:
    kept(ImportRow(run_id=_run(Stage.DONE)(at).id, number=1, kind=Kind.SAME))


def _export(at: datetime) -> None:
    given = {"by": "Bo Ek", "why": "ringlista", "who": "alla", "kind": ExportKind.CSV, "fields": [], "number": 1}
    kept(ExportedPerson(export_id=kept(Export(at=at, **given)).id, person_id=_somebody()))


def _signup(at: datetime) -> None:
    consent = db.session.scalars(select(ConsentText).limit(1)).one()
    given = {"tasks": [], "consent_id": consent.id, "consented_at": at, "created_at": at, "held_until": at}
    kept(Signup(link=link(slug=_name()), account=_always(), **given))


def _read(at: datetime) -> None:
    ids = {"course_id": course().id, "page_id": script(_name()).id}
    kept(CoursePage(**ids))
    kept(CourseRead(account_id=_always().id, read_at=at, **ids))


def _used(at: datetime) -> None:
    kept(ResourceUse(resource_id=resource().id, day=local(at).date(), number=1))


def _counted(at: datetime) -> None:
    db.session.merge(Gone(day=local(at).date(), key="messages.words", number=3))
    db.session.flush()


def _left(at: datetime) -> None:
    factories.person("Åsa", left_on=local(at).date(), joined_on=local(at).date())


def _was_well(at: datetime) -> None:
    db.session.merge(DoctorReport(day=local(at).date(), at=at, findings=[], told=[]))
    db.session.flush()


PICTURE = {"data": b"x", "mimetype": "image/jpeg", "width": 1, "height": 1, "digest": _name}
MEDIUM = {
    "digest": _name,
    "name": "a.png",
    "mimetype": "image/png",
    "size": 1,
    "uploaded_at": datetime.now().astimezone,
}


def _looked(at: datetime) -> None:
    readlog.write(What.PERSON, [_somebody()], _always(), "", at)


def _days(at: datetime) -> dict[str, Any]:
    return dict.fromkeys(("received_on", "due_on", "answered_on"), local(at).date())


def _request(at: datetime, **facts: Any) -> Request:
    day = local(at).date()
    return kept(Request(kind=Asked.SEE, way=Way.MAIL, asked_at=at, received_on=day, due_on=day, **facts))


MADE: dict[str, Maker] = {
    "settings.changes": _plain(SettingChange, "at", room="look", what={}),
    "settings.names": _plain(SettingChange, "at", room="contacts", what={}),
    "people.history": _plain(HistoryEntry, "at", person_id=_somebody, kind="note", facts={}),
    "people.changes": _plain(PersonChange, "at", person_id=_somebody, how=How.BY_HAND, field="town"),
    "accounts.tries": _plain(Attempt, "at", key="x"),
    "accounts.links": _plain(
        SignInLink, "expires_at", account=_always, token_hash=_name, created_at=datetime.now().astimezone
    ),
    "accounts.unconfirmed": lambda at: factories.account(created_at=at, confirmed_at=None),
    "accounts.roles": _plain(RoleChange, "at", account=_always, role=Role.BOARD, is_given=True),
    "readlog.entries": _looked,
    "messages.words": _message,
    "messages.mail": _message,
    "messages.pictures": _plain(Picture, "added_at", **PICTURE),
    "background.runs": _plain(JobLog, "began_at", name="messages.deliver", outcome=Outcome.FAILED),
    "media.unused": _plain(Medium, "needed_at", **MEDIUM),
    "resources.counts": _used,
    "courses.interest": _plain(CourseInterest, "since", course_id=lambda: course().id, account=factories.account),
    "courses.read": _read,
    "groups.places": _plain(GroupPlace, "since", group=group, person_id=_somebody, standing=Standing.LEFT, shares=[]),
    "calling.skips": lambda at: _call(at, released_at=at, assignment=_ended(at)),
    "calling.unsent": lambda at: _call(at, answers=SAID, caller=factories.account()),
    "calling.words": _words,
    "calling.calls": lambda at: _call(at, reported_at=at),
    "calling.queue": _ended,
    "calling.callers": _ended,
    "exports.log": _export,
    "imports.files": _run(Stage.READY),
    "imports.rows": _row,
    "imports.runs": _run(Stage.DONE),
    "duplicates.merges": _plain(Merge, "at", kept_id=_somebody, gone_name="Bo", before={}, by="Bo Ek"),
    "privacy.leavers": _left,
    "privacy.erasures": _plain(Erasure, "at", by="Bo Ek"),
    "privacy.switches": _plain(ErasingSwitch, "at", by="Bo Ek", is_on=True),
    "signup.unconfirmed": _signup,
    "rights.requests": lambda at: _request(at, confirmed_at=at, answered_at=at),
    "rights.unconfirmed": _request,
    "rights.answered": lambda at: kept(Answered(kind=Asked.SEE, way=Way.PAGE, result=Result.DONE, **_days(at))),
    "retention.gone": _counted,
    "factors.changes": _plain(FactorChange, "at", account_id=lambda: _always().id, what=Changed.APP_ADDED),
    "backups.log": _plain(Backup, "at"),
    "doctor.reports": _was_well,
}
"""What makes one, by the key of its term; cases of the welcome routine are gone through in ``tests/welcome``."""
