"""Writes: asking, answering, taking back; what can be done at once is."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, update

from chapter import clock, signing, wiping
from chapter.accounts import actions as accounts
from chapter.accounts import queries as account_queries
from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Missing, Refused
from chapter.i18n import _, lazy, local, speaking
from chapter.mail import quoted
from chapter.messages import actions as messages
from chapter.pages import public_url
from chapter.people import actions as people
from chapter.people.models import Person
from chapter.people.rules import How
from chapter.rights import queries
from chapter.rights.models import Answered, Request
from chapter.rights.rules import Kind, Result, Way, last_day, may_extend
from chapter.rights.words import KINDS
from chapter.settings.queries import chapter
from chapter.signup.models import Signup

CONFIRM = "rights: yes, I asked for this"


class IsAnswered(Refused):
    """It has been answered, or taken back."""

    words = lazy("This has been answered already, or was taken back.")


class NotLonger(Refused):
    """There can be more time once, while the month runs."""

    words = lazy("There can’t be more time: it was prolonged already, or the month is over.")


class NoAddress(Refused):
    """Nobody knows where to write."""

    words = lazy("We have no e-mail address of theirs. Save the file instead, and hand it over on paper.")


def ask(account: Account, kind: Kind, words: str, now: datetime) -> Request:
    """Ask for something about oneself; asked again while it waits, it is the same request with the newer words."""
    if (waits := queries.own_open(account, kind)) is not None:
        waits.words = words or waits.words
        db.session.flush()
        return waits
    who = {"name": account.name, "email": account.email, "language": account.language}
    person = account_queries.own_entry(account)
    ids = {"account_id": account.id, "person_id": person.id if person else None}
    return _receive(kind, Way.PAGE, words, now, **ids, **who)


def enter(kind: Kind, way: Way, words: str, person: Person | None, now: datetime, by: Account, **who: Any) -> Request:
    """Write down what somebody asked for on the phone or in a letter; ``received_on`` is when."""
    if person is not None:
        account = account_queries.of_person(person.id)
        who |= {"person_id": person.id, "account_id": account.id if account else None}
        who |= {"name": person.name, "language": (account.language if account else None) or person.language}
    return _receive(kind, way, words, now, entered_by=by.name, **who)


def _receive(kind: Kind, way: Way, words: str, now: datetime, **facts: Any) -> Request:
    received_on = facts.pop("received_on", None) or local(now).date()
    days = {"received_on": received_on, "due_on": last_day(received_on)}
    made = Request(kind=kind, way=way, words=words, asked_at=now, confirmed_at=now, **days, **facts)
    db.session.add(made)
    db.session.flush()
    _say_received(made, now)
    return made


def _say_received(made: Request, now: datetime) -> None:
    """Tell the person until when they get an answer, and those who answer that there is something to do."""
    _write(made, "received", now)
    for account in queries.answerers():
        to = account.name, account.email, account.language
        facts: dict[str, Any] = {"first_name": account.first_name, "due_on": made.due_on, "link": _link(made)}
        messages.post(*to, "rights/mail/new.md", now, source=made.source, what=KINDS[made.kind], **facts)


def _link(made: Request) -> str:
    return public_url("rights.request_page", request_id=made.id)


def _write(made: Request, letter: str, now: datetime, source: str | None = None) -> None:
    """Mail the person, if they have an address."""
    if made.address:
        name, here = made.who, chapter()
        facts = {
            "first_name": first_word(name),
            "asked": made,
            "what": KINDS[made.kind],
            "link": public_url("rights.mine"),
        }
        facts |= {"answer": quoted(made.answer), "why": quoted(made.extended_why)}
        facts["is_norway"] = here.country == "NO"
        template, about = f"rights/mail/{letter}.md", source or made.source
        messages.post(
            name, made.address, made.language, template, now, here.contact_email or None, source=about, **facts
        )


def first_word(name: str) -> str:
    """The name to greet with, if there is one."""
    return name.split()[0] if name.split() else ""


def ask_from_outside(email: str, name: str, kind: Kind, words: str, language: str, now: datetime) -> None:
    """Keep what a stranger asks for until their own address confirms it; the mail is the same whoever they are."""
    today = local(now).date()
    who = {"email": email, "name": name, "language": language, "person_id": None}
    made = Request(kind=kind, way=Way.MAIL, words=words, asked_at=now, received_on=today, due_on=last_day(today), **who)
    db.session.add(made)
    db.session.flush()
    link = public_url("rights.confirm", token=signing.sign(CONFIRM, [made.id, email]))
    facts = {"what": KINDS[kind], "link": link, "first_name": first_word(name)}
    messages.post(name, email, language, "rights/mail/confirm.md", now, source=made.source, is_secret=True, **facts)


def asked_by(token: str) -> Request:
    """What the link in the mail was about; raises Missing."""
    request_id, email = signing.unsign(CONFIRM, token)
    made = queries.unconfirmed(request_id)
    if made.email != email:
        raise Missing
    return made


def confirm(made: Request, now: datetime) -> None:
    """It did come from that address: the month begins. Pressed twice, it is confirmed once."""
    if made.confirmed_at is None:
        person = queries.alone_at(made.email)
        made.person_id = person.id if person else None
        made.confirmed_at, made.received_on = now, local(now).date()
        made.due_on = last_day(made.received_on)
        db.session.flush()
        db.session.refresh(made)
        _say_received(made, now)


def take_back(made: Request, now: datetime) -> None:
    """They don’t ask for it any more; raises IsAnswered."""
    if not made.is_open:
        raise IsAnswered
    _close(made, Result.TAKEN_BACK, "", "", now)
    messages.forget_about(made.source)


def answer(made: Request, result: Result, words: str, by: Account, now: datetime) -> None:
    """Done or declined, and ``words`` to the person; raises IsAnswered."""
    if not made.is_open:
        raise IsAnswered
    _close(made, result, words, by.name, now)
    _write(made, "answered", now)


def _close(made: Request, result: Result, words: str, by: str, now: datetime) -> None:
    made.result, made.answer, made.answered_by, made.answered_at = result, words, by, now
    leave_trace(made, result, now)


def leave_trace(made: Request, result: Result, now: datetime) -> None:
    """What stays when it is forgotten who asked."""
    kept = {name: getattr(made, name) for name in ("kind", "way", "received_on", "due_on")}
    db.session.add(Answered(result=result, answered_on=local(now).date(), **kept))
    db.session.flush()


def extend(made: Request, why: str, now: datetime) -> None:
    """Two months more, and the person is told why (article 12.3); raises IsAnswered, NotLonger."""
    if not made.is_open:
        raise IsAnswered
    if not may_extend(made.due_on, made.extended_at is not None, local(now).date()):
        raise NotLonger
    made.extended_at, made.extended_why = now, why
    made.due_on, made.reminded_for = last_day(made.received_on, is_extended=True), None
    db.session.flush()
    _write(made, "extended", now)


def let_them_read(made: Request, now: datetime) -> None:
    """Give somebody an account, if they have none, so that they can read and save it themselves; raises NoAddress."""
    if not made.address:
        raise NoAddress
    account = accounts.account_for(made.address, made.who, None, made.language, now)
    made.account_id = account.id
    db.session.flush()
    _write(made, "read", now)


def farewell(made: Request, now: datetime) -> None:
    """The last mail to somebody who is being erased; the job forgets it when it has been sent."""
    _write(made, "erased", now, source=f"erased:{made.id}")


def stop_calls(account: Account, now: datetime) -> None:
    """They don’t want to be called: at once, for good, whatever the list."""
    if account.person is not None:
        with speaking(None):
            why = _("Asked for it themselves, on their own page.")
        people.set_do_not_call(account.person, why, now, how=How.THEMSELVES)


def withdraw(account: Account, now: datetime) -> Request:
    """They take back their yes: at once, and somebody sees to the rest."""
    person = account.person
    if person is not None and person.consent_id is not None:
        people.change(person, {"consent_id": None, "consented_at": None}, now, None, How.THEMSELVES)
        people.remember(person, "took_back", now)
    pending = Signup.account_id == account.id, Signup.confirmed_at.is_(None)
    db.session.execute(delete(Signup).where(*pending))
    return ask(account, Kind.WITHDRAW, "", now)


def saved(account: Account, now: datetime) -> None:
    """Somebody saved a file with all that is about them: tell their address, as it may not have been them."""
    to = account.name, account.email, account.language
    link = public_url("accounts.me")
    messages.post(
        *to, "rights/mail/saved.md", now, first_name=account.first_name, link=link, source=f"saved:{account.id}"
    )


def note_file(person: Person, by: Account, now: datetime) -> None:
    """An officer makes a file with all that is about ``person``: it stands in their history."""
    people.remember(person, "own_file", now, by=by.name)


def note_reminded(reminded: dict[int, int]) -> None:
    """Of these requests those who answer have been told, at this stage."""
    for request_id, stage in reminded.items():
        db.session.execute(update(Request).where(Request.id == request_id).values(reminded_for=stage))


def forget_farewell(source: str) -> int:
    """The last mail to somebody who was erased has gone: its address goes too."""
    messages.forget_about(source)
    wiping.owe(clock.now())
    return 1
