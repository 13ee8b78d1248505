"""A name means one thing: no public class of the house is called as another one is."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

from tests.architecture.imports import modules

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "importers", "model", "queries", "stores", "visualisations")


def twice(root: Path, rooms: tuple[str, ...]) -> dict[str, list[str]]:
    """The public classes that several modules define, with those modules."""
    found: dict[str, list[str]] = defaultdict(list)
    for name, path in modules(root, rooms).items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                found[node.name].append(name)
    return {name: places for name, places in found.items() if len(places) > 1}


def test_no_public_class_is_named_as_another():
    assert twice(ROOT, ROOMS) == {}


def test_a_name_that_stands_twice_is_found(tmp_path):
    (tmp_path / "model").mkdir()
    for name, text in {"a": "class Row: ...", "b": "class Row: ...\nclass _Row: ...", "c": "class _Row: ..."}.items():
        (tmp_path / "model" / f"{name}.py").write_text(text, encoding="utf-8")
    assert twice(tmp_path, ("model",)) == {"Row": ["model.a", "model.b"]}
