"""What an administrator may see of the mail server, and why it says no."""

import pytest

from chapter.setup.rules_mail import Reason, Server, reason, server


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("smtp://bo:hemligt@mail.example.org:2525", Server("mail.example.org", 2525, False, True)),
        ("smtp://mail.example.org", Server("mail.example.org", 587, False, False)),
        ("smtps://bo:x@mail.example.org", Server("mail.example.org", 465, True, True)),
        ("smtp://mail.example.org:many", None),
        ("", None),
    ],
)
def test_the_address_without_its_secrets(url: str, found: Server | None):
    assert server(url) == found


@pytest.mark.parametrize(
    ("error", "why"),
    [
        ("no answer", Reason.NO_ANSWER),
        ("not encrypted", Reason.NOT_ENCRYPTED),
        ("bad certificate", Reason.BAD_CERTIFICATE),
        ("no sender", Reason.NO_SENDER),
        ("535 5.7.8 Error: authentication failed", Reason.LOGIN),
        ("530 5.7.0 Must issue a STARTTLS command first", Reason.LOGIN),
        ("450 4.2.0 Greylisted, try again", Reason.LATER),
        ("550 5.1.1 No such user here", Reason.RECIPIENT),
        ("550 5.7.1 Relaying denied", Reason.SENDER),
        ("553 5.7.1 Sender address rejected: not owned by user bo", Reason.SENDER),
        ("554 What a strange mail", Reason.OTHER),
    ],
)
def test_why_a_mail_did_not_go(error: str, why: Reason):
    assert reason(error) is why
