"""Writes: founding the chapter and changing its settings, each change kept so that it can be taken back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chapter import expiry
from chapter.db import db
from chapter.errors import Refused
from chapter.i18n import lazy
from chapter.settings import queries, values
from chapter.settings.models import Chapter, ConsentText, SettingChange
from chapter.settings.rules_changes import can_be_undone, differences

CONSENT = {
    "sv": "Ja, föreningen får spara mitt namn, min e-postadress, mitt mobilnummer och det jag själv berättar. "
    "Det behövs för att höra av sig om det jag anmäler mig till. Det jag sedan är med om här sparas också. "
    "Att jag finns här kan visa vad jag tycker politiskt. Uppgifterna sparas tills jag tar tillbaka mitt ja. "
    "Det kan jag göra när som helst: jag säger till föreningen, och då raderas allt.",
    "nb": "Ja, laget kan lagre navnet mitt, e-postadressen, mobilnummeret og det jeg selv forteller. "
    "Det trengs for å ta kontakt om det jeg melder meg på. Det jeg siden er med på her, lagres også. "
    "At jeg er registrert her, kan vise hva jeg mener politisk. Opplysningene lagres til jeg trekker samtykket. "
    "Det kan jeg gjøre når som helst: jeg sier fra til laget, og da slettes alt.",
}
"""The first version; the administrator can write the chapter's own."""


class Stale(Refused):
    """Somebody else has changed the same page of the settings since the writer opened it."""

    words = lazy("Somebody else has changed this since you opened it. Nothing of yours is saved yet.")


class TouchedSince(Refused):
    """What is newer isn't taken back with what is older."""

    words = lazy("This has been changed again since, so it can’t be taken back by itself. Change it on its page.")


def found(name: str, country: str, now: datetime) -> Chapter:
    """Make the chapter of this installation; ``country`` is SE or NO."""
    language = "nb" if country == "NO" else "sv"
    chapter = Chapter(id=1, name=name, country=country, language=language, about={}, first_steps=[])
    db.session.add_all([chapter, ConsentText(text=CONSENT, written_at=now)])
    db.session.flush()
    return chapter


def change(
    room: str, facts: Mapping[str, Any], by: str, now: datetime, seen: int | None = None, undoes: int | None = None
) -> SettingChange | None:
    """Make things what ``facts`` say, and keep what they were; None if they are so already.

    ``seen`` is the newest change of the room that the writer knew of, 0 for none. Raises Stale.
    """
    db.session.get_one(Chapter, 1, with_for_update=True)
    plain = {thing: values.packed(value) for thing, value in facts.items()}
    what = differences(values.read(plain), plain)
    if not what:
        return None
    if seen is not None and seen != queries.newest(room):
        raise Stale
    values.write({thing: new for thing, (_old, new) in what.items()}, now)
    kept = SettingChange(room=room, at=now, by=by, what=what, undoes_id=undoes)
    db.session.add(kept)
    db.session.flush()
    return kept


def undo(change_id: int, by: str, now: datetime) -> SettingChange | None:
    """Make what a change touched what it was before; that is a change too. Raises TouchedSince, Missing."""
    db.session.get_one(Chapter, 1, with_for_update=True)
    old = queries.setting_change(change_id)
    if not can_be_undone(old.what, (newer.what for newer in queries.changes_after(old))):
        raise TouchedSince
    return change(old.room, {thing: before for thing, (before, _after) in old.what.items()}, by, now, undoes=old.id)


def forget_changes(now: datetime) -> None:
    """Forget who changed what long ago, and sooner whom pages named before."""
    for key in ("settings.changes", "settings.names"):
        expiry.enforce(key, now)


def note_steps(done: list[str] | None) -> None:
    """So far one has come on the first evening; None when it is over."""
    db.session.get_one(Chapter, 1, with_for_update=True).first_steps = done
    db.session.flush()
