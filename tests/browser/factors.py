"""The way round how one signs in: with nothing, with everything, and when somebody has lost it."""

from collections.abc import Iterator

from chapter import clock
from chapter.access import Role
from chapter.db import db
from chapter.factors.models import CodeApp
from tests import factories
from tests.browser.world import LONG, Stop, World
from tests.factors.authenticator import Authenticator
from tests.factors.doing import give_passkey


def stops(world: World) -> Iterator[Stop]:
    """Every stop."""
    yield Stop(world.caller, "factors.own")
    yield Stop(world.caller, "factors.second")
    yield Stop(world.caller, "factors.app")
    yield Stop(world.caller, "factors.app", status=422, press="main .primary")
    account = factories.account(Role.ADMINISTRATOR, name=LONG, language=world.admin.language)
    give_passkey(account, Authenticator())
    db.session.add(CodeApp(account_id=account.id, secret="A" * 32, last_step=0, added_at=clock.now()))
    db.session.flush()
    yield Stop(account, "factors.own")
    yield Stop(account, "factors.second")
    yield Stop(account, "factors.second", status=422, press="form[action$=second] button")
    yield Stop(account, "factors.ask_app")
    yield Stop(account, "factors.ask_passkey", {"passkey_id": 1})
    yield Stop(world.admin, "factors.ask_reset", {"account_id": account.id})
    yield Stop(world.admin, "factors.ask_reset", {"account_id": world.caller.id})
