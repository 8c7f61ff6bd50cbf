"""Officers are warned, once, of what must not be written down."""

import pytest

from chapter.calling.models import Flag
from chapter.people.queries import history
from tests.conftest import NOW, Client

TEXTS = [("note", "note"), ("reply", "reply"), ("do-not-call", "why"), ("lift", "reason")]


def prepare(flag: Flag, what: str) -> None:
    """A person who is not to be called, so that this can be lifted; unless that is what is to be said."""
    flag.person.do_not_call_at = None if what == "do-not-call" else NOW


def kept(flag: Flag) -> str:
    """All that officers wrote."""
    return repr([flag.reply, flag.person.do_not_call_why, [entry.facts for entry in history(flag.person)]])


@pytest.mark.parametrize("language", ["sv", "nb"])
@pytest.mark.parametrize(("what", "name"), TEXTS)
def test_the_first_time_it_is_only_shown_again_with_a_warning(
    coordinator: Client, flag: Flag, what: str, name: str, language: str
):
    prepare(flag, what)

    answer = coordinator.post(f"/calling/flags/{flag.id}/{what}?lang={language}", data={name: "Har cancer"})

    assert answer.status_code == 422
    assert 'name="sure"' in answer.text
    assert "Har cancer" in answer.text
    assert "cancer" not in kept(flag)


@pytest.mark.parametrize(("what", "name"), TEXTS)
def test_whoever_is_sure_may_write_it(coordinator: Client, flag: Flag, what: str, name: str):
    prepare(flag, what)

    coordinator.post(f"/calling/flags/{flag.id}/{what}", data={name: "Har cancer", "sure": "y"})

    assert "cancer" in kept(flag)


def test_other_words_need_no_second_thought(coordinator: Client, flag: Flag):
    assert coordinator.post(f"/calling/flags/{flag.id}/note", data={"note": "Har cykel"}).status_code == 303
    assert 'name="sure"' not in coordinator.get(f"/calling/flags/{flag.id}").text
