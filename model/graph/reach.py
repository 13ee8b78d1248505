"""What a fall touches beside the systems themselves: flows to re-establish, flows that fall away, units, capabilities.

All in numbers; the question turns them into rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from model.claims.columns import CodedColumn
from model.graph.fall import MAY_STOP, STOPS, UNTOUCHED, Fall
from model.graph.groups import UNKNOWN
from model.graph.lists import Ints, Lists
from model.lazily import lazily

Numbers = npt.NDArray[Any]
TURNED_OFF = -1
"""Worse than any verdict."""


class UnitRows(NamedTuple):
    """Units by worst, most systems, id: `unit` a number or -1 for none, `worst` a verdict, `systems` of each."""

    unit: Ints
    worst: Ints
    systems: Lists


class CapabilityRow(NamedTuple):
    """A capability: systems turned off or stopping, that may stop, and all others not down already."""

    capability: str
    lost: Sequence[int]
    at_risk: Sequence[int]
    remaining: Sequence[int]


class Reach:
    """What is around one fall."""

    def __init__(self, fall: Fall) -> None:
        self._fall = fall
        self._graph = fall.graph

    @lazily
    def _off(self) -> npt.NDArray[np.bool_]:
        found = np.zeros(len(self._graph.systems), dtype=np.bool_)
        found[self._fall.turned_off.systems] = True
        return found

    @lazily
    def to_reestablish(self) -> Numbers:
        """Flows that T itself kills, not dead before, to a consumer neither in T nor down; by consumer's row, flow."""
        fall, graph = self._fall, self._graph
        mark = np.zeros(len(graph.flow_ids), dtype=np.bool_)
        mark[fall.killed] = True
        mark[graph.carried.of(np.array(fall.turned_off.systems, dtype=np.intp))] = True
        flows = np.flatnonzero(mark)
        consumer = graph.flows.consumer[flows]
        flows = flows[(fall.before.dead[flows] == 0) & ~self._off[consumer] & (fall.before.down[consumer] == 0)]
        place = np.full(len(graph.systems), len(fall.system), dtype=np.int32)
        place[fall.system] = np.arange(len(fall.system), dtype=np.int32)
        found: Numbers = flows[np.lexsort((flows, place[graph.flows.consumer[flows]]))]
        return found

    @lazily
    def falls_away(self) -> Numbers:
        """Flows into T whose provider is neither in T nor down already, sorted."""
        fall, graph = self._fall, self._graph
        flows = np.sort(graph.into.of(np.array(fall.turned_off.systems, dtype=np.intp)))
        provider = graph.flows.provider[flows]
        found: Numbers = flows[~self._off[provider] & (fall.before.down[provider] == 0)]
        return found

    @lazily
    def around(self) -> Numbers:
        """Flows with an end or carrier in T or affected, or themselves or their interface in T, sorted."""
        fall, graph = self._fall, self._graph
        systems = np.concatenate((np.array(fall.turned_off.systems, dtype=np.intp), fall.outcome.system))
        mark = np.zeros(len(graph.flow_ids), dtype=np.bool_)
        mark[fall.killed] = True
        mark[graph.carried.of(systems)] = True
        mark[graph.into.of(systems)] = True
        return np.flatnonzero(mark)

    @lazily
    def need_unknown(self) -> Numbers:
        """Of the flows around those whose need nobody registered, neither of the flow nor of its requirement."""
        flows, groups = self._graph.flows, self._graph.groups
        around = self.around[flows.need[self.around] == UNKNOWN]
        requirement = flows.requirement[around]
        found: Numbers = around[(requirement < 0) | (np.append(groups.need, 0)[requirement] == UNKNOWN)]
        return found

    @lazily
    def without_data_objects(self) -> Numbers:
        """Of the flows around those of which it is not registered what they carry."""
        found: Numbers = self.around[np.diff(self._graph.flows.objects.starts)[self.around] == 0]
        return found

    def untouched(self, systems: Sequence[str]) -> int:
        """How many of some systems are neither in T, down, nor affected; one that is not in a slice is none of it."""
        index = self._graph.systems.index
        touched = self._off | (self._fall.before.down == 1)
        touched[self._fall.outcome.system] = True
        return len(systems) - sum(bool(touched[index[id_]]) for id_ in systems if id_ in index)

    @lazily
    def units(self) -> UnitRows:
        """Units of the systems in T or affected, in their own or in the using units."""
        fall, table = self._fall, self._graph.systems
        units = self._graph.landscape.tables["units"].index
        severity = np.full(len(table), UNTOUCHED, dtype=np.int32)
        severity[fall.system] = fall.verdict
        severity[fall.turned_off.systems] = TURNED_OFF
        touched = np.flatnonzero(severity < UNTOUCHED)
        own = table.column("unit").mapped(units)[touched]
        using = Lists.of_cells(table.column("using_units"), units).take(touched)
        nobody = touched[(own < 0) & (np.diff(using.starts) == 0)]
        user = using.owners()
        also = using.items != own[user]
        unit = np.concatenate((own[own >= 0], using.items[also], np.full(len(nobody), len(units))))
        system = np.concatenate((touched[own >= 0], touched[user[also]], nobody))
        order = np.argsort(system, kind="stable")
        unit, system = unit[order], system[order]
        lists = Lists.grouped(keys=unit, items=system, count=len(units) + 1)
        worst = np.full(len(units) + 1, UNTOUCHED, dtype=np.int32)
        np.minimum.at(worst, unit, severity[system])
        found = np.flatnonzero(worst < UNTOUCHED)
        sizes = np.diff(lists.starts)[found]
        found = found[np.lexsort((found, -sizes, worst[found]))]
        named = np.where(found == len(units), -1, found).astype(np.int32)
        return UnitRows(named, worst[found], lists.take(found))

    @lazily
    def capabilities(self) -> list[CapabilityRow]:
        """Capabilities of systems in T, stopping or that may stop; those of which none remains first, then by name."""
        fall, table = self._fall, self._graph.systems
        have = self._graph.having_capability
        state = np.full(len(table), UNTOUCHED, dtype=np.int32)
        state[fall.system] = fall.verdict
        state[fall.turned_off.systems] = STOPS
        hit = np.flatnonzero((state == STOPS) | (state == MAY_STOP))
        named = {name for value in _values(table.column("capabilities"), hit) for name in value if name in have}
        rows = [_capability(name, have[name], state, fall) for name in named]
        return sorted(
            (row for row in rows if row.lost or row.at_risk), key=lambda row: (bool(row.remaining), row.capability)
        )


def _values(column: CodedColumn, rows: Numbers) -> list[tuple[str, ...]]:
    codes = np.unique(column.codes[rows])
    return [
        tuple(map(str, value))
        for code in codes.tolist()
        if code >= 0 and isinstance(value := column.values[code], tuple)
    ]


def _capability(name: str, systems: Numbers, state: Ints, fall: Fall) -> CapabilityRow:
    lost = systems[state[systems] == STOPS]
    at_risk = systems[state[systems] == MAY_STOP]
    others = systems[(state[systems] != STOPS) & (state[systems] != MAY_STOP) & (fall.before.down[systems] == 0)]
    return CapabilityRow(name, lost.tolist(), at_risk.tolist(), others.tolist())
