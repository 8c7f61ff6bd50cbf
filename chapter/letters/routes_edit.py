"""The coordinator's pages: the chapter's own words for letters, shown as a real person would get them."""

from typing import Any, NamedTuple

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow
from chapter.db import db, only_read
from chapter.errors import Missing
from chapter.i18n import LANGUAGES, _
from chapter.letters import actions, queries
from chapter.letters.drafts import Draft, Text, draft, language_of, meanings, standard, texts
from chapter.letters.forms import LetterForm, SignedBy
from chapter.letters.models import Letter
from chapter.letters.routes_send import bp
from chapter.letters.rules import Key
from chapter.letters.words import FIELDS, LETTERS, WHEN, letter_words
from chapter.pages import render, see_other
from chapter.people.looks import What, saw
from chapter.people.models import Person
from chapter.settings.queries import chapter
from chapter.welcome import queries as cases
from chapter.welcome.models import WelcomeCase


@bp.get("/letters/")
@allow(Permission.WELCOME_MANAGE)
def letters() -> Response:
    """The letters there are, and who signs them."""
    form = _signed_by(formdata=None)
    form.signer.data = cases.routine().signer_id or 0
    return _letters(form)


@bp.post("/letters/signer")
@allow(Permission.WELCOME_MANAGE)
def choose_signer() -> Response:
    """Let somebody sign for those who haven't said how they sign."""
    form = _signed_by()
    if not form.validate():
        return _letters(form, 422)
    able = {account.id: account for account in cases.workers()}
    actions.choose_signer(able.get(form.signer.data))
    db.session.commit()
    flash(_("Saved."), "success")
    return see_other(url_for(".letters"))


@bp.get("/letters/<key>")
@allow(Permission.WELCOME_MANAGE)
def edit_letter(key: str) -> Response:
    """A letter as it is; or as we came with it, to be saved once more."""
    which = _key(key)
    own, is_standard = queries.letter(which), "standard" in request.args
    given = standard()[which] if is_standard else texts(which, own)
    form = LetterForm(formdata=None).show(given, own.version if own else 0)
    return _editor(which, own, form, is_standard=is_standard and own is not None)


@bp.post("/letters/<key>")
@allow(Permission.WELCOME_MANAGE)
def write_letter(key: str) -> Response:
    """Keep the words that were typed, unless somebody else has changed the letter; or show or try them."""
    which, form = _key(key), LetterForm()
    if "show" in request.form:
        return _shown(which, form)
    own = queries.letter(which, for_change=True)
    if not form.validate():
        return _editor(which, own, form, status=422)
    if "test" in request.form:
        return _tested(which, own, form)
    try:
        actions.write(which, _written(form), form.seen, current_user, clock.now())
    except actions.Stale:
        form.version.data = str(own.version if own else 0)
        return _editor(which, own, form, stale=texts(which, own), status=422)
    db.session.commit()
    flash(_("The letter is saved. From now on it goes out like this."), "success")
    return see_other(url_for(".letters"))


def _shown(key: Key, form: LetterForm) -> Response:
    """The words that were typed, as somebody would get them; nothing is kept."""
    only_read()
    form.validate()
    return _editor(key, queries.letter(key), form, fragment="letters/_letter_beside.html")


def _tested(key: Key, own: Letter | None, form: LetterForm) -> Response:
    """The words are mailed to the one who types them; they stay on the page, and aren't saved."""
    beside = _beside(key, form)
    actions.send_test(beside.draft, beside.source, current_user, clock.now())
    db.session.commit()
    flash(_("A test is on its way to %(email)s. Nothing is saved yet.", email=current_user.email), "success")
    return _editor(key, own, form)


def _key(key: str) -> Key:
    if key not in [*Key]:
        raise Missing
    return Key(key)


def _written(form: LetterForm) -> dict[str, Text]:
    return {code: Text(*words) for code, words in form.written().items()}


def _signed_by(**given: Any) -> SignedBy:
    names = {account.id: account.name for account in cases.workers()}
    return SignedBy(**given).choose_among(names, chapter().contact_name)


def _letters(form: SignedBy, status: int = 200) -> Response:
    own = {key: letter for key, letter in queries.letters().items() if letter.subject or letter.body}
    facts: dict[str, Any] = {
        "letters": [(key, letter_words(key), WHEN[key], own.get(key)) for key in LETTERS],
        "form": form,
    }
    return render("letters/letters.html", status=status, routine=cases.routine(), **facts)


class Beside(NamedTuple):
    """What is shown beside the words: the letter as one person gets it, and others called as was ``typed``."""

    draft: Draft
    case: WelcomeCase | None
    typed: str
    others: list[Person]
    is_oneself: bool

    @property
    def source(self) -> str:
        """What a test of it is about, so that it is found when that is forgotten."""
        return self.case.source if self.case else f"person:{self.draft.person.id or 0}"


def _beside(key: Key, form: LetterForm) -> Beside:
    person, case = _somebody(request.form.get("person", 0, int))
    asked, typed = request.form.get("language"), request.form.get("q", "").strip()[:200]
    code = asked if asked in LANGUAGES else language_of(person)
    others = [one for one in queries.people_called(typed) if one.id != person.id] if typed else []
    written = draft(key, person, clock.now(), case, _written(form)[code], code)
    saw(What.LETTER, [person.id, *(one.id for one in others)])
    return Beside(written, case, typed, others, person.id is None)


def _somebody(chosen: int) -> tuple[Person, WelcomeCase | None]:
    """Whom the letter is shown for: whoever was chosen, else who is newest, else oneself."""
    if chosen:
        return queries.person(chosen), cases.case_of(chosen)
    if newest := queries.newest_case():
        return newest.person, newest
    return Person(first_name=current_user.first_name, email=current_user.email, language=current_user.language), None


def _editor(
    key: Key,
    own: Letter | None,
    form: LetterForm,
    is_standard: bool = False,
    stale: dict[str, Text] | None = None,
    fragment: str | None = None,
    status: int = 200,
) -> Response:
    beside = _beside(key, form)
    facts: dict[str, Any] = {
        "key": key,
        "own": own,
        "form": form,
        "beside": beside,
        "stale": stale,
        "is_standard": is_standard,
    }
    facts |= {"languages": LANGUAGES, "first": chapter().language, "name": letter_words(key), "when": WHEN[key]}
    facts |= {"meanings": meanings(beside.draft, beside.case), "field_words": FIELDS}
    return render("letters/letter_edit.html", fragment, status, **facts)
