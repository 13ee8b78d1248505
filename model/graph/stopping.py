"""How many systems stop or may stop without each of many: the possible reading alone, without steps and hours.

`model.graph.fall` answers one question in full; this answers a thousand small ones. What falls by itself is worked out
once for all starts as sets of bits, one bit a system; what is lost only when several flows are dead is then tried on
them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

import networkx as nx
import numpy as np
import numpy.typing as npt

from model.graph.baseline import Before
from model.graph.fall import before
from model.graph.graph import COMPILE_FROM, Graph
from model.graph.groups import FALLS_BY_NEED
from model.graph.kernel import FALLS
from model.graph.lists import Lists

Flags = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Several:
    """A group that is lost when `left` of its flows are dead; carriers as bits, `any_of` those of all its flows."""

    consumer: int
    left: int
    carriers: tuple[int, ...]
    any_of: int


class Stopping:
    """Counts what stops or may stop, on a day.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> from model.landscape.landscape import Landscape
    >>> flows = {"a>b": {"provider": "a", "consumer": "b"}, "b>c": {"provider": "b", "consumer": "c"}}
    >>> systems = {id_: {"name": id_} for id_ in "abc"}
    >>> graph = Landscape(State().with_batch(Batch.of("hand", systems=systems, flows=flows))).graph
    >>> [Stopping(graph, None).without(row) for row in range(3)]
    [2, 1, 0]
    """

    def __init__(self, graph: Graph, at: date | None, *, large: bool | None = None) -> None:
        self._graph = graph
        self._before = before(graph, at)
        is_large = len(graph.flow_ids) >= COMPILE_FROM if large is None else large
        self._beside = _BesideHub(graph, self._before) if is_large and len(graph.flow_ids) else None
        if self._beside is None:
            self._lay_out()

    def without(self, system: int) -> int:
        """How many others stop or may stop without a system."""
        if self._beside is not None:
            return self._beside.without(system)
        down, known = self._reach[system], -1
        while down != known:
            known = down
            for group in self._several:
                if group.any_of & down and not down >> group.consumer & 1 and _lost(group, down):
                    down |= self._reach[group.consumer]
        return down.bit_count() - 1

    def _lay_out(self) -> None:
        graph, groups, base = self._graph, self._graph.groups, self._before.base
        falls = FALLS_BY_NEED[True] == FALLS
        open_ = (base.dead == 0) & (base.down[graph.flows.consumer] == 0)
        alone = open_ & falls[groups.alone_possible]
        weighs = (base.left > 0) & falls[groups.need]
        single = np.flatnonzero(weighs & (base.left == 1))
        both = np.concatenate((np.flatnonzero(alone), groups.members.take(single).items)).astype(np.int64)
        both = np.unique(both[open_[both]])
        self._reach = self._closed(both)
        self._several = [
            one
            for group in np.flatnonzero(weighs & (base.left > 1)).tolist()
            if (one := self._group(group, open_, alone))
        ]

    def _closed(self, flows: npt.NDArray[Any]) -> list[int]:
        """What falls with each system over flows whose death fells their consumer, itself included; as bits."""
        carriers = self._graph.carriers.take(flows)
        edges: nx.DiGraph[int] = nx.DiGraph()
        edges.add_nodes_from(range(len(self._graph.systems)))
        consumers = self._graph.flows.consumer[flows][carriers.owners()]
        edges.add_edges_from(zip(carriers.items.tolist(), consumers.tolist(), strict=True))
        reach = [0] * len(self._graph.systems)
        for ring in nx.strongly_connected_components(edges):  # those that a ring leads to come before it
            together = _bits(ring)
            for one in ring:
                for after in edges.successors(one):
                    together |= reach[after]
            for one in ring:
                reach[one] = together
        return reach

    def _group(self, group: int, open_: Flags, alone: Flags) -> _Several | None:
        """A group, unless one of its flows fells the consumer by itself."""
        groups = self._graph.groups
        members = groups.members[group]
        living = members[open_[members]]
        if alone[living].any():
            return None
        carriers = tuple(_bits(self._graph.carriers[flow].tolist()) for flow in living.tolist())
        return _Several(int(groups.consumer[group]), int(self._before.base.left[group]), carriers, _all(carriers))


def _lost(group: _Several, down: int) -> bool:
    return sum(1 for carriers in group.carriers if carriers & down) >= group.left


def _bits(places: Iterable[int]) -> int:
    found = 0
    for place in places:
        found |= 1 << place
    return found


def _all(bits: Iterable[int]) -> int:
    found = 0
    for one in bits:
        found |= one
    return found


class _BesideHub:
    """For a large graph: what falls with the system that carries most is worked out once, the rest beside it.

    Whatever fells that hub fells all that falls with it, so only what lies outside is walked through for each start.
    """

    def __init__(self, graph: Graph, earlier: Before) -> None:
        base, groups = earlier.base, graph.groups
        falls = FALLS_BY_NEED[True] == FALLS
        self._graph = graph
        self._left = base.left
        self._open = (base.dead == 0) & (base.down[graph.flows.consumer] == 0)
        self._fells = self._open & falls[groups.alone_possible]
        self._weighs = (base.left > 0) & falls[groups.need]
        hub = int(np.diff(graph.carried.starts).argmax())
        with_hub = base.engine.run(base, systems=[hub], hours=False).possible.system
        self._inside = np.zeros(len(graph.systems), dtype=np.bool_)
        self._inside[with_hub] = True
        self._dead = np.zeros(len(graph.flow_ids), dtype=np.bool_)
        self._dead[graph.carried.of(with_hub)] = True
        self._dead &= self._open
        dead = self._dead[groups.members.items].astype(np.int64)
        self._lost = np.bincount(groups.members.owners(), weights=dead, minlength=len(base.left)).astype(np.int64)
        self._size = int(self._inside.sum())
        self._leads = self._leading(hub)

    def _leading(self, hub: int) -> Flags:
        """The systems whose fall fells the hub, over flows that fell their consumer by themselves."""
        graph = self._graph
        kept = self._fells[graph.carried.items]
        into = Lists.grouped(
            keys=graph.flows.consumer[graph.carried.items[kept]],
            items=graph.carried.owners()[kept],
            count=len(graph.systems),
        )
        found = np.zeros(len(graph.systems), dtype=np.bool_)
        edge = np.array([hub])
        while len(edge):
            found[edge] = True
            before_it = np.unique(into.of(edge))
            edge = before_it[~found[before_it]]
        return found

    def without(self, system: int) -> int:
        """How many others stop or may stop without a system."""
        walk = _Walk(system)
        while walk.todo:
            one = walk.todo.pop()
            if not walk.with_hub and self._leads[one]:
                walk.with_hub = True
                for group in list(walk.members):
                    self._try(group, walk)
            if not (walk.with_hub and self._inside[one]):
                self._fall(one, walk)
        if not walk.with_hub:
            return len(walk.down) - 1
        return self._size + sum(1 for one in walk.down if not self._inside[one]) - 1

    def _fall(self, system: int, walk: _Walk) -> None:
        flows, groups = self._graph.flows, self._graph.groups
        for flow in self._graph.carried[system].tolist():
            if flow in walk.dead or not self._open[flow]:
                continue
            walk.dead.add(flow)
            if self._fells[flow]:
                walk.add(int(flows.consumer[flow]))
            for group in groups.of_flow[flow].tolist():
                if self._weighs[group]:
                    walk.members.setdefault(group, set()).add(flow)
                    self._try(group, walk)

    def _try(self, group: int, walk: _Walk) -> None:
        """Whether a group is lost by now, and its consumer with it."""
        flows = walk.members[group]
        dead = len(flows)
        if walk.with_hub:
            dead = sum(1 for flow in flows if not self._dead[flow]) + int(self._lost[group])
        if dead >= self._left[group]:
            walk.add(int(self._graph.groups.consumer[group]))


class _Walk:
    """What has fallen with one start so far."""

    def __init__(self, start: int) -> None:
        self.down = {start}
        self.todo = [start]
        self.dead: set[int] = set()
        self.members: dict[int, set[int]] = {}
        self.with_hub = False

    def add(self, system: int) -> None:
        """One more that falls."""
        if system not in self.down:
            self.down.add(system)
            self.todo.append(system)
