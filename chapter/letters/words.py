"""What letters, and the fields in them, are called."""

from chapter.i18n import lazy
from chapter.letters.rules import Key, Refusal

LETTERS = {
    Key.WELCOME: lazy("Welcome letter"),
    Key.DAY_AFTER: lazy("Message the day after"),
    Key.WRITE_INSTEAD: lazy("Letter instead of a call"),
    Key.WELCOME_BACK: lazy("Welcome back"),
}
WHEN = {
    Key.WELCOME: lazy("To everybody who is new."),
    Key.DAY_AFTER: lazy("To those who came to the meeting for new members."),
    Key.WRITE_INSTEAD: lazy("To those whom we have rung and never reached."),
    Key.WELCOME_BACK: lazy("To those who have left the chapter."),
}

FIELDS = {
    "first_name": lazy("Their first name."),
    "chapter": lazy("The chapter’s name."),
    "signer": lazy("Who signs."),
    "signer_title": lazy("The title of who signs."),
    "signer_email": lazy("The address of who signs."),
    "signer_phone": lazy("The number of who signs."),
    "call": lazy("That somebody rings within a week; left out for those who aren’t to be rung, or have been."),
    "contact": lazy("The chapter’s contact."),
    "groups": lazy("All groups as a list: what they do, and when they meet."),
    "next_events": lazy("What happens soon."),
}
"""What is filled in, by the fields' names."""

REFUSALS = {
    Refusal.ADDRESS: lazy("There is no such address, or it isn’t used any more."),
    Refusal.FULL: lazy("Their mailbox is full."),
    Refusal.US: lazy("Their mail server takes no mail from us."),
    Refusal.OTHER: lazy("Their mail server wouldn’t take it."),
}
"""Why a letter didn’t arrive."""


def letter_words(key: str) -> str:
    """What a letter is called."""
    return str(LETTERS[Key(key)])
