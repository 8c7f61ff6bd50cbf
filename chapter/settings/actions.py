"""Writes: founding the chapter and changing its settings."""

from datetime import datetime
from typing import Any

from chapter.db import db
from chapter.settings.models import Chapter, ConsentText

CONSENT = {
    "sv": "Föreningen får spara mitt namn, min e-postadress och mitt mobilnummer, och det jag själv berättar, för "
    "att höra av sig om det jag anmäler mig till. Att jag finns här kan visa vad jag tycker politiskt. Jag kan när "
    "som helst ta tillbaka mitt ja och få allt raderat.",
    "nb": "Laget kan lagre navnet mitt, e-postadressen, mobilnummeret og det jeg selv forteller, for å ta kontakt om "
    "det jeg melder meg på. At jeg er registrert her, kan vise hva jeg mener politisk. Jeg kan når som helst trekke "
    "samtykket og få alt slettet.",
}
"""The first version; the administrator can write the chapter's own."""


def found(name: str, country: str, now: datetime) -> Chapter:
    """Make the chapter of this installation; ``country`` is SE or NO."""
    chapter = Chapter(id=1, name=name, country=country, language="nb" if country == "NO" else "sv", about={})
    db.session.add_all([chapter, ConsentText(text=CONSENT, written_at=now)])
    db.session.flush()
    return chapter


def change(facts: dict[str, Any]) -> Chapter:
    """Change what ``facts`` name of the chapter."""
    changed = db.session.get_one(Chapter, 1, with_for_update=True)
    for name, value in facts.items():
        setattr(changed, name, value)
    db.session.flush()
    return changed


def write_consent(text: dict[str, str], now: datetime) -> ConsentText:
    """A new version of the consent text; those who said yes to an earlier one keep that."""
    version = ConsentText(text=text, written_at=now)
    db.session.add(version)
    db.session.flush()
    return version
