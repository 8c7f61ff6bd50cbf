"""Every column that belongs to somebody is claimed: shown or withheld for a reason, erased with them, and kept for a
time that they are told."""

import re

import pytest
from sqlalchemy import String

from chapter.db import Base
from chapter.people import claims
from chapter.people.stored import kinds
from chapter.privacy.walking import PERSON, hanging_on
from chapter.rights.queries_own import is_signature

TABLES = Base.metadata.tables
ACCOUNT = TABLES["account"]
NAMELIKE = re.compile(r"(^|_)(name|email|e_?mail|phone|phone2|mobile|from|to)(_|$)|^(reply_to|address)$")
NOBODYS = {
    "chapter.name chapter.logo_has_name": "the chapter's own",
    "chapter.contact_name chapter.contact_email chapter.contact_phone": "erased and counted by setup's trace",
    "chapter.saturday_from chapter.saturday_to chapter.sunday_from chapter.sunday_to": "hours",
    "chapter.weekday_from chapter.weekday_to": "hours",
    "findable.address resource.address": "pages and links",
    "import_run.file_name medium.name": "files",
    "job_log.name job_state.name": "jobs",
    "mailbox.name resource_category.name saved_search.name tag.name working_group.name": "things",
}
"""What is called like somebody's name or address and isn't."""


def everything():
    """Every column of every table, by “table.column”."""
    return {f"{table.name}.{column.name}": column for table in TABLES.values() for column in table.columns}


def about_people():
    """The tables whose rows are about somebody: what goes with a person or an account."""
    return {PERSON, ACCOUNT, *hanging_on(PERSON, PERSON.c.id == 1), *hanging_on(ACCOUNT, ACCOUNT.c.id == 1)}


def names_somebody(column):
    """Whether a column elsewhere says who did something, or looks as if it held a name or an address."""
    leads = any(key.column.table in (PERSON, ACCOUNT) for key in column.foreign_keys)
    return leads or is_signature(column) or (isinstance(column.type, String) and bool(NAMELIKE.search(column.name)))


def belonging():
    """All columns that belong to somebody."""
    near, free = about_people(), {name for listed in NOBODYS for name in listed.split()}
    return {
        name
        for name, column in everything().items()
        if name not in free and (column.table in near or names_somebody(column))
    }


def claimed():
    """All columns that a feature has claimed."""
    found = set()
    for table in TABLES.values():
        if (claim := claims.claim_of(table.name)) is not None:
            found |= {f"{table.name}.{column}" for column in claim.columns}
        if table.name in claims.signatures() and table not in about_people():
            found |= {f"{table.name}.{c.name}" for c in table.columns if names_somebody(c)}
    return found


def test_every_column_that_belongs_to_somebody_is_claimed(made):
    lacking = sorted(belonging() - claimed())

    assert not lacking, (
        f"Nobody says whether the person may read {', '.join(lacking)}. Claim it in the feature's personal_data.py "
        "with people.claims.claim(…): shown under a name, or inner/twice/others/secret. A table that only says who "
        "did something: claims.signed(…)."
    )


def test_what_is_claimed_is_there(made):
    there = everything().keys()
    signed = {f"{table}.*" for table in claims.signatures() if table not in TABLES}

    assert claimed() - there | signed == set()


def test_what_is_shown_by_another_row_can_be_reached(made):
    from chapter.rights.queries_own import _led_to

    for table in TABLES.values():
        for name in (claim := claims.claim_of(table.name)).shown if claims.claim_of(table.name) else ():
            assert "." not in name or _led_to(table, table, name), claim.table


def test_all_that_is_claimed_is_kept_for_a_time_that_people_are_told(made):
    told = {table for kind in kinds() for table in kind.tables}
    lacking = sorted({name.partition(".")[0] for name in belonging()} - told)

    assert not lacking, (
        f"For how long is {', '.join(lacking)} kept? Say so in the feature's personal_data.py with "
        "people.stored.describe(…), or also(…) if it is more of a kind that is told already."
    )


def test_whatever_points_at_somebody_goes_or_lets_go_when_they_are_erased(made):
    """Columns that nothing points from are found by the traces, which test_erase_everything tries on every table."""
    keys = {
        f"{table.name}.{key.parent.name}": key.ondelete
        for table in TABLES.values()
        for key in table.foreign_keys
        if key.column.table in (PERSON, ACCOUNT)
    }

    assert {name: how for name, how in keys.items() if how not in ("CASCADE", "SET NULL")} == {}


@pytest.mark.parametrize("why", claims.Withheld)
def test_every_reason_is_told(app, why):
    assert str(claims.WHY[why])
