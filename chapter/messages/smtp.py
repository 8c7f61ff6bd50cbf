"""Handing mails to the chapter's mail server. Passwords never travel unencrypted, except within this machine."""

import hashlib
import hmac
import ipaddress
import smtplib
import ssl
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as POLICY
from email.utils import format_datetime, parseaddr
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from flask import current_app

from chapter import clock
from chapter.mail import one_line
from chapter.messages import letters, queries
from chapter.messages.models import Message, Picture
from chapter.messages.rules import Trouble, is_final
from chapter.settings.queries import chapter

TIMEOUT = 20.0
"""Seconds that a mail server may take for each answer."""

LAST_ANSWER = 300.0
"""Seconds for the answer to a whole mail, which it may look through first: who hangs up early sends it twice."""


class Result(StrEnum):
    """What came of trying."""

    SENT = "sent"
    REFUSED = "refused"
    DELAYED = "delayed"
    UNREACHABLE = "unreachable"


class Answer(NamedTuple):
    """A result and the words that explain it."""

    result: Result
    words: str = ""


class NoConnection(Exception):
    """The mail server can't be used; says why."""


def sender() -> str:
    """The address that all mail comes from, or nothing if the chapter has given none."""
    return parseaddr(current_app.config["CHAPTER_MAIL_FROM"] or chapter().contact_email)[1]


def compose(message: Message, now: datetime) -> EmailMessage:
    """``message`` as it goes over the wire. Raises ValueError when an address can't be written in a header."""
    mail = EmailMessage(policy=POLICY)
    signed = f"{message.from_name}, {chapter().name}" if message.from_name else chapter().name
    mail["From"] = _address(signed, sender())
    mail["To"] = _address(message.to_name, message.to_email)
    reply_to = message.reply_to or chapter().contact_email
    if reply_to and reply_to != sender():
        mail["Reply-To"] = reply_to
    mail["Subject"] = message.subject
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = message_id(message)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, cte="quoted-printable")
    mail.add_alternative(message.html, subtype="html", cte="quoted-printable")
    if picture := queries.picture(message.picture_id):
        _enclose(mail, picture)
    mail["Content-Language"] = message.language
    return mail


def _enclose(mail: EmailMessage, picture: Picture) -> None:
    """Put ``picture`` beside the HTML, where it finds it; nothing is fetched from the web when the mail is read."""
    kind, subtype = picture.mimetype.split("/")
    html: EmailMessage = mail.get_body(("html",))  # type: ignore[assignment]
    html.add_related(picture.data, kind, subtype, cid=f"<{letters.content_id(picture)}>", disposition="inline")


def message_id(message: Message) -> str:
    """The same for every try, so that a mail that comes twice after a crash is known for one."""
    return f"<{name(message)}@{_ascii_domain(sender().rpartition('@')[2])}>"


def name(message: Message) -> str:
    """What a mail is called over the wire, and when it comes back. Nobody can guess it; nothing is kept for it."""
    secret = current_app.config["SECRET_KEY"].encode()
    made = hmac.new(secret, f"message {message.id} {message.written_at.isoformat()}".encode(), hashlib.sha256)
    return f"{message.id}.{made.hexdigest()[:24]}"


def _address(name: str, email: str) -> Address:
    user, _at, domain = email.rpartition("@")
    if not user or not domain:
        raise ValueError(f"{email!r} is no address")
    return Address(one_line(name), user, _ascii_domain(domain))


def _ascii_domain(domain: str) -> str:
    return domain.encode("idna").decode("ascii")


class Patient(smtplib.SMTP):
    """Waits long for the one answer without which nobody knows whether the mail was taken."""

    def send(self, s: Any) -> None:
        """Send it, and set how long the answer may take."""
        super().send(s)
        is_whole = isinstance(s, bytes) and s.endswith(b"\r\n.\r\n")
        self.sock.settimeout(LAST_ANSWER if is_whole else TIMEOUT)  # type: ignore[union-attr]


class PatientWithin(Patient, smtplib.SMTP_SSL):
    """The same within TLS from the first word."""


class Line:
    """A connection that is made when it is first needed and used for all the mails of a run."""

    def __init__(self, url: str) -> None:
        self.url = urlsplit(url)
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, *_error: object) -> None:
        self._hang_up()

    def send(self, mail: EmailMessage, begin_by: datetime) -> Answer:
        """Hand ``mail`` over and say what came of it; but not if it has taken until ``begin_by`` to connect."""
        try:
            server = self._connected()
        except NoConnection as error:
            return Answer(Result.UNREACHABLE, str(error))
        except smtplib.SMTPResponseException as error:
            return Answer(Result.UNREACHABLE, _words(error.smtp_code, error.smtp_error))
        except ssl.SSLCertVerificationError:
            return Answer(Result.UNREACHABLE, Trouble.BAD_CERTIFICATE)
        except (OSError, smtplib.SMTPException):
            return Answer(Result.UNREACHABLE, Trouble.NO_ANSWER)
        if clock.now() > begin_by:
            return Answer(Result.UNREACHABLE, Trouble.NO_ANSWER)
        return self._handed_over(server, mail)

    def _handed_over(self, server: smtplib.SMTP, mail: EmailMessage) -> Answer:
        try:
            server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            return _no(*next(iter(error.recipients.values())))
        except smtplib.SMTPSenderRefused as error:
            return Answer(Result.UNREACHABLE, _words(error.smtp_code, error.smtp_error))
        except smtplib.SMTPResponseException as error:
            return _no(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            return Answer(Result.REFUSED, Trouble.BAD_ADDRESS)
        except (OSError, smtplib.SMTPException):
            self._hang_up()
            return Answer(Result.UNREACHABLE, Trouble.NO_ANSWER)
        return Answer(Result.SENT)

    def _connected(self) -> smtplib.SMTP:
        if self._server is None:
            self._server = self._greeted()
        return self._server

    def _greeted(self) -> smtplib.SMTP:
        host, is_near = self.url.hostname or "", is_loopback(self.url.hostname or "")
        tls = ssl._create_unverified_context() if is_near else ssl.create_default_context()
        if self.url.scheme == "smtps":
            server: smtplib.SMTP = PatientWithin(host, self.url.port or 465, timeout=TIMEOUT, context=tls)
        else:
            server = Patient(host, self.url.port or 587, timeout=TIMEOUT)
        try:
            self._introduce(server, tls, is_near)
        except BaseException:
            server.close()
            raise
        return server

    def _introduce(self, server: smtplib.SMTP, tls: ssl.SSLContext, is_near: bool) -> None:
        server.ehlo()
        is_encrypted = self.url.scheme == "smtps"
        if not is_encrypted and server.has_extn("starttls"):
            server.starttls(context=tls)
            server.ehlo()
            is_encrypted = True
        if self.url.username:
            if not is_encrypted and not is_near:
                raise NoConnection(Trouble.NOT_ENCRYPTED)
            server.login(unquote(self.url.username), unquote(self.url.password or ""))

    def _hang_up(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _no(code: int, said: bytes | str) -> Answer:
    return Answer(Result.REFUSED if is_final(code) else Result.DELAYED, _words(code, said))


def _words(code: int, said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return f"{code} {' '.join(text.split())}"[:500]
