"""Signing in with a link in a mail."""

from datetime import timedelta

import pytest

from chapter import clock
from chapter.accounts import actions, passwords
from chapter.accounts.models import Account, SignInLink
from chapter.db import db
from chapter.messages.models import Message
from chapter.people.models import Person
from tests import factories
from tests.accounts.mails import link_to, sent_to
from tests.conftest import NOW, Client

BO = "bo@example.org"


@pytest.fixture
def bo(app) -> Account:
    return factories.account(name="Bo Ek", email=BO)


def ask(client: Client, email: str = BO, **more: str):
    return client.post("/sign-in", data={"email": email, "way": "link", **more})


def is_in(client: Client) -> bool:
    return client.get("/my/account").status_code == 200


def test_the_link_in_the_mail_signs_in(client, bo):
    ask(client)
    client.post(link_to(BO))

    assert is_in(client)


def test_the_address_may_be_written_with_capitals(client, bo):
    ask(client, " Bo@Example.org ")

    assert link_to(BO)


def test_looking_at_the_link_uses_nothing_up(client, bo):
    ask(client)
    for _scan in range(3):
        assert client.get(link_to(BO)).status_code == 200
    assert not is_in(client)

    client.post(link_to(BO))
    assert is_in(client)


def test_the_link_works_on_another_device(client, bo, app):
    ask(client)
    telephone = app.test_client()
    telephone.post(link_to(BO))

    assert is_in(telephone)
    assert not is_in(client)


def test_the_link_works_once(client, bo, app):
    ask(client)
    client.post(link_to(BO))
    other = app.test_client()
    gone = other.post(link_to(BO))

    assert gone.status_code == 410
    assert not is_in(other)


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (30, 410)])
def test_the_link_lasts_for_half_an_hour(client, bo, minutes, status):
    ask(client)
    with clock.frozen(NOW + timedelta(minutes=minutes)):
        assert client.get(link_to(BO)).status_code == status
        assert client.post(link_to(BO)).status_code == (303 if status == 200 else 410)


def test_a_link_that_is_gone_offers_a_new_one(client, bo):
    page = client.get("/enter/nonsense").text

    assert 'action="/sign-in"' in page
    assert 'value="link"' in page


def test_the_database_keeps_no_link_that_could_be_used(client, bo):
    ask(client)
    token = link_to(BO).removeprefix("/enter/")

    assert token not in str(db.session.execute(db.select(SignInLink.__table__)).all())


def test_the_mail_is_secret(client, bo):
    ask(client)

    assert sent_to(BO)[0].is_secret


def test_a_stranger_sees_the_same_page_for_an_address_without_an_account(client, bo):
    def shown(email):
        ask(client, email)
        page = client.get("/sign-in/sent").text
        token = page.split('name="csrf_token" value="')[1].split('"')[0]  # it holds the second it was made in
        return page.replace(token, "").replace(email, "")

    assert shown(BO) == shown("nobody@example.org")
    assert sent_to("nobody@example.org") == []


def test_an_address_without_an_account_leaves_nothing_behind(client, app):
    ask(client, "nobody@example.org")

    for table in (Account, Message, SignInLink):
        assert db.session.scalars(db.select(table)).all() == []


def test_signing_in_goes_on_to_where_one_was_going(client, bo):
    ask(client, next="/roles?q=bo")

    assert client.post(link_to(BO)).location == "/roles?q=bo"


@pytest.mark.parametrize("elsewhere", ["https://evil.example.org", "//evil.example.org", "/\\evil.example.org", "evil"])
def test_signing_in_never_leads_to_another_site(client, bo, elsewhere):
    ask(client, next=elsewhere)

    assert client.post(link_to(BO)).location == "/my"


def test_the_sign_in_page_keeps_only_paths_of_its_own(client, app):
    assert 'value="/my/account"' in client.get("/sign-in?next=/my/account").text
    assert 'value="//' not in client.get("/sign-in?next=//evil.example.org").text


