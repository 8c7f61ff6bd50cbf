"""Writes: founding the chapter and changing its settings."""

from datetime import datetime
from typing import Any

from chapter.db import db
from chapter.settings.models import Chapter, ConsentText

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
