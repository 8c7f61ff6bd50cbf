"""What is stored about members and supporters."""

from collections.abc import Callable, Mapping
from typing import Any

from chapter import expiry
from chapter.access import Permission
from chapter.i18n import _, lazy, ngettext
from chapter.people import history
from chapter.people.claims import claim, nameless, signed
from chapter.people.models import HistoryEntry
from chapter.people.stored import Basis, describe
from chapter.people.terms import CHANGES_KEPT, HISTORY_KEPT
from chapter.people.words import written
from chapter.register import words
from chapter.register.queries_leaving import custom


def _kept() -> str:
    """For how long, by this chapter's own rules."""
    here = custom()
    words = [_("As long as you are a member, or want to hear from us.")]
    if here.goes_at_once(None):
        words.append(_("If you leave, you are erased at once."))
        months = _("If you leave because of a fee that wasn’t paid: %(time)s after the day on which it was due.")
    else:
        months = _("If you leave: %(time)s at the most.")
    words.append(months % {"time": ngettext("%(num)s month", "%(num)s months", here.months)})
    words.append(_("If you hold an office or have said yes to it, you stay longer."))
    times = {"history": expiry.spoken(HISTORY_KEPT), "changes": expiry.spoken(CHANGES_KEPT)}
    words.append(_("What you have been part of: %(history)s. What was changed about you: %(changes)s.", **times))
    return " ".join(words)


describe(
    "register",
    30,
    *("person", "person_tag", "history_entry", "person_change"),
    title=lazy("If you are a member or support us"),
    what=lazy(
        "Your name, how you can be reached, where you live, your year of birth and your language. When you joined, "
        "and for which year you have paid. Your union, skills, interests and tags. What you have been part of, and "
        "what was changed here, by whom. Never your national ID number."
    ),
    why=lazy("So that we can look after our members, and invite you to what suits you."),
    basis=Basis.MEMBERS,
    kept=_kept,
    seen_by=lazy("A caller sees your name, about where you live, and a few tags, one person at a time."),
    may=[Permission.REGISTER_READ],
)


def _sentence(facts: Any, row: Mapping[str, Any]) -> str:
    """A line of the history, without the names of those who did it."""
    said = history.sentence(HistoryEntry(kind=row["kind"], facts=nameless(facts)))
    return said[:1].upper() + said[1:]


def _fact(field: str) -> Callable[[Any, Mapping[str, Any]], str]:
    return lambda value, _row: written(field, value)


claim(
    "person",
    lazy("Your entry in the register"),
    labels={
        name: words.NAMES[name]
        for name in (
            *("member_number", "first_name", "last_name", "email", "mobile", "phone2", "mobile_is_wrong"),
            *("phone2_is_wrong", "postcode", "town", "birth_year", "gender", "language", "joined_on", "fee_paid_for"),
            *("union", "skills", "interests", "source", "added_at", "from_file", "missing_since", "leaving_at"),
            *("left_on", "left_why"),
        )
    }
    | {
        "do_not_call_at": lazy("Not to be called since"),
        "do_not_call_why": lazy("Why you aren’t to be called"),
        "consent_id.text": lazy("What you said yes to"),
        "consented_at": lazy("You said yes"),
    },
    words={field: _fact(field) for field in ("mobile", "phone2", "language")}
    | {"left_why": lambda why, _row: words.why_left(why)},
    inner="id version is_new",
    twice="find_text sort_name",
    others="do_not_call_by",
)
claim("person_tag", lazy("Tags"), "tag_id.name", inner="person_id")
claim(
    "history_entry",
    lazy("What happened"),
    "at",
    labels={"facts": lazy("What")},
    words={"facts": _sentence},
    newest="at",
    inner="id person_id kind source",
)
claim(
    "person_change",
    lazy("What was changed about you"),
    "at",
    labels={"field": lazy("What"), "old": lazy("From"), "new": lazy("To"), "how": lazy("How"), "why": lazy("Why")},
    words={
        "field": words.NAMES,
        "old": lambda old, row: words.value(row["field"], old),
        "new": lambda new, row: words.value(row["field"], new),
        "how": words.HOW,
    },
    newest="at",
    inner="id person_id",
    others="by",
)
signed("person", lazy("People of whom you noted that they aren’t to be called"))
signed("person_change", lazy("Changes in the register that you made"))
