"""The mails about groups. They hold no more about a person than the name, as mails are read by others too; but when
somebody is referred, each side gets to know how to reach the other, as far as they agreed. So only coordinators read
them in the outbox.
"""

from datetime import datetime
from typing import Any

from chapter.access import Permission
from chapter.accounts.models import Account
from chapter.accounts.queries import of_person
from chapter.groups import queries, queries_answers
from chapter.groups.models import Group, GroupPlace
from chapter.groups.words import FACTS
from chapter.messages import readers
from chapter.messages.actions import post
from chapter.pages import public_url
from chapter.people.models import Person
from chapter.settings.queries import chapter

readers.register("place:", Permission.GROUPS_MANAGE)
readers.acts("/groups/answer/")


def tell_contacts(place: GroupPlace, template: str, now: datetime, source: str | None = None) -> None:
    """Mail ``template`` to the contacts of a group about a person who is new to it; to the coordinator without any.

    Each gets links of their own with which to answer whether somebody who was referred has come.
    """
    group, person, contacts = place.group, place.person, queries.contacts(place.group)
    facts: dict[str, Any] = {
        "group": group,
        "person": person.name,
        "link": public_url("groups.person", group_id=group.id, person_id=person.id),
        "by": place.by,
        "has_contact": bool(contacts),
        "reach": [(name, FACTS[name], value) for name, value in queries.seen(place).facts.items()],
        "source": source or place.source,
    }
    for account in contacts or queries.coordinators():
        _to(account, template, now, answers=_answers(place, account), **facts)
    if not contacts and not queries.coordinators():
        _to_chapter(template, now, answers=None, **facts)


def _answers(place: GroupPlace, account: Account) -> dict[str, str]:
    """The links “has come” and “hasn't come yet”, by yes and no."""
    token = queries_answers.token(place, account)
    return {word: public_url("groups.answer", token=token, come=word) for word in ("yes", "no")}


def tell_referred(place: GroupPlace, by: Account, now: datetime, source: str | None = None) -> bool:
    """Tell somebody how to reach whom they were referred to, and let them answer who did it; False if they have no
    address."""
    facts = {"by": by.name, "reply_to": by.email, "contacts": queries.contacts(place.group)}
    return tell_person(place, "groups/mail/you_are_referred.md", now, source, **facts)


def tell_coordinators(group: Group, template: str, actor: Account, now: datetime, **facts: Any) -> None:
    """Mail ``template`` to the member coordinators, but not to whoever did it."""
    link = public_url("groups.group", group_id=group.id)
    _to_coordinators(template, now, actor, group=group, link=link, by=actor.name, **facts)


def tell_person(place: GroupPlace, template: str, now: datetime, source: str | None = None, **facts: Any) -> bool:
    """Mail ``template`` to the person of ``place``; False if they have no address."""
    account, person = of_person(place.person_id), place.person
    link = public_url("groups.group", group_id=place.group_id)
    about = {"group": place.group, "link": link, "source": source or place.source, **facts}
    if account is not None and account.is_active:
        _to(account, template, now, **about)
    elif person.email:
        _write(person, person.language, template, now, **about)
    return bool(person.email or (account and account.is_active))


def tell_contact(group: Group, account: Account, now: datetime) -> None:
    """Tell somebody that they are a contact now, and what that means."""
    _to(account, "groups/mail/contact.md", now, group=group, link=public_url("groups.people", group_id=group.id))


def _to_coordinators(template: str, now: datetime, actor: Account, **facts: Any) -> None:
    """To those with the role, but not to whoever did it; if nobody has it, to the address in the settings."""
    coordinators = queries.coordinators()
    for account in coordinators:
        if account.id != actor.id:
            _to(account, template, now, **facts)
    if not coordinators:
        _to_chapter(template, now, **facts)


def _to_chapter(template: str, now: datetime, **facts: Any) -> None:
    """To the address in the settings, if there is one."""
    if chapter().contact_email:
        name = chapter().contact_name
        post(name, chapter().contact_email, None, template, now, first_name=name, **facts)


def _to(account: Account, template: str, now: datetime, **facts: Any) -> None:
    _write(account, account.language, template, now, **facts)


def _write(to: Account | Person, language: str | None, template: str, now: datetime, **facts: Any) -> None:
    post(to.name, to.email or "", language, template, now, first_name=to.first_name, **facts)
