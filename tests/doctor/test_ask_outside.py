"""What other machines say: real mail servers, a real DNS, and real certificates, all on this machine."""

import json
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import dns.message
import dns.rcode
import dns.rrset
import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from chapter.doctor import outside, rules, rules_mail
from chapter.doctor.checks import OUTSIDE
from chapter.doctor.rules import State
from tests.messages.conftest import (
    Mailbox,
    certificate_folder,  # noqa: F401
    free_port,
    is_asa,
)
from tests.messages.conftest import certificate as tls_of_mail  # noqa: F401

ZONE = {
    ("example.org.", "TXT"): ['"v=spf1 include:_spf.example.net -all"', '"something else"'],
    ("_spf.example.net.", "TXT"): ['"v=spf1 a:mail.example.net ip6:2001:db8::/32 ~all"'],
    ("mail.example.net.", "A"): ["192.0.2.25"],
    ("example.org.", "MX"): ["10 mail.example.net."],
    ("_dmarc.example.org.", "TXT"): ['"v=DMARC1; p=none"'],
    ("open.example.org.", "TXT"): ['"v=spf1 +all"'],
    ("two.example.org.", "TXT"): ['"v=spf1 -all"', '"v=spf1 mx -all"'],
    ("loop.example.org.", "TXT"): ['"v=spf1 include:loop.example.org -all"'],
}
"""What the DNS knows."""


