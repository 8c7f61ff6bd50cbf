"""Links that prove by themselves that we made them; for mails that are answered without signing in."""

from typing import Any

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from chapter.errors import Missing


def sign(purpose: str, facts: list[Any]) -> str:
    """``facts`` (numbers and short words, readable to anybody) as part of an address, good for ``purpose`` alone."""
    return str(_signer(purpose).dumps(facts))


def unsign(purpose: str, token: str) -> list[Any]:
    """The facts again; raises Missing for what we haven't signed for this purpose."""
    try:
        found: list[Any] = _signer(purpose).loads(token)
    except BadSignature as error:
        raise Missing from error
    return found


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt=purpose)
