"""What the ends of contracts turn off, by the shutdown engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from weakref import WeakKeyDictionary

from model.graph.fall import TurnedOff, Verdicts, before
from model.landscape.landscape import Landscape
from model.rows import Rows
from queries.facts.contracts import Contracts


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


class TurnsOff:
    """What the end of all that a contract covers does on a day."""

    def __init__(self, landscape: Landscape, contracts: Contracts) -> None:
        self._landscape = landscape
        self._contracts = contracts

    def at(self, contract: str, day: date) -> EndTurnsOff:
        """That of one contract.

        It depends on the day only by what is out of use then, and is kept by that: the next day of asking is quick.
        """
        graph = self._landscape.graph
        if len(graph.flow_ids) >= KEEP_BELOW:
            return self._worked_out(contract, day)
        key = (contract, graph.out_of_use(day).tobytes())
        kept = _KEPT.setdefault(self._landscape, {})
        if key not in kept:
            kept[key] = self._worked_out(contract, day)
        return replace(kept[key], at=day)

    def _worked_out(self, contract: str, at: date) -> EndTurnsOff:
        systems, flows = self._contracts.rows[contract]
        graph = self._landscape.graph
        fall = Verdicts(graph, TurnedOff(list(systems), [], list(flows)), before(graph, at))
        stops, may_stop, degraded, may_degrade, loses_redundancy = fall.counts
        affected = tuple(graph.systems.ids[row] for row in fall.system[: stops + may_stop].tolist())
        return EndTurnsOff(
            contract, at, len(systems), stops, may_stop, degraded, may_degrade, loses_redundancy, affected=affected
        )
