"""Whether a contract is to be tendered: not what will be out of use, nor what another contract has taken over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from model.landscape.landscape import Landscape
from queries.facts.contract_terms import Terms
from queries.facts.contracts import Contracts, Cover

TenderNeed = Literal["needed", "not_needed", "unknown"]


def tender_need(landscape: Landscape, contracts: Contracts, one: Terms, cover: Cover) -> TenderNeed:
    """Whether a contract is to be tendered.

    One that has ended is not, unless what it covers is still used without another contract, nor is one that covers
    nothing in use or to come. A tender that somebody registered is; nobody tenders what is out of use by the contract's
    end, or what another contract that has not begun will cover after it; of a contract without an end it is unknown.
    """
    if one.state == "ended" and one.id not in contracts.run_on:
        return "not_needed"
    if not cover.used and not cover.to_come:
        return "not_needed"
    if one.tender_from == "registered":
        return "needed"
    if one.ends is None:
        return "unknown"
    return "needed" if any(_stays(landscape, contracts, one, cover, one.ends)) else "not_needed"


def _stays(landscape: Landscape, contracts: Contracts, one: Terms, cover: Cover, after: date) -> Iterator[bool]:
    """Of each thing covered whether it is in use after a day, and under no contract to come.

    A flow is in use while its ends and all its carriers are, and goes with its systems where the contract lists one.
    """
    systems = (*cover.systems_in_use, *cover.to_come)
    taken = {system for system in systems if _taken(contracts, one, contracts.of_system[system])}
    for system in systems:
        yield system not in taken and not _leaves(landscape, system, after)
    graph, flows = landscape.graph, landscape.tables["flows"].index
    for flow in cover.flows_in_use:
        over = not taken.isdisjoint(contracts.ends_of(flow)) or _taken(contracts, one, contracts.of_flow[flow])
        carriers = (graph.systems.ids[row] for row in graph.carriers[flows[flow]].tolist())
        ends = (str(landscape.cell("flows", flow, "consumer")), *carriers)
        yield not over and not any(_leaves(landscape, system, after) for system in ends)


def _taken(contracts: Contracts, one: Terms, covering: Sequence[str]) -> bool:
    """Whether one of the contracts that cover something has not begun, and begins after this one."""
    begun = one.starts or date.min
    return any(contracts.to_come.get(other, begun) > begun for other in covering)


def _leaves(landscape: Landscape, system: str, by: date) -> bool:
    last = landscape.cell("systems", system, "in_use_to")
    return isinstance(last, date) and last <= by
