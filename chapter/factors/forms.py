"""Forms: codes, and what a browser says for a passkey."""

from wtforms import HiddenField, StringField
from wtforms.validators import Length

from chapter.factors.rules import LONGEST
from chapter.forms import Form, needed
from chapter.i18n import lazy

TYPED = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}


class Code(Form):
    """A code of the app, or a recovery code."""

    code = StringField(lazy("Code"), [needed(lazy("Write a code.")), Length(max=40)], render_kw=TYPED)
    next = HiddenField()


class Credential(Form):
    """What the browser says for a passkey."""

    credential = HiddenField(validators=[Length(max=LONGEST)])
    next = HiddenField()


class NewPasskey(Form):
    """A passkey, and what one calls it."""

    name = StringField(
        lazy("What do you call it?"),
        [needed(lazy("Give it a name, such as: my phone.")), Length(max=60)],
        render_kw={"autocomplete": "off"},
    )
    credential = HiddenField(validators=[Length(max=LONGEST)])
