"""My data: all of it on pages and in the files, nothing of others, nothing that opens doors."""

import json
import re
from datetime import date, timedelta

import pytest
from sqlalchemy import event, select

from chapter.accounts.models import Account
from chapter.db import db
from chapter.messages.models import Message
from chapter.people import claims, stored
from chapter.people.models import HistoryEntry
from chapter.people.rules_looks import What
from chapter.readlog import actions as readlog
from chapter.rights import queries_own
from chapter.rights.models import Request
from tests import factories
from tests.cast import play
from tests.conftest import NOW
from tests.leading import reports
from tests.privacy.filled import MARK


def shown_columns(own):
    """Every column that is shown and filled in, by “table.column”."""
    parts = [part for told in queries_own.told(own) for part in told.parts]
    return {
        f"{part.claim.table}.{name}"
        for part in parts
        for row in queries_own.rows_of(part.claim, own)
        for name in part.claim.shown
        if row[name]
    }


def test_the_first_page_tells_of_every_kind_that_there_is(client, known):
    page = client.sign_in(known.account).get("/my/data")

    assert page.status_code == 200
    told = [
        each for each in queries_own.told(queries_own.own(db.session.get(Account, known.account.id))) if each.number
    ]
    assert len(told) > 10
    assert all(f"/my/data/{each.name}" in page.text and str(each.kind.title) for each in told)


def test_no_page_takes_more_than_twelve_queries(client, known):
    browser = client.sign_in(known.account)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: asked.append(given[2]))

    taken = {}
    for path in ("/my/data", "/my/data/erase", *(f"/my/data/{name}" for name in stored.by_name())):
        asked.clear()
        browser.get(path)
        taken[path] = sum(sql.startswith("SELECT") and "pg_" not in sql for sql in asked)

    assert {path: number for path, number in taken.items() if number > 12} == {}


def test_each_kind_has_its_page_and_they_are_kept_by_nobody(client, known):
    browser = client.sign_in(known.account)

    for name in stored.by_name():
        page = browser.get(f"/my/data/{name}")
        assert (page.status_code, page.headers["Cache-Control"]) == (200, "no-store"), name
    assert browser.get("/my/data/nothing").status_code == 404


def test_what_is_on_the_pages_is_in_both_files(client, known):
    browser = client.sign_in(known.account)
    facts = {
        fact
        for name in stored.by_name()
        for fact in re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", browser.get(f"/my/data/{name}").text.split("<main")[1])
        if MARK in fact[1]
    }

    page = browser.post("/my/data/file", data={"form": "html"})
    assert len(facts) > 20
    assert {fact for fact in facts if f"<dt>{fact[0]}</dt><dd>{fact[1]}</dd>" not in page.text} == set()


def test_the_file_for_programs_has_the_same_under_names_that_stay(client, known):
    answer = client.sign_in(known.account).post("/my/data/file", data={"form": "json"})

    kept = json.loads(answer.get_data())
    assert (kept["format"], kept["made_at"]) == ("chapter/my-data/1", NOW.isoformat())
    tables = {table["table"]: table["rows"] for kind in kept["kinds"] for table in kind["tables"]}
    own = queries_own.own(db.session.get(Account, known.account.id))
    there = {part.claim.table: part.number for told in queries_own.told(own) for part in told.parts}
    assert {table: len(rows) for table, rows in tables.items()} == there
    assert (tables["person"][0]["town"], tables["person"][0]["joined_on"]) == (MARK, "2020-01-01")
    assert all(row.keys() == tables["history_entry"][0].keys() for row in tables["history_entry"])


def test_nothing_is_left_out_of_what_is_claimed(known):
    own = queries_own.of_person(known.person)
    parts = {part.claim.table for told in queries_own.told(own) for part in told.parts}

    loose = {claim.table for claim in claims.loose()}
    on_accounts = {"read_oddity", "read_reader", "read_person"}
    assert {table.name for table in own.where if claims.claim_of(table.name)} - parts <= loose | on_accounts
    assert "welcome_follow_up.note" in shown_columns(own), "the coordinator's notes are about them"


def test_who_rang_and_wrote_is_not_named_but_what_was_noted_is_there(own, emma):
    caller = factories.account(name="Rolf Ringarsson")
    reports.reported(factories.assignment(emma.person), emma.person, caller, note="Vill ha skjuts")

    page = own.post("/my/data/file", data={"form": "html"}).text

    assert "Vill ha skjuts" in page
    assert "Rolf" not in page
    assert "Någon i föreningen ringde" in page


