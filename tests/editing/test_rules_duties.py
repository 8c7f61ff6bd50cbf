"""What there is to look after in a page, told without its words."""

from datetime import UTC, date, datetime, timedelta

from chapter.editing.rules_duties import Due, Duty, Sheet, Written, duties
from chapter.handbook.rules import Section

TODAY, NOW = date(2026, 11, 18), datetime(2026, 11, 18, 12, tzinfo=UTC)
LANGUAGES, OWNER = ("sv", "nb"), 7


def written(days_ago: int = 0, **facts: object) -> Written:
    """A published text, written so many days ago."""
    at = NOW - timedelta(days=days_ago)
    given = {"title": "Kaffe", "newest_id": 1, "published_id": 1, "written_at": at, "by": "Bo Ek", "published_at": at}
    return Written(**{**given, **facts})


def sheet(**facts: object) -> Sheet:
    """A page about which there is nothing to do."""
    wordings = {"sv": written(), "nb": written(title="Kaffi")}
    given = {"id": 12, "section": Section.HANDBOOK, "slug": "kaffe", "parent_id": None, "position": 0}
    given |= {"audience": "public", "shipped": None, "owner_id": OWNER, "check_by": None, "wordings": wordings}
    return Sheet(**{**given, **facts})


def found(**facts: object) -> list[Due]:
    """What there is to do in it."""
    return list(duties(sheet(**facts), LANGUAGES, TODAY, {OWNER}))


def test_a_page_in_order_asks_for_nothing():
    assert found() == []


def test_its_day_comes():
    assert found(check_by=TODAY) == [Due(Duty.CHECK, since=TODAY)]


def test_nobody_who_can_looks_after_it():
    assert found(owner_id=None) == found(owner_id=99) == [Due(Duty.OWNERLESS)]


def test_readers_do_not_see_it_at_all():
    draft = written(published_id=None, published_at=None)

    assert found(wordings={"sv": draft}) == [Due(Duty.HIDDEN)]


def test_readers_see_an_older_version():
    draft = written(newest_id=2, by="Eva Öst", published_at=NOW - timedelta(days=3))

    assert found(wordings={"sv": draft, "nb": written()}) == [Due(Duty.DRAFT, "sv", NOW, "Eva Öst")]


def test_the_program_has_a_newer_text():
    assert found(wordings={"sv": written(is_newer=True), "nb": written()}) == [Due(Duty.SHIPPED, "sv")]


def test_it_lacks_in_one_language():
    assert found(wordings={"sv": written()}) == [Due(Duty.TRANSLATE, "nb")]


def test_it_has_changed_in_the_other_since():
    assert found(wordings={"sv": written(), "nb": written(5)}) == [Due(Duty.TRANSLATE, "nb", NOW)]


def test_somebody_has_seen_that_it_says_the_same():
    assert found(wordings={"sv": written(), "nb": written(5, same_at=NOW)}) == []


def test_a_page_is_called_what_it_is_called_in_one_s_language_else_in_another():
    assert (sheet().title("nb"), sheet().title("en"), sheet(wordings={}).title("sv")) == ("Kaffi", "Kaffe", "kaffe")


def test_links_call_it_by_its_key_or_its_number():
    assert (sheet(shipped="caller/report").name, sheet().name) == ("caller/report", "12")
