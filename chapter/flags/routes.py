"""The inbox of flagged calls, a flag, and redacting words of a report."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, request, url_for
from flask_login import current_user

from chapter import clock
from chapter.access import Permission, allow, may_open
from chapter.calling.models import Call, Flag
from chapter.calling.rules import age_group
from chapter.db import db
from chapter.flags import actions, forms, queries, words
from chapter.flags.rules import Part, Show
from chapter.forms import Form
from chapter.i18n import _, lazy, local
from chapter.pages import area, render, section, see_other
from chapter.people import history as people_history
from chapter.people.looks import What, saw
from chapter.people.rules import Number

bp = Blueprint("flags", __name__)
area(20, lazy("Calling"), "calling")
section("calling", 20, lazy("Flagged calls"), "flags.inbox", Permission.FLAGS_HANDLE, "flags.flag")


@bp.get("/calling/flags")
@allow(Permission.FLAGS_HANDLE)
def inbox() -> Response:
    """What callers flagged, on three shelves."""
    show = next((s for s in Show if s == request.args.get("show")), Show.OPEN)
    page = queries.flags_for(current_user, show, request.args.get("page", 1, int))
    shelves = [(words.SHELVES[s], url_for("flags.inbox", show=s), s is show) for s in Show]
    saw(What.FLAG, [flag.person_id for flag in page])
    return render("flags/inbox.html", page=page, show=show, shelves=shelves, nothing=words.NOTHING_THERE[show])


@bp.get("/calling/flags/<int:flag_id>")
@allow(Permission.FLAGS_HANDLE)
def flag(flag_id: int) -> Response:
    """A flag: who, the call, and what can be done."""
    return _page(queries.flag_for(current_user, flag_id))


@bp.post("/calling/flags/<int:flag_id>/take")
@allow(Permission.FLAGS_HANDLE)
def take(flag_id: int) -> Response:
    """Show the others that one sees to it."""
    return _act(
        flag_id,
        _("It’s yours now. The others see that you are on it."),
        lambda f: actions.take(f, current_user, clock.now()),
    )


@bp.post("/calling/flags/<int:flag_id>/reply")
@allow(Permission.FLAGS_HANDLE)
def reply(flag_id: int) -> Response:
    """Answer the caller."""
    form = forms.Reply()
    said = _("Saved. The caller sees your answer on their own page.")
    return _act(flag_id, said, lambda f: actions.reply(f, form.reply.data or "", current_user, clock.now()), reply=form)


@bp.post("/calling/flags/<int:flag_id>/numbers")
@allow(Permission.FLAGS_HANDLE)
def numbers(flag_id: int) -> Response:
    """Correct the numbers."""
    form = forms.Numbers()

    def correct(flag: Flag) -> None:
        given = {which: form[which].data or None for which in Number}
        right = {which for which in Number if form[f"{which}_is_right"].data}
        actions.correct_numbers(flag, given, right, current_user, clock.now())

    return _act(flag_id, _("The numbers are saved."), correct, numbers=form)


@bp.post("/calling/flags/<int:flag_id>/do-not-call")
@allow(Permission.FLAGS_HANDLE)
def do_not_call(flag_id: int) -> Response:
    """Take the person out of all queues for good."""
    form = forms.DoNotCall()
    said = _("Saved. Nobody rings the person from now on.")
    return _act(
        flag_id,
        said,
        lambda f: actions.do_not_call(f, form.why.data or "", current_user, clock.now()),
        do_not_call=form,
    )


@bp.post("/calling/flags/<int:flag_id>/lift")
@allow(Permission.DO_NOT_CALL_LIFT)
def lift(flag_id: int) -> Response:
    """Let the person be rung again, with a reason."""
    form = forms.Lift()
    said = _("Saved. The person may be called again.")
    return _act(
        flag_id, said, lambda f: actions.lift_do_not_call(f, form.reason.data, current_user, clock.now()), lift=form
    )


@bp.post("/calling/flags/<int:flag_id>/note")
@allow(Permission.FLAGS_HANDLE)
def note(flag_id: int) -> Response:
    """A note in the person's history."""
    form = forms.Note()
    return _act(
        flag_id,
        _("The note is saved."),
        lambda f: actions.note(f, form.note.data, current_user, clock.now()),
        note=form,
    )


