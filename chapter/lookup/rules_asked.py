"""What somebody asks for: which words, what else they may mean, in which order what is found stands."""

import string
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from chapter.lookup.rules import HYPHEN, WORD, fold, spelt_out, stem

LONGEST, MOST_WORDS, LONGEST_SLIP = 200, 8, 30
"""Of what somebody types, so much is looked for; and slips in words that are no longer than this."""
LANGUAGES = "sv", "nb"
SHORTEST_PART, SHORTEST_BEGUN = 4, 3
"""Shorter words are not looked for inside others: “led” is in far too many. Nor as the beginning of titles’ words."""
_STOPS = (
    "och i att en ett som pa av for med det den de jag mig du hur vad nar var vem till om kan ska man min mitt mina "
    "og a et hvordan hva hvor hvem til jeg meg skal er vi vart hei hej"
)
STOPS = frozenset(_STOPS.split())
"""Words that say nothing of what one looks for; they count only where there are no others."""


WEIGHTS = 10, 6, 2, 1
"""What a word counts for: as it is in the title, by its stem there, as it is in the text, by its stem there."""


class Wish(NamedTuple):
    """One word that is asked for. A text has it if it has one of ``whole``, or a word with one of ``stems`` or, for
    what means the same, of ``alike``, or one that begins with one of ``begun`` (the word that is still being typed), or
    one of which ``parts`` are part."""

    whole: frozenset[str]
    stems: frozenset[str] = frozenset()
    alike: frozenset[str] = frozenset()
    begun: frozenset[str] = frozenset()
    parts: frozenset[str] = frozenset()

    @property
    def begun_in_title(self) -> set[str]:
        """What is still being typed, if it is more than a letter or two."""
        return {word for word in self.begun if len(word) >= SHORTEST_BEGUN}

    def fits(self, folded: str, language: str) -> bool:
        """Whether a word of a text in ``language`` is what was asked for."""
        if folded in self.whole or stem(folded, language) in self.stems | self.alike:
            return True
        return folded.startswith(tuple(self.begun)) or any(part in folded for part in self.parts)


def typed_words(typed: str) -> list[str]:
    """The words in what somebody typed, folded; “och” and the like only if there is nothing else."""
    found = WORD.findall(typed[:LONGEST])[:MOST_WORDS]
    folded = [word for each in found if (word := fold(HYPHEN.sub("", each)))]
    return [word for word in dict.fromkeys(folded) if word not in STOPS] or list(dict.fromkeys(folded))


def wishes(typed: str, meanings: Callable[[str], Collection[str]], is_done: bool = False) -> list[Wish]:
    """What ``typed`` asks for, word for word; ``meanings`` gives the stems of words that mean the same as a stem.

    The last word may be unfinished, unless a space after it says that it ``is_done``.
    """
    asked = typed_words(typed)
    return [
        _wish(word, meanings, is_begun=number == len(asked) and not is_done) for number, word in enumerate(asked, 1)
    ]


def _wish(word: str, meanings: Callable[[str], Collection[str]], is_begun: bool) -> Wish:
    ways = frozenset({word, spelt_out(word)})
    own = frozenset(stem(way, language) for way in ways for language in LANGUAGES)
    alike = frozenset(other for each in own for other in meanings(each)) - own
    parts = frozenset(each for each in own if len(each) >= SHORTEST_PART)
    return Wish(ways, own, alike, ways if is_begun else frozenset(), parts)


class Hit(NamedTuple):
    """Something that was found; the lower its ``rank``, the better. ``has`` is how many words of those that
    were asked for are in it, ``titled`` how many are in its title."""

    id: int
    source: str
    language: str
    rank: float
    titled: int = 0
    has: int = 1


def in_order(hits: Iterable[Hit], language: str) -> list[Hit]:
    """What has most of the words first, then what is in the reader's ``language``, then what has them in its title,
    then by rank; each thing once, by its best."""
    best: dict[str, Hit] = {}
    for hit in sorted(hits, key=lambda hit: (-hit.has, hit.language != language, -hit.titled, hit.rank, hit.id)):
        best.setdefault(hit.source, hit)
    return list(best.values())


def slips(word: str) -> set[str]:
    """All that ``word`` may be if one letter of it is wrong, too much, wanting, or has changed places; of a short word
    nobody can tell, and of a very long one nobody has to."""
    if not SHORTEST_PART <= len(word) <= LONGEST_SLIP:
        return set()
    ends = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    made = {left + right[1:] for left, right in ends if right}
    made |= {left + right[1] + right[0] + right[2:] for left, right in ends if len(right) > 1}
    made |= {left + letter + right[1:] for left, right in ends if right for letter in string.ascii_lowercase}
    made |= {left + letter + right for left, right in ends for letter in string.ascii_lowercase}
    return made - {word}


def corrected(asked: Sequence[str], seen: Mapping[str, str]) -> str:
    """``asked`` with its slips put right; ``seen`` are the words that the reader may read, folded and as they are
    written. Nothing if there is nothing to put right, or no telling how."""
    words = [
        seen[word] if word in seen else next((seen[slip] for slip in sorted(slips(word) & seen.keys())), "")
        for word in asked
    ]
    return " ".join(words) if all(words) and any(word not in seen for word in asked) else ""
