"""What contracts cover: the systems and flows that each lists, and the flows that name it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from weakref import WeakKeyDictionary

from model.fall import STOPS, Fall, TurnedOff, before
from model.in_use import InUse, in_use
from model.landscape import Landscape
from model.lazily import lazily
from queries.contract_calendar_terms import Terms
from queries.impact_answer import VERDICTS, Rows

TenderNeed = Literal["needed", "not_needed", "unknown"]


@dataclass(frozen=True, slots=True)
class Cover:
    """What one contract covers, by id, sorted; those in use on the day beside; `to_come`: systems that begin later."""

    systems: Sequence[str]
    flows: Sequence[str]
    systems_in_use: Sequence[str]
    flows_in_use: Sequence[str]
    to_come: Sequence[str]

    @property
    def used(self) -> bool:
        """Whether anything of it is in use."""
        return bool(self.systems_in_use or self.flows_in_use)


@dataclass(frozen=True, slots=True)
class EndTurnsOff:
    """What turning off all that a contract covers does on a day: how many systems have which verdict.

    `affected`: those that stop or may stop, in the order of the shutdown question. The same as
    `shutdown_impact(landscape, ["contract:ID"], at=at)` says.
    """

    contract: str
    at: date
    turned_off: int
    stops: int
    may_stop: int
    degraded: int
    may_degrade: int
    loses_redundancy: int
    affected: Sequence[str]


class Ends(Rows[EndTurnsOff]):
    """What the ends of contracts would turn off, each worked out when it is first read."""

    def __init__(self, days: Mapping[str, date], turns_off: Callable[[str, date], EndTurnsOff]) -> None:
        self._days = days
        self._turns_off = turns_off
        self._known: dict[str, EndTurnsOff] = {}
        contracts = list(days)
        super().__init__(lambda: len(contracts), lambda row: self._one(contracts[row]))

    def _one(self, contract: str) -> EndTurnsOff:
        if contract not in self._known:
            self._known[contract] = self._turns_off(contract, self._days[contract])
        return self._known[contract]

    def of(self, contract: str) -> EndTurnsOff | None:
        """That of one contract; `None` where its end is not asked about, or it covers nothing."""
        return self._one(contract) if contract in self._days else None


KEEP_BELOW = 20_000
"""Flows of a landscape from which nothing is kept: a national one has too many contracts that reach too much."""
_KEPT: WeakKeyDictionary[Landscape, dict[tuple[str, bytes], EndTurnsOff]] = WeakKeyDictionary()
"""What the ends of contracts turn off, as long as their landscape lives."""


class Covers:
    """What every contract of a landscape covers, on a day. Flows are gone through once for all contracts."""

    def __init__(self, landscape: Landscape, day: date) -> None:
        self._landscape = landscape
        self._systems = landscape.tables["systems"]
        self._flows = landscape.tables["flows"]
        self._contracts = landscape.tables["contracts"]
        self._day = day

    @lazily
    def in_use(self) -> InUse:
        """What is in use on the day."""
        return in_use(self._landscape, self._day)

    @lazily
    def _naming(self) -> Mapping[str, Sequence[int]]:
        """Contract -> the rows of the flows that name it."""
        found: dict[str, list[int]] = {}
        for row, contract in enumerate(self._flows.cells("contract")):
            if contract is not None:
                found.setdefault(str(contract), []).append(row)
        return found

    @lazily
    def rows(self) -> Mapping[str, tuple[Sequence[int], Sequence[int]]]:
        """Contract -> the rows of its systems and of its flows, sorted."""
        table = self._contracts
        cells = zip(table.ids, table.cells("systems"), table.cells("flows"), strict=True)
        return {
            id_: (
                _rows(self._systems.index, systems),
                sorted({*_rows(self._flows.index, flows), *self._naming.get(id_, ())}),
            )
            for id_, systems, flows in cells
        }

    def of(self, contract: str) -> Cover:
        """What one contract covers."""
        systems, flows = self.rows[contract]
        used = self.in_use
        return Cover(
            systems=tuple(self._systems.ids[row] for row in systems),
            flows=tuple(self._flows.ids[row] for row in flows),
            systems_in_use=tuple(self._systems.ids[row] for row in systems if used.systems[row]),
            flows_in_use=tuple(self._flows.ids[row] for row in flows if used.flows[row]),
            to_come=tuple(self._systems.ids[row] for row in systems if self.begins_later(row)),
        )

    def begins_later(self, row: int) -> bool:
        """Whether a system, by its row, is not in use yet."""
        first = self._systems.cell(row, "in_use_from")
        if isinstance(first, date):
            return first > self._day
        return not self.in_use.systems[row] and self._systems.cell(row, "lifecycle") == "planned"

    @lazily
    def of_system(self) -> Mapping[str, Sequence[str]]:
        """System -> the contracts that list it, sorted."""
        found: dict[str, list[str]] = {}
        for contract, (systems, _) in self.rows.items():
            for row in systems:
                found.setdefault(self._systems.ids[row], []).append(contract)
        return found

    def turns_off(self, contract: str, at: date) -> EndTurnsOff:
        """What the end of all that a contract covers does on a day.

        It depends on the day only by what is out of use then, and is kept by that: the next day of asking is quick.
        """
        graph = self._landscape.graph
        if len(graph.flow_ids) >= KEEP_BELOW:
            return self._worked_out(contract, at)
        key = (contract, graph.out_of_use(at).tobytes())
        kept = _KEPT.setdefault(self._landscape, {})
        if key not in kept:
            kept[key] = self._worked_out(contract, at)
        return replace(kept[key], at=at)

    def _worked_out(self, contract: str, at: date) -> EndTurnsOff:
        systems, flows = self.rows[contract]
        graph = self._landscape.graph
        fall = Fall(graph, TurnedOff(list(systems), [], list(flows)), before(graph, at))
        verdicts = fall.verdict.tolist()
        counts = [verdicts.count(verdict) for verdict in range(len(VERDICTS))]
        reached = sum(counts[STOPS:2])
        affected = tuple(graph.systems.ids[row] for row in fall.system[:reached].tolist())
        stops, may_stop, degraded, may_degrade, loses_redundancy = counts
        return EndTurnsOff(
            contract, at, len(systems), stops, may_stop, degraded, may_degrade, loses_redundancy, affected=affected
        )


def tender_need(landscape: Landscape, one: Terms, cover: Cover) -> TenderNeed:
    """Whether a contract is to be tendered.

    A tender that somebody registered is; nobody tenders what is out of use by the contract's end; of a contract without
    an end it is unknown.
    """
    if one.tender_from == "registered":
        return "needed"
    if not cover.used and not cover.to_come:
        return "not_needed"
    if one.ends is None:
        return "unknown"
    staying = [*cover.systems_in_use, *cover.to_come]
    return "not_needed" if staying and all(_leaves(landscape, id_, one.ends) for id_ in staying) else "needed"


def _leaves(landscape: Landscape, system: str, by: date) -> bool:
    last = landscape.cell("systems", system, "in_use_to")
    return isinstance(last, date) and last <= by


def _rows(index: Mapping[str, int], cell: object) -> list[int]:
    listed: Iterable[object] = cell if isinstance(cell, tuple) else ()
    return sorted({index[str(id_)] for id_ in listed if str(id_) in index})
