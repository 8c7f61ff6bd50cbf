"""What is asked of other machines, in a process of its own: ``python -I outside.py`` reads what, and prints answers.

It imports nothing of Chapter, so that it is small and quick, and what it loads is gone with it. All is asked side by
side, each with a short patience; whoever started it ends it when it takes too long. Only the chapter's own servers are
asked: its mail server, its public address, and the DNS that this machine asks anyway.
"""

import ipaddress
import json
import smtplib
import socket
import ssl
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPSConnection
from typing import Any
from urllib.parse import unquote, urlsplit

PATIENCE = 6.0
Answer = dict[str, Any]
VERIFY = {10: "expired", 62: "wrong name", 64: "wrong name"}
"""OpenSSL's numbers for why a certificate isn't believed; all others: nobody we trust has signed it."""


def mail_server(url: str) -> Answer:
    """Knock at the mail server as the outbox does, sign in, and send nothing."""
    parts = urlsplit(url)
    host, is_within = parts.hostname or "", parts.scheme == "smtps"
    answer: Answer = {"host": host, "is_near": _is_near(host), "is_encrypted": is_within}
    tls = ssl._create_unverified_context() if answer["is_near"] else ssl.create_default_context()
    try:
        if is_within:
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or 465, timeout=PATIENCE, context=tls)
        else:
            server = smtplib.SMTP(host, parts.port or 587, timeout=PATIENCE)
        with server:
            server.ehlo()
            if not is_within and server.has_extn("starttls"):
                server.starttls(context=tls)
                server.ehlo()
                answer["is_encrypted"] = True
            if parts.username:
                if not answer["is_encrypted"] and not answer["is_near"]:
                    return answer | {"trouble": "password in the open"}
                server.login(unquote(parts.username), unquote(parts.password or ""))
    except smtplib.SMTPAuthenticationError as error:
        return answer | {"trouble": "not let in", "said": _said(error)}
    except smtplib.SMTPResponseException as error:
        return answer | {"trouble": "refused", "said": _said(error)}
    except ssl.SSLCertVerificationError:
        return answer | {"trouble": "bad certificate"}
    except (OSError, smtplib.SMTPException):
        return answer | {"trouble": "no answer"}
    return answer


def _said(error: smtplib.SMTPResponseException) -> str:
    words = error.smtp_error
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else str(words)
    return f"{error.smtp_code} {' '.join(text.split())}"[:200]


