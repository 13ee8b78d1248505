"""The engine and a slow, literal oracle give the same answer, field by field, over random landscapes."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

import pytest

from model.graph.graph import COMPILE_FROM
from model.landscape.landscape import Landscape
from model.rows import as_json
from queries.impact.query import shutdown_impact
from tests.landscapes import impact, landscape_of, without_catalogue
from tests.property.oracle import oracle_impact
from tests.property.oracle_tables import Row, Tables
from tests.property.random_landscapes import Case, random_case, show, shrink, with_flow_ids
from tests.soak import times

pytestmark = pytest.mark.soak

LANDSCAPES = 2000
BLOCK = 100
ASKED_TOGETHER = 300
NOT_IN_THE_DEFINITION = {"revision", "asked"}
"""What stands beside the fields of the definition and depends on where the landscape rests."""


def by_engine(case: Case) -> dict[str, Any]:
    answer = without_catalogue(impact(landscape_of(case.tables), *case.turn_off, at=case.at))
    return {name: value for name, value in answer.items() if name not in NOT_IN_THE_DEFINITION}


def by_oracle(case: Case) -> dict[str, Any]:
    return json.loads(json.dumps(oracle_impact(case.tables, case.turn_off, case.at)))  # type: ignore[no-any-return]


def differs(case: Case) -> bool:
    return by_engine(case) != by_oracle(case)


def difference(seed: int, case: Case) -> str:
    """The smallest case that still differs, and where: what a person needs to see."""
    small = shrink(case, differs)
    engine, oracle = by_engine(small), by_oracle(small)
    fields = [name for name in oracle if engine[name] != oracle[name]]
    told = [f"{name}\n  engine: {engine[name]}\n  oracle: {oracle[name]}" for name in fields]
    return "\n".join([f"seed {seed}, shrunk:", show(small), *told])


@pytest.mark.parametrize("first", range(0, times(LANDSCAPES), BLOCK))
def test_engine_and_oracle_agree_on_every_field(first: int) -> None:
    for seed in range(first, first + BLOCK):
        case = random_case(seed)
        if differs(case):
            pytest.fail(difference(seed, case))


def in_tenths(case: Case) -> Case:
    """The case with tolerances that have no exact binary form, so that ways of equal length would seem not to be."""
    tenths = {"0": "0.1", "8": "0.2", "24": "0.3", "72": "0.7", "0.5": "0.4", "1.5": "0.8", "2.125": "0.05"}

    def row(cells: Row) -> Row:
        said = cells.get("tolerance_hours", "")
        return {**cells, "tolerance_hours": tenths.get(said, said)} if "tolerance_hours" in cells else cells

    return replace(case, tables={name: [row(cells) for cells in rows] for name, rows in case.tables.items()})


def test_tenths_of_hours_add_as_decimals() -> None:
    for seed in range(300):
        case = in_tenths(random_case(seed))
        if differs(case):
            pytest.fail(difference(seed, case))


REFERENCES = {
    "systems": ("unit", "using_units", "successor", "municipality", "capabilities", "vendor", "aliases"),
    "interfaces": ("system", "data_objects"),
    "flows": ("provider", "consumer", "interface", "via", "data_objects", "requirement", "contract"),
    "requirements": ("consumer",),
    "contracts": ("systems", "flows"),
    "units": (),
    "data_objects": ("parent",),
}
"""Columns in which a word is of its own town."""


def in_town(town: str, case: Case) -> Case:
    """The case with every id and name of it marked as of one town, so that many towns can stand in one landscape."""

    def marked(table: str, row: Row) -> Row:
        names = {"id", *({"name"} if row.get("name") else ())}
        return {
            column: mark(text) if column in names or column in REFERENCES[table] else text
            for column, text in row.items()
        }

    def mark(text: str) -> str:
        return "|".join(town + word if not word.startswith("not:") else word for word in text.split("|") if word)

    def asked(word: str) -> str:
        kind, colon, rest = word.partition(":")
        return f"{kind}:{town}{rest}" if colon else town + word

    tables = {table: [marked(table, row) for row in rows] for table, rows in with_flow_ids(case.tables).items()}
    return Case(tables, [asked(word) for word in case.turn_off], case.at)


def side_by_side(cases: Iterable[Case]) -> Tables:
    cases = list(cases)
    return {table: list(chain.from_iterable(case.tables[table] for case in cases)) for table in REFERENCES}


OWN_TOWN = ("turned_off", "at", "affected", "to_reestablish", "falls_away", "units", "capabilities")
AROUND = ("flows_around", "need_unknown", "without_data_objects", "unlisted")
VERDICTS = ("stops", "may_stop", "degraded", "may_degrade", "loses_redundancy")


def of_its_own_town(answer: dict[str, Any]) -> dict[str, Any]:
    """Of an answer what does not speak of the whole landscape."""
    return {
        **{name: answer[name] for name in OWN_TOWN},
        **{name: answer["registration"][name] for name in AROUND},
        **{name: answer["summary"][name] for name in ("turned_off", *VERDICTS)},
    }


def asked_together(case: Case, land: Landscape) -> dict[str, Any]:
    answer = shutdown_impact(land, case.turn_off, at=date.fromisoformat(case.at) if case.at else None)
    own = {name: as_json(getattr(answer, name)) for name in (*OWN_TOWN, "summary")}
    own["registration"] = {name: as_json(getattr(answer.registration, name)) for name in AROUND}
    return of_its_own_town(without_catalogue(json.loads(json.dumps(own))))


def test_many_towns_in_one_landscape_do_not_disturb_each_other() -> None:
    """So many flows that the passes are compiled: the compiled answers are the oracle's too."""
    cases = [in_town(f"t{seed:04}-", random_case(seed)) for seed in range(LANDSCAPES)]
    land = landscape_of(side_by_side(cases))
    assert len(land.tables["flows"]) >= COMPILE_FROM
    for seed, case in list(enumerate(cases))[:ASKED_TOGETHER]:
        assert asked_together(case, land) == of_its_own_town(by_oracle(case)), f"seed {seed}\n{show(case)}"
