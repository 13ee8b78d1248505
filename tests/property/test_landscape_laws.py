"""Laws that hold whatever is registered and whatever is asked, over random landscapes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from importers.landscape_files.importer import import_path
from model.claims.flow_changes import FlowChange
from model.claims.state import State
from model.landscape.landscape import Landscape
from model.verdicts import VERDICTS
from tests.landscapes import batch_of, impact, impact_bytes, landscape_of, verdicts
from tests.property.random_landscapes import Case, random_case, show, shuffled, with_flow_ids, write_folder
from tests.soak import times
from visualisations.sheet.landscape_export import export_landscape

pytestmark = pytest.mark.soak

BLOCK = 100
UNTOUCHED = len(VERDICTS)


def asked(case: Case) -> str:
    return impact_bytes(landscape_of(case.tables), *case.turn_off, at=case.at)


@pytest.mark.parametrize("first", range(0, times(500), BLOCK))
def test_shuffled_rows_give_the_same_bytes(first: int) -> None:
    for seed in range(first, first + BLOCK):
        case = random_case(seed)
        again = replace(case, tables=shuffled(case.tables, seed))
        assert asked(again) == asked(case), f"seed {seed}\n{show(case)}"


def test_a_landscape_asked_before_gives_the_same_bytes() -> None:
    """A question leaves nothing behind that another would find."""
    for seed in range(80):
        case = random_case(seed)
        town = landscape_of(case.tables)
        first = impact_bytes(town, *case.turn_off, at=case.at)
        for row in case.tables["systems"]:
            impact_bytes(town, f"system:{row['id']}", at=None if case.at else "2027-01-01")
        assert impact_bytes(town, *case.turn_off, at=case.at) == first, f"seed {seed}\n{show(case)}"


def strength(answer: Mapping[str, Any]) -> dict[str, int]:
    """System -> how strongly it is hit, 0 the strongest; what is not there is untouched."""
    return {id_: VERDICTS.index(verdict) for id_, verdict in verdicts(answer).items()}


@pytest.mark.parametrize("first", range(0, times(300), BLOCK))
def test_more_turned_off_is_never_a_weaker_verdict(first: int) -> None:
    for seed in range(first, first + BLOCK):
        case = random_case(seed)
        town = landscape_of(case.tables)
        fewer = strength(impact(town, *case.turn_off, at=case.at))
        for row in case.tables["systems"][:3]:
            extra = impact(town, *case.turn_off, f"system:{row['id']}", at=case.at)
            more = strength(extra)
            weaker = [
                id_
                for id_, before in fewer.items()
                if id_ not in extra["turned_off"] and more.get(id_, UNTOUCHED) > before
            ]
            assert not weaker, f"seed {seed}, with {row['id']}: {weaker}\n{show(case)}"


def test_imported_twice_is_imported_once() -> None:
    for seed in range(200):
        tables = random_case(seed).tables
        once = State().with_batch(batch_of(tables))
        assert once.with_batch(batch_of(shuffled(tables, seed))) is once


def test_two_sources_that_say_the_same_are_one_landscape() -> None:
    for seed in range(60):
        case = random_case(seed)
        state = State().with_batch(batch_of(case.tables, "kitos")).with_batch(batch_of(case.tables, "hand"))
        twice = impact(Landscape(state), *case.turn_off, at=case.at)
        assert {**twice, "revision": 1} == impact(landscape_of(case.tables), *case.turn_off, at=case.at)


def plan_of(case: Case, answer: Mapping[str, Any]) -> list[FlowChange] | None:
    """Every flow to re-establish moved to a candidate that lacks nothing; none where that cannot be."""
    flows = {row["id"]: row for row in with_flow_ids(case.tables)["flows"]}
    changes = []
    for row in answer["to_reestablish"]:
        complete = [one["system"] for one in row["candidates"] if one["lacks"] == [] and one["kind"] != "catalogue"]
        if not complete or row["flow"] in answer["turned_off"]:
            return None
        via = tuple(one for one in flows[row["flow"]]["via"].split("|") if one and one not in answer["turned_off"])
        changes.append(FlowChange(row["flow"], f"system:{complete[0]}", None, via))
    return changes


def down_already(answer: Mapping[str, Any]) -> set[str]:
    return {row["system"] for row in answer["already_down"] if row["reason"] != "may_stop"}


def test_a_plan_that_lacks_nothing_leaves_nobody_affected() -> None:
    proven = 0
    for seed in range(800):
        case = random_case(seed)
        town = landscape_of(case.tables)
        answer = impact(town, *case.turn_off, at=case.at)
        plan = plan_of(case, answer)
        if not plan:
            continue
        proven += 1
        after = impact(town.changed(plan), *case.turn_off, at=case.at)
        assert after["affected"] == [], f"seed {seed}\n{show(case)}"
        assert down_already(after) <= down_already(answer), f"seed {seed}\n{show(case)}"
    assert proven >= 20


@pytest.mark.parametrize("name", ["town.xlsx", "town"])
def test_exported_and_imported_is_the_same_landscape(tmp_path: Path, name: str) -> None:
    for seed in range(50):
        case = random_case(seed)
        place = tmp_path / str(seed) / name
        place.parent.mkdir()
        export_landscape(landscape_of(case.tables), place)
        again = import_path(place, landscape=Landscape(State()))
        assert not list(again.errors()), f"seed {seed}\n{show(case)}"
        back = Landscape(State().with_batch(again))
        assert impact_bytes(back, *case.turn_off, at=case.at) == asked(case), f"seed {seed}\n{show(case)}"


def test_a_folder_of_csv_files_is_read_as_the_rows_that_it_holds(tmp_path: Path) -> None:
    for seed in range(100):
        case = random_case(seed)
        batch = import_path(write_folder(case.tables, tmp_path / str(seed)), landscape=Landscape(State()))
        assert not list(batch.errors()), f"seed {seed}\n{show(case)}"
        read = Landscape(State().with_batch(batch))
        assert impact_bytes(read, *case.turn_off, at=case.at) == asked(case), f"seed {seed}\n{show(case)}"
