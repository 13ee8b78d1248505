"""The rooms stay small, and nothing in them imports in a circle."""

from __future__ import annotations

import ast
from collections import Counter
from pathlib import Path

from tests.architecture.imports import circles, modules

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "importers", "model", "queries", "stores", "visualisations")
MOST = 25
"""Modules in one folder, its `__init__.py` aside."""


def test_no_folder_holds_more_modules_than_a_reader_can_hold():
    count = Counter(path.parent for path in modules(ROOT, ROOMS).values() if path.name != "__init__.py")
    assert {str(folder.relative_to(ROOT)): number for folder, number in count.items() if number > MOST} == {}


def test_nothing_imports_in_a_circle():
    assert circles(ROOT, ROOMS) == []


def test_a_circle_for_types_and_inside_a_function_is_found(tmp_path):
    room = tmp_path / "model"
    room.mkdir()
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from model.b import B\n"
    for name, text in {
        "__init__": "",
        "a": typed,
        "b": "def made():\n    from model import c\n",
        "c": "import model.a\n",
    }.items():
        (room / f"{name}.py").write_text(text, encoding="utf-8")
    assert circles(tmp_path, ("model",)) == [["model.a", "model.b", "model.c"]]


def bodies(path: Path) -> list[int]:
    """The lines of every function's body, its docstring aside."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            said = ast.get_docstring(node) is not None
            body = node.body[1:] if said else node.body
            found.append((body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0)
    return found


def test_nine_of_ten_functions_are_short():
    lines = sorted(length for path in modules(ROOT, ROOMS).values() for length in bodies(path))
    assert lines[len(lines) * 9 // 10] <= 13
