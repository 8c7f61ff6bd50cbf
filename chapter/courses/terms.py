"""For how long it is kept who takes courses."""

from chapter import expiry
from chapter.courses.models import CourseInterest, CourseRead
from chapter.i18n import lazy

KEPT = 2 * expiry.YEAR

expiry.keep(
    "courses.interest",
    CourseInterest,
    what=lazy("Who would like to take a course"),
    since=CourseInterest.since,
    period=KEPT,
)
expiry.keep(
    "courses.read",
    CourseRead,
    what=lazy("What somebody has read in a course"),
    since=CourseRead.read_at,
    period=KEPT,
)
expiry.stays(
    lazy("Which courses somebody has done"),
    lazy("As long as they have an account. They can take it away themselves."),
    "course_done",
)
expiry.stays(lazy("Courses, and who leads them"), lazy("As long as the course is there."), "course")
