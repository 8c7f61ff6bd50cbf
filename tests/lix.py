"""How hard a text is to read: LIX. Source: C. H. Björnsson, “Läsbarhet”, 1968."""

import re

LONG = 6
"""A word with more letters than this is a long one."""

_MARKUP = (
    (re.compile(r"^:::.*$", re.M), ""),
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), ""),
    (re.compile(r"\[\[([^\]|]*)(?:\|[^\]]*)?\]\]"), r"\1"),
    (re.compile(r"\[([^\]]*)\]\([^)]*\)"), r"\1"),
    (re.compile(r"(?<!\\)\{[a-z_.]+\}"), "N"),
    (re.compile(r"[*`\\]"), ""),
)
"""What stands in a page's text but is not read, and what is read instead; a placeholder is read as a short name."""
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-#>|]|\d+\.\s))|\|")
_MARK = re.compile(r"\s*(?:[-#>]+|\d+\.)\s+")
_END = re.compile(r"[.!?:]+[”»)]*(?=\s+[^a-zåäöæø\d]|\s*$)")
"""An end of a sentence: not in “kl. 18.00”, and not before a small letter."""
_WORD = re.compile(r"\w+(?:[-–’.:/@]\w+)*")


def readable(text: str) -> list[str]:
    """What is read of a page's ``text``, without its markup: its paragraphs, headings, list items and table cells."""
    for pattern, instead in _MARKUP:
        text = pattern.sub(instead, text)
    return [" ".join(_MARK.sub("", block).split()) for block in _BLOCK.split("\n" + text) if _WORD.search(block)]


def lix(text: str) -> int:
    """How hard a page's ``text`` is: about 25 a children's book, 40 plain prose, 60 a law; 0 if it says nothing.

    Words in a sentence, and long words in a hundred. What ends a paragraph, a heading or an item ends a sentence.
    """
    sentences = [part for block in readable(text) for part in _END.split(block) if _WORD.search(part)]
    words = [word for sentence in sentences for word in _WORD.findall(sentence)]
    long = sum(len(word) > LONG for word in words)
    return round(len(words) / len(sentences) + 100 * long / len(words)) if words else 0
