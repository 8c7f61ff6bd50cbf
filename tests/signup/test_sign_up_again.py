"""Signing up with an account: signed in or not, once or twice."""

from datetime import timedelta

from chapter import clock
from chapter.accounts import passwords
from chapter.accounts.models import Account
from chapter.accounts.queries import by_email
from chapter.calling.models import AssignmentCaller
from chapter.db import db
from chapter.settings.values import write_consent
from chapter.signup import actions
from chapter.signup.rules import Purpose
from tests import factories
from tests.accounts.mails import sent_to
from tests.conftest import NOW, Client
from tests.signup.links import INGRID, TASKS, confirm, link, sign_up, signups


def ingrid(**facts) -> Account:
    """Ingrid, who has had an account for a while and said yes to the first text."""
    person = factories.person("Ingrid", "Solli", email=INGRID["email"], consent_id=1, consented_at=NOW, **facts)
    return factories.account(name="Ingrid Solli", email=INGRID["email"], person=person)


def test_a_stranger_is_not_told_that_the_address_has_an_account(client):
    link()
    without = sign_up(client, email="new@example.org")
    ingrid()

    known = sign_up(client)

    assert (known.status_code, known.location) == (without.status_code, without.location)


def test_the_mail_says_that_there_is_an_account(client):
    link()
    sign_up(client, email="new@example.org")
    ingrid()
    sign_up(client)

    assert sent_to(INGRID["email"])[0].subject != sent_to("new@example.org")[0].subject


def test_what_a_stranger_writes_changes_nothing_on_the_account(client):
    link()
    ingrid()

    sign_up(client, name="Någon Annan", mobile="070-174 06 99")

    assert by_email(INGRID["email"]).name == "Ingrid Solli"


def another_browser(client):
    return client.application.test_client()


def test_signing_in_connects(client):
    link()
    ingrid()
    sign_up(client)

    assert confirm(client).location == "/my"
    assert signups()[0].confirmed_at == NOW


def test_the_mailed_link_connects_on_any_device(client):
    link()
    ingrid()
    sign_up(client)

    assert confirm(another_browser(client)).location == "/my"
    assert signups()[0].confirmed_at == NOW


def test_signing_in_with_a_password_where_one_signed_up_connects(client):
    link()
    ingrid().password_hash = passwords.hash_of("gröna äpplen i gräset")
    sign_up(client)

    client.post("/sign-in", data={"email": INGRID["email"], "password": "gröna äpplen i gräset"})

    assert signups()[0].confirmed_at == NOW


def somebody_signed_up(client) -> Client:
    """A stranger signs up with Ingrid's address; then she signs in as she always does. Gives her browser."""
    link()
    ingrid(interests="Valstuga")
    sign_up(client)
    hers = another_browser(client)
    hers.post("/sign-in", data={"email": INGRID["email"], "way": "link"})
    confirm(hers)
    return hers


def test_what_a_stranger_signed_up_for_is_carried_out_by_no_ordinary_sign_in(client):
    hers = somebody_signed_up(client)

    assert signups()[0].confirmed_at is None
    page = hers.get("/my").text
    assert "Bli aktiv" in page
    assert 'href="/join/bli-aktiv"' in page


def test_whoever_it_was_joins_with_a_consent_of_their_own(client):
    hers = somebody_signed_up(client)
    write_consent({"sv": "En nyare text."}, NOW)

    assert hers.post("/join/bli-aktiv/connect", data={"consent": "y"}).location == "/my"
    assert by_email(INGRID["email"]).person.consent_id == 2
    assert "/join/bli-aktiv/not-me" not in hers.get("/my").text


def test_whoever_it_was_not_is_rid_of_it(client):
    hers = somebody_signed_up(client)

    assert hers.post("/join/bli-aktiv/not-me").location == "/my"
    assert signups() == []
    assert "/join/bli-aktiv" not in hers.get("/my").text


def test_not_me_takes_back_nothing_that_was_confirmed(client):
    link()
    ingrid()
    sign_up(client)
    confirm(client)

    client.post("/join/bli-aktiv/not-me")

    assert len(signups()) == 1


