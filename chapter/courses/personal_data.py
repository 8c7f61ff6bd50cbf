"""What is stored about those who take courses."""

from chapter import expiry
from chapter.access import Permission
from chapter.courses.terms import KEPT
from chapter.i18n import lazy
from chapter.people.claims import claim, signed
from chapter.people.stored import Basis, also, describe

describe(
    "courses",
    75,
    *("course_interest", "course_read", "course_done"),
    title=lazy("When you take a course"),
    what=lazy("Which courses you would like to take, what you have read in them, and which you have done."),
    why=lazy("So that you hear when a course is given, and can go on where you were."),
    basis=Basis.CONSENT,
    kept=lazy(
        "What you would like to take, and have read: %(time)s. What you have done: as long as you have an account. You "
        "can take it away yourself.",
        time=expiry.later(KEPT),
    ),
    seen_by=lazy("Yourself. Who leads the course sees who would like to come."),
    may=[Permission.PAGES_WRITE],
)
also("did", "course")
claim("course_interest", lazy("Courses that you would like to take"), "course_id.title since", inner="account_id")
claim(
    "course_read",
    lazy("What you have read in courses"),
    "course_id.title",
    labels={"page_id.slug": lazy("Page"), "read_at": lazy("When")},
    inner="account_id",
)
claim(
    "course_done",
    lazy("Courses that you have done"),
    "course_id.title",
    labels={"done_at": lazy("When")},
    inner="account_id",
    others="noted_by",
)
signed("course", lazy("Courses that you lead or changed"))
signed("course_done", lazy("People whom you noted as having done a course"))
