"""Some mail in the outbox: links that signed people in, and letters: one waits, one was refused, one came back."""

from datetime import timedelta

from sqlalchemy import select

from chapter import markdown
from chapter.db import db
from chapter.messages.models import Message
from chapter.messages.rules import State
from chapter.people.models import Person
from chapter.settings.demo import Plan
from chapter.settings.queries import chapter

LINK = {"sv": "Din länk till {}", "nb": "Lenken din til {}"}
THANKS = {"sv": "Tack för att du var med och ringde", "nb": "Takk for at du var med og ringte"}
WORDS = {
    "sv": "Hej {}!\n\nTack för i går. Vi hade fler samtal än på länge, och soppan tog slut. "
    "Vi ses på torsdag klockan 17.30.\n\n{}\n",
    "nb": "Hei {}!\n\nTakk for i går. Vi hadde flere samtaler enn på lenge, og suppa tok slutt. "
    "Vi sees på torsdag klokka 17.30.\n\n{}\n",
}
REFUSED = "550 5.1.1 No such user here"
CAME_BACK = "550 5.2.2 Mailbox full"


def fill(plan: Plan) -> None:
    """Mail to some of the people who have an address."""
    wanted = select(Person).where(Person.email.is_not(None)).order_by(Person.id.desc()).limit(9)
    for number, person in enumerate(db.session.scalars(wanted)):
        letter = WORDS[plan.language].format(person.first_name, chapter().contact_name)
        at = plan.now - timedelta(hours=3 * number, minutes=7)
        is_link = number % 3 != 0
        message = Message(
            to_name=person.name,
            to_email=person.email,
            language=plan.language,
            subject=LINK[plan.language].format(chapter().name) if is_link else THANKS[plan.language],
            text="" if is_link else letter,
            html="" if is_link else str(markdown.html(letter)),
            reply_to=None if is_link else chapter().contact_email,
            is_secret=is_link,
            state=State.SENT if number else State.WAITING,
            written_at=at,
            try_at=at,
            tries=min(number, 1),
            sent_at=at + timedelta(seconds=4) if number else None,
        )
        if number == 3:
            message.state, message.tries, message.last_error, message.sent_at = State.FAILED, 1, REFUSED, None
        if number == 6:
            message.state, message.last_error, message.came_back_at = State.FAILED, CAME_BACK, at + timedelta(hours=1)
        db.session.add(message)
    db.session.flush()
