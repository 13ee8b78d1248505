"""Contracts that cover nothing in use, and systems in use that no running contract covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from model.landscape.landscape import Landscape
from queries.calendar.answer import ContractLine, CoversNothing, WithoutContract
from queries.facts.contracts import Contracts


def covers_nothing(lines: Sequence[ContractLine], contracts: Contracts) -> tuple[CoversNothing, ...]:
    """Those of the contracts that have not ended and cover nothing in use, by id."""
    found = [
        CoversNothing(line.id, line.name, line.annual_cost, _why(line, contracts))
        for line in lines
        if line.state != "ended" and not line.used
    ]
    return tuple(sorted(found, key=lambda one: one.id))


def _why(line: ContractLine, contracts: Contracts) -> Literal["nothing_registered", "not_yet_in_use", "out_of_use"]:
    if not line.systems and not line.flows:
        return "nothing_registered"
    return "not_yet_in_use" if contracts.cover(line.id).to_come else "out_of_use"


def without_contract(landscape: Landscape, contracts: Contracts) -> tuple[WithoutContract, ...]:
    """Systems in use that no contract in force lists, by id; registers are the state's and need none."""
    return tuple(_without(landscape, contracts))


def _without(landscape: Landscape, contracts: Contracts) -> Iterator[WithoutContract]:
    systems = landscape.tables["systems"]
    kinds = landscape.kinds
    for row in contracts.in_use.system_rows():
        id_ = systems.ids[row]
        if kinds[row] == "register":
            continue
        listing = contracts.of_system.get(id_, ())
        if any(map(contracts.in_force, listing)):
            continue
        said = {contracts.states[one] for one in listing}
        unit, owner, cost = (systems.cell(row, field) for field in ("unit", "owner", "annual_cost"))
        yield WithoutContract(
            id=id_,
            name=landscape.name_of("systems", id_),
            kind=str(kinds[row]),
            unit=None if unit is None else str(unit),
            owner=None if owner is None else str(owner),
            annual_cost=cost if isinstance(cost, float) else None,
            why="none" if not said else "ended" if "ended" in said else "not_begun",
            contracts=listing,
        )