def _is_near(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def certificate(url: str, authorities: str | None = None) -> Answer:
    """The certificate that visitors see; ``authorities`` is a file of those one trusts besides."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return {"host": ""}
    host, tls = parts.hostname or "", ssl.create_default_context(cafile=authorities)
    try:
        line = socket.create_connection((host, parts.port or 443), PATIENCE)
        with line, tls.wrap_socket(line, server_hostname=host) as within:
            ends = ssl.cert_time_to_seconds(str((within.getpeercert() or {})["notAfter"]))
    except ssl.SSLCertVerificationError as error:
        return {"host": host, "error": VERIFY.get(error.verify_code, "not trusted")}
    except OSError:
        return {"host": host, "error": "no answer"}
    return {"host": host, "ends": ends}


def clock(url: str) -> Answer:
    """What time it is where the public address is answered; the machine may be this one, or another in front."""
    parts = urlsplit(url)
    if not parts.hostname or _is_near(parts.hostname):
        return {}
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    line = kind(parts.hostname, parts.port, timeout=PATIENCE)
    try:
        line.request("HEAD", "/healthz")
        said = line.getresponse().headers["Date"]
        return {"at": parsedate_to_datetime(said).timestamp()} if said else {}
    except (OSError, ValueError):
        return {}
    finally:
        line.close()


class Names:
    """The DNS, asked for texts and addresses."""

    def __init__(self, server: str = "", port: int = 53) -> None:
        from dns.resolver import Resolver

        self._resolver = Resolver(configure=not server)
        if server:
            self._resolver.nameservers, self._resolver.port = [server], port
        self._resolver.lifetime = PATIENCE
        self.lookups = 0

    def ask(self, name: str, kind: str) -> list[Any]:
        """What it says; nothing, if there is nothing of that name. OSError if it doesn't answer."""
        from dns.exception import DNSException
        from dns.resolver import NXDOMAIN, NoAnswer

        self.lookups += 1
        try:
            return list(self._resolver.resolve(name, kind))
        except (NXDOMAIN, NoAnswer):
            return []
        except DNSException as error:
            raise OSError(str(error)) from error

    def texts(self, name: str, beginning: str) -> list[str]:
        """The texts of that name that begin so."""
        found = [b"".join(answer.strings).decode("utf-8", "replace") for answer in self.ask(name, "TXT")]
        return [text for text in found if text.lower().startswith(beginning)]

    def addresses(self, name: str) -> list[str]:
        """Its addresses, old and new."""
        return [str(answer.address) for kind in ("A", "AAAA") for answer in self.ask(name, kind)]


def spf(names: Names, domain: str, host: str) -> Answer:
    """The record of who may send, read through to the networks that it names."""
    records = names.texts(domain, "v=spf1")
    answer: Answer = {"records": records, "host": host, "networks": [], "everybody": False, "lookups": 0}
    answer["addresses"] = names.addresses(host) if host else []
    if len(records) == 1:
        _read_spf(names, domain, records[0], answer)
    return answer


def _read_spf(names: Names, domain: str, record: str, answer: Answer) -> None:
    for term in record.lower().split()[1:]:
        sign, word = (term[0], term[1:]) if term[0] in "+-~?" else ("+", term)
        kind, _colon, value = (
            word.replace("=", ":", 1).partition(":") if word.startswith("redirect=") else word.partition(":")
        )
        if sign != "+":
            continue
        if kind == "all":
            answer["everybody"] = True
        elif kind in ("ip4", "ip6"):
            answer["networks"].append(value)
        elif answer["lookups"] <= 10:
            _look_up(names, domain, kind.partition("/")[0], value.partition("/")[0], answer)


def _look_up(names: Names, domain: str, kind: str, value: str, answer: Answer) -> None:
    if kind not in ("a", "mx", "include", "redirect", "exists", "ptr"):
        return
    answer["lookups"] += 1
    there = value or domain
    if kind == "a":
        answer["networks"] += names.addresses(there)
    elif kind == "mx":
        for exchange in names.ask(there, "MX"):
            answer["networks"] += names.addresses(str(exchange.exchange))
    elif kind in ("include", "redirect"):
        inner = {**answer, "everybody": False}
        for record in names.texts(there, "v=spf1")[:1]:
            _read_spf(names, there, record, inner)
        answer["lookups"] = inner["lookups"]
        answer["everybody"] |= kind == "redirect" and inner["everybody"]


def dmarc(names: Names, domain: str) -> Answer:
    """What is to become of mail that only claims to be ours; a part of a domain goes by the whole one's."""
    records = names.texts(f"_dmarc.{domain}", "v=dmarc1")
    while not records and domain.count(".") > 1:
        domain = domain.partition(".")[2]
        records = names.texts(f"_dmarc.{domain}", "v=dmarc1")
    return {"records": records}


def mx(names: Names, domain: str) -> Answer:
    """Where mail to the domain goes; its own address, if it names nothing else (RFC 5321, 5.1)."""
    found = [str(answer.exchange) for answer in names.ask(domain, "MX")]
    return {"records": [name for name in found if name != "."] if found else names.addresses(domain)}


def _asked(question: Callable[[], Answer]) -> Answer:
    try:
        return question()
    except (OSError, ValueError, UnicodeError) as error:
        return {"trouble": str(error)[:200] or type(error).__name__}


def ask(what: Answer) -> dict[str, Answer]:
    """Ask all of it at once; ``what`` has ``url``, ``smtp``, ``domain``, and of a DNS of its own server and port."""
    url, smtp, domain = what["url"], what["smtp"], what["domain"]
    questions: dict[str, Callable[[], Answer]] = {"certificate": lambda: certificate(url), "clock": lambda: clock(url)}
    if smtp:
        questions["mail_server"] = lambda: mail_server(smtp)
    if domain:
        dns, host = what.get("dns", []), urlsplit(smtp).hostname or ""
        questions["spf"] = lambda: spf(Names(*dns), domain, host)
        questions["dmarc"] = lambda: dmarc(Names(*dns), domain)
        questions["mx"] = lambda: mx(Names(*dns), domain)
    with ThreadPoolExecutor(len(questions)) as threads:
        answers = {name: threads.submit(_asked, question) for name, question in questions.items()}
    return {name: answer.result() for name, answer in answers.items()}


if __name__ == "__main__":
    json.dump(ask(json.load(sys.stdin)), sys.stdout)