def test_the_first_link_confirms_the_address_and_enters_the_register(client, app):
    actions.account_for("ida@example.org", "Ida Lind", "+46701740605", "sv", NOW)
    ask(client, "ida@example.org")
    client.post(link_to("ida@example.org"))
    ida = db.session.scalars(db.select(Account)).one()

    assert ida.confirmed_at == NOW
    assert (ida.person.name, ida.person.email) == ("Ida Lind", "ida@example.org")


def test_whoever_is_in_the_register_is_recognised_by_the_address(client, bo):
    known = factories.person(email=BO)
    ask(client)
    client.post(link_to(BO))

    assert bo.person_id == known.id
    assert db.session.scalar(db.select(db.func.count(Person.id))) == 1


def test_a_password_may_be_chosen_with_the_first_link(client, bo):
    ask(client)
    client.post(link_to(BO), data={"password": "gröna äpplen i gräset"})
    client.post("/sign-out")
    client.post("/sign-in", data={"email": BO, "password": "gröna äpplen i gräset"})

    assert is_in(client)


def test_a_poor_password_leaves_the_link_unused(client, bo):
    ask(client)
    page = client.post(link_to(BO), data={"password": "password123"})

    assert page.status_code == 422
    assert client.post(link_to(BO)).status_code == 303


def test_a_link_does_not_change_a_password_that_is_there(client, bo):
    bo.password_hash = passwords.hash_of("gröna äpplen i gräset")
    kept = bo.password_hash
    ask(client)
    client.post(link_to(BO), data={"password": "en annan lång mening"})

    assert bo.password_hash == kept


def test_another_link_can_be_asked_for(client, bo):
    ask(client)
    client.post("/sign-in/sent")

    assert len(sent_to(BO)) == 2


def test_after_ten_minutes_the_page_says_more_loudly_whom_to_ask(client, bo):
    ask(client)
    assert "flash warning" not in client.get("/sign-in/sent").text
    with clock.frozen(NOW + timedelta(minutes=5)):
        client.post("/sign-in/sent")
    with clock.frozen(NOW + timedelta(minutes=10)):
        assert "flash warning" in client.get("/sign-in/sent").text


def test_the_page_refreshes_its_part_by_itself(client, bo):
    ask(client)
    part = client.htmx("/sign-in/sent").text

    assert "<html" not in part
    assert 'data-hx-trigger="every 60s"' in part


def test_the_waiting_page_goes_on_when_one_has_signed_in_beside_it(client, bo):
    ask(client, next="/roles")
    client.post(link_to(BO))

    assert client.get("/sign-in/sent").location == "/sign-in"
    assert client.get("/sign-in").location == "/my"


def test_whoever_has_just_signed_up_reads_that_the_mail_is_sent(client, bo):
    asked = {"email": BO, "at": NOW.isoformat(), "next": None, "is_sure": True}
    with client.session_transaction() as session:
        session["asked"] = asked

    sure = client.get("/sign-in/sent").text
    client.post("/sign-in", data={"email": "other@example.org"})

    assert sure.replace(BO, "…") != client.get("/sign-in/sent").text.replace("other@example.org", "…")


def test_without_having_asked_there_is_nothing_sent(client, app):
    assert client.get("/sign-in/sent").location == "/sign-in"
    assert client.post("/sign-in/sent").location == "/sign-in"


@pytest.mark.parametrize("email", ["", "bo.example.org", "bo@", "x" * 300 + "@example.org"])
def test_what_is_no_address_is_said_beside_the_field(client, app, email):
    page = ask(client, email)

    assert page.status_code == 422
    assert 'id="email-error"' in page.text


@pytest.mark.parametrize("language", ["sv", "nb"])
def test_the_pages_speak_both_languages(client, bo, language):
    ask(client)
    for path in ("/sign-in", "/sign-in/sent", link_to(BO), "/enter/nonsense"):
        assert f'<html lang="{language}"' in client.get(path, query_string={"lang": language}).text


def test_the_mail_speaks_the_language_of_the_account(client, bo):
    bo.language = "nb"
    ask(client)

    assert sent_to(BO)[0].language == "nb"
