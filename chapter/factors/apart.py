"""A program of its own that checks what a passkey has answered: its library is large and seldom needed.

It stands for 20 MB that the server would keep for good, against a tenth of a second when somebody uses a passkey.
``python apart.py < QUESTION`` reads JSON: ``way`` (``create`` or ``get``), ``site`` and ``origin`` (who asks),
``challenge``, ``response`` (what the browser said) and, to ``get``, the ``key`` that was kept. It writes JSON: the
``counter``, and after ``create`` the ``key`` to keep. What doesn't hold is told by how it ends. It knows nothing of the
house.
"""

import json
import resource
import sys
from typing import Any

SECONDS = 10
REFUSED = 3
"""How it ends when the answer doesn't hold."""


def main() -> int:
    """Read, check, write; gives how to end."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    question = json.load(sys.stdin)
    from fido2.server import Fido2Server
    from fido2.webauthn import PublicKeyCredentialRpEntity

    origin = question["origin"]
    site = PublicKeyCredentialRpEntity(id=question["site"], name="chapter")
    server = Fido2Server(site, verify_origin=lambda said: said == origin)
    try:
        checked = (created if question["way"] == "create" else used)(server, question)
    except (ValueError, KeyError, TypeError, AttributeError, LookupError, AssertionError, NotImplementedError):
        return REFUSED
    json.dump(checked, sys.stdout)
    return 0


def created(server: Any, question: dict[str, Any]) -> dict[str, Any]:
    """A new passkey, of a kind that we can check when it is used."""
    from fido2.cose import UnsupportedKey
    from fido2.utils import websafe_encode

    data = server.register_complete(_state(question), question["response"])
    key = data.credential_data
    if isinstance(key.public_key, UnsupportedKey) or websafe_encode(key.credential_id) != question["response"]["id"]:
        raise ValueError
    return {"key": websafe_encode(bytes(key)), "counter": data.counter}


def used(server: Any, question: dict[str, Any]) -> dict[str, Any]:
    """A passkey that was used."""
    from fido2.utils import websafe_decode
    from fido2.webauthn import AttestedCredentialData, AuthenticationResponse

    key = AttestedCredentialData(websafe_decode(question["key"]))
    server.authenticate_complete(_state(question), [key], question["response"])
    return {"counter": AuthenticationResponse.from_dict(question["response"]).response.authenticator_data.counter}


def _state(question: dict[str, Any]) -> dict[str, Any]:
    """Whoever holds the passkey has shown a finger, a face or a PIN."""
    return {"challenge": question["challenge"], "user_verification": "required"}


if __name__ == "__main__":
    sys.exit(main())
