"""Each hostile file in a process of its own: what it ends in, how much memory and how much time that takes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from importers.landscape_files.importer import import_bytes
from importers.shared import problems
from tests.importers.hostile_files import Hostile, rows
from tests.importers.hostile_reading import read_alone
from tests.importers.hostile_tables import TABLES
from tests.importers.hostile_workbooks import WORKBOOKS
from tests.importers.landscape_files.landscape_spellings import EMPTY

HOSTILE = [*WORKBOOKS, *TABLES]
SECONDS, MEGABYTES = 60, 1_000


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: hostile.name)
def test_a_hostile_file_ends_in_a_sentence_or_an_honest_import(hostile: Hostile, tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(hostile.make())
    outcome = read_alone(path, hostile.filename, timeout=5 * SECONDS)
    print(f"{hostile.name}: {outcome}")
    assert outcome.key == hostile.key, outcome
    assert outcome.megabytes < MEGABYTES
    assert outcome.seconds < SECONDS


def test_every_hostile_file_has_a_name_of_its_own_and_a_key_that_there_is():
    assert len({hostile.name for hostile in HOSTILE}) == len(HOSTILE)
    assert {hostile.key for hostile in HOSTILE} <= {"", *problems.UNREADABLE}


def formulas(result: str, *, count: int = 1, kind: str = "") -> bytes:
    """Systems whose id is a formula with such a result."""
    cells = "".join(
        f'<row r="{row}"><c r="A{row}"{kind}><f>1+1</f>{result}</c>'
        f'<c r="B{row}" t="inlineStr"><is><t>N{row}</t></is></c></row>'
        for row in range(3, 3 + count)
    )
    return rows(cells.encode())


@pytest.mark.parametrize("result", ["", "<v/>", "<v></v>", "<v> </v>"])
def test_a_formula_without_a_result_is_told(result: str):
    batch = import_bytes(formulas(result), "x.xlsx", landscape=EMPTY)
    told = [problem for problem in batch.problems if problem.severity == "warning"]
    assert [(problem.table, problem.row, problem.column) for problem in told] == [("systems", 3, "id")]
    assert "stands in A3 and" in told[0].message


def test_many_formulas_without_a_result_are_told_once():
    batch = import_bytes(formulas("", count=1_000), "x.xlsx", landscape=EMPTY)
    (told,) = [problem for problem in batch.problems if problem.severity == "warning"]
    assert re.search(r"stands in A3, A4, A5 and 997 more cells", told.message)


@pytest.mark.parametrize(("result", "kind"), [("<v>7</v>", ""), ("<v></v>", ' t="str"'), ("<v>x</v>", ' t="str"')])
def test_a_formula_with_a_result_is_told_nothing(result: str, kind: str):
    batch = import_bytes(formulas(result, kind=kind), "x.xlsx", landscape=EMPTY)
    assert not [problem for problem in batch.problems if problem.severity == "warning"]
