"""The copy-register question against a slow, literal oracle, and its laws; a failing case is printed whole."""

from __future__ import annotations

import json
import random
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from queries.moves.query import moves
from tests.landscapes import landscape_of
from tests.property.moves_oracle import MovesCase, expected
from tests.property.oracle_case import as_csv, with_flow_ids
from tests.property.oracle_tables import read_case
from tests.property.random_moves import random_case
from tests.soak import times

pytestmark = pytest.mark.soak

CASES, BATCH = 1_000, 100
FOLDERS = sorted(path for path in (Path(__file__).parents[1] / "moves-cases").iterdir() if path.is_dir())
TABLES = ("moves", "registers")
WORDS_ABOUT_THE_CASE = {"why", "default_switch_cost"}


def answered(case: MovesCase) -> dict[str, Any]:
    answer = moves(
        landscape_of(case.tables),
        case.as_of,
        switch_cost=case.switch_cost,
        prices=case.prices,
        lead_months=case.lead_months,
    )
    return answer.as_json()


def without_reasons(answer: dict[str, Any]) -> dict[str, Any]:
    bare = [{key: value for key, value in move.items() if key != "reasons"} for move in answer["moves"]]
    return {**answer, "moves": bare}


def shown(case: MovesCase, seed: int) -> str:
    tables = "\n".join(f"--- {name}.csv\n{as_csv(rows)}" for name, rows in case.tables.items() if rows)
    asked = f"{case.as_of} switch_cost={case.switch_cost} prices={case.prices} lead={case.lead_months}"
    return f"seed {seed}: {asked}\n{tables}"


def differences(one: Any, other: Any, path: str = "") -> list[str]:
    """Where two documents differ, as paths."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [found for key in one for found in differences(one[key], other[key], f"{path}/{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [found for at, (a, b) in pairs for found in differences(a, b, f"{path}/{at}")]
    return [] if one == other else [f"{path}: {one!r}, the definition says {other!r}"]


@pytest.mark.parametrize("start", range(0, times(CASES), BATCH))
def test_the_answer_is_the_definitions(start: int) -> None:
    for seed in range(start, start + BATCH):
        case = random_case(seed)
        found = differences(without_reasons(answered(case)), expected(case))
        assert not found, "\n".join([*found, shown(case, seed)])


def test_the_random_landscapes_reach_every_corner() -> None:
    """Or else agreement would say little."""
    seen: Counter[str] = Counter()
    for seed in range(CASES):
        answer = answered(random_case(seed))
        for move in answer["moves"]:
            seen.update([move["timing"], *move["lacks"], *move["ways"], f"{len(move['targets'])} targets"])
            seen.update(name for name in ("assumed", "forced", "missing", "verify") if move[name])
            seen["step by step"] += not move["exact"]
        for register in answer["registers"]:
            seen.update([f"together {register['together']}"])
            seen.update(name for name in ("hidden_consumers", "held_back_by", "closable_from") if register[name])
    wanted = {
        *("blocked", "now", "next_tender", "unknown", "forced", "assumed", "missing", "verify", "step by step"),
        *("data_objects", "cover", "annual_price", "target_price", "switch_cost", "contract_end"),
        *("real_time", "history", "search", "subscription", "first_load", "0 targets", "3 targets"),
        *("together True", "together False", "together None", "hidden_consumers", "held_back_by", "closable_from"),
    }
    assert {name for name in wanted if seen[name] < 3} == set(), seen


@pytest.mark.parametrize("seed", range(0, 100, 5))
def test_shuffled_rows_give_the_same_bytes(seed: int) -> None:
    case = random_case(seed)
    named = with_flow_ids(case.tables)
    rng = random.Random(seed)
    tables = {name: rng.sample(rows, len(rows)) for name, rows in named.items()}
    again = MovesCase(tables, case.as_of, case.switch_cost, case.prices, case.lead_months)
    assert json.dumps(answered(again)) == json.dumps(answered(case)), shown(case, seed)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_oracle_gives_the_definitions_own_cases(folder: Path) -> None:
    case = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    asked = MovesCase(read_case(folder), date.fromisoformat(case["as_of"]), case["default_switch_cost"], {}, 12)
    answer = expected(asked)
    held = {table: [{key: row[key] for key in case[table][0]} for row in answer[table]] for table in TABLES}
    assert {**answer, **held} == {key: value for key, value in case.items() if key not in WORDS_ABOUT_THE_CASE}
