"""What the steps are called, and what to do when mail doesn't go."""

from flask import current_app

from chapter import mail
from chapter.i18n import _, lazy
from chapter.messages import smtp
from chapter.setup.rules import Step
from chapter.setup.rules_mail import Reason, server

STEPS = {
    Step.CHAPTER: lazy("Name and languages"),
    Step.LOOK: lazy("Colour and logo"),
    Step.PEOPLE: lazy("Contacts and calling hours"),
    Step.MAIL: lazy("Mail, and what people agree to"),
    Step.LINK: lazy("The first sign-up link"),
}
WHY = {
    Step.CHAPTER: lazy("What is the chapter called, and which languages do its people read?"),
    Step.LOOK: lazy("So that people see at once that they have come to you."),
    Step.PEOPLE: lazy("Whom can people turn to, and when may you ring?"),
    Step.MAIL: lazy("Without mail nobody can confirm their address. And nobody signs up without saying yes."),
    Step.LINK: lazy("Put it on a poster or in a message. Whoever opens it can join."),
}
WHAT_TO_DO = {
    Reason.NO_ANSWER: lazy(
        "Nobody answers there. See that name and port in CHAPTER_SMTP_URL are right. "
        "Some hosts close the ports for mail until you ask them."
    ),
    Reason.NOT_ENCRYPTED: lazy(
        "We send no password that others could read on the way. Use the port for encrypted mail, 465 or 587."
    ),
    Reason.BAD_CERTIFICATE: lazy(
        "The server’s certificate is for another name, or too old. "
        "Use the name that stands in your mail provider’s help."
    ),
    Reason.NO_SENDER: lazy("Fill in an e-mail address for the chapter’s contact, or set CHAPTER_MAIL_FROM."),
    Reason.LOGIN: lazy(
        "The mail server doesn’t accept the user name or the password in CHAPTER_SMTP_URL. "
        "Some providers want a password of its own for programs."
    ),
    Reason.SENDER: lazy(
        "The mail server doesn’t let us send from this address. "
        "Set CHAPTER_MAIL_FROM to the address of the mail account itself."
    ),
    Reason.RECIPIENT: lazy("Your own address isn’t known there. Check how it’s spelt, on the page about your account."),
    Reason.LATER: lazy("The mail server asks us to wait. That’s common the first time. We try again by ourselves."),
    Reason.OTHER: lazy("Show your mail provider these words: they know what they mean."),
}


def mail_today() -> str:
    """Through which server mail goes, and from whom."""
    if mail.is_read_here():
        return _("This is a demo: no mail is sent.")
    found = server(current_app.config["CHAPTER_SMTP_URL"])
    if found is None:
        return _("There is no mail server: all mail stays in the outbox.")
    return _("Mail goes through %(host)s, from %(email)s.", host=found.host, email=smtp.sender() or "–")
