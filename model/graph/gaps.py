"""How complete the registration of a whole landscape is, whatever is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from model.claims.whole import Whole
from model.lazily import lazily

if TYPE_CHECKING:
    from model.graph.graph_arrays import GraphArrays


class BindingContracts:
    """Which contract binds a flow or a system: of several the one that ends last, no end being last, then by id."""

    def __init__(self, graph: GraphArrays) -> None:
        self._graph = graph
        self._table = graph.landscape.tables["contracts"]

    @lazily
    def _of_flow(self) -> Mapping[str, Sequence[str]]:
        """Flow id -> the contracts that list it."""
        return self._listing("flows")

    @lazily
    def _of_system(self) -> Mapping[str, Sequence[str]]:
        return self._listing("systems")

    def _listing(self, field: str) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for contract, listed in zip(self._table.ids, self._table.cells(field), strict=True):
            for id_ in listed if isinstance(listed, tuple) else ():
                found.setdefault(str(id_), []).append(contract)
        return found

    def of_flow(self, flow: int) -> str | None:
        """The contract of a flow: the one it names, or one that lists it."""
        named = self._graph.landscape.tables["flows"].cell(flow, "contract")
        listing = self._of_flow.get(self._graph.flow_ids[flow], ())
        return self._last([*listing, str(named)] if named is not None else listing)

    def of_system(self, system: int) -> str | None:
        """The contract that covers a system."""
        return self._last(self._of_system.get(self._graph.systems.ids[system], ()))

    def _last(self, contracts: Sequence[str]) -> str | None:
        return min(contracts, key=lambda id_: (-self._end(id_).toordinal(), id_), default=None)

    def _end(self, contract: str) -> date:
        end = self._table.cell(self._table.index[contract], "ends")
        return end if isinstance(end, date) else date.max

    def ended(self, at: date | None) -> Sequence[str]:
        """Flows whose contract ended before a date, sorted; none where no date is said."""
        if at is None or not any(self._end(contract) < at for contract in self._table.ids):
            return ()
        named = self._graph.landscape.tables["flows"].column("contract").codes >= 0
        rows = {*np.flatnonzero(named).tolist()}
        index = self._graph.landscape.tables["flows"].index
        rows |= {index[id_] for id_ in self._of_flow if id_ in index}
        ended = [row for row in sorted(rows) if (id_ := self.of_flow(row)) and self._end(id_) < at]
        return [self._graph.flow_ids[row] for row in ended]


class Gaps:
    """What is not registered in the whole landscape; worked out once a graph."""

    def __init__(self, graph: GraphArrays) -> None:
        self._graph = graph
        self.contracts = BindingContracts(graph)

    def whole(self, at: date | None) -> Whole:
        """What an answer for a date says of all of it; a slice was told."""
        landscape = self._graph.landscape
        return landscape.told or Whole(
            systems=len(self._graph.systems),
            systems_without_flows=self.systems_without_flows,
            requirements_without_flows=self.requirements_without_flows,
            way_unknown=self.way_unknown,
            contract_ended=self.contracts.ended(at),
            unlisted=landscape.unlisted,
        )

    @lazily
    def systems_without_flows(self) -> Sequence[str]:
        """Systems that are no end and no carrier of any flow, sorted."""
        return [self._graph.systems.ids[row] for row in np.flatnonzero(~self._graph.has_flow).tolist()]

    @lazily
    def requirements_without_flows(self) -> Sequence[str]:
        """Declared requirements that no flow names, sorted."""
        ids = self._graph.landscape.tables["requirements"].ids
        sizes = np.diff(self._graph.groups.members.starts)[: len(ids)]
        return [ids[row] for row in np.flatnonzero(sizes == 0).tolist()]

    @lazily
    def way_unknown(self) -> Sequence[str]:
        """Flows from a register with neither interface nor via, sorted: they may run through any platform."""
        flows = self._graph.flows
        register = self._graph.landscape.kinds.mapped({"register": 1}, missing=0) == 1
        direct = (flows.interface < 0) & (np.diff(flows.via.starts) == 0)
        found = np.flatnonzero(register[flows.provider] & direct)
        return [self._graph.flow_ids[row] for row in found.tolist()]
