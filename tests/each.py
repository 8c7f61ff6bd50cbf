"""A check of each of many things as one test, which tells of all that fail: thousands of tests take their time."""

from collections.abc import Callable, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def each(things: Iterable[Thing], named: Callable[[Thing], str] = str) -> Callable:
    """Make a test of a check of one thing: it checks all of ``things``, and fails with what was wrong with which."""

    chosen = list(things)

    def test_of(check: Callable[[Thing], None]) -> Callable[[], None]:
        def test() -> None:
            wrong = {}
            assert chosen, "there is nothing to check"
            for thing in chosen:
                try:
                    check(thing)
                except AssertionError as error:
                    wrong[named(thing)] = error
            assert not wrong, "\n".join(f"{name}: {error}" for name, error in wrong.items())

        test.__name__, test.__doc__ = check.__name__, check.__doc__
        return test

    return test_of
