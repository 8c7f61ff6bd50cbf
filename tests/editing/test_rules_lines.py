"""On which line something stands that a writer is told about."""

import pytest

from chapter.editing.rules_lines import line_of

TEXT = """Ring {call_leader} eller [[ringkö|kön]].

::: tipz
[Rapportera](page:caller/nowhere#late) eller [min sida](screen:home.my_pgae)
:::

![En gata](media:12) och [[annat]] med {call_leader.phne}"""


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("There is no {call_leader.phne}.", 7),
        ("Ordlistan förklarar inte ”kön”.", 1),
        ("Ordlista forklarer ikke «annat».", 7),
        ("“::: tipz” is no box.", 3),
        ("There is no page “caller/nowhere” to link to.", 4),
        ("There is no screen “home.my_pgae” to link to.", 4),
        ("There is no picture number 12.", 7),
        ("There is no picture number 120.", None),
        ("A box has no end.", None),
    ],
)
def test_the_line_is_where_the_thing_is_named(words: str, line: int | None):
    assert line_of(words, TEXT) == line
