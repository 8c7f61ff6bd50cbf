"""What is asked for, and what there is, as PostgreSQL wants them: a tsquery and a tsvector, of words that are folded.

PostgreSQL neither parses nor stems anything. A stem has a sign in front of it, so that it is no word; a word or stem in
the title has the weights A and B, in the text C and D.
"""

from collections import defaultdict
from collections.abc import Iterable

from chapter.lookup.rules_asked import Wish

ALL, ANY = " & ", " | "
"""Between questions: all are to fit, or any."""
STEM = "="
LAST_PLACE, MOST_PLACES, LONGEST_WORD = 16383, 255, 500
"""Of a word PostgreSQL keeps so many places, the last of them is so far from the beginning; and a word is so long."""


def expression(wish: Wish, longer: Iterable[str] = ()) -> str:
    """That a text has what was asked for; ``longer`` are words that its parts are part of."""
    return _any({*wish.whole, *longer}, wish.stems | wish.alike, wish.begun, "")


def in_title(wish: Wish) -> str:
    """That a title has what was asked for itself."""
    return _any(wish.whole, wish.stems, wish.begun_in_title, "AB")


def _any(words: Iterable[str], stems: Iterable[str], begun: Iterable[str], where: str) -> str:
    asked = [f"{_quoted(word)}:{where}" for word in sorted(words)]
    asked += [f"{_quoted(STEM + stem)}:{where}" for stem in sorted(stems)]
    asked += [f"{_quoted(word)}:*{where}" for word in sorted(begun)]
    return f"({ANY.join(asked)})"


def _quoted(word: str) -> str:
    return "'" + word[:LONGEST_WORD].replace("'", "").replace("\\", "") + "'"


def vector(title: str, title_stems: str, words: str, stems: str) -> str:
    """The words of a title and a text, and their stems, with their places."""
    places: dict[str, list[str]] = defaultdict(list)
    for said, weight, sign in ((title, "A", ""), (title_stems, "B", STEM), (words, "C", ""), (stems, "D", STEM)):
        for place, word in enumerate(said.split(), 1):
            places[sign + word].append(f"{min(place, LAST_PLACE)}{weight}")
    return " ".join(f"{_quoted(word)}:{','.join(there[:MOST_PLACES])}" for word, there in places.items())
