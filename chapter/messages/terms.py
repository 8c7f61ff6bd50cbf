"""For how long mail is kept."""

from chapter import expiry
from chapter.i18n import lazy
from chapter.messages.models import Message, Picture
from chapter.messages.queries import is_unused
from chapter.messages.rules import KEPT, PICTURE_KEPT, WORDS_KEPT, State

expiry.keep(
    "messages.words",
    Message,
    what=lazy("The words of mail that was sent"),
    since=Message.sent_at,
    period=WORDS_KEPT,
    only=[Message.state == State.SENT, Message.text != ""],
    becomes={"text": "", "html": "", "picture_id": None},
    job="messages.forget",
)
expiry.keep(
    "messages.mail",
    Message,
    what=lazy("That there was a mail, to whom, and whether it arrived"),
    since=Message.written_at,
    period=KEPT,
    only=[Message.state.in_([State.SENT, State.FAILED])],
    job="messages.forget",
)
expiry.keep(
    "messages.pictures",
    Picture,
    what=lazy("Pictures that no letter is signed with any more"),
    since=Picture.added_at,
    period=PICTURE_KEPT,
    only=is_unused,
    job="messages.forget",
)
