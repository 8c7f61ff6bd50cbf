"""Whom a row is about: by member number, then e-mail, then mobile and name; or why that is in doubt.

A reference (``Ref``) is a person's id, or the number of a row of the file, negative, of somebody who is new.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from chapter.imports.rules import Doubt
from chapter.people.rules import Facts, fold

Ref = int
Known = Callable[[Ref], Facts]
ENOUGH = 50
"""So many people with the same are remembered; more would only be looked through."""


@dataclass
class Match:
    """Whom a row is about (nobody: somebody new), or why not to say, and whom it may be about."""

    ref: Ref | None = None
    doubt: Doubt | None = None
    candidates: list[Ref] = field(default_factory=list)


class Keys:
    """What everybody can be recognised on; hashes only, so that a hundred thousand people fit."""

    def __init__(self) -> None:
        self._refs: dict[int, Ref | tuple[Ref, ...]] = {}

    def learn(self, ref: Ref, facts: Facts) -> None:
        """Recognise ``ref`` by ``facts`` from now on."""
        for key in keys_of(facts).values():
            there = self._refs.get(key)
            if there is None:
                self._refs[key] = ref
            elif isinstance(there, int):
                if there != ref:
                    self._refs[key] = (there, ref)
            elif ref not in there and len(there) < ENOUGH:
                self._refs[key] = (*there, ref)

    def find(self, facts: Facts) -> dict[str, list[Ref]]:
        """Who has what ``facts`` say, by what it is (``number``, ``address``, ``named address``, ``mobile`` …)."""
        return {name: self._at(key) for name, key in keys_of(facts).items()}

    def _at(self, key: int) -> list[Ref]:
        there = self._refs.get(key)
        return [] if there is None else [there] if isinstance(there, int) else list(there)


def keys_of(facts: Facts) -> dict[str, int]:
    """What somebody can be recognised on, each as a hash."""
    name = full_name(facts)
    found = {"name": hash(("name", name))}
    if number := facts.get("member_number"):
        found["number"] = hash(("number", number))
    if email := facts.get("email"):
        found["address"] = hash(("address", email))
        found["named address"] = hash(("address", email, name))
    if mobile := facts.get("mobile"):
        found["mobile"] = hash(("mobile", mobile, name))
    if year := facts.get("birth_year"):
        found["year"] = hash(("year", year, name))
    return found


def full_name(facts: Facts) -> str:
    """First and last name, as forgiving eyes read them."""
    return fold(f"{facts.get('first_name') or ''} {facts.get('last_name') or ''}")


def looked_at(said: Facts, found: dict[str, list[Ref]]) -> set[Ref]:
    """Whose facts :func:`whom` will ask for, so that they can be read together."""
    named = found.get("named address", []) + found.get("mobile", [])
    if found.get("number") or named:
        return {*found.get("number", []), *named}
    if found.get("address"):
        return {*found["address"]}
    return {*(found.get("year", []) if _has_keys(said) else found["name"])}


def whom(said: Facts, found: dict[str, list[Ref]], known: Known, is_free: Callable[[Ref], bool]) -> Match:
    """Whom a row is about. ``found`` is what :class:`Keys` knows, ``is_free`` whether no other row is about a ref."""
    named = _unique(found.get("named address", []) + found.get("mobile", []))
    named = [ref for ref in named if not _is_namesake(said, known(ref))]
    if found.get("number"):
        return _by_number(said, found["number"][0], named, known)
    if named:
        return _by_name(said, found, named, known, is_free)
    if found.get("address"):
        return _by_address(said, found["address"], known)
    return _by_name_alone(said, found, known, is_free)


def _by_number(said: Facts, ref: Ref, named: list[Ref], known: Known) -> Match:
    if named and ref not in named:
        return Match(doubt=Doubt.SEVERAL, candidates=_unique([ref, *named]))
    facts = known(ref)
    if not is_called(said, facts):
        shared = any(said.get(key) and said.get(key) == facts.get(key) for key in ("birth_year", "email", "mobile"))
        if _differ(said, facts, "birth_year") or not (shared or _share_a_name(said, facts)):
            return Match(doubt=Doubt.NUMBER, candidates=[ref])
    return Match(ref)


def _by_name(
    said: Facts, found: dict[str, list[Ref]], named: list[Ref], known: Known, is_free: Callable[[Ref], bool]
) -> Match:
    by_email = [ref for ref in found.get("named address", []) if ref in named]
    by_mobile = [ref for ref in found.get("mobile", []) if ref in named]
    both = [ref for ref in by_email if ref in by_mobile]
    pool = both or by_email or by_mobile
    if by_email and by_mobile and not both:
        return Match(doubt=Doubt.SEVERAL, candidates=named)
    pool = [ref for ref in pool if not _is_other_member(said, known(ref))] or pool
    ref = pool[0] if len(pool) == 1 else _only(said, pool, known, is_free)
    if ref is None:
        return Match(doubt=Doubt.SEVERAL, candidates=pool)
    return _unless_other_member(said, ref, known)


def _unless_other_member(said: Facts, ref: Ref, known: Known) -> Match:
    facts = known(ref)
    if _differ(said, facts, "member_number") and not (
        said.get("birth_year") and said["birth_year"] == facts.get("birth_year")
    ):
        return Match(doubt=Doubt.OTHER_NUMBER, candidates=[ref])
    return Match(ref)


def _by_address(said: Facts, refs: list[Ref], known: Known) -> Match:
    """A family may share an address: a new name there is never the old one renamed."""
    first = fold(said["first_name"])
    alike = [ref for ref in refs if fold(known(ref)["first_name"]) == first]
    if not said.get("last_name") and len(alike) == 1:
        return _unless_other_member(said, alike[0], known)
    married = [ref for ref in alike if any(_agree(said, known(ref), key) for key in ("birth_year", "mobile"))]
    if len(married) == 1:
        return _unless_other_member(said, married[0], known)
    others = [ref for ref in refs if not _is_somebody_else(said, known(ref))]
    return Match(doubt=Doubt.ADDRESS, candidates=others) if others else Match()


def _by_name_alone(said: Facts, found: dict[str, list[Ref]], known: Known, is_free: Callable[[Ref], bool]) -> Match:
    pool = found.get("year", []) if _has_keys(said) else found["name"]
    if not _has_keys(said):
        pool = [ref for ref in pool if not _differ(said, known(ref), "birth_year")]
        ref = _only(said, [ref for ref in pool if is_same(said, known(ref))], known, is_free)
        if ref is not None:
            return Match(ref)
    pool = [ref for ref in pool if not _is_other_member(said, known(ref))]
    return Match(doubt=Doubt.NAME, candidates=pool) if pool else Match()


def _only(said: Facts, pool: list[Ref], known: Known, is_free: Callable[[Ref], bool]) -> Ref | None:
    """The one of several who is just as the row says, if there is one: of whom the least is known besides."""
    free = [ref for ref in pool if is_free(ref)] or pool
    agreeing = [ref for ref in free if is_same(said, known(ref))]
    if agreeing:
        return min(agreeing, key=lambda ref: (_besides(_keys(known(ref)), said), _besides(known(ref), said)))
    of_age = [ref for ref in pool if _agree(said, known(ref), "birth_year")]
    return of_age[0] if len(of_age) == 1 else None


def is_called(said: Facts, facts: Facts) -> bool:
    """Whether a row's name is this one's; a row may leave the last name out."""
    if not said.get("last_name"):
        return fold(said["first_name"]) in (fold(facts["first_name"]), full_name(facts))
    return full_name(said) == full_name(facts)


def is_same(said: Facts, facts: Facts) -> bool:
    """Whether all that ``said`` states is so."""
    return all(value in (None, "", []) or _holds(facts.get(key), value) for key, value in said.items())


def _holds(kept: object, value: object) -> bool:
    if isinstance(value, list):
        return {str(tag).casefold() for tag in value} <= {str(tag).casefold() for tag in kept or ()}  # type: ignore[attr-defined]
    return kept == value


def _besides(facts: Facts, said: Facts) -> int:
    """How much of ``facts`` a row doesn't say."""
    return sum(bool(value) and not said.get(key) for key, value in facts.items())


