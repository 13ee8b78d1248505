from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.property.oracle import oracle_impact, read_case

CASES = Path(__file__).parents[1] / "data" / "impact-cases"
FOLDERS = sorted(path for path in CASES.iterdir() if path.is_dir())
HELD_AS_IT_IS = (
    "turned_off",
    "summary",
    "already_down",
    "to_reestablish",
    "falls_away",
    "units",
    "capabilities",
)
HELD_BY_SYSTEM = {"chains": "chain", "why": "why"}


def answer_of(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return expected, oracle_impact(read_case(folder), expected["turn_off"], expected.get("at"))


def test_all_51_cases_are_there() -> None:
    assert len(FOLDERS) == 51


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_oracle_gives_every_field_of_the_expected_answer(folder: Path) -> None:
    expected, answer = answer_of(folder)
    rows = {row["system"]["id"]: row for row in answer["affected"]}
    assert {
        id_: {key: row[key] for key in ("verdict", "steps", "after_hours")} for id_, row in rows.items()
    } == expected["affected"]
    for name, field in HELD_BY_SYSTEM.items():
        if name in expected:
            assert {id_: row[field] for id_, row in rows.items()} == expected[name]
    for name in HELD_AS_IT_IS:
        if name in expected:
            assert answer[name] == expected[name]
    held = expected.get("registration", {})
    assert {key: answer["registration"][key] for key in held} == held
    assert answer["at"] == expected.get("at")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_an_expected_answer_holds_only_fields_that_are_compared(folder: Path) -> None:
    expected, _ = answer_of(folder)
    compared = {*HELD_AS_IT_IS, *HELD_BY_SYSTEM, "affected", "registration", "turn_off", "at", "story"}
    assert set(expected) <= compared
