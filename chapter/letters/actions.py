"""Writes: the chapter's own words for letters, how one signs, and sending them, each once."""

from datetime import datetime, timedelta

from sqlalchemy import select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import _, lazy, speaking
from chapter.letters import lines, queries  # noqa: F401 - lines has the history's sentences
from chapter.letters.drafts import Draft, Text, draft, facts, standard
from chapter.letters.models import Letter
from chapter.letters.rules import STEPS, Key
from chapter.media.pictures import Small
from chapter.messages import actions as messages
from chapter.messages.models import Message
from chapter.messages.queries import about
from chapter.messages.rules import KEPT, State
from chapter.people import actions as people
from chapter.people.models import Person
from chapter.welcome import actions as welcome
from chapter.welcome import queries as cases
from chapter.welcome.models import CaseStep, Routine, WelcomeCase, Welcomer

LAST_MOMENT = KEPT - timedelta(days=7)
"""The outbox forgets even what failed; before it does, a letter that didn't arrive is noted as never sent."""


class Stale(Refused):
    """Somebody else has changed the letter since the writer opened it."""

    words = lazy("Somebody else changed the letter while you were writing. Nothing of yours is saved yet.")


class NoAddress(Refused):
    """Who has no e-mail address gets the letter on paper."""

    words = lazy("They have no e-mail address. Print the letter instead.")


def write(key: Key, given: dict[str, Text], version: int, actor: Account, now: datetime) -> None:
    """Keep the chapter's words for a letter, by language, if it is as the writer saw it; raises Stale.

    What is as we came with it isn't kept, so that the chapter gets what we better in it. Pressing twice is no conflict.
    """
    own = queries.letter(key, for_change=True) or Letter(key=key, subject={}, body={}, version=0)
    subject = {code: text.subject for code, text in given.items() if text.subject != standard()[key][code].subject}
    body = {code: text.body for code, text in given.items() if text.body != standard()[key][code].body}
    if (own.subject, own.body) == (subject, body):
        return
    if version != own.version:
        raise Stale
    own.subject, own.body, own.version = subject, body, own.version + 1
    own.changed_by, own.changed_at = actor.name, now
    db.session.add(own)
    db.session.flush()


def sign_with(account: Account, title: dict[str, str], picture: Small | None, now: datetime) -> None:
    """Set what stands under the letters of ``account``; the picture stays if there is no new one."""
    own = _welcomer(account)
    own.title = title
    if picture is not None:
        own.picture_id = messages.keep_picture(picture, now).id
    db.session.flush()


def drop_picture(account: Account) -> None:
    """Sign without a picture."""
    _welcomer(account).picture_id = None
    db.session.flush()


def _welcomer(account: Account) -> Welcomer:
    own = queries.welcomer(account) or Welcomer(account_id=account.id, shares=False, title={})
    db.session.add(own)
    return own


def choose_signer(account: Account | None) -> None:
    """Let ``account`` sign the letters of those who haven't set up their own signature; None is the contact."""
    routine: Routine = cases.routine()
    routine.signer_id = account.id if account else None
    db.session.add(routine)
    db.session.flush()


def send(case: WelcomeCase, key: Key, by: str, now: datetime, text: Text | None = None) -> Message | None:
    """Post a letter to the person of a case and note it as done, once; None if that was so already.

    ``text`` is for this person alone and is kept in the mail only. Raises Ended, NoAddress, HasLeft.
    """
    if is_sent(case, key):
        return None
    _may_be_written_to(case.person)
    written = draft(key, case.person, now, case, text)
    message = _post(written, now, case.source)
    welcome.do(case, STEPS[key], by, now, how="mail", message_id=message.id)
    return message


def is_sent(case: WelcomeCase, key: Key) -> bool:
    """Whether a letter was sent or posted, or decided against."""
    return STEPS[key] in case.traces()


def posted(case: WelcomeCase, key: Key, by: str, now: datetime) -> bool:
    """Note that a letter went on paper; says whether that is news. Raises Ended."""
    if is_sent(case, key):
        return False
    welcome.do(case, STEPS[key], by, now, how="print")
    return True


def send_test(written: Draft, source: str, to: Account, now: datetime) -> Message:
    """Send a letter to the one who writes it, as somebody else would get it."""
    with speaking(to.language):
        subject = _("Test: %(subject)s", subject=written.subject)
    about = {"source": source, **facts(written)}
    return messages.post_letter(to.name, to.email, written.language, subject, written.body, now, **about)


def write_back(person: Person, by: Account, now: datetime, text: Text | None = None) -> Message | None:
    """Post “welcome back” to somebody who has left, once since they did; None if that was so already."""
    if queries.written_back(person) is not None:
        return None
    if not person.email:
        raise NoAddress
    source = f"person:{person.id}"
    messages.give_up(*(failed.id for failed in about(source)))
    message = _post(draft(Key.WELCOME_BACK, person, now, text=text), now, source)
    people.remember(person, "welcome_back", now, source=source, by=by.name)
    return message


def _post(written: Draft, now: datetime, source: str) -> Message:
    person = written.person
    if not person.email:
        raise NoAddress
    to = person.name, person.email, written.language
    return messages.post_letter(*to, written.subject, written.body, now, source=source, **facts(written))


def _may_be_written_to(person: Person) -> None:
    if person.left_on is not None:
        raise welcome.HasLeft


def note_unsent(now: datetime) -> None:
    """Take back the steps whose letters have failed, before the outbox forgets that they did."""
    failed = select(CaseStep).join(Message, Message.id == CaseStep.message_id).where(Message.state == State.FAILED)
    for step in db.session.scalars(failed.where(Message.written_at <= now - LAST_MOMENT)):
        welcome.take_back(step.case, step.key)
