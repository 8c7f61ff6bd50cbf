"""What a person says of a row that is in doubt, or of a field that was edited here."""

from typing import Any

from chapter.errors import Missing
from chapter.imports.differing import LEAVING, changes, contest, kept
from chapter.imports.models import ImportRow
from chapter.imports.rules import Doubt, Kind

Decision = dict[str, Any]
KEEP = "ours", "theirs"


def decide(row: ImportRow, decision: Decision) -> None:
    """Note ``decision``; choices in conflicts are added to those that there are. Raises Missing."""
    if "fields" in decision:
        _choose(row, decision["fields"])
    elif row.kind is not Kind.DOUBTFUL:
        raise Missing
    elif "same" in decision:
        _is(row, decision["same"])
    elif decision.get("new") and row.why is Doubt.LEFT:
        raise Missing
    else:
        _stands_alone(row, "new" if decision.get("new") else "out")


def decide_again(row: ImportRow, decision: Decision) -> None:
    """Note what was decided of the row when it was compared before, as far as it still holds."""
    for part in ({name: value} for name, value in decision.items()):
        try:
            decide(row, part)
        except Missing:
            continue


def _is(row: ImportRow, person_id: int) -> None:
    """The row is about this person: what does it change? Who has left is back."""
    found = kept([person_id]) if person_id in row.candidates else {}
    if person_id not in found:
        raise Missing
    changed = changes(row.said, found[person_id].facts)
    row.conflicts = contest({0: (found[person_id], changed)})[0]
    facts = found[person_id].facts
    changed |= {field: [facts[field], None] for field in LEAVING if field in facts}
    row.changes, row.person_id, row.decision = changed, person_id, {"same": person_id}
    row.is_undecided, row.is_contested, row.is_settled = False, bool(row.conflicts), False


def _stands_alone(row: ImportRow, what: str) -> None:
    row.changes, row.conflicts, row.person_id, row.decision = {}, [], None, {what: True}
    row.is_undecided, row.is_contested, row.is_settled = False, False, False


def _choose(row: ImportRow, chosen: dict[str, str]) -> None:
    fields = {field: keep for field, keep in chosen.items() if field in row.conflicts and keep in KEEP}
    if not fields:
        raise Missing
    row.decision = {**row.decision, "fields": {**row.decision.get("fields", {}), **fields}}
    row.is_settled = row.decision["fields"].keys() >= set(row.conflicts)
