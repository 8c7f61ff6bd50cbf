"""What comes to the person's mailbox: a letter in both forms from the signer, whose picture is in it."""

from chapter.access import Role
from chapter.db import db
from chapter.letters import actions as actions_letters
from chapter.letters.rules import Key
from chapter.media.pictures import Small
from chapter.messages.actions import keep_picture
from chapter.messages.jobs import deliver
from chapter.welcome.models import Welcomer
from tests import factories
from tests.conftest import NOW
from tests.groups import made
from tests.letters import mailed as letters
from tests.messages.conftest import Mailbox, mails, serve
from tests.messages.test_send_mail import Refusing

__all__ = ["mails", "serve"]


def signed_by_ada():
    """The case of a Norwegian whose officer has a title and a picture."""
    ada = factories.account(Role.BOARD, name="Ada Ek", email="ada@example.org", mobile="+46701740620")
    picture = keep_picture(Small(b"\xff\xd8\xff picture", 320, 240), NOW)
    db.session.add(Welcomer(account_id=ada.id, title={"nb": "Leder"}, picture_id=picture.id))
    made.group()
    return letters.case(ada, language="nb", email="kari@example.org", first_name="Kari")


def test_it_comes_in_their_language_in_two_forms_with_the_picture_and_is_answered_to_the_signer(serve):
    box = serve(Mailbox())
    actions_letters.send(signed_by_ada(), Key.WELCOME, "", NOW)
    deliver()
    (mail,) = box.mails
    assert (mail["Reply-To"], mail["To"]) == ("ada@example.org", "Kari Dahlqvist <kari@example.org>")
    assert mail["From"].startswith('"Ada Ek, Lokalföreningen Lövåsen"')
    parts = [part for part in mail.walk() if not part.is_multipart()]
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html", "image/jpeg"]
    assert mail["Content-Language"] == "nb"


def test_both_forms_say_the_same_and_the_html_shows_the_picture(serve):
    box = serve(Mailbox())
    actions_letters.send(signed_by_ada(), Key.WELCOME, "", NOW)
    deliver()
    plain, page, picture = [part for part in box.mails[0].walk() if not part.is_multipart()]
    for words in ("Hei Kari!", "Leksekafeen", "Tirsdager kl. 15", "Leder", "070-174 06 20"):
        assert words in plain.get_content()
        assert words in page.get_content()
    assert f'src="cid:{picture["Content-ID"].strip("<>")}"' in page.get_content()


def test_a_refusal_comes_back_on_the_case(serve):
    serve(Refusing())
    case = letters.case(email="asa@example.org")
    actions_letters.send(case, Key.WELCOME, "Ada", NOW)
    deliver()
    assert letters.standing(case) == "due"
