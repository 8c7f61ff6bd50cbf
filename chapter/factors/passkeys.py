"""What a browser is asked to do with a passkey, and whether its answer holds.

A challenge carries its own time and is signed, so that asking for one writes nothing; one that was answered is spent
(:class:`chapter.factors.models.SpentChallenge`). The answer is checked by a process of its own
(:mod:`chapter.factors.apart`); the library never enters the server.
"""

import hmac
import json
import secrets
import subprocess
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from chapter.accounts.models import Account
from chapter.config import keyed
from chapter.errors import Refused
from chapter.factors import apart
from chapter.factors.models import Passkey
from chapter.factors.rules import CHALLENGE_LASTS, LONGEST
from chapter.i18n import lazy
from chapter.origin import base_url
from chapter.settings.queries import chapter

KINDS = -7, -8, -257
"""ES256, EdDSA, RS256: what all passkeys speak."""
ANYONE = "anyone"
"""Whom a challenge is for that a stranger is given."""
PATIENCE = 30
TRANSPORTS = {"usb", "nfc", "ble", "internal", "hybrid", "smart-card"}


class NoProof(Refused):
    """The answer doesn't hold, came too late or a second time; which of it is not said."""

    words = lazy("The passkey couldn’t be used. Try once more, or choose another way.")


class Answer(NamedTuple):
    """What a browser said, read but not yet believed."""

    id: str
    challenge: str
    said: dict[str, Any]

    @property
    def handle(self) -> str | None:
        """Whose passkey it is, as the passkey says."""
        return self.said["response"].get("userHandle")

    @property
    def transports(self) -> list[str]:
        """How the browser reaches it, so that it needn't ask the next time."""
        told = self.said["response"].get("transports")
        return sorted(TRANSPORTS.intersection(told)) if isinstance(told, list) and all(map(_is_text, told)) else []


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def site() -> tuple[str, str]:
    """Under which name passkeys are kept, and the one origin that they may be used from."""
    parts = urlsplit(base_url())
    return parts.hostname or "", f"{parts.scheme}://{parts.netloc}"


def has_name() -> bool:
    """Whether passkeys can be used here; browsers keep none for an address of mere numbers."""
    try:
        ip_address(site()[0])
    except ValueError:
        return True
    return False


def to_add(account: Account, known: Sequence[Passkey], now: datetime) -> dict[str, Any]:
    """What a browser needs to make a passkey for ``account``, which has those that are ``known``."""
    return {
        "challenge": challenge(f"add:{account.id}", now),
        "rp": {"id": site()[0], "name": chapter().name},
        "user": {"id": handle(account, known), "name": account.email, "displayName": account.name},
        "pubKeyCredParams": [{"type": "public-key", "alg": kind} for kind in KINDS],
        "authenticatorSelection": {
            "residentKey": "required",
            "requireResidentKey": True,
            "userVerification": "required",
        },
        "excludeCredentials": _named(known),
        "attestation": "none",
        "timeout": CHALLENGE_LASTS.seconds * 1000,
    }


def handle(account: Account, known: Sequence[Passkey]) -> str:
    """What passkeys call ``account``: always the same, and nothing that tells who it is."""
    return known[0].handle if known else _encoded(bytes.fromhex(keyed(f"handle:{account.id}:{account.created_at}")))


def to_use(whom: str, known: Sequence[Passkey], now: datetime) -> dict[str, Any]:
    """What a browser needs to use one of those that are ``known``, or any that it has for us."""
    return {
        "challenge": challenge(whom, now),
        "rpId": site()[0],
        "allowCredentials": _named(known),
        "userVerification": "required",
        "timeout": CHALLENGE_LASTS.seconds * 1000,
    }


def _named(known: Sequence[Passkey]) -> list[dict[str, Any]]:
    return [{"type": "public-key", "id": key.credential_id, "transports": key.transports} for key in known]


def challenge(whom: str, now: datetime) -> str:
    """Something new to sign, good for ``whom`` alone and for a while."""
    begin = secrets.token_bytes(16) + int(now.timestamp()).to_bytes(8)
    return _encoded(begin + _seal(begin, whom))


def is_ours(challenge: str, whom: str, now: datetime) -> bool:
    """Whether we asked ``whom`` this a short while ago."""
    try:
        raw = _decoded(challenge)
    except ValueError:
        return False
    age = now.timestamp() - int.from_bytes(raw[16:24])
    return hmac.compare_digest(raw[24:], _seal(raw[:24], whom)) and -1 <= age <= CHALLENGE_LASTS.total_seconds()


def _seal(begin: bytes, whom: str) -> bytes:
    return bytes.fromhex(keyed(f"passkey:{whom}:{begin.hex()}"))


def read(text: str | None) -> Answer:
    """What a browser said, as JSON. Raises NoProof."""
    try:
        said = json.loads((text or "")[:LONGEST])
        asked = json.loads(_decoded(said["response"]["clientDataJSON"]))
        if asked.get("crossOrigin") or not all(map(_is_text, (said["id"], asked["challenge"]))):
            raise NoProof
        return Answer(said["id"], asked["challenge"], said)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NoProof from error


def check(way: str, answer: Answer, key: str | None = None) -> dict[str, Any]:
    """Have an answer checked. Takes a moment: hold no transaction open. Raises NoProof."""
    name, origin = site()
    question = {"way": way, "site": name, "origin": origin, "challenge": answer.challenge, "key": key}
    command = [sys.executable, "-I", apart.__file__]
    said = json.dumps({**question, "response": answer.said})
    try:
        done = subprocess.run(command, input=said, capture_output=True, text=True, timeout=PATIENCE)
    except subprocess.TimeoutExpired as error:
        raise NoProof from error
    if done.returncode == apart.REFUSED:
        raise NoProof
    done.check_returncode()
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _encoded(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
