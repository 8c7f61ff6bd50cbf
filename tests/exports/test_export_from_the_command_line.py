"""``flask people export``: the register for other programs."""

import csv
import stat
from datetime import date
from pathlib import Path

from flask import Flask

from chapter.db import db
from chapter.exports.models import Export
from chapter.exports.rules import COLUMNS
from chapter.searches.models import SavedSearch
from chapter.searches.rules import condition, every
from tests import factories
from tests.conftest import NOW


def exported(app: Flask, file: Path, *options: str) -> list[dict[str, str]]:
    """The rows that the command writes."""
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["people", "export", str(file), *options])
    assert result.exit_code == 0, result.output
    with file.open(newline="", encoding="utf-8") as opened:
        return list(csv.DictReader(opened))


def test_everybody_is_written_with_the_names_of_the_code(app: Flask, tmp_path: Path):
    tags = [factories.tag("Natt"), factories.tag("Dag")]
    facts = {"email": "asa@example.org", "joined_on": date(2026, 1, 31), "fee_paid_for": 2026, "member_number": "007"}
    factories.person("Åsa", "Ek", mobile="+46701740605", tags=tags, do_not_call_at=NOW, **facts)
    (row,) = exported(app, tmp_path / "out.csv")

    assert tuple(row) == COLUMNS
    assert (row["first_name"], row["mobile"], row["joined_on"]) == ("Åsa", "+46701740605", "2026-01-31")
    assert (row["tags"], row["do_not_call"], row["member_number"]) == ("Dag;Natt", "yes", "007")
    assert row["phone2"] == ""


def test_a_saved_search_chooses_who(app: Flask, tmp_path: Path):
    factories.person("Åsa", town="Ås")
    factories.person("Bo", town="Ek")
    search = SavedSearch(name="I Ås", criteria=every(condition("towns", ["Ås"])), created_at=NOW, changed_at=NOW)
    db.session.add(search)

    assert [row["first_name"] for row in exported(app, tmp_path / "a.csv", "--search", "i ås")] == ["Åsa"]


def test_an_unknown_search_is_refused(app: Flask, tmp_path: Path):
    result = app.test_cli_runner().invoke(args=["people", "export", str(tmp_path / "a.csv"), "--search", "x"])

    assert (result.exit_code, (tmp_path / "a.csv").exists()) == (1, False)


def test_only_its_owner_can_read_the_file_and_it_is_in_the_log(app: Flask, tmp_path: Path):
    factories.person()
    exported(app, tmp_path / "a.csv")

    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600
    assert db.session.scalars(db.select(Export)).one().number == 1
