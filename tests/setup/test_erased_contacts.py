"""Whoever is erased is named no more: not as a contact, and not among the changes of the settings."""

from chapter.access import Role
from chapter.people.traces import Somebody, traces
from chapter.settings import queries
from chapter.settings.queries import chapter
from tests import factories
from tests.conftest import NOW, Client

SIRI = {"chair_name": "Siri Dal", "chair_email": "siri@example.org"}


def erase(person) -> list[int]:
    """Erase the traces of ``person``; gives how many of each kind there were."""
    names, emails = frozenset({person.name}), frozenset({"siri@example.org"})
    who = Somebody(person, emails, frozenset(), names, frozenset())
    found = [trace.number(who) for trace in traces()]
    for trace in traces():
        trace.erase(who, NOW)
    return found


def test_a_contact_who_is_erased_is_named_nowhere(client: Client):
    admin = client.sign_in(factories.account(Role.ADMINISTRATOR))
    admin.post("/settings/contacts", data={**SIRI, "contact_name": "Siri Dal", "call_leader_name": "Lo Lind"})

    assert sum(erase(factories.person("Siri", "Dal"))) == 1
    assert [contact.name for contact in queries.contacts().values() if contact.name] == ["Lo Lind"]
    assert (chapter().contact_name, list(queries.latest_changes(9))) == ("", [])


def test_a_namesake_who_is_reached_otherwise_stays(client: Client):
    admin = client.sign_in(factories.account(Role.ADMINISTRATOR))
    admin.post("/settings/contacts", data={**SIRI, "chair_email": "other@example.org"})
    erase(factories.person("Siri", "Dal"))

    assert queries.contacts()["chair"].name == "Siri Dal"
