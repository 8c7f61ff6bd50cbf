"""Whether a free text looks as if it holds what may not be written down: ID numbers, health, religion.

A warning, never a wall: the writer may know better. Words are matched at their beginning, so that
“cancerbehandling” and “sykemeldt” are found too.
"""

import re

_ID_NUMBER = re.compile(r"(?<!\d)(?:19|20)?(\d{6})[-+ ]?(\d{4,5})(?!\d)")
_HEALTH = (
    "cancer|kreft|diabet|depress|depri|psyk(?!olog)|ångest|angst|sjukskriv|sykemeld|sjukdom|sykdom|diagnos|demens|"
    "missbruk|rusmisbruk|alkoholis|handikap|funktionsneds|funksjonsneds|operera|operert|medicin|medisin|hiv|gravid"
)
_RELIGION = "muslim|islam|kristen|kristn|katol|judisk|jødisk|pingstv|pinsev|jehova|moské|synagog|ateis"
_SENSITIVE = re.compile(rf"\b(?:{_HEALTH}|{_RELIGION})", re.IGNORECASE)


def is_id_number(digits: str) -> bool:
    """Whether ten digits are a Swedish personal number, or eleven a Norwegian one, by their check digits."""
    numbers = [int(d) for d in digits]
    if len(numbers) == 10:
        doubled = [n * (2 - i % 2) for i, n in enumerate(numbers)]
        return sum(n // 10 + n % 10 for n in doubled) % 10 == 0 and 1 <= int(digits[2:4]) <= 12
    first, second = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)
    weighed = (sum(w * n for w, n in zip(weights, numbers, strict=False)) % 11 for weights in (first, second))
    return len(numbers) == 11 and not any(weighed)


def is_sensitive(text: str) -> bool:
    """Whether ``text`` had better be looked at once more before it is kept."""
    return bool(_SENSITIVE.search(text)) or holds_id_number(text)


def holds_id_number(text: str) -> bool:
    """Whether a national ID number stands in ``text``."""
    return any(is_id_number("".join(found)) for found in _ID_NUMBER.findall(text))
