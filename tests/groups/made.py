"""Groups, their contacts and their people, for tests."""

from datetime import timedelta
from typing import Any

from chapter.access import Role
from chapter.accounts.models import Account
from chapter.db import db
from chapter.groups.models import Group, GroupContact, GroupPlace
from chapter.groups.rules import Standing
from chapter.people.models import Person
from tests import factories
from tests.conftest import NOW

HOUR = timedelta(hours=1)

NAME = {"sv": "Läxcaféet", "nb": "Leksekafeen"}
MEETS = {"sv": "Tisdagar kl. 15", "nb": "Tirsdager kl. 15"}
ABOUT = {"sv": "Vi hjälper med **läxor**.\n\nAlla kan.", "nb": "Vi hjelper med **lekser**.\n\nAlle kan."}


def group(*contacts: Account, **facts: Any) -> Group:
    """A group that is reached through ``contacts``, who have the role."""
    made = Group(**{"name": NAME, "about": ABOUT, "meets": MEETS, "version": 1, "created_at": NOW, **facts})
    made.contacts = [GroupContact(account=account, since=NOW) for account in contacts]
    db.session.add(made)
    db.session.flush()
    return made


def contact(**facts: Any) -> Account:
    """Somebody with the role of group contact; of no group yet."""
    return factories.account(Role.GROUP_CONTACT, **{"name": "Kim Kontakt", **facts})


def member(**facts: Any) -> Account:
    """Somebody with an account and a person: Eva Öst."""
    person = factories.person("Eva", "Öst", email="eva@example.org", mobile="+46701740611")
    return factories.account(**{"name": "Eva Öst", "email": "eva@example.org", "person": person, **facts})


def coordinator(**facts: Any) -> Account:
    """The member coordinator."""
    return factories.account(Role.MEMBER_COORDINATOR, **{"name": "Mona Medlem", **facts})


def place(group: Group, person: Person, standing: Standing = Standing.ASKED, **facts: Any) -> GroupPlace:
    """Where ``person`` stands with ``group``."""
    given = {"shares": [], "by": person.name, "since": NOW, **facts}
    made = GroupPlace(group=group, person=person, standing=standing, **given)
    db.session.add(made)
    db.session.flush()
    return made


def standing(group: Group, person: Person) -> Standing | None:
    """Where ``person`` stands with ``group`` now."""
    found = db.session.get(GroupPlace, (group.id, person.id), populate_existing=True)
    return found.standing if found else None
