"""Whether mail can go out and is believed: judged from what the mail server and the DNS say."""

import ipaddress
from collections.abc import Mapping, Sequence
from typing import Any

from chapter.doctor.rules import Finding, State

MOST_LOOKUPS = 10
"""RFC 7208, 4.6.4: who needs more is taken for broken."""


def server(asked: Mapping[str, Any] | None) -> Finding:
    """The mail server: reached, encrypted, signed in to. Nobody can confirm an address as long as mail stays."""
    if asked is None:
        return Finding("mail_server", State.LOOK, "none")
    facts = {"host": asked["host"], "said": asked.get("said", "")}
    trouble = asked.get("trouble", "")
    if trouble:
        return Finding("mail_server", State.BROKEN, trouble, facts)
    if not asked["is_encrypted"] and not asked["is_near"]:
        return Finding("mail_server", State.LOOK, "not encrypted", facts)
    return Finding("mail_server", State.WELL, "well", facts)


def spf(domain: str, answer: Mapping[str, Any]) -> Finding:
    """Who may send for the domain (RFC 7208)."""
    facts = {"domain": domain, "host": answer.get("host", "")}
    if answer.get("trouble"):
        return Finding("spf", State.UNKNOWN, "no answer", facts)
    records = answer["records"]
    if not records:
        return Finding("spf", State.LOOK, "none", facts)
    if len(records) > 1 or answer["lookups"] > MOST_LOOKUPS:
        return Finding("spf", State.BROKEN, "several" if len(records) > 1 else "too long", facts)
    if answer["everybody"]:
        return Finding("spf", State.LOOK, "everybody", facts)
    if not any(_is_in(address, answer["networks"]) for address in answer["addresses"]):
        return Finding("spf", State.LOOK, "not named", facts)
    return Finding("spf", State.WELL, "well", facts)


def _is_in(address: str, networks: Sequence[str]) -> bool:
    return any(ipaddress.ip_address(address) in ipaddress.ip_network(network, strict=False) for network in networks)


def dmarc(domain: str, answer: Mapping[str, Any]) -> Finding:
    """What others do with mail that only claims to be ours (RFC 7489)."""
    facts = {"domain": domain}
    if answer.get("trouble"):
        return Finding("dmarc", State.UNKNOWN, "no answer", facts)
    records = answer["records"]
    if len(records) != 1:
        return Finding("dmarc", State.LOOK, "none" if not records else "several", facts)
    said = dict(part.strip().partition("=")[::2] for part in records[0].lower().split(";") if "=" in part)
    policy = said.get("p", "").strip()
    if policy not in ("none", "quarantine", "reject"):
        return Finding("dmarc", State.LOOK, "none", facts)
    return Finding("dmarc", State.WELL, "watches" if policy == "none" else "well", facts)


def mx(domain: str, answer: Mapping[str, Any]) -> Finding:
    """Whether answers, and mail that comes back, arrive anywhere."""
    facts = {"domain": domain}
    if answer.get("trouble"):
        return Finding("mx", State.UNKNOWN, "no answer", facts)
    if not answer["records"]:
        return Finding("mx", State.LOOK, "none", facts)
    return Finding("mx", State.WELL, "well", facts)


def dkim(domain: str, is_set: bool) -> Finding:
    """A signature's key stands in the DNS under a name that only the signer knows: a mail that arrived shows it."""
    return Finding("dkim", State.UNKNOWN, "look" if is_set else "no mail", {"domain": domain})


def outbox(waiting: int, hours: int, failed: int) -> Finding:
    """Mail that should have gone (for so many ``hours`` the oldest), and that failed within a week."""
    facts = {"waiting": waiting, "hours": hours, "failed": failed}
    if waiting and hours >= 1:
        return Finding("outbox", State.BROKEN if hours >= 4 else State.LOOK, "stuck", facts)
    return Finding("outbox", State.LOOK if failed else State.WELL, "failed" if failed else "well", facts)
