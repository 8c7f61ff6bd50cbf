"""Forms about people in the register."""

from wtforms import StringField
from wtforms.validators import Length

from chapter.forms import Form, needed
from chapter.i18n import lazy


class Lift(Form):
    """Why a person may be rung again."""

    reason = StringField(
        lazy("Why may the person be called again?"),
        [needed(lazy("Write why. It’s kept in the person’s history.")), Length(max=200)],
    )
