"""The way round how one signs in: with nothing, with everything, half in, and when somebody has lost it."""

from collections.abc import Iterator

from pyotp import random_base32

from chapter import clock
from chapter.factors import actions
from chapter.factors.models import CodeApp, Passkey
from tests.browser.world import Stop, World


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    now, account = clock.now(), world.admin
    yield Stop(world.caller, "factors.own")
    yield Stop(world.caller, "factors.app")
    yield Stop(world.caller, "factors.app", status=422, press="main .primary")
    key = Passkey(account_id=account.id, credential_id="aa", handle="aa", key="aa", counter=0, transports=[])
    key.name, key.added_at = "Min mobil", now
    actions.add_passkey(account, key, now)
    actions.db.session.add(CodeApp(account_id=account.id, secret=random_base32(), last_step=0, added_at=now))
    actions.db.session.flush()
    yield Stop(account, "factors.own")
    yield Stop(account, "factors.second")
    yield Stop(account, "factors.second", status=422, press="form[action$=second] button")
    yield Stop(account, "factors.ask_app")
    yield Stop(account, "factors.ask_passkey", {"passkey_id": key.id})
    yield Stop(account, "factors.ask_reset", {"account_id": world.caller.id})
    yield Stop(world.caller, "factors.second")