@pytest.fixture(scope="module")
def names() -> Iterator[Callable[[], outside.Names]]:
    """A DNS that knows ``ZONE`` and nothing else."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as door:
        door.bind(("127.0.0.1", 0))
        threading.Thread(target=_answer, args=[door], daemon=True).start()
        yield lambda: outside.Names("127.0.0.1", door.getsockname()[1])


def _answer(door: socket.socket) -> None:
    while True:
        try:
            asked, who = door.recvfrom(4096)
        except OSError:
            return
        query = dns.message.from_wire(asked)
        (question,) = query.question
        answer = dns.message.make_response(query)
        kind = dns.rdatatype.to_text(question.rdtype)
        if found := ZONE.get((question.name.to_text().lower(), kind)):
            answer.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *found))
        door.sendto(answer.to_wire(), who)


def test_a_record_is_read_through_to_the_networks_that_it_names(names):
    answer = outside.spf(names(), "example.org", "mail.example.net")

    assert answer["networks"] == ["192.0.2.25", "2001:db8::/32"]
    assert rules_mail.spf("example.org", answer).why == "well"


@pytest.mark.parametrize(
    ("domain", "why"),
    [
        ("nothing.example.org", "none"),
        ("open.example.org", "everybody"),
        ("two.example.org", "several"),
        ("loop.example.org", "too long"),
    ],
)
def test_what_is_wrong_with_a_record_is_found(names, domain, why):
    assert rules_mail.spf(domain, outside.spf(names(), domain, "mail.example.net")).why == why


def test_a_part_of_a_domain_goes_by_the_rule_of_the_whole(names):
    assert rules_mail.dmarc("x", outside.dmarc(names(), "ring.example.org")).why == "watches"
    assert rules_mail.dmarc("x", outside.dmarc(names(), "example.net")).why == "none"


def test_whether_answers_arrive(names):
    assert [outside.mx(names(), domain)["records"] for domain in ("example.org", "example.net")] == [
        ["mail.example.net."],
        [],
    ]


def mail(tls: ssl.SSLContext | None = None, user: str = "", scheme: str = "smtp", **manners: Any) -> outside.Answer:
    """What a mail server with such manners says."""
    server = Controller(Mailbox(), hostname="127.0.0.1", port=free_port(), tls_context=tls, **manners)
    server.start()
    try:
        return outside.mail_server(f"{scheme}://{user}127.0.0.1:{server.port}")
    finally:
        server.stop(no_assert=True)


LOGIN = {"authenticator": is_asa, "auth_required": True}


def test_a_mail_server_that_lets_us_in(tls_of_mail):  # noqa: F811
    answer = mail(tls_of_mail, "asa%40x:p%3Ass@", **LOGIN)

    assert answer["is_encrypted"]
    assert "trouble" not in answer


def test_a_mail_server_that_does_not_take_the_password(tls_of_mail):  # noqa: F811
    answer = mail(tls_of_mail, "asa%40x:wrong@", **LOGIN)

    assert answer["trouble"] == "not let in"
    assert answer["said"].startswith("535 ")


def test_a_mail_server_without_encryption():
    assert mail()["is_encrypted"] is False


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_password_is_not_told_in_the_open(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outside, "_is_near", lambda _host: False)

    assert mail(user="asa%40x:p%3Ass@", auth_require_tls=False, **LOGIN)["trouble"] == "password in the open"


def test_a_mail_server_whose_certificate_nobody_vouches_for(tls_of_mail, monkeypatch):  # noqa: F811
    monkeypatch.setattr(outside, "_is_near", lambda _host: False)

    assert mail(tls_of_mail)["trouble"] == "bad certificate"


def test_no_mail_server_at_all():
    assert outside.mail_server(f"smtps://127.0.0.1:{free_port()}")["trouble"] == "no answer"


def test_a_mail_server_that_takes_the_call_and_says_nothing(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outside, "PATIENCE", 0.3)
    with closing(socket.create_server(("127.0.0.1", 0))) as silent:
        assert outside.mail_server(f"smtp://127.0.0.1:{silent.getsockname()[1]}")["trouble"] == "no answer"


def _signed(folder: Path, days: int, name: str = "localhost") -> Path:
    """A certificate for ``name`` with so many days left, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = x509.CertificateBuilder().subject_name(who).issuer_name(who).public_key(key.public_key())
    made = made.serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(days=90))
    made = made.not_valid_after(now + timedelta(days=days, hours=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
    whole = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    plain = serialization.NoEncryption()
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "both.pem").write_bytes(secret + whole)
    return folder / "both.pem"


def shown(file: Path, is_trusted: bool = True) -> rules.Finding:
    """What a visitor of a server with that certificate is told of it."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(file)
    with closing(socket.create_server(("127.0.0.1", 0))) as door:
        threading.Thread(target=_shake_hands, args=[door, tls], daemon=True).start()
        url = f"https://localhost:{door.getsockname()[1]}"
        answer = outside.certificate(url, str(file) if is_trusted else None)
    ends = datetime.fromtimestamp(answer["ends"], UTC) if "ends" in answer else None
    return rules.certificate(answer["host"], answer.get("error", ""), ends, datetime.now(UTC))


def _shake_hands(door: socket.socket, tls: ssl.SSLContext) -> None:
    try:
        with tls.wrap_socket(door.accept()[0], server_side=True) as line:
            line.recv(1)
    except OSError:
        return


@pytest.mark.parametrize(
    ("days", "state", "why"),
    [(60, State.WELL, "well"), (20, State.LOOK, "ends"), (3, State.BROKEN, "ends"), (-2, State.BROKEN, "expired")],
)
def test_how_long_a_certificate_lasts(tmp_path: Path, days: int, state: State, why: str):
    assert shown(_signed(tmp_path, days))[1:3] == (state, why)


def test_a_certificate_of_another_name(tmp_path: Path):
    assert shown(_signed(tmp_path, 60, "other.example.org")).why == "wrong name"


def test_a_certificate_that_nobody_trusts(tmp_path: Path):
    assert shown(_signed(tmp_path, 60), is_trusted=False).why == "not trusted"


def test_no_answer_and_no_certificate_are_not_the_same():
    answers = [outside.certificate(url) for url in (f"https://127.0.0.1:{free_port()}", "http://localhost")]

    assert answers == [{"host": "127.0.0.1", "error": "no answer"}, {"host": ""}]


def test_all_is_asked_side_by_side_in_a_process_that_knows_nothing_of_us():
    asked = {"url": "", "smtp": f"smtp://127.0.0.1:{free_port()}", "domain": ""}
    ran = subprocess.run([sys.executable, "-I", OUTSIDE], input=json.dumps(asked).encode(), capture_output=True)
    answers = json.loads(ran.stdout)

    assert answers["mail_server"]["trouble"] == "no answer"


def test_a_dns_that_says_nothing_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(outside, "PATIENCE", 0.4)
    began = time.monotonic()
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as silent:
        silent.bind(("127.0.0.1", 0))
        asked = {"url": "", "smtp": "", "domain": "example.org", "dns": silent.getsockname()}
        answers = outside.ask(asked)

    assert {name for name, answer in answers.items() if answer.get("trouble")} == {"spf", "dmarc", "mx"}
    assert time.monotonic() - began < 5
