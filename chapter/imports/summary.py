"""An import in words: how far it has come, what it would do, and what it did."""

from datetime import datetime

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
DOING = {
    Stage.COMPARING: lazy("Each row is compared with those who are in the register. Nothing in it changes yet."),
    Stage.APPLYING: lazy("New people are added, and others changed. If anything goes wrong, nothing has changed."),
}


def would(run: ImportRun, undecided: int) -> list[str]:
    """What happens if ``run`` is brought in with so many doubtful rows ``undecided``; empty if nothing does."""
    new, changed, missing = (run.counts.get(kind, 0) for kind in (Kind.NEW, Kind.CHANGED, Kind.MISSING))
    decided = run.counts.get(Kind.DOUBTFUL, 0) - undecided
    told = [
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
    ]
    return [sentence for sentence in told if sentence]


def would_not(run: ImportRun, undecided: int, conflicts: int) -> list[str]:
    """What stays out, or stays as it is, if ``run`` is brought in now."""
    unusable = run.counts.get(Kind.UNUSABLE, 0)
    told = [
        undecided
        and ngettext(
            "%(num)s doubtful row is left out until you decide.",
            "%(num)s doubtful rows are left out until you decide.",
            undecided,
        ),
        conflicts
        and ngettext(
            "%(num)s person keeps what was changed here, until you choose otherwise.",
            "%(num)s people keep what was changed here, until you choose otherwise.",
            conflicts,
        ),
        unusable
        and ngettext(
            "%(num)s row can’t be used and is left out.", "%(num)s rows can’t be used and are left out.", unusable
        ),
        run.id_numbers
        and ngettext(
            "%(num)s national ID number was left out; only its birth year was taken.",
            "%(num)s national ID numbers were left out; only their birth years were taken.",
            run.id_numbers,
        ),
    ]
    return [sentence for sentence in told if sentence]


def brought(run: ImportRun) -> str:
    """The figures of ``run`` on one line."""
    shown = [(KINDS[kind], run.counts.get(kind, 0)) for kind in KINDS]
    return " · ".join(f"{label}: {number(many)}" for label, many in shown if many)


def did(run: ImportRun) -> list[str]:
    """What came of ``run``."""
    return would(run, run.counts.get(Kind.DOUBTFUL, 0))


def state(run: ImportRun, until: datetime | None) -> tuple[str, str, str]:
    """The stage in a word, the kind of its chip, and what can still be done."""
    words, kind = STATES[run.stage]
    return str(words), kind, _("can be undone until %(day)s", day=day(until)) if until else ""
