"""Who a group's contacts are: they get a role for it and lose it, and the coordinator hears of it."""

import pytest

from chapter.access import Role
from chapter.accounts.actions import give_roles
from chapter.accounts.models import Account, RoleChange
from chapter.db import db
from chapter.people.queries import history
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW
from tests.groups import made


def contact(client, group, account, what="add"):
    """Add or remove a contact."""
    return client.post(f"/groups/{group.id}/contacts/{account.id}/{what}")


def roles(account):
    """The roles that ``account`` has been given."""
    return {given.role for given in db.session.get(Account, account.id, populate_existing=True).given}


def test_whoever_is_made_a_contact_gets_the_role_and_it_is_written_down(client, mona, eva):
    contact(client.sign_in(mona), made.group(), eva)

    change = db.session.scalars(db.select(RoleChange)).one()
    assert roles(eva) == {Role.GROUP_CONTACT}
    assert (change.account_id, change.by_id, change.role, change.is_given) == (
        eva.id,
        mona.id,
        Role.GROUP_CONTACT,
        True,
    )
    assert history(eva.person)[0].kind == "group_contact"


def test_other_roles_stay(client, mona):
    leader = factories.account(Role.CALL_LEADER)
    group = made.group()
    client.sign_in(mona)

    contact(client, group, leader)
    assert roles(leader) == {Role.CALL_LEADER, Role.GROUP_CONTACT}
    contact(client, group, leader, "remove")
    assert roles(leader) == {Role.CALL_LEADER}


def test_the_role_goes_with_the_last_group(client, mona, kim, cafe):
    other = made.group(kim)
    client.sign_in(mona)

    contact(client, cafe, kim, "remove")
    assert roles(kim) == {Role.GROUP_CONTACT}
    contact(client, other, kim, "remove")
    assert roles(kim) == set()


def test_pressed_twice_it_is_done_once(client, mona, eva):
    group = made.group()
    client.sign_in(mona)

    for what in ("add", "add", "remove", "remove"):
        contact(client, group, eva, what)

    assert len(db.session.scalars(db.select(RoleChange)).all()) == 2
    assert len(sent_to(eva.email)) == 1


def test_closing_takes_the_role_and_opening_gives_it_back(client, mona, kim, cafe):
    client.sign_in(mona)

    client.post(f"/groups/{cafe.id}/close")
    assert roles(kim) == set()
    client.post(f"/groups/{cafe.id}/reopen")
    assert roles(kim) == {Role.GROUP_CONTACT}


def test_an_account_that_is_not_confirmed_can_not_be_a_contact(client, mona):
    account = factories.account(confirmed_at=None)
    group = made.group()

    contact(client.sign_in(mona), group, account)

    assert db.session.scalars(db.select(RoleChange)).all() == []
    assert "bekräftat konto" in client.get("/my?lang=sv").text


@pytest.mark.parametrize(("language", "words"), [("sv", "Du är kontaktperson"), ("nb", "Du er kontaktperson")])
def test_a_new_contact_is_told_what_it_means(client, mona, language, words):
    account = factories.account(language=language)

    contact(client.sign_in(mona), made.group(), account)

    assert sent_to(account.email)[0].subject.startswith(words)


def test_the_other_coordinators_are_told_but_not_the_one_who_did_it(client, mona, eva):
    other = made.coordinator()
    group = made.group()
    client.sign_in(mona)

    contact(client, group, eva)
    contact(client, group, eva, "remove")

    assert sent_to("mona@example.org") == []
    added, removed = sent_to(other.email)
    assert "Eva Öst" in added.text
    assert "ingen kontaktperson nu" in removed.text


def test_who_has_lost_the_role_is_no_contact_until_it_is_given_again(client, mona, kim, cafe):
    give_roles(kim, set(), None, NOW)
    client.sign_in(mona)

    page = client.get(f"/groups/{cafe.id}/contacts?lang=sv").text
    assert "Saknar rollen" in page
    assert "svarar medlemsansvarig" in client.get(f"/groups/{cafe.id}/?lang=sv").text
    contact(client, cafe, kim)
    assert roles(kim) == {Role.GROUP_CONTACT}


def test_removing_can_be_undone(client, mona, kim, cafe):
    client.sign_in(mona)
    contact(client, cafe, kim, "remove")

    page = client.get(f"/groups/{cafe.id}/contacts").text

    assert f'action="/groups/{cafe.id}/contacts/{kim.id}/add"' in page


def test_contacts_are_found_by_name_as_one_types(client, mona, cafe):
    factories.account(name="Östen Ö", email="osten@example.org")
    client.sign_in(mona)

    assert "Östen Ö" in client.htmx(f"/groups/{cafe.id}/contacts?q=östen").text
    assert "<html" not in client.htmx(f"/groups/{cafe.id}/contacts?q=östen").text
    assert "Ingen som har ett konto" in client.get(f"/groups/{cafe.id}/contacts?q=finnsinte&lang=sv").text
