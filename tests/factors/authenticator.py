"""A passkey in software: makes keys and signs challenges as a telephone does, so that all is checked for real."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def encoded(raw: bytes) -> str:
    """As WebAuthn writes bytes in JSON."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """What :func:`encoded` was given."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Authenticator:
    """A device with one key; ``origin`` is what its browser says that the page came from."""

    origin: str = "http://localhost"
    site: str = "localhost"
    counts: bool = True
    flags: int = PRESENT | VERIFIED
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    handle: str = ""
    counter: int = 0

    def make(self, asked: dict[str, Any], **more: Any) -> str:
        """What the browser sends after ``navigator.credentials.create``."""
        self.handle = asked["user"]["id"]
        seen = {"fmt": "none", "attStmt": {}, "authData": self._data(ATTESTED) + decoded(self.key_to_keep())}
        said = {"clientDataJSON": encoded(self._client("webauthn.create", asked, more))}
        return self._json({**said, "attestationObject": encoded(cbor.encode(seen)), "transports": ["internal", "x"]})

    def key_to_keep(self) -> str:
        """What is kept of the passkey after it was added."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        return encoded(bytes(16) + len(self.id).to_bytes(2) + self.id + public)

    def use(self, asked: dict[str, Any], **more: Any) -> str:
        """What the browser sends after ``navigator.credentials.get``."""
        client, data = self._client("webauthn.get", asked, more), self._data()
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        said = {"clientDataJSON": client, "authenticatorData": data, "signature": signature}
        return self._json({**{name: encoded(raw) for name, raw in said.items()}, "userHandle": self.handle})

    def _client(self, kind: str, asked: dict[str, Any], more: dict[str, Any]) -> bytes:
        facts = {"type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": False}
        return json.dumps({**facts, **more}).encode()

    def _data(self, flags: int = 0) -> bytes:
        self.counter += self.counts
        return hashlib.sha256(self.site.encode()).digest() + bytes([self.flags | flags]) + self.counter.to_bytes(4)

    def _json(self, response: dict[str, Any]) -> str:
        name = encoded(self.id)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})