@bp.post("/calling/flags/<int:flag_id>/handled")
@allow(Permission.FLAGS_HANDLE)
def handled(flag_id: int) -> Response:
    """Mark it handled."""
    return _act(flag_id, _("Marked as handled."), lambda f: actions.handle(f, current_user, clock.now()))


@bp.post("/calling/flags/<int:flag_id>/stays")
@allow(Permission.LEAVING_HANDLE)
def stays(flag_id: int) -> Response:
    """Who wanted to leave stays."""
    return _act(flag_id, _("Good that they stay."), lambda f: actions.stays(f, current_user, clock.now()))


@bp.post("/calling/flags/<int:flag_id>/reopen")
@allow(Permission.FLAGS_HANDLE)
def reopen(flag_id: int) -> Response:
    """Open it again."""
    return _act(flag_id, _("It’s open again."), lambda f: actions.reopen(f, current_user, clock.now()))


@bp.get("/calling/calls/<int:call_id>/redact")
@allow(Permission.FLAGS_HANDLE)
def redact(call_id: int) -> Response:
    """Which words of a report to remove; asks before it does."""
    return _redaction(queries.report_with_words(current_user, call_id))


@bp.post("/calling/calls/<int:call_id>/redact")
@allow(Permission.FLAGS_HANDLE)
def redact_for_good(call_id: int) -> Response:
    """Remove words of a report for good."""
    call = queries.report_with_words(current_user, call_id, for_change=True)
    form = forms.Redact().offer(words.named(queries.words_in(call, current_user)))
    if not form.validate():
        return _redaction(call, form)
    actions.redact(call, {Part(part) for part in form.parts.data}, current_user, clock.now())
    db.session.commit()
    flash(_("The words are removed."), "success")
    return see_other(url_for("leading.report", call_id=call.id))


def _redaction(call: Call, form: forms.Redact | None = None) -> Response:
    found = queries.words_in(call, current_user)
    asked = form or forms.Redact(formdata=None).offer(words.named(found))
    saw(What.CALL, [call.person_id])
    return render(
        "flags/redact.html", status=422 if form else 200, call=call, form=asked, found=found, parts=words.PARTS
    )


def _act(flag_id: int, said: str, do: Callable[[Flag], None], **given: Form) -> Response:
    """Do something with a flag and show it again; with its form again if that isn't right."""
    flag = queries.flag_for(current_user, flag_id, for_change=True)
    if not all(form.validate() for form in given.values()):
        return _page(flag, 422, **given)
    do(flag)
    db.session.commit()
    flash(said, "success")
    return see_other(url_for("flags.flag", flag_id=flag.id))


def _page(flag: Flag, status: int = 200, **given: Form) -> Response:
    blank = {
        "reply": lambda: forms.Reply(formdata=None, reply=flag.reply),
        "numbers": lambda: forms.Numbers(formdata=None, mobile=flag.person.mobile, phone2=flag.person.phone2),
        "do_not_call": lambda: forms.DoNotCall(formdata=None),
        "lift": lambda: forms.Lift(formdata=None),
        "note": lambda: forms.Note(formdata=None),
    }
    saw(What.FLAG, [flag.person_id])
    return render(
        "flags/flag.html",
        status=status,
        flag=flag,
        forms={name: given.get(name) or make() for name, make in blank.items()},
        report=words.told(flag.call, flag.call.versions[-1].answers, current_user),
        history=[(e.at, people_history.sentence(e)) for e in queries.history_for(current_user, flag.person)],
        why_not=queries.why_not_called(current_user, flag.person),
        page=url_for("register.person", person_id=flag.person_id) if may_open("register.person") else None,
        age=age_group(flag.person.birth_year, local(clock.now()).year),
        may_lift=Permission.DO_NOT_CALL_LIFT in current_user.permissions,
    )
