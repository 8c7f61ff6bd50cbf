"""Every macro on one page, for those who build Chapter: ``./run flask --debug run``, then /styleguide."""

from types import SimpleNamespace

from flask import Flask, Response
from wtforms import (
    BooleanField,
    DateField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)

from chapter.access import ANYONE, allow
from chapter.forms import Boxes, Email, Form
from chapter.pages import render


class Sample(Form):
    """A field of every kind."""

    name = StringField("Name")
    email = Email("E-mail")
    password = PasswordField("Password")
    note = TextAreaField("Note")
    day = DateField("Day")
    town = SelectField("Town", choices=["Kvarnbyn", "Lövåsen"])
    part = RadioField("Part of the day", choices=["Morning", "Evening"])
    tags = Boxes("Tags", choices=["Night work", "Union"])
    consent = BooleanField("You may save this")


def init_app(app: Flask) -> None:
    """Show it while debugging; otherwise there is no such page."""
    if app.debug:
        app.add_url_rule("/styleguide", "shared.styleguide", styleguide)


@allow(ANYONE)
def styleguide() -> Response:
    """The macros, with a form that has a mistake in it."""
    form = Sample(formdata=None)
    form.email.errors = ["Write an address such as name@example.org."]
    page = SimpleNamespace(page=2, pages=3, has_prev=True, has_next=True, prev_num=1, next_num=3)
    return render("shared/styleguide.html", form=form, page=page)
