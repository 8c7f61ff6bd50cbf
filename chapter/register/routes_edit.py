"""Editing a person: two who do so at once are told of each other, and nothing is lost."""

import json
from typing import Any

from flask import Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.db import db
from chapter.i18n import _
from chapter.pages import render, see_other
from chapter.people.actions import plain
from chapter.people.looks import What, saw
from chapter.people.models import Person
from chapter.people.rules import FIELDS
from chapter.register import actions, queries_person, words
from chapter.register.forms_person import Edit
from chapter.register.routes_people import bp
from chapter.register.rules_person import Settled, needs_reason, settle

THEIRS, YOURS = "theirs", "yours"


@bp.get("/<int:person_id>/edit")
@allow(Permission.REGISTER_CHANGE)
def edit(person_id: int) -> Response:
    """The form as it is."""
    person = queries_person.person(person_id)
    return _page(person, _blank(person, {name: getattr(person, name) for name in FIELDS}))


@bp.post("/<int:person_id>/edit")
@allow(Permission.REGISTER_CHANGE)
def change(person_id: int) -> Response:
    """Save what was changed."""
    person = queries_person.person(person_id, for_change=True)
    form = Edit().offer(person)
    if not form.validate():
        return _page(person, form, status=422)
    settled, facts = _settled(person, form)
    if settled.clashes:
        return _decide(person, form, settled)
    if needs_reason(_plain(person), _written(facts)) and not form.why.data:
        form.why.errors = [_("Write why: others rely on the member number, the name, the day they joined and the fee.")]
        return _page(person, form, status=422)
    return _save(person, form, facts, settled.moved)


def _save(person: Person, form: Edit, facts: dict[str, Any], moved: list[str]) -> Response:
    facts |= {f"{which}_is_wrong": False for which in actions.NUMBERS if form[f"{which}_is_right"].data}
    try:
        lines = actions.edit(person, facts, form.why.data or "", current_user, clock.now())
    except actions.NumberTaken as taken:
        name = taken.other.name
        saw(What.SEARCH, [taken.other.id])
        form.member_number.errors = [_("%(name)s has this member number. Check the digits.", name=name)]
        return _page(person, form, status=422, taken_by=taken.other)
    db.session.commit()
    flash(_("Saved.") if lines else _("Nothing was changed."), "success")
    if moved:
        names = ", ".join(words.name_of(field) for field in moved)
        flash(_("Meanwhile somebody else has changed this, and it’s kept: %(fields)s.", fields=names), "warning")
    if {line.field for line in lines} & {"email", *actions.NUMBERS}:
        _tell_of_others(person)
    return see_other(url_for(".person", person_id=person.id))


def _tell_of_others(person: Person) -> None:
    """A family shares a number; somebody who is here twice does, too."""
    for other in queries_person.sharing(person):
        said: dict[str, Any] = {"text": _("%(name)s has the same number or address.", name=other.name)}
        if may_open("duplicates.compare"):
            ids = sorted((person.id, other.id))
            said["link_url"] = url_for("duplicates.compare", one_id=ids[0], other_id=ids[1])
            said["link_label"] = _("Maybe it’s the same person?")
        flash(said, "warning")  # type: ignore[arg-type]


def _settled(person: Person, form: Edit) -> tuple[Settled, dict[str, Any]]:
    """What this save and others’ have to do with each other, and the facts that are left to save."""
    now, facts, was = _plain(person), form.facts(), form.began_with()
    if was is None:
        was = now if form.version.data == str(person.version) else {}
    settled = settle(was, now, _written(facts))
    is_decided = form.seen.data == str(person.version)
    said = {clash.field: request.form.get(f"keep-{clash.field}") for clash in settled.clashes if is_decided}
    open_ones = [clash for clash in settled.clashes if said.get(clash.field) not in (THEIRS, YOURS)]
    dropped = {*settled.moved, *(field for field, whose in said.items() if whose == THEIRS)}
    return Settled(settled.moved, open_ones), {name: facts[name] for name in FIELDS if name not in dropped}


def _decide(person: Person, form: Edit, settled: Settled) -> Response:
    """The form with what the other changed; what was filled in stays."""
    now, open_ones = _plain(person), {clash.field for clash in settled.clashes}
    facts = {name: getattr(person, name) if name in settled.moved else form[name].data for name in FIELDS}
    began = {name: value for name, value in (form.began_with() or {}).items() if name in open_ones}
    again = _blank(person, facts, {**now, **dict.fromkeys(open_ones - began.keys(), "\x00"), **began})
    again.why.data, again.seen.data = form.why.data, str(person.version)
    again.is_sensitive, again.sure.data = form.is_sensitive, form.sure.data
    by = queries_person.last_changes(person, [*open_ones, *settled.moved])
    clashes = [
        {
            "field": clash.field,
            "name": words.name_of(clash.field),
            "theirs": words.value(clash.field, clash.theirs),
            "yours": words.value(clash.field, clash.yours),
            "change": by.get(clash.field),
        }
        for clash in settled.clashes
    ]
    moved = [(words.name_of(field), words.value(field, now[field])) for field in settled.moved]
    return _page(person, again, status=422, clashes=clashes, moved=moved)


def _blank(person: Person, facts: dict[str, Any], was: dict[str, str | None] | None = None) -> Edit:
    form = Edit(formdata=None).offer(person)
    form.show(facts)
    form.was.data, form.version.data = json.dumps(was or _plain(person)), str(person.version)
    return form


def _plain(person: Person) -> dict[str, str | None]:
    return _written({name: getattr(person, name) for name in FIELDS})


def _written(facts: dict[str, Any]) -> dict[str, str | None]:
    return {name: plain(value) for name, value in facts.items()}


def _page(person: Person, form: Edit, status: int = 200, **more: Any) -> Response:
    context = {"clashes": [], "moved": [], "taken_by": None, **more}
    return render("register/edit.html", status=status, person=person, form=form, **context)
