"""From a letter's words to what one person gets: by mail, or on paper."""

import tomllib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from textwrap import shorten
from typing import Any, NamedTuple

from markupsafe import Markup

from chapter import markdown
from chapter.groups.queries import open_groups
from chapter.groups.rules import first_paragraph
from chapter.i18n import LANGUAGES, _, day, in_language, phone, speaking
from chapter.letters.models import Letter
from chapter.letters.queries import Signer, letter, signer
from chapter.letters.rules import Key, fill
from chapter.mail import one_line, plain, with_its_lines
from chapter.messages import letters as mails
from chapter.messages import queries as messages
from chapter.people.models import Person
from chapter.settings.queries import chapter
from chapter.welcome import queries as cases
from chapter.welcome.models import WelcomeCase
from chapter.welcome.rules import Kind

LONGEST = 200
"""Letters of what a group does, in a list of all groups."""


class Text(NamedTuple):
    """A letter with its fields."""

    subject: str
    body: str


@cache
def standard() -> dict[Key, dict[str, Text]]:
    """The letters we came with, by key and language."""
    kept = tomllib.loads(Path(__file__).with_name("letters.toml").read_text())
    return {
        key: {code: Text(kept[key][code]["subject"], kept[key][code]["body"].strip()) for code in LANGUAGES}
        for key in Key
    }


def texts(key: Key, own: Letter | None) -> dict[str, Text]:
    """A letter by language: the chapter's own words where it has some, else the ones we came with."""
    given = standard()[key]
    if own is None:
        return given
    return {
        code: Text(own.subject.get(code) or there.subject, own.body.get(code) or there.body)
        for code, there in given.items()
    }


def language_of(person: Person) -> str:
    """The language that ``person`` is written to in."""
    return person.language if person.language in LANGUAGES else chapter().language


@dataclass(frozen=True)
class Draft:
    """A letter to somebody before it is sent: the words with their fields, and filled in (``body`` is markdown)."""

    person: Person
    language: str
    signer: Signer
    text: Text
    subject: str
    body: str
    written_on: str

    @property
    def html(self) -> Markup:
        """The words for a page."""
        return markdown.html(with_its_lines(self.body))

    @property
    def plain(self) -> str:
        """The words as those read them whose mail shows no colours."""
        return mails.letter(self.subject, self.body, self.language, self.signer.name).text

    @cached_property
    def picture(self) -> "Picture | None":
        """The signer's picture for a page, which has it in itself."""
        return picture(self.signer, self.language)


class Picture(NamedTuple):
    """A picture for a page: half as large as it is, since screens are sharper than they say."""

    address: str
    width: int
    height: int
    alt: str


def picture(signer: Signer, language: str) -> Picture | None:
    """The picture of ``signer``, if there is one."""
    if (found := messages.picture(signer.picture_id)) is None:
        return None
    address = f"data:{found.mimetype};base64,{b64encode(found.data).decode()}"
    return Picture(address, found.width // mails.SHARPNESS, found.height // mails.SHARPNESS, signer.name)


def draft(
    key: Key,
    person: Person,
    now: datetime,
    case: WelcomeCase | None = None,
    text: Text | None = None,
    language: str | None = None,
) -> Draft:
    """The letter ``key`` for ``person``, or another ``text``; in their language unless another is asked for."""
    spoken, signed = language or language_of(person), signer(case)
    words = text or texts(key, letter(key))[spoken]
    with speaking(spoken):
        values, lists = _values(person, case, signed), {"groups": _groups(), "next_events": []}
        subject = one_line(fill(words.subject, values, {}, one_line))
        body = fill(words.body, values, lists, plain)
        return Draft(person, spoken, signed, words, subject, body, day(now, year=True))


def meanings(draft: Draft, case: WelcomeCase | None) -> Mapping[str, str]:
    """What each field is in ``draft``, on one line and as plain words."""
    with speaking(draft.language):
        names = ", ".join(in_language(group.name) for group in open_groups())
        return _values(draft.person, case, draft.signer) | {"groups": names, "next_events": ""}


def _values(person: Person, case: WelcomeCase | None, signed: Signer) -> dict[str, str]:
    here = chapter()
    return {
        "first_name": person.first_name,
        "chapter": here.name,
        "signer": signed.name,
        "signer_title": in_language(signed.title),
        "signer_email": signed.email,
        "signer_phone": phone(signed.phone),
        "call": _call(person, case),
        "contact": ", ".join(filter(None, (here.contact_name, phone(here.contact_phone), here.contact_email))),
    }


def _call(person: Person, case: WelcomeCase | None) -> str:
    """That somebody rings within the week: nothing for those who can't or mustn't be rung, or have been."""
    is_rung = any(step.kind is Kind.CALL and step.is_on for step in cases.steps())
    has_been = case is not None and Kind.CALL in case.traces()
    if not is_rung or has_been or person.do_not_call_at or not person.numbers:
        return ""
    return _(
        "Within a week somebody of us will ring you. We would like to hear what you hope for and what you like to do."
    )


def _groups() -> Sequence[str]:
    """The groups as lines of markdown: name, what they do, and when they meet."""
    return [_group(in_language(g.name), in_language(g.about), in_language(g.meets)) for g in open_groups()]


def _group(name: str, about: str, meets: str) -> str:
    does = shorten(Markup(markdown.html(first_paragraph(about))).striptags(), LONGEST, placeholder=" …")
    said = f"**{plain(name)}**" + (f": {plain(does)}" if does else "")
    return said + (f"\n  {plain(meets)}" if meets.strip() else "")


def facts(draft: Draft) -> dict[str, Any]:
    """Who signs a letter and how it looks, as ``messages.actions.post_letter`` takes it."""
    signed = draft.signer
    return {"reply_to": signed.email or None, "from_name": signed.name or None, "picture_id": signed.picture_id}
