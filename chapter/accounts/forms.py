"""Forms: signing in, choosing a password, one's own facts, roles."""

from typing import Any

from wtforms import HiddenField, PasswordField, SelectChoice, SelectField, StringField
from wtforms.validators import Length, Optional, ValidationError

from chapter.access import ROLE_NAMES, Role
from chapter.accounts.rules import Weakness, weakness
from chapter.forms import Boxes, Email, Form, Phone, needed
from chapter.i18n import LANGUAGES, lazy

WHY_WEAK = {
    Weakness.SHORT: lazy("Use at least 10 characters. Three or four words in a row are easy to remember."),
    Weakness.LONG: lazy("Use at most 200 characters."),
    Weakness.COMMON: lazy("This is one of the passwords that are guessed first. Choose another."),
    Weakness.PATTERN: lazy("Repeated or neighbouring characters are guessed first. Choose another."),
    Weakness.PERSONAL: lazy("A name is guessed first. Put other words into the password too."),
}


ABOUT_ROLES = {
    Role.VOLUNTEER: lazy("Everybody with an account: rings for the assignments they are on, and sees their own data."),
    Role.MEMBER: lazy("Is a member of the chapter, and reads the pages that are for members."),
    Role.CALL_LEADER: lazy(
        "Makes call assignments and sign-up links, handles what callers flag, and reads the outbox."
    ),
    Role.GROUP_CONTACT: lazy(
        "Receives those who want to join their group, and sees no others. It’s given and taken on the group’s page."
    ),
    Role.MEMBER_COORDINATOR: lazy(
        "May do what a call leader may. Also handles members who want to leave, and can lift “do not call”."
    ),
    Role.BOARD: lazy("Makes sign-up links. Sees no notes about individual people."),
    Role.ELECTION_COMMITTEE: lazy("Prepares elections. Opens nothing more yet."),
    Role.ADMINISTRATOR: lazy(
        "Changes the settings, gives roles, makes sign-up links, and reads the outbox. Reads no notes about people."
    ),
}
"""What each role may do, for those who give them."""


class SignIn(Form):
    """An address, and a password for those who use one."""

    email = Email(lazy("E-mail"), [needed(lazy("Write your e-mail address."))], render_kw={"autocomplete": "username"})
    password = PasswordField(lazy("Password"), [Length(max=1000)], render_kw={"autocomplete": "current-password"})
    next = HiddenField()


def _strong(form: Any, field: Any) -> None:
    """Refuse what would be guessed."""
    if found := weakness(field.data, *form.personal):
        raise ValidationError(str(WHY_WEAK[found]))


NEW = {"autocomplete": "new-password", "minlength": "10"}


class Enter(Form):
    """What may come with the use of a link: a first password."""

    password = PasswordField(lazy("Password"), [Optional(), _strong], render_kw=NEW)

    def __init__(self, *personal: str, **kwargs: Any) -> None:
        """``personal`` are names that a guesser would start with."""
        self.personal = personal
        super().__init__(**kwargs)


class NewPassword(Form):
    """A new password, and the present one if there is one."""

    present = PasswordField(
        lazy("Your present password"),
        [needed(lazy("Write your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(lazy("New password"), [needed(lazy("Write a new password.")), _strong], render_kw=NEW)

    def __init__(self, *personal: str, has_one: bool, **kwargs: Any) -> None:
        """``personal`` are names that a guesser would start with."""
        self.personal = personal
        super().__init__(**kwargs)
        if not has_one:
            del self.present


class PresentPassword(Form):
    """The present password, to take it away."""

    present = NewPassword.present


SPOKEN = [SelectChoice(code, name) for code, name in LANGUAGES.items()]
GIVEN = [SelectChoice(role.value, name) for role, name in ROLE_NAMES.items() if role is not Role.VOLUNTEER]


class Me(Form):
    """What one says about oneself."""

    name = StringField(
        lazy("Name"), [needed(lazy("Write your name.")), Length(max=120)], render_kw={"autocomplete": "name"}
    )
    mobile = Phone(lazy("Mobile"), [Length(max=30)], render_kw={"autocomplete": "tel"})
    language = SelectField(lazy("Language of pages and mails"), choices=SPOKEN)


class Roles(Form):
    """Which roles an account has; volunteer isn't among them, as everyone is."""

    roles = Boxes(lazy("Roles"), choices=GIVEN)
