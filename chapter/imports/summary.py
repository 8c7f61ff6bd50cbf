"""An import in words: how far it has come, what it would do, and what it did."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from chapter.i18n import _, day, lazy, ngettext, number
from chapter.imports.models import ImportRun
from chapter.imports.rules import Kind, Stage

KINDS = {
    Kind.NEW: lazy("New"),
    Kind.CHANGED: lazy("Changed"),
    Kind.DOUBTFUL: lazy("Doubtful"),
    Kind.UNUSABLE: lazy("Unusable"),
    Kind.MISSING: lazy("Missing in the file"),
    Kind.SAME: lazy("The same as before"),
}
"""In the order in which they matter to whoever looks."""
NOTHING = {
    Kind.NEW: lazy("Nobody in the file is new."),
    Kind.CHANGED: lazy("The file changes nobody."),
    Kind.DOUBTFUL: lazy("There is no doubt about any row."),
    Kind.UNUSABLE: lazy("Every row can be used."),
    Kind.MISSING: lazy("Nobody is missing in the file."),
    Kind.SAME: lazy("Nobody is the same as before."),
}
TITLES = {
    Stage.MAPPING: lazy("What the columns are"),
    Stage.COMPARING: lazy("The file is compared with the register"),
    Stage.READY: lazy("What the file would change"),
    Stage.APPLYING: lazy("The file is brought in"),
    Stage.DONE: lazy("The file is in the register"),
    Stage.UNDONE: lazy("The import is undone"),
    Stage.FAILED: lazy("It didn’t work"),
}
STATES = {
    Stage.MAPPING: (lazy("Waits for its columns"), "warn"),
    Stage.COMPARING: (lazy("Is being compared"), ""),
    Stage.READY: (lazy("Waits for your yes"), "warn"),
    Stage.APPLYING: (lazy("Is being brought in"), ""),
    Stage.DONE: (lazy("In the register"), "good"),
    Stage.UNDONE: (lazy("Undone"), ""),
    Stage.FAILED: (lazy("Didn’t work"), "bad"),
}
FAILURES = {
    "broken": lazy("Something went wrong here while the file was looked through. It’s our fault, not yours."),
}
"""By the run's ``failure``."""
DOING = {
    Stage.COMPARING: lazy("Each row is compared with those who are in the register. Nothing in it changes yet."),
    Stage.APPLYING: lazy("New people are added, and others changed. If anything goes wrong, nothing has changed."),
}


def would(run: ImportRun, undecided: int) -> list[str]:
    """What happens if ``run`` is brought in with so many doubtful rows ``undecided``; empty if nothing does."""
    count = run.counts.get
    new, changed, missing = count(Kind.NEW, 0), count(Kind.CHANGED, 0), count(Kind.MISSING, 0)
    decided, again = count(Kind.DOUBTFUL, 0) - undecided, run.figures.get("seen_again", 0)
    return _true(
        new and ngettext("%(num)s new person comes in.", "%(num)s new people come in.", new),
        changed and ngettext("%(num)s person is changed.", "%(num)s people are changed.", changed),
        decided
        and ngettext(
            "%(num)s doubtful row is treated as you have decided.",
            "%(num)s doubtful rows are treated as you have decided.",
            decided,
        ),
        missing
        and ngettext(
            "%(num)s person who isn’t in the file is noted as missing. Nobody is removed.",
            "%(num)s people who aren’t in the file are noted as missing. Nobody is removed.",
            missing,
        ),
        again
        and ngettext(
            "%(num)s person who was missing is in the file again.",
            "%(num)s people who were missing are in the file again.",
            again,
        ),
    )


def would_not(run: ImportRun, undecided: int, conflicts: int) -> list[str]:
    """What stays out, or stays as it is, if ``run`` is brought in now."""
    return _true(
        undecided
        and ngettext(
            "%(num)s doubtful row is left out, unless you decide on it first.",
            "%(num)s doubtful rows are left out, unless you decide on them first.",
            undecided,
        ),
        conflicts
        and ngettext(
            "%(num)s person keeps what was changed here, unless you choose otherwise first.",
            "%(num)s people keep what was changed here, unless you choose otherwise first.",
            conflicts,
        ),
        *_unread(run),
    )


def _unread(run: ImportRun) -> Iterator[str]:
    """What there is in the file that doesn't come along."""
    if unusable := run.counts.get(Kind.UNUSABLE, 0):
        yield ngettext(
            "%(num)s row can’t be used and is left out.", "%(num)s rows can’t be used and are left out.", unusable
        )
    if skipped := run.counts.get("skipped", 0):
        yield ngettext(
            "%(num)s row isn’t about a person (a sum, or the headings again) and is skipped.",
            "%(num)s rows aren’t about a person (sums, or the headings again) and are skipped.",
            skipped,
        )
    if ids := run.id_numbers:
        yield ngettext(
            "%(num)s national ID number was left out; only its birth year was taken.",
            "%(num)s national ID numbers were left out; only their birth years were taken.",
            ids,
        )


def did(run: ImportRun) -> list[str]:
    """What came of ``run``: in the register, or taken back."""
    return _taken_back(run.figures) if run.undone_at else _brought_in(run)


def _brought_in(run: ImportRun) -> list[str]:
    new, changed, missing, again, left_out = (
        run.figures.get(name, 0) for name in ("new", "changed", "missing", "seen_again", "left_out")
    )
    return _true(
        new and ngettext("%(num)s new person came in.", "%(num)s new people came in.", new),
        changed and ngettext("%(num)s person was changed.", "%(num)s people were changed.", changed),
        missing
        and ngettext(
            "%(num)s person who wasn’t in the file was noted as missing.",
            "%(num)s people who weren’t in the file were noted as missing.",
            missing,
        ),
        again
        and ngettext(
            "%(num)s person who was missing before is there again.",
            "%(num)s people who were missing before are there again.",
            again,
        ),
        left_out
        and ngettext(
            "%(num)s doubtful row was left out: nobody had decided on it.",
            "%(num)s doubtful rows were left out: nobody had decided on them.",
            left_out,
        ),
        *_unread(run),
    )


def _taken_back(figures: dict[str, Any]) -> list[str]:
    removed, back, people, facts = (
        figures.get(name, 0) for name in ("removed", "put_back", "stayed_people", "stayed_facts")
    )
    return _true(
        removed
        and ngettext(
            "%(num)s person who had come in is gone again.", "%(num)s people who had come in are gone again.", removed
        ),
        back and ngettext("%(num)s person is as before.", "%(num)s people are as before.", back),
        people
        and ngettext(
            "%(num)s new person stays: something has happened with them since.",
            "%(num)s new people stay: something has happened with them since.",
            people,
        ),
        facts
        and ngettext(
            "%(num)s fact stays: it has been changed since.", "%(num)s facts stay: they have been changed since.", facts
        ),
    )


def _true(*sentences: Any) -> list[str]:
    return [sentence for sentence in sentences if sentence]


def brought(run: ImportRun) -> str:
    """The figures of ``run`` on one line."""
    shown = [(KINDS[kind], run.counts.get(kind, 0)) for kind in KINDS]
    return " · ".join(f"{label}: {number(many)}" for label, many in shown if many)


def state(run: ImportRun, until: datetime | None) -> tuple[str, str, str]:
    """The stage in a word, the kind of its chip, and what can still be done."""
    words, kind = STATES[run.stage]
    return str(words), kind, _("can be undone until %(day)s", day=day(until)) if until else ""
