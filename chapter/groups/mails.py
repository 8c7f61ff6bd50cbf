"""The mails about groups. None of them holds more about a person than the name: mails are read by others too."""

from datetime import datetime
from typing import Any

from chapter.accounts.models import Account
from chapter.accounts.queries import of_person
from chapter.groups import queries
from chapter.groups.models import Group, GroupPlace
from chapter.messages.actions import post
from chapter.pages import public_url
from chapter.people.models import Person
from chapter.settings.queries import chapter


def tell_contacts(place: GroupPlace, template: str, now: datetime) -> None:
    """Mail ``template`` to the contacts of a group about a person who is new to it; to the coordinator without any."""
    group, person = place.group, place.person
    link = public_url("groups.person", group_id=group.id, person_id=person.id)
    facts: dict[str, Any] = {"group": group, "person": person.name, "link": link, "by": place.by}
    contacts = queries.contacts(group)
    for account in contacts:
        _to(account, template, now, has_contact=True, **facts)
    if not contacts:
        _to_coordinators(template, now, has_contact=False, **facts)


def tell_coordinators(group: Group, template: str, actor: Account, now: datetime, **facts: Any) -> None:
    """Mail ``template`` to the member coordinators, but not to whoever did it."""
    link = public_url("groups.group", group_id=group.id)
    _to_coordinators(template, now, actor, group=group, link=link, by=actor.name, **facts)


def tell_person(place: GroupPlace, template: str, now: datetime, **facts: Any) -> bool:
    """Mail ``template`` to the person of ``place``; False if they have no address."""
    account, person = of_person(place.person_id), place.person
    about = {"group": place.group, "link": public_url("groups.group", group_id=place.group_id), **facts}
    if account is not None and account.is_active:
        _to(account, template, now, **about)
    elif person.email:
        _write(person, person.language, template, now, **about)
    return bool(person.email or (account and account.is_active))


def tell_contact(group: Group, account: Account, now: datetime) -> None:
    """Tell somebody that they are a contact now, and what that means."""
    _to(account, "groups/mail/contact.md", now, group=group, link=public_url("groups.people", group_id=group.id))


def _to_coordinators(template: str, now: datetime, actor: Account | None = None, **facts: Any) -> None:
    """To those with the role; if nobody has it, to the address in the settings."""
    coordinators = queries.coordinators()
    for account in coordinators:
        if actor is None or account.id != actor.id:
            _to(account, template, now, **facts)
    if not coordinators and chapter().contact_email:
        name = chapter().contact_name
        post(name, chapter().contact_email, None, template, now, first_name=name, **facts)


def _to(account: Account, template: str, now: datetime, **facts: Any) -> None:
    _write(account, account.language, template, now, **facts)


def _write(to: Account | Person, language: str | None, template: str, now: datetime, **facts: Any) -> None:
    post(to.name, to.email or "", language, template, now, first_name=to.first_name, **facts)
