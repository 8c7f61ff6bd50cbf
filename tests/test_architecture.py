"""The house: who may know whom, read from the imports, and the sizes of rooms."""

import ast
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest
from flask import Flask

from chapter import FEATURES
from tests.each import each

ROOT = Path(__file__).parent.parent
WEB = {"flask", "flask_login", "flask_wtf", "htmx_flask", "wtforms"}
WITHOUT_WEB = {"rules", "models", "queries", "actions"}
WORK = {"rules", "models", "queries", "actions"}
MAY_KNOW = {
    "rules": {"rules"},
    "models": {"models", "rules"},
    "queries": {"queries", "models", "rules"},
    "actions": WORK,
    "filters": {"filters", "queries", "models", "rules"},
    "forms": {"forms", "rules"},
    "jobs": WORK | {"jobs"},
    "commands": WORK | {"commands"},
    "demo": WORK | {"demo"},
    "routes": WORK | {"routes", "forms"},
}
"""Each layer, and the layers it may import. A file with another name is a helper: it is what it imports."""
COMMITS = {"routes", "commands", "jobs", "demo"}
LONGEST_FILE, LONGEST_VIEW = 300, 20


@dataclass(frozen=True)
class Room:
    """A Python file of the program."""

    path: Path

    @property
    def name(self) -> str:
        """Its module's name, without ``chapter.``"""
        return ".".join(self.path.relative_to(ROOT / "chapter").with_suffix("").parts).removesuffix(".__init__")

    @property
    def feature(self) -> str | None:
        """The feature it belongs to; a shared tool has none."""
        return self.name.split(".")[0] if self.path.parent != ROOT / "chapter" else None

    @property
    def layer(self) -> str | None:
        """What its name says: ``routes`` for ``routes.py`` and ``routes_own.py``; a helper has no layer."""
        word = self.path.stem.split("_")[0]
        return word if word in MAY_KNOW and self.feature else None

    @cached_property
    def tree(self) -> ast.Module:
        """What is written in it."""
        return ast.parse(self.path.read_text())

    @cached_property
    def imports(self) -> set[str]:
        """The modules it imports; ours without ``chapter.``, others by their first name."""
        found: set[str] = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                found |= {f"{node.module}.{alias.name}" for alias in node.names}
        return {_ours(name) if name.startswith("chapter.") else name.split(".")[0] for name in found}

    @cached_property
    def functions(self) -> list[ast.FunctionDef]:
        """Its functions and methods, but no functions inside functions."""
        classes = [node for node in ast.walk(self.tree) if isinstance(node, ast.ClassDef)]
        bodies = [self.tree.body, *(node.body for node in classes)]
        return [node for body in bodies for node in body if isinstance(node, ast.FunctionDef)]

    @property
    def views(self) -> list[ast.FunctionDef]:
        """The functions that answer requests."""
        return [f for f in self.functions if {"get", "post", "route"} & _decorations(f)]


def _decorations(function: ast.FunctionDef) -> set[str]:
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return {call.attr for call in calls if isinstance(call, ast.Attribute)}


def _ours(name: str) -> str:
    """``people.actions`` for ``chapter.people.actions.add``."""
    parts = name.split(".")[1:]
    while parts and not (ROOT / "chapter").joinpath(*parts).with_suffix(".py").exists():
        if (ROOT / "chapter").joinpath(*parts).is_dir():
            break
        parts.pop()
    return ".".join(parts)


HOUSE = [Room(p) for p in sorted((ROOT / "chapter").rglob("*.py")) if "migrations" not in p.parts]
BY_NAME = {room.name: room for room in HOUSE}
IN_FEATURES = [room for room in HOUSE if room.feature]
SHARED = [room for room in HOUSE if not room.feature]


def rooms(chosen: list[Room]) -> Callable:
    """A check of every one of ``chosen``."""
    return each(chosen, named=lambda room: room.name or "chapter")


def known(room: Room) -> Iterator[Room]:
    """The rooms of features that ``room`` imports, and those its helpers import for it."""
    seen, waiting = {room.name}, [room]
    while waiting:
        for name in waiting.pop().imports & BY_NAME.keys() - seen:
            seen.add(name)
            if BY_NAME[name].feature:
                yield BY_NAME[name]
                if BY_NAME[name].layer is None:
                    waiting.append(BY_NAME[name])


