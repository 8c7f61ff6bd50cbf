"""The form for the first sign-up link: what stands on it, in the languages of the site."""

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from chapter.forms import Form, texts
from chapter.i18n import _, offered, speaking


def _titled(form: Form, field: StringField) -> None:
    """A validator: there is a title in one of the languages; else the first field that is shown says so."""
    if field.short_name == f"title_{next(iter(offered()))}" and not any(texts(form, "title").values()):
        raise ValidationError(_("Write it in at least one language."))


class FirstLink(Form):
    """A title and a text."""

    title_sv = StringField("Svenska", [_titled, Length(max=120)])
    title_nb = StringField("Norsk", [_titled, Length(max=120)])
    text_sv = TextAreaField("Svenska", [Length(max=5000)], render_kw={"rows": 4})
    text_nb = TextAreaField("Norsk", [Length(max=5000)], render_kw={"rows": 4})

    def suggest(self, name: str) -> None:
        """Words to begin with."""
        for code in offered():
            with speaking(code):
                self[f"title_{code}"].data = _("Join in with %(chapter)s", chapter=name)
                self[f"text_{code}"].data = _(
                    "You needn’t know anything special. Leave your name and number, and we’ll be in touch."
                )
