"""Whatever is sent to whatever form and address: no crash, nothing half saved."""

import random
from collections.abc import Iterator

import pytest

from chapter import clock
from tests.conftest import NOW
from tests.demos import make
from tests.fuzzing import Fuzzer

EVERYBODY = "stranger", "admin", "coordinator", "leader", "board", "contact", "caller"


@pytest.fixture(scope="module")
def fuzzer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fuzzer]:
    """A demo chapter to send things to."""
    app = make(tmp_path_factory.mktemp("fuzz"), "--people", "25")
    with app.app_context(), clock.frozen(NOW):
        yield Fuzzer(app)


def test_a_sample_of_what_no_browser_sends_breaks_nothing(fuzzer: Fuzzer):
    chosen = random.Random(6)
    for target in chosen.sample(fuzzer.all_targets(("stranger", "coordinator"), most=50), 25):
        fuzzer.attack(target, chosen)

    assert fuzzer.troubles == {}


@pytest.mark.thorough
def test_all_of_what_no_browser_sends_breaks_nothing(fuzzer: Fuzzer):
    for target in fuzzer.all_targets(EVERYBODY):
        fuzzer.attack(target)

    assert fuzzer.troubles == {}