def _has_keys(said: Facts) -> bool:
    return any(said.get(key) for key in ("member_number", "email", "mobile"))


def _keys(facts: Facts) -> Facts:
    return {key: facts.get(key) for key in ("member_number", "email", "mobile", "birth_year", "joined_on", "postcode")}


def _share_a_name(said: Facts, facts: Facts) -> bool:
    ours = set(full_name(facts).split())
    return not ours.isdisjoint(full_name(said).split())


def _agree(said: Facts, facts: Facts, key: str) -> bool:
    return bool(said.get(key)) and said.get(key) == facts.get(key)


def _differ(said: Facts, facts: Facts, key: str) -> bool:
    return bool(said.get(key) and facts.get(key)) and said[key] != facts[key]


def _is_other_member(said: Facts, facts: Facts) -> bool:
    return _differ(said, facts, "member_number")


def _is_namesake(said: Facts, facts: Facts) -> bool:
    """Whether somebody of the same name, with the same address or telephone, is another: a father, and his son."""
    return _is_other_member(said, facts) and _differ(said, facts, "birth_year")


def _is_somebody_else(said: Facts, facts: Facts) -> bool:
    """Whether two with different names at one address can't be one person."""
    return _is_other_member(said, facts) or (
        _differ(said, facts, "birth_year") and fold(said["first_name"]) != fold(facts["first_name"])
    )


def _unique(refs: Iterable[Ref]) -> list[Ref]:
    return list(dict.fromkeys(refs))
