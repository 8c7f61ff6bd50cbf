"""The administrator gives and takes roles."""

import re
import threading

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from chapter.access import Role
from chapter.accounts import queries
from chapter.accounts.models import Account
from chapter.db import db
from tests import factories
from tests.conftest import Client

ASA = "Åsa Öberg"


@pytest.fixture
def admin(app) -> Account:
    return factories.account(Role.ADMINISTRATOR, name="Ada Min")


@pytest.fixture
def bo(app) -> Account:
    return factories.account(Role.BOARD, name="Bo Ek")


@pytest.fixture
def office(client, admin) -> Client:
    return client.sign_in(admin)


def give(client: Client, account: Account, *roles: str):
    return client.post(f"/roles/{account.id}", data={"roles": list(roles)})


def test_a_role_is_given_and_another_taken(office, bo):
    give(office, bo, "call_leader")

    assert bo.roles == {Role.VOLUNTEER, Role.CALL_LEADER}


def test_it_holds_at_once(office, bo, app):
    theirs = app.test_client().sign_in(bo)
    give(office, bo, "administrator")

    assert theirs.get("/roles").status_code == 200


def test_who_did_what_to_whom_and_when_is_written_down(office, bo, admin):
    give(office, bo, "call_leader")
    changes = {(c.role, c.is_given, c.by_id) for c in queries.role_changes(bo.id)}

    assert changes == {(Role.CALL_LEADER, True, admin.id), (Role.BOARD, False, admin.id)}
    assert "onsdag 18 november" in office.get(f"/roles/{bo.id}?lang=sv").text


def test_saving_without_a_change_writes_nothing_down(office, bo):
    give(office, bo, "board")

    assert queries.role_changes(bo.id) == []


def test_the_last_administrator_cannot_remove_themselves(office, admin):
    assert give(office, admin).status_code == 422
    assert Role.ADMINISTRATOR in admin.roles


def test_an_administrator_who_never_confirmed_is_no_other_administrator(office, admin):
    factories.account(Role.ADMINISTRATOR, confirmed_at=None)

    assert give(office, admin).status_code == 422


def test_with_another_administrator_one_may_step_down(office, admin, bo):
    give(office, bo, "administrator")

    assert give(office, admin).location == "/my"
    assert admin.roles == {Role.VOLUNTEER}


def take_all(client: Client, account_id: int) -> None:
    """In a thread, where the test's own database session is not."""
    FlaskClient.open(client, f"/roles/{account_id}", method="POST")


def test_two_administrators_who_remove_each_other_at_once_leave_one(app, admin):
    other = factories.account(Role.ADMINISTRATOR)
    db.session.commit()
    clients = [app.test_client().sign_in(account) for account in (admin, other)]
    threads = [threading.Thread(target=take_all, args=pair) for pair in zip(clients, (other.id, admin.id), strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()

    assert len(queries.administrators()) == 1


@pytest.mark.parametrize("role", ["emperor", "volunteer"])
def test_there_are_no_other_roles_to_give(office, bo, role):
    assert give(office, bo, role).status_code == 422


def test_an_account_that_is_not_there(office):
    assert office.get("/roles/999").status_code == 404
    assert office.post("/roles/999").status_code == 404


def test_nobody_else_reaches_the_roles(client, bo):
    client.sign_in(bo)

    assert client.get("/roles").status_code == 403
    assert give(client, bo, "administrator").status_code == 403


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("åsa", ["Åsa Öberg"]),
        ("ÖBERG", ["Åsa Öberg"]),
        ("öberg Å", ["Åsa Öberg"]),
        ("_", []),
        ("asa.o@", ["Åsa Öberg"]),
    ],
)
def test_accounts_are_found_by_name_and_address(office, bo, words, found):
    factories.account(name="Åsa Öberg", email="asa.o@example.org")
    page = office.get("/roles", query_string={"q": words}).text

    assert re.findall(r'class="open".*?<strong>(.*?)</strong>', page, re.S) == found


def test_whoever_has_a_role_comes_first(office, bo):
    factories.account(name="Aaron Ek")
    page = office.get("/roles").text

    assert page.index("Ada Min") < page.index("Bo Ek") < page.index("Aaron Ek")


def test_an_unconfirmed_account_is_not_listed(office):
    factories.account(name="Ida Lind", confirmed_at=None)

    assert "Ida Lind" not in office.get("/roles").text


def test_many_accounts_are_paged(office):
    for number in range(120):
        factories.account(name=f"Person {number:03}")
    page = office.get("/roles?q=person&page=3").text

    assert page.count('class="open"') == 20
    assert "page=2" in page


def test_searching_swaps_the_list_only(office):
    assert "<html" not in office.htmx("/roles?q=ada").text


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_pages_speak_both_languages(office, bo, language):
    give(office, bo, "call_leader")
    for path in ("/roles", f"/roles/{bo.id}"):
        assert f'<html lang="{language}"' in office.get(f"{path}?lang={language}").text


@pytest.mark.parametrize("size", [1, 60])
def test_the_page_takes_as_few_queries_however_many_there_are(office, size):
    for number in range(size):
        factories.account(Role.BOARD, Role.CALL_LEADER, name=f"Eva {number}")
    db.session.commit()
    seen = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: seen.append(given[2]))

    assert office.get("/roles").status_code == 200
    assert len([query for query in seen if query.startswith("SELECT")]) <= 12