def commits(node: ast.AST) -> bool:
    """Whether a commit is written in it."""
    return any(isinstance(part, ast.Attribute) and part.attr == "commit" for part in ast.walk(node))


@rooms([room for room in IN_FEATURES if room.layer])
def test_a_layer_knows_only_those_under_it(room: Room):
    wrong = [other.name for other in known(room) if other.layer and other.layer not in MAY_KNOW[room.layer or ""]]

    assert wrong == []


@rooms(IN_FEATURES)
def test_a_feature_knows_only_those_before_it_and_never_their_routes_or_forms(room: Room):
    before = FEATURES[: FEATURES.index(room.feature or "") + 1]
    others = [BY_NAME[name] for name in room.imports & BY_NAME.keys()]
    wrong = [o.name for o in others if o.feature and o.feature not in before]
    wrong += [o.name for o in others if o.feature != room.feature and o.layer in ("routes", "forms")]

    assert wrong == []


@rooms([room for room in IN_FEATURES if room.layer == "rules"])
def test_rules_know_the_standard_library_and_other_rules_only(room: Room):
    others = {n for n in room.imports if n not in sys.stdlib_module_names}

    assert {n for n in others if not n.partition(".")[2].startswith("rules")} == set()


@rooms([room for room in IN_FEATURES if room.layer in WITHOUT_WEB])
def test_what_reads_and_writes_knows_no_web(room: Room):
    helpers = [other for other in known(room) if other.layer is None]
    wrong = {f"{r.name} imports {', '.join(sorted(r.imports & WEB))}" for r in (room, *helpers) if r.imports & WEB}

    assert wrong == set()


@rooms(SHARED)
def test_a_shared_tool_knows_no_feature(room: Room):
    assert {name.split(".")[0] for name in room.imports} & {*FEATURES} == set()


def test_every_folder_is_a_feature_and_says_what_it_is_for():
    folders = {p.parent.name for p in (ROOT / "chapter").glob("*/*.py") if p.parent.name != "migrations"}

    assert folders == {*FEATURES}
    assert [f for f in FEATURES if not ast.get_docstring(BY_NAME[f].tree)] == []


@pytest.mark.parametrize(("place", "besides"), [("templates", {"shared"}), ("tests", {"browser", "corpus", "vendor"})])
def test_the_other_folders_mirror_the_features(place: str, besides: set[str]):
    folders = {p.name for p in (ROOT / place).iterdir() if p.is_dir() and not p.name.startswith("__")}

    assert folders - {*FEATURES} - besides == set()


def test_every_view_says_who_may_reach_it(made: Flask):
    silent = [name for name, view in made.view_functions.items() if name != "static" and not hasattr(view, "need")]

    assert silent == []


@rooms([room for room in IN_FEATURES if room.layer not in COMMITS])
def test_only_those_at_the_door_commit(room: Room):
    assert not commits(room.tree)


@rooms([room for room in HOUSE if room.views])
def test_who_only_reads_does_not_commit(room: Room):
    assert [view.name for view in room.views if "get" in _decorations(view) and commits(view)] == []


@rooms([room for room in HOUSE if room.views])
def test_a_view_is_short(room: Room):
    lengths = {view.name: (view.end_lineno or 0) - view.lineno + 1 for view in room.views}

    assert {name: length for name, length in lengths.items() if length > LONGEST_VIEW} == {}


@pytest.mark.parametrize("place", ["chapter", "tests", "templates", "benchmarks"])
def test_a_file_is_short(place: str):
    files = [p for p in (ROOT / place).rglob("*.*") if p.suffix in (".py", ".html", ".md") and "vendor" not in p.parts]
    lengths = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in files if "versions" not in p.parts}

    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


@rooms(HOUSE)
def test_every_public_function_says_what_it_does(room: Room):
    public = [f for f in room.functions if not f.name.startswith("_")]

    assert [f.name for f in public if not ast.get_docstring(f)] == []
