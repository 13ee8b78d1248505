"""Every Danish sentence is said somewhere: its English one stands in the code or in a template, as a literal."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, nodes

from app.language.i18n import catalogue

ROOT = Path(__file__).parents[3]
ROOMS = ("app", "importers", "model", "queries", "stores", "visualisations")


def in_code(path: Path) -> Iterator[str]:
    """The texts of a module: literals, and those made of constants of the module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    constants: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            text = whole(node.value, constants)
            constants |= {node.targets[0].id: text} if text is not None else {}
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if documented(node)}
    helps = path.parent.name == "cli"
    for node in ast.walk(tree):
        text = whole(node, constants)
        if text is not None and (helps or id(node) not in docstrings):
            yield " ".join(text.split()) if id(node) in docstrings else text


def documented(node: ast.AST) -> bool:
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    return isinstance(node, kinds) and bool(node.body) and isinstance(node.body[0], ast.Expr)


def whole(node: ast.AST, constants: dict[str, str]) -> str | None:
    """The text that an expression is, `None` where it is none or is only known later."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else None
    if isinstance(node, ast.FormattedValue):
        return constants.get(node.value.id) if isinstance(node.value, ast.Name) else None
    if not isinstance(node, ast.JoinedStr):
        return None
    parts = [whole(part, constants) for part in node.values]
    return None if None in parts else "".join(map(str, parts))


def in_template(path: Path) -> Iterator[str]:
    for node in Environment(autoescape=True).parse(path.read_text(encoding="utf-8")).find_all(nodes.Const):
        if isinstance(node.value, str):
            yield node.value


def literals() -> set[str]:
    code = (text for room in ROOMS for path in (ROOT / room).rglob("*.py") for text in in_code(path))
    pages = (text for room in ROOMS for path in (ROOT / room).rglob("*.html") for text in in_template(path))
    return {*code, *pages}


def test_every_danish_sentence_is_used():
    used = literals()
    assert len(used) > 3000
    assert not [text for text in catalogue("da") if text not in used]


def test_a_text_of_constants_is_found_and_one_that_nobody_says_is_not(tmp_path):
    module = tmp_path / "words.py"
    module.write_text(
        '"""Not said."""\nNOTHING = "Nothing was stored"\nWORDS = {1: f"it is full. {NOTHING}; " "try again"}\n'
        'def say(name):\n    """Not said either."""\n    return f"of {name}"\n',
        encoding="utf-8",
    )
    said = set(in_code(module))
    assert {"Nothing was stored", "it is full. Nothing was stored; try again", "of "} <= said
    assert not {"Not said.", "Not said either."} & said
