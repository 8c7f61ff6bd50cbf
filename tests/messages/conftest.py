"""A mail template to write with, and mail servers to talk to: real ones, each with its own manners."""

import socket
import ssl
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from flask import Flask
from jinja2 import ChoiceLoader, DictLoader

from chapter import clock
from chapter.messages import actions, smtp
from chapter.messages.models import Message
from chapter.settings.queries import chapter

MAILS = {
    "x/mail/hello.md": "Link: {{ name }}\n\n{{ name }}, {{ when|day }}\n\n**{{ name }}**\n\n{{ link }}\n",
    "x/mail/quote.md": "Answer\n\n{{ words|quoted }}\n\n[{{ words }}]({{ link }})\n",
}
LINK = "https://ring.example.org/enter/a_b-c"
SAID = {"link": LINK, "when": date(2026, 11, 21)}


@pytest.fixture
def mails(app: Flask) -> Iterator[Flask]:
    """The app with a few mail templates more, a public address and a contact who sends."""
    loader = app.jinja_env.loader
    kept = app.config["CHAPTER_URL"], app.extensions.pop("mail_environment", None)
    app.jinja_env.loader = ChoiceLoader([DictLoader(MAILS), loader])  # type: ignore[list-item]
    app.config["CHAPTER_URL"] = "https://ring.example.org"
    chapter().contact_email = "malin@example.org"
    yield app
    app.jinja_env.loader = loader
    app.config["CHAPTER_URL"] = kept[0]
    app.extensions.pop("mail_environment", None)


def post(name: str = "Åsa Öberg", email: str = "asa@example.org", **facts: Any) -> Message:
    """A mail in the outbox."""
    given = {"language": "sv", "template": "x/mail/hello.md", "now": clock.now(), **SAID, "name": name}
    return actions.post(name, email, **given | facts)


class Mailbox:
    """What a mail server does with what it gets: keep it."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep the mail."""
        self.envelopes.append(envelope)
        return "250 OK"

    @property
    def mails(self) -> list[EmailMessage]:
        """What has come."""
        return [message_from_bytes(e.content, policy=policy.default) for e in self.envelopes]  # type: ignore[misc,arg-type]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


@pytest.fixture
def serve(mails: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Any]]:
    """Start a mail server with ``handler`` and make it the chapter's."""
    running: list[Controller] = []
    monkeypatch.setattr(smtp, "TIMEOUT", 1.0)

    def start(handler: Any, user: str = "", **manners: Any) -> Any:
        server = Controller(handler, hostname="127.0.0.1", port=free_port(), **manners)
        server.start()
        running.append(server)
        monkeypatch.setitem(mails.config, "CHAPTER_SMTP_URL", f"smtp://{user}127.0.0.1:{server.port}")
        return handler

    yield start
    for server in running:
        server.stop(no_assert=True)


@pytest.fixture(scope="session")
def certificate_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key and a certificate that nobody has vouched for."""
    folder = tmp_path_factory.mktemp("tls")
    key, cert = Path(folder, "key.pem"), Path(folder, "cert.pem")
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost"]
    try:
        subprocess.run([*command, "-keyout", str(key), "-out", str(cert)], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no openssl to make a certificate with")
    return folder


@pytest.fixture(scope="session")
def certificate(certificate_folder: Path) -> ssl.SSLContext:
    """A TLS context with that certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate_folder / "cert.pem", certificate_folder / "key.pem")
    return context


def is_asa(_server: Any, _session: Any, _envelope: Any, _mechanism: Any, login: LoginPassword) -> Any:
    """Let only the right user in."""
    return AuthResult(success=login == LoginPassword(b"asa@x", b"p:ss"), handled=False)
