"""Laws that every answer keeps, checked on the oracle itself over random landscapes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.property.oracle import oracle_impact, read_case
from tests.property.oracle_tables import Tables, cells
from tests.property.random_landscapes import (
    Case,
    random_case,
    show,
    shrink,
    shuffled,
    with_flow_ids,
    write_folder,
)
from tests.soak import times

pytestmark = pytest.mark.soak
SEEDS = range(times(300))
VERDICTS = ["stops", "may_stop", "degraded", "may_degrade", "loses_redundancy"]
AT_LEAST: dict[str, set[str | None]] = {
    "stops": {"stops"},
    "may_stop": {"degraded", None},
    "degraded": {"degraded"},
    "may_degrade": {None},
    "loses_redundancy": {None},
}


def ask(case: Case) -> dict[str, Any]:
    return oracle_impact(case.tables, case.turn_off, case.at)


def touched(answer: dict[str, Any], case: Case) -> set[str]:
    systems = {row["id"] for row in case.tables["systems"]}
    return {row["system"]["id"] for row in answer["affected"]} | systems & set(answer["turned_off"])


@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_adds_up(seed: int) -> None:
    case = random_case(seed)
    answer = ask(case)
    summary = answer["summary"]
    counted = ["turned_off", "already_down", *VERDICTS, "unaffected"]
    assert summary["systems"] == len(case.tables["systems"]) == sum(summary[name] for name in counted)
    assert summary["unaffected_without_flows"] <= summary["unaffected"]
    rows = answer["affected"]
    assert [summary[verdict] for verdict in VERDICTS] == [
        sum(row["verdict"] == verdict for row in rows) for verdict in VERDICTS
    ]
    assert rows == sorted(rows, key=lambda r: (VERDICTS.index(r["verdict"]), r["steps"], r["system"]["id"]))
    json.dumps(answer, allow_nan=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_row_explains_itself(seed: int) -> None:
    answer = ask(random_case(seed))
    for row in answer["affected"]:
        assert row["at_least"] in AT_LEAST[row["verdict"]]
        assert len(row["chain"]) == row["steps"] + 1 >= 2
        for chain in (row["chain"], row.get("hours_chain", row["chain"])):
            assert chain[0] in answer["turned_off"]
            assert chain[-1] == row["system"]["id"]
            assert len(set(chain)) == len(chain)
        assert row["why"] or row["verdict"] == "loses_redundancy"
        for reason in row["why"]:
            n, k = len(reason["dead"]) + len(reason["alive"]), reason["needed"]
            assert 1 <= k <= n
            assert (len(reason["dead"]) > n - k) == (row["verdict"] != "loses_redundancy")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_means_nothing(seed: int) -> None:
    case = random_case(seed)
    again = Case(shuffled(case.tables, seed), case.turn_off, case.at)
    assert json.dumps(ask(case)) == json.dumps(ask(again))


@pytest.mark.parametrize("seed", SEEDS)
def test_more_turned_off_is_never_fewer_affected(seed: int) -> None:
    case = random_case(seed)
    extra = f"system:{case.tables['systems'][0]['id']}"
    more = Case(case.tables, [*case.turn_off, extra], case.at)
    assert touched(ask(case), case) <= touched(ask(more), more)


def test_a_case_written_and_read_gives_the_same_answer(tmp_path: Path) -> None:
    for seed in range(30):
        case = random_case(seed)
        tables = read_case(write_folder(case.tables, tmp_path / str(seed)))
        assert oracle_impact(tables, case.turn_off, case.at) == ask(case)


def test_the_same_seed_gives_the_same_case() -> None:
    assert [random_case(seed) for seed in range(50)] == [random_case(seed) for seed in range(50)]


def moved(case: Case, answer: dict[str, Any]) -> Tables | None:
    """Every flow to re-establish moved to a candidate that lacks nothing; none where that cannot be."""
    chosen: dict[str, tuple[str, str]] = {}
    for row in answer["to_reestablish"]:
        complete = [c["system"] for c in row["candidates"] if c["lacks"] == []]
        if not complete or row["flow"] in answer["turned_off"]:
            return None
        chosen[row["flow"]] = (complete[0], "|".join(row["data_objects"]))
    tables = with_flow_ids(case.tables)
    changes: dict[str, dict[str, str]] = {}
    for flow in tables["flows"]:
        if flow["id"] in chosen:
            provider, objects = chosen[flow["id"]]
            via = "|".join(system for system in cells(flow, "via") if system not in answer["turned_off"])
            new = {"provider": provider, "interface": "", "via": via, "data_objects": objects}
            changes[flow["id"]] = new
    return {**tables, "flows": [flow | changes.get(flow["id"], {}) for flow in tables["flows"]]}


def test_a_plan_that_lacks_nothing_leaves_nobody_affected() -> None:
    proven = 0
    for seed in range(1500):
        case = random_case(seed)
        answer = ask(case)
        tables = moved(case, answer) if answer["to_reestablish"] else None
        if tables is not None:
            proven += 1
            assert oracle_impact(tables, case.turn_off, case.at)["affected"] == [], show(case)
    assert proven >= 20


def test_a_failing_case_shrinks_to_what_matters() -> None:
    def fails(case: Case) -> bool:
        return any(row["verdict"] == "may_stop" and row["steps"] == 2 for row in ask(case)["affected"])

    case = next(case for case in map(random_case, range(1000)) if fails(case))
    small = shrink(case, fails)
    assert fails(small)
    assert len(small.tables["systems"]) <= 3
    assert len(small.tables["flows"]) == 2
    assert "--- flows.csv" in show(small)
