"""What is stored about members and supporters."""

from chapter.access import Permission
from chapter.i18n import _, lazy, ngettext
from chapter.people.stored import Basis, describe
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
