"""The names of days and months, marked for the catalogs; :mod:`chapter.i18n` writes dates with them.

Babel knows them too, but its tables of a language take five megabytes in each process. Tests hold these against it.
"""


def _(name: str) -> str:
    """Mark ``name`` for the catalogs."""
    return name


WEEKDAYS = _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday")
"""From Monday, as ``date.weekday()`` counts."""
MONTHS = (
    *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June")),
    *(_("July"), _("August"), _("September"), _("October"), _("November"), _("December")),
)
SHORT_MONTHS = (
    *(_("Jan."), _("Feb."), _("Mar."), _("Apr."), _("May"), _("June")),
    *(_("July"), _("Aug."), _("Sept."), _("Oct."), _("Nov."), _("Dec.")),
)
