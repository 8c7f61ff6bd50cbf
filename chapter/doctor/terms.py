"""For how long it is kept how the installation was."""

from chapter import expiry
from chapter.doctor.models import DoctorReport
from chapter.i18n import lazy

KEPT = expiry.YEAR

expiry.keep(
    "doctor.reports",
    DoctorReport,
    what=lazy("How the installation was, day by day"),
    since=DoctorReport.day,
    period=KEPT,
)
