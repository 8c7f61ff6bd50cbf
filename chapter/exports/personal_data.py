"""What is stored about those who were in a file that was taken out."""

from collections.abc import Mapping
from typing import Any

from chapter import expiry
from chapter.access import Permission
from chapter.exports.terms import KEPT
from chapter.exports.words import KINDS
from chapter.i18n import lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, describe
from chapter.people.words import FIELD_NAMES

describe(
    "exports",
    90,
    *("export", "exported_person"),
    title=lazy("When a list is taken out of the register"),
    what=lazy("Who took it out, when and why, and who was on it."),
    why=lazy("So that nobody takes out lists in secret."),
    basis=Basis.WORK,
    kept=lazy(
        "%(time)s. That you were on a list goes sooner, if you are erased. Who took it out stays: they answer for it.",
        time=expiry.later(KEPT),
    ),
    seen_by=lazy("Those who may take out lists."),
    may=[Permission.REGISTER_EXPORT],
)


def _fields(fields: Any, _row: Mapping[str, Any]) -> str:
    return ", ".join(str(FIELD_NAMES.get(field, field)) for field in fields)


claim(
    "exported_person",
    lazy("Lists that you were on"),
    labels={
        "export_id.at": lazy("When"),
        "export_id.why": lazy("What for"),
        "export_id.kind": lazy("In what form"),
        "export_id.fields": lazy("What was on it"),
    },
    words={"export_id.kind": KINDS, "export_id.fields": _fields},
    newest="export_id.at",
    inner="person_id",
)
signed("export", lazy("Lists that you took out"))
