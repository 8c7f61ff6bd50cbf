"""What is stored about those who do something here, and about those who don't want to be called."""

from sqlalchemy import ColumnElement

from chapter.access import Permission
from chapter.i18n import lazy
from chapter.people import marks
from chapter.people.claims import claim, signed
from chapter.people.models import DoNotContact
from chapter.people.stored import Basis, describe
from chapter.people.traces import Somebody
from chapter.settings.rules_changes import KEPT, NAMES_KEPT

describe(
    "did",
    110,
    "setting_change",
    title=lazy("What you do here for the chapter"),
    what=lazy("Your name, beside what you have written, changed or decided, and when."),
    why=lazy("So that we can ask the right person, and see who did what."),
    basis=Basis.WORK,
    kept=lazy(
        "As long as the thing itself is there. Who changed a setting, for %(days)s days. When you are erased, your "
        "name is taken away from it.",
        days=KEPT.days,
    ),
    seen_by=lazy("Those who may see the thing itself."),
)
describe(
    "named",
    120,
    "contact",
    title=lazy("If you are a contact person"),
    what=lazy("Your name, e-mail address and telephone number."),
    why=lazy("So that people know whom to ask."),
    basis=Basis.WORK,
    kept=lazy(
        "Until somebody else takes over, and for %(days)s days more, so that it can be taken back.",
        days=NAMES_KEPT.days,
    ),
    seen_by=lazy("Everybody who reads the pages where you are named."),
    may=[Permission.CONTACTS_CHANGE],
)
describe(
    "no_calls",
    140,
    "do_not_contact",
    title=lazy("If you never want to be called again"),
    what=lazy("A mark that nobody can read anything from. It has no name, number or address in it."),
    why=lazy("So that we don’t call you by mistake, even when all else about you is erased."),
    basis=Basis.WORK,
    kept=lazy("For good, as long as you don’t ask for something else."),
    seen_by=lazy("Nobody. The program only uses it to compare."),
)


def _marks(who: Somebody) -> ColumnElement[bool]:
    return DoNotContact.mark.in_(marks.marks_of({name: getattr(who.person, name) for name in marks.KINDS}))


claim("do_not_contact", lazy("Marks"), secret="mark", finds=_marks)
signed("setting_change", lazy("Settings that you changed"))
