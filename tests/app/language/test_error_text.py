"""Every error that is raised on purpose is said in Danish: the raise sites themselves are read."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.language.error_text import MESSAGES, reason, said_in, unknown_names
from app.language.i18n import catalogue, translator
from importers.shared.problems import UNREADABLE, UnreadableSource
from model import errors
from model.errors import LandskabError, UnknownName
from stores.neo4j import words as neo4j_words
from stores.sqlite import words as sqlite_words

ROOT = Path(__file__).parents[3]
ROOMS = ("model", "stores", "importers", "queries", "visualisations", "app")
SAID_OTHERWISE = {"UnknownName", "AmbiguousName", "UnknownRevision", "UnreadableSource", "BadAddress", "EmptyStore"}
"""Errors that carry their values, from which `reason` makes the sentence."""
RAISED = {name for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, LandskabError)}
RAISED = (RAISED | {"RefusedImport"}) - SAID_OTHERWISE


def example(message: ast.expr, constants: dict[str, str]) -> str | None:
    """A message as somebody may read it; `None` where it is made elsewhere."""
    if isinstance(message, ast.Constant) and isinstance(message.value, str):
        return message.value
    if not isinstance(message, ast.JoinedStr):
        return None
    return "".join(value(part, number, constants) for number, part in enumerate(message.values))


def value(part: ast.expr, number: int, constants: dict[str, str]) -> str:
    if isinstance(part, ast.Constant):
        return str(part.value)
    assert isinstance(part, ast.FormattedValue)
    name = part.value.id if isinstance(part.value, ast.Name) else ""
    return constants.get(name, f"#{number}")


def raised() -> Iterator[tuple[str, str]]:
    """Where an error is made and what it says."""
    for path in sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        constants = {
            node.targets[0].id: node.value.value
            for node in tree.body
            if isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
            and isinstance(node.value.value, str)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED and node.args:
                said = example(node.args[0], constants)
                if said is not None:
                    yield f"{path.relative_to(ROOT)}:{node.lineno}", said


SITES = dict(raised())


def test_the_raise_sites_are_found():
    assert len(SITES) > 30
    assert {where.split("/")[0] for where in SITES} >= {"model", "stores", "app", "visualisations", "queries"}


@pytest.mark.parametrize("where", SITES)
def test_every_error_has_a_danish_sentence(where):
    said = " ".join(SITES[where].split())
    assert said_in(said, translator("da")) != said


@pytest.mark.parametrize("words", [*sqlite_words._WORDS.values(), sqlite_words._DISK_READ_ONLY, "SQLite refused."])
def test_what_sqlite_refuses_is_danish(words):
    said = f"The store a.db: {words} (disk I/O error)"
    assert words not in said_in(said, translator("da"))


@pytest.mark.parametrize(
    "words", [*dict.fromkeys(text for _, text in neo4j_words._WORDS.values()), neo4j_words._OTHER[1]]
)
def test_what_a_server_refuses_is_danish(words):
    text = words.format(code="Neo.TransientError.General.OutOfMemoryError")
    said = said_in(f"The store neo4j://[::1]:7687: {text}", translator("da"))
    assert said.startswith("Lageret neo4j://[::1]:7687: ")
    assert text not in said
    assert ("OutOfMemoryError" in said) == ("{code}" in words)


@pytest.mark.parametrize("key", UNREADABLE)
def test_a_file_that_cannot_be_read_is_danish(key):
    assert UNREADABLE[key] in catalogue("da")


def test_the_reason_inside_a_sentence_is_danish_too():
    error = UnreadableSource("cannot_open", path="a.xlsx", reason="Permission denied")
    assert str(error.translated(translator("da"))) == "a.xlsx: kan ikke åbnes (adgang nægtet)."
    damaged = (
        "The store a.db: 'name' of systems from fk is damaged (its checksum does not fit)."
        " Put a copy from your backup in its place, or ask an earlier revision."
    )
    assert said_in(damaged, translator("da")) == (
        "Lageret a.db: 'name' i systems fra fk er beskadiget (dens kontrolsum passer ikke)."
        " Læg en kopi fra jeres backup i stedet, eller spørg en tidligere revision."
    )


def test_no_message_stands_twice():
    assert len(set(MESSAGES)) == len(MESSAGES)


def test_several_unknown_words_are_all_said():
    error = UnknownName("x", nearest=["xa"])
    error.also = (UnknownName("y"),)
    assert unknown_names(error) == (error, *error.also)
    assert reason(error, str) == "'x' is not in the landscape. Did you mean: xa? 'y' is not in the landscape."
