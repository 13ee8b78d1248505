"""Whole answers as files: what changes in one is seen in the change itself.

`WRITE_GOLDEN=1 .venv/bin/python -m pytest tests/golden` writes them anew; read the difference before keeping it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from importers.landscape_files.importer import import_path
from model.claims.state import State
from model.landscape.landscape import Landscape
from tests.landscapes import impact

HERE = Path(__file__).parent
TESTS = HERE.parent
CASES = TESTS / "data" / "impact-cases"
QUESTIONS = {
    "mixed-needs": (CASES / "17-mixed", ["kmd-aktiv"], None),
    "kmd-aktiv-off": (CASES / "33-kmd-aktiv-off", ["kmd-aktiv"], None),
    "to-reestablish": (CASES / "50-to-reestablish", ["p-data"], None),
    "sample-momentum": (TESTS.parent / "samples" / "eksempelkommune", ["system:KMD Momentum"], "2027-06-30"),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_whole_answer_is_as_it_was(name: str) -> None:
    folder, what, at = QUESTIONS[name]
    town = Landscape(State().with_batch(import_path(folder, landscape=Landscape(State()))))
    answer = json.dumps(impact(town, *what, at=at), ensure_ascii=False, indent=1) + "\n"
    file = HERE / f"impact-{name}.json"
    if os.environ.get("WRITE_GOLDEN"):
        file.write_text(answer, encoding="utf-8")
    assert answer == file.read_text(encoding="utf-8")
