"""What is stored about who looks at whom; and that it says so when somebody is erased."""

from datetime import datetime

from flask import has_request_context
from flask_login import current_user

from chapter.access import Permission
from chapter.i18n import _, lazy
from chapter.people import traces
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, describe
from chapter.people.traces import Somebody
from chapter.readlog import actions, telling, words
from chapter.readlog.queries_looks import is_about
from chapter.readlog.rules import KEPT

describe(
    "read_log",
    95,
    *("read_entry", "read_whom", "read_person", "read_reader", "read_oddity"),
    title=lazy("Who has looked at your data"),
    what=lazy("Who has looked at what is stored about you, changed it or taken it out, in which office, and when."),
    why=lazy("So that nobody looks without a reason, and you can see who has."),
    basis=Basis.WORK,
    kept=lazy("For %(days)s days.", days=KEPT.days),
    seen_by=lazy("Yourself. Others see who has looked at how many people, but not at whom."),
    may=[Permission.READ_LOG_READ],
)

claim(
    "read_entry",
    lazy("Who has looked at your data"),
    "at",
    labels={"what": lazy("How")},
    words={"what": words.NAMES},
    finds=lambda who: is_about(who.person.id),
    newest="at",
    others="reader roles",
    inner="number about many hash",
)
claim("read_whom", lazy("Your number in the log of who has looked at whom"), inner="entry token")
claim("read_person", lazy("Your number in the log of who has looked at whom"), inner="token person_id was_id salt")
claim("read_reader", lazy("Your name, if you have looked at somebody’s data"), "name", inner="token account_id salt")
claim(
    "read_oddity",
    lazy("When somebody was to ask you why you looked at people’s data"),
    labels={"day": lazy("Day"), "kind": lazy("What")},
    words={"kind": lambda kind, row: telling.odd(_("You"), kind, row["number"])},
    newest="found_at",
    inner="id account_id found_at number seen_at",
    others="seen_by",
)


def _let_go(who: Somebody, now: datetime) -> None:
    by = current_user._get_current_object() if has_request_context() and current_user.is_authenticated else None
    actions.let_go([who.person.id], by, now)


traces.register(lazy("Their place in the log of who has looked at whom"), lambda _who: 0, _let_go)

claim(
    "read_person",
    lazy("Your number in the log of who has looked at whom: read it on its own page"),
    inner="token person_id was_id",
    secret="salt",
)
claim("read_reader", lazy("Your number as one who looks"), "name", inner="token account_id", secret="salt")
claim(
    "read_oddity",
    lazy("What somebody may ask you about, as one who looks"),
    labels={
        "day": lazy("Day"),
        "found_at": lazy("When"),
        "number": lazy("How many people"),
        "seen_at": lazy("Answered"),
    },
    newest="found_at",
    inner="id account_id kind",
    others="seen_by",
)
signed("read_oddity", lazy("Oddities in the log that you asked about"))
