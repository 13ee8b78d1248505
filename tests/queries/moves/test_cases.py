"""The definition's own cases, through the real importer, every field that they hold."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from importers.landscape_files.importer import import_path
from model.claims.state import State
from model.landscape.landscape import Landscape
from queries.moves.query import moves

CASES = Path(__file__).parents[2] / "moves-cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
WORDS_ABOUT_THE_CASE = {"why", "default_switch_cost"}


def imported(folder: Path) -> Landscape:
    batch = import_path(folder, landscape=Landscape(State()))
    assert not list(batch.errors())
    return Landscape(State().with_batch(batch))


def answered(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """What a case expects, and of the answer the fields that the case holds."""
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    cost, day = expected["default_switch_cost"], date.fromisoformat(expected["as_of"])
    answer = moves(imported(folder), day, switch_cost=cost).as_json()
    for table in ("moves", "registers"):
        answer[table] = [
            {key: row[key] for key in (held or row)}
            for row, held in zip(answer[table], _padded(expected[table], len(answer[table])), strict=True)
        ]
    return {key: value for key, value in expected.items() if key not in WORDS_ABOUT_THE_CASE}, answer


def _padded(rows: list[dict[str, Any]], size: int) -> list[dict[str, Any]]:
    return [*rows, *({} for _ in range(size - len(rows)))][:size]


def test_there_are_15_cases() -> None:
    assert len(FOLDERS) == 15


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_case_comes_out_exactly(folder: Path) -> None:
    expected, answer = answered(folder)
    assert answer == expected