def test_others_stay_out_of_it(own, emma):
    factories.person("Nils", "Granne", email="nils@example.org")
    other = factories.account(name="Nils Granne", email="nils@example.org")
    reports.reported(factories.assignment(), factories.person("Stina", "Fjärran"), emma.account, note="Inte Emmas")
    assert other.id

    page = own.post("/my/data/file", data={"form": "html"}).text

    assert not any(word in page for word in ("Granne", "Fjärran", "Inte Emmas"))
    assert re.search(r"Samtal som du har ringt åt oss</dt><dd>1", page)


def test_no_key_leaves(client, known):
    secrets = {"password_hash": "argon2-secret", "epoch": 123454321}
    for name, value in secrets.items():
        setattr(known.account, name, value)

    text = client.sign_in(known.account).post("/my/data/file", data={"form": "json"}).text

    assert not any(str(value) in text for value in secrets.values())


def test_their_address_is_told_that_it_was_saved_and_it_is_not_cached(own, emma):
    answer = own.post("/my/data/file", data={"form": "html"})

    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r'attachment; filename="mina-uppgifter-2026-11-18.html"', answer.headers["Content-Disposition"])
    assert db.session.scalars(select(Message.to_email)).all() == [emma.account.email]


def test_a_thousand_files_are_too_many(own):
    codes = [own.post("/my/data/file", data={"form": "json"}).status_code for _file in range(11)]

    assert codes == [200] * 10 + [303]


def test_whoever_shares_an_address_with_others_sees_the_register_only_if_it_is_them(client):
    mother = factories.person("Anna", "Ek", email="familjen@example.org")
    factories.person("Bo", "Ek", email="familjen@example.org")
    bo = client.sign_in(factories.account(name="Bo Ek", email="familjen@example.org", person=mother))

    assert "vet vi inte säkert" in bo.get("/my/data").text
    assert "Anna" not in bo.post("/my/data/file", data={"form": "html"}).text


@pytest.mark.parametrize(("name", "is_shown"), [("Nils Ny", False), ("anna ek", True)])
def test_who_came_by_an_address_that_was_put_right_since_sees_nobody_else(client, name: str, is_shown: bool):
    anna = factories.person("Anna", "Ek", email="nils@example.org", town="Skogsby")
    own = client.sign_in(factories.account(name=name, email="nils@example.org", person=anna))
    readlog.write(What.PERSON, [anna.id], play("member_coordinator"), "register.read", NOW)
    anna.email = "anna@example.org"

    assert ("vet vi inte säkert" not in own.get("/my/data").text) is is_shown
    assert ("Skogsby" in own.post("/my/data/file", data={"form": "html"}).text) is is_shown
    assert ("öppnade din sida" in own.get("/me/looked").text) is is_shown


def test_who_may_not_be_it_asks_as_somebody_who_isn_t_in_the_register(client):
    anna = factories.person("Anna", "Ek", email="anna@example.org")
    nils = factories.account(name="Nils Ny", email="nils@example.org", person=anna)
    client.sign_in(nils).post("/my/data/ask", data={"kind": "see", "words": "Allt"})

    asked = db.session.scalars(select(Request)).one()
    assert (asked.account_id, asked.person_id) == (nils.id, None)


def test_an_account_without_an_entry_in_the_register_has_a_page_too(client):
    browser = client.sign_in(factories.account(name="Ny Ek"))

    assert "/my/data/account" in browser.get("/my/data").text
    assert browser.get("/my/data/erase").status_code == 200


def test_a_great_deal_is_cut_on_the_page_and_whole_in_the_file(own, emma):
    lines = [{"text": f"Rad {n}", "by": "Mia"} for n in range(150)]
    db.session.add_all(
        HistoryEntry(person_id=emma.person.id, at=NOW + timedelta(seconds=n), kind="note", facts=facts)
        for n, facts in enumerate(lines)
    )

    page = own.get("/my/data/register").text
    assert (page.count("antecknade: “Rad") or page.count("Rad ")) == 100
    assert "Rad 149" in page
    assert own.post("/my/data/file", data={"form": "html"}).text.count("Rad ") == 150


def test_what_people_wrote_is_text_in_the_file(own, emma):
    emma.person.interests, emma.person.joined_on = "<script>alert(1)</script>", date(2020, 1, 1)

    page = own.post("/my/data/file", data={"form": "html"}).text

    assert "<script" not in page
    assert not re.search(r"(src|href)=\"(?!#)|url\(|@import", page), "it opens without a network"


@pytest.mark.parametrize("path", ["/my/data", "/my/data/register", "/my/data/ask", "/my/data/stop", "/my/data/erase"])
def test_strangers_sign_in_first(client, path):
    assert client.get(path).headers["Location"] == f"/sign-in?next={path}"


def test_what_one_asked_for_oneself_is_nothing_that_one_did_for_others(own):
    own.post("/my/data/ask", data={"kind": "see", "words": "Allt"})

    page = own.get("/my/data/rights").text

    assert "Allt" in page
    assert "Begäranden om uppgifter som du har skrivit in" not in page
