"""The definition's own cases, through the real importer and the engine, every field that they hold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from importers.landscape_files.importer import import_path
from model.claims.state import State
from model.landscape.landscape import Landscape
from tests.landscapes import impact, rows, without_catalogue

CASES = Path(__file__).parents[2] / "data" / "impact-cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
HELD_AS_IT_IS = ("turned_off", "summary", "already_down", "to_reestablish", "falls_away", "units", "capabilities")
HELD_BY_SYSTEM = {"chains": "chain", "why": "why"}
NO_FIELD_OF_THE_ANSWER = {"story", "turn_off"}


def expected_of(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "expected.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def imported(folder: Path) -> Landscape:
    batch = import_path(folder, landscape=Landscape(State()))
    assert not list(batch.errors())
    return Landscape(State().with_batch(batch))


def in_the_cases_form(answer: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    """Of an answer what a case holds, as it holds it: by system id, and of the registration the fields named."""
    affected = rows(without_catalogue(answer))
    held: dict[str, Any] = {
        name: without_catalogue(answer)[name] for name in (*HELD_AS_IT_IS, "at") if name in expected
    }
    held["affected"] = {
        id_: {key: row[key] for key in ("verdict", "steps", "after_hours")} for id_, row in affected.items()
    }
    for name, field in HELD_BY_SYSTEM.items():
        if name in expected:
            held[name] = {id_: row[field] for id_, row in affected.items()}
    if "registration" in expected:
        held["registration"] = {key: answer["registration"][key] for key in expected["registration"]}
    return held


def test_there_are_51_cases() -> None:
    assert len(FOLDERS) == 51


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_case_comes_out_exactly(folder: Path) -> None:
    expected = expected_of(folder)
    answer = impact(imported(folder), *expected["turn_off"], at=expected.get("at"))
    assert in_the_cases_form(answer, expected) == {
        name: value for name, value in expected.items() if name not in NO_FIELD_OF_THE_ANSWER
    }
