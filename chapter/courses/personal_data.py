"""What is stored about those who take courses."""

from chapter.access import Permission
from chapter.i18n import lazy
from chapter.people.stored import Basis, also, describe

describe(
    "courses",
    75,
    *("course_interest", "course_read", "course_done"),
    title=lazy("When you take a course"),
    what=lazy("Which courses you would like to take, what you have read in them, and which you have done."),
    why=lazy("So that you hear when a course is given, and can go on where you were."),
    basis=Basis.CONSENT,
    kept=lazy("As long as you have an account. You can take it away yourself."),
    seen_by=lazy("Yourself. Who leads the course sees who would like to come."),
    may=[Permission.PAGES_WRITE],
)
also("did", "course")
