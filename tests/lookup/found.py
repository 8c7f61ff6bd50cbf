"""Things to find, and what is found of them, for tests."""

import re

from chapter.access import Audience
from chapter.lookup import actions, queries

ALL = frozenset(Audience)


def put(source: str, title: str, text: str = "", language: str = "sv", **facts: object) -> None:
    """Something to find, for everybody unless ``facts`` say otherwise."""
    given = {"kind": "page", "audience": Audience.PUBLIC, "address": f"/handbook/{source}", **facts}
    actions.put(source, language, title=title, text=text, **given)  # type: ignore[arg-type]


def sources(typed: str, language: str = "sv", readers: frozenset[Audience] = ALL) -> list[str]:
    """What is found, in its order."""
    return [found.address.rsplit("/", 1)[1] for found in queries.look(typed, language, readers).results]


def shown(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())
