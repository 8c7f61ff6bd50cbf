"""Why a cell keeps its row out, in words."""

from chapter.files.rules_cells import Reason
from chapter.i18n import lazy

REASONS = {
    Reason.NO_NAME: lazy("The name is missing."),
    Reason.NOT_A_NAME: lazy("This doesn’t look like a name."),
    Reason.NOT_AN_ADDRESS: lazy("This doesn’t look like an e-mail address."),
    Reason.NOT_A_NUMBER: lazy("This doesn’t look like a telephone number."),
    Reason.LOST_DIGITS: lazy("The spreadsheet has rounded this number and lost its last digits."),
    Reason.NOT_A_YEAR: lazy("This isn’t a year that can be right. Write it with four digits."),
    Reason.NOT_A_DAY: lazy("This isn’t a day that can be right. Write it as 2026-11-18."),
    Reason.FORMULA: lazy("This is a formula, or one that went wrong. Write what it should give."),
    Reason.GARBLED: lazy("The letters in this are broken. Save the file anew as UTF-8, or mend it by hand."),
    Reason.TOO_LONG: lazy("This is too long."),
}
"""What whoever mends the file reads."""