def test_another_link_is_the_sign_ups_own_and_connects_on_any_device(client):
    link()
    sign_up(client)
    client.post("/sign-in/sent")

    first, second = sent_to(INGRID["email"])
    confirm(another_browser(client))

    assert first.subject == second.subject
    assert signups()[0].confirmed_at == NOW


def test_a_stranger_who_asks_for_a_link_sends_no_sign_up_of_others(client):
    link()
    sign_up(client)
    another_browser(client).post("/sign-in", data={"email": INGRID["email"], "way": "link"})

    first, second = sent_to(INGRID["email"])

    assert first.subject != second.subject


def test_a_task_no_longer_there_is_left_out_of_what_is_kept(app):
    made = link(tasks=TASKS)

    signup = actions.connect(made, ingrid(), [-1, 1, 7], 1, NOW)

    assert signup.tasks == [TASKS[1]]


def test_signing_in_a_day_later_connects_nothing(client):
    link()
    account = ingrid()
    sign_up(client)

    with clock.frozen(NOW + timedelta(days=1)):
        client.post("/become", data={"email": account.email})

    assert signups()[0].confirmed_at is None


def test_two_links_are_both_connected(client):
    link()
    link(slug="ring", title={"sv": "Ring"})
    sign_up(client)
    sign_up(client, slug="ring")
    confirm(client)

    assert [signup.confirmed_at for signup in signups()] == [NOW, NOW]


def test_pressed_twice_is_one_account_one_sign_up_and_one_mail(client):
    link()

    answers = [sign_up(client), sign_up(client)]

    assert [answer.location for answer in answers] == ["/sign-in/sent", "/sign-in/sent"]
    assert len(signups()) == len(sent_to(INGRID["email"])) == len(db.session.scalars(db.select(Account)).all()) == 1


def test_signing_up_again_later_sends_a_new_link_and_keeps_the_new_choice(client):
    link(tasks=TASKS)
    sign_up(client, tasks=["0"])
    with clock.frozen(NOW + timedelta(minutes=10)):
        sign_up(client, tasks=["1"])

    assert len(sent_to(INGRID["email"])) == 2
    assert [signup.tasks for signup in signups()] == [[TASKS[1]]]


def test_signed_in_it_takes_one_button(client):
    assignment = factories.assignment()
    link(purpose=Purpose.JOIN_ASSIGNMENT, assignment_id=assignment.id)
    client.sign_in(ingrid())

    page = client.get("/join/bli-aktiv").text
    answer = client.post("/join/bli-aktiv/connect")

    assert 'name="email"' not in page
    assert 'name="consent"' not in page
    assert answer.location == "/my"
    assert len(db.session.scalars(db.select(AssignmentCaller)).all()) == 1


def test_signed_in_and_pressed_twice_is_one_sign_up(client):
    link()
    client.sign_in(ingrid())

    client.post("/join/bli-aktiv/connect")
    client.post("/join/bli-aktiv/connect")

    assert len(signups()) == 1


def test_signed_in_the_tasks_are_asked_for_and_kept(client):
    link(tasks=TASKS)
    account = ingrid(interests="Valstuga")
    client.sign_in(account)

    client.post("/join/bli-aktiv/connect", data={"tasks": ["1"]})

    assert by_email(account.email).person.interests == "Valstuga, Baka"


def test_signed_in_a_newer_consent_text_is_asked_for(client):
    link()
    write_consent({"sv": "En nyare text."}, NOW)
    client.sign_in(ingrid())

    assert "En nyare text." in client.get("/join/bli-aktiv").text
    assert client.post("/join/bli-aktiv/connect").status_code == 422
    assert client.post("/join/bli-aktiv/connect", data={"consent": "y"}).status_code == 303
    assert by_email(INGRID["email"]).person.consent_id == 2


def test_whoever_has_joined_is_told_so(client):
    link()
    client.sign_in(ingrid())
    client.post("/join/bli-aktiv/connect")

    page = client.get("/join/bli-aktiv").text

    assert 'href="/my"' in page
    assert "/join/bli-aktiv/connect" not in page


def test_connecting_needs_somebody_signed_in(client):
    link()

    assert "/sign-in" in client.post("/join/bli-aktiv/connect").location
