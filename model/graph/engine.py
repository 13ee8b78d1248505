"""Runs the passes of `model.graph.kernel` over one graph, for as many questions at a time as are asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from model.graph.graph_arrays import GraphArrays
from model.graph.groups import FALLS_BY_NEED
from model.graph.kernel import EFFECT, FALLS, GROUP, PLACE, Scratch, Slots, Stream
from model.graph.lists import Ints
from model.graph.machine_code import COMPILED, PLAIN

SPARE = 4
"""Pairs of scratch that are kept for the next questions; a national pair takes some 40 MB."""
Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]


class Fallen(NamedTuple):
    """What falls in one reading, T first; shape (fallen,) each."""

    system: Ints
    step: Ints
    hour: Floats


@dataclass(frozen=True, eq=False, slots=True)
class Outcome:
    """What a question reaches: shape (touched,) each, in no order that means anything."""

    system: Ints
    verdict: Ints
    at_least: Ints
    steps: Ints
    hours: Floats
    certain: Fallen
    possible: Fallen


@dataclass(frozen=True, eq=False, slots=True)
class Base:
    """What is so before a question: flags of shape (flows,) and (systems,), and the streams of both readings.

    `left` of shape (groups,): the death that loses the group; 0 and below where none does. `engine`: the one that laid
    it out, and that alone can run over it.
    """

    engine: Engine
    dead: Flags
    down: Flags
    left: Ints
    certain: Stream
    possible: Stream


class _Laid(NamedTuple):
    """Slots with the place in the flows asked for that each comes from."""

    origin: Numbers
    consumer: Numbers
    code: Numbers
    group: Numbers
    member: Numbers


AT_ONCE, ALONE, LATER = range(3)


def _rank(code: Numbers) -> Numbers:
    """Where a slot stands among its system's: it makes fall alone and at once, alone and later, or it is another."""
    alone = (code & (EFFECT | GROUP)) == FALLS
    return np.where(alone, np.where(code >> PLACE == 0, AT_ONCE, ALONE), LATER)


def _ends(owner: Numbers, count: int) -> npt.NDArray[np.int64]:
    """Running totals by owner, a zero first; shape (count + 1,)."""
    return np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=count)))).astype(np.int64)


def _room(fell: int) -> tuple[Ints, Ints, Floats]:
    """Room for what fell in one reading."""
    return np.empty(fell, np.int32), np.empty(fell, np.int32), np.empty(fell, np.float64)


def _as_list(array: npt.NDArray[Any]) -> list[Any]:
    """What plain Python is quickest with."""
    return list(array.tolist())


class Engine:
    """The passes over one graph, plain or compiled; `side_by_side`: both readings of a question at the same time."""

    def __init__(self, graph: GraphArrays, *, compile_it: bool, side_by_side: bool = False) -> None:
        self._graph = graph
        self.is_compiled = compile_it
        self._passes = COMPILED if compile_it else PLAIN
        self._own: Callable[[npt.NDArray[Any]], Any] = np.ascontiguousarray if compile_it else _as_list
        groups = graph.groups
        hours = np.nan_to_num(np.concatenate((graph.flows.tolerance, groups.tolerance)))
        self._delays, place = np.unique(np.concatenate(([0.0], hours)), return_inverse=True)
        self._flow_place, self._group_place = np.split(place[1:].astype(np.int32), [len(graph.flow_ids)])
        self._members = groups.of_flow.items
        # The two readings know nothing of each other, and a compiled pass lets go of the interpreter.
        self._pool = ThreadPoolExecutor(thread_name_prefix="reading") if side_by_side else None
        self._free: list[tuple[Scratch, Scratch]] = []
        self._lock = threading.Lock()
        self._nothing = self._owned(self._lay(np.zeros(0, dtype=np.int64), None, possible=True))
        self._room = self._queue_room()

    # -- laying out ---------------------------------------------------------------------------------------------

    def base(self, *, dead: Flags, down: Flags, left: Ints) -> Base:
        """Lay out both readings for what is so before a question."""
        certain, possible = (self._stream(dead, down, left, possible=possible) for possible in (False, True))
        return Base(self, dead, down, left, certain, possible)

    def _stream(self, dead: Flags, down: Flags, left: Ints, *, possible: bool) -> Stream:
        graph, own = self._graph, self._own
        carrier, flow = graph.carried.owners(), graph.carried.items
        open_ = (dead[flow] == 0) & (down[graph.flows.consumer[flow]] == 0)
        carrier, flow = carrier[open_], flow[open_]
        laid = self._lay(flow, left, possible=possible, alone=bool(dead.any()))
        owner, rank, systems = carrier[laid.origin], _rank(laid.code), len(graph.systems)
        order = np.lexsort((laid.consumer, rank, owner, rank > AT_ONCE))
        quick = _ends(owner[rank == AT_ONCE], systems)
        start = quick[-1] + _ends(owner[rank > AT_ONCE], systems)
        alone = np.bincount(owner[rank == ALONE], minlength=systems)
        return Stream(
            quick=own(quick),
            start=own(start),
            falls=own(start[:-1] + alone),
            slots=self._owned(_Laid(*(part[order] for part in laid))),
            left=own(left),
            effect=own(FALLS_BY_NEED[possible][graph.groups.need]),
            consumer=own(graph.groups.consumer),
            of_member=own(self._members),
            place=own(self._group_place),
            delays=own(self._delays),
            room=own(self._room),
            counts_hits=possible,
        )

    def _lay(self, flows: Numbers, left: Ints | None, *, possible: bool, alone: bool = True) -> _Laid:
        """The slots that follow from the deaths of `flows`: what weighs by itself first, then deaths in groups.

        In the possible reading every undeclared flow stands alone, so a group of a data object adds nothing unless
        something was dead before (`alone`); and a group that cannot be lost still tells that a leg is gone.
        """
        graph, groups = self._graph, self._graph.groups
        need = (groups.alone_possible if possible else groups.alone_certain)[flows]
        effects = FALLS_BY_NEED[possible]
        effect = effects[need]
        direct = np.flatnonzero(effect)
        lengths = np.diff(groups.of_flow.starts)[flows]
        origin = np.repeat(np.arange(len(flows)), lengths)
        before = np.cumsum(lengths) - lengths
        member = np.arange(int(lengths.sum())) + np.repeat(groups.of_flow.starts[flows] - before, lengths)
        group = self._members[member]
        kept = np.ones(len(group), dtype=np.bool_) if left is None else left[group] > 0
        if possible:
            kept = np.where(group < groups.declared, True, kept & alone)
        origin, member, group = origin[kept], member[kept], group[kept]
        both = np.concatenate((direct, origin))
        none = np.zeros(len(direct), dtype=np.int32)
        place = self._flow_place[flows[both]].astype(np.int64)
        kind = np.concatenate((effect[direct].astype(np.int64), effects[groups.need[group]] | np.int64(GROUP)))
        return _Laid(
            origin=both,
            consumer=graph.flows.consumer[flows[both]],
            code=(kind | place << PLACE).astype(np.int32),
            group=np.concatenate((none, group)).astype(np.int32),
            member=np.concatenate((none, member)).astype(np.int32),
        )

    def _owned(self, laid: _Laid) -> Slots:
        return Slots(*(self._own(part) for part in laid[1:]))

    def _queue_room(self) -> npt.NDArray[np.int64]:
        """Where each delay's queue starts: room for every carried slot, every flow by itself and every group once."""
        each = np.arange(len(self._graph.flow_ids))
        sizes = np.bincount(self._group_place, minlength=len(self._delays))
        for flows in (self._graph.carried.items, each):
            laid = self._lay(flows, None, possible=True)
            sizes += np.bincount(laid.code >> PLACE, minlength=len(self._delays))
        sizes[0] = 0
        return np.concatenate(([0], np.cumsum(sizes)))

    # -- running ------------------------------------------------------------------------------------------------

    def run(self, base: Base, *, systems: Sequence[int], flows: Sequence[int] = (), hours: bool = True) -> Outcome:
        """Turn off systems and flows, in both readings; without `hours` they are all -1, in half the time."""
        own_systems = self._own(np.array(systems, dtype=np.int32))
        scratch = self._borrow()
        counts = self._both(base, scratch, own_systems, self._two_seeds(base, flows), hours=hours)
        one, two = counts
        falls = _room(one[0]), _room(two[0])
        size = one[1] + sum(two)
        touched: tuple[Any, ...] = (
            *(np.empty(size, dtype=np.int32) for _ in range(4)),
            np.empty(size, dtype=np.float64),
        )
        found: int = self._passes.taken(*scratch, len(systems), counts, touched, falls)
        self._give_back(*scratch)
        system, verdict, at_least, steps, when = (part[:found] for part in touched)
        return Outcome(system, verdict, at_least, steps, when, *(Fallen(*parts) for parts in falls))

    def _both(
        self, base: Base, scratch: tuple[Scratch, Scratch], systems: Any, seeds: tuple[Slots, Slots], *, hours: bool
    ) -> tuple[tuple[int, int, int], tuple[int, int, int]]:
        """How many fall, are weakened and are struck in either reading; a large landscape's go side by side."""
        certain, possible = (
            partial(self._passes.reading, stream, own, systems, seed, hours)
            for stream, own, seed in zip((base.certain, base.possible), scratch, seeds, strict=True)
        )
        if self._pool is None:
            return certain(), possible()
        waiting = self._pool.submit(certain)
        last = possible()
        return waiting.result(), last

    def _two_seeds(self, base: Base, flows: Sequence[int]) -> tuple[Slots, Slots]:
        if not len(flows):
            return self._nothing, self._nothing
        return self._seeds(base, flows, possible=False), self._seeds(base, flows, possible=True)

    def _seeds(self, base: Base, flows: Sequence[int], *, possible: bool) -> Slots:
        """The slots of flows that the question itself kills."""
        asked = np.array(flows, dtype=np.int64)
        open_ = (base.dead[asked] == 0) & (base.down[self._graph.flows.consumer[asked]] == 0)
        return self._owned(self._lay(asked[open_], base.left, possible=possible, alone=bool(base.dead.any())))

    def _borrow(self) -> tuple[Scratch, Scratch]:
        with self._lock:
            if self._free:
                return self._free.pop()
        return self._scratch(), self._scratch()

    def _give_back(self, certain: Scratch, possible: Scratch) -> None:
        with self._lock:
            if len(self._free) < SPARE:
                self._free.append((certain, possible))

    def _scratch(self) -> Scratch:
        systems, groups = len(self._graph.systems), len(self._graph.groups.consumer)
        members, room, delays = len(self._members), int(self._room[-1]), len(self._delays)

        def full(size: int, value: float, kind: Any) -> Any:
            return self._own(np.full(size, value, dtype=kind))

        return Scratch(
            fallen=full(systems, 0, np.uint8),
            mark=full(systems, 0, np.uint8),
            step=full(systems, -1, np.int32),
            weak=full(systems, -1, np.int32),
            hit=full(systems, -1, np.int32),
            hour=full(systems, -1, np.float64),
            weak_hour=full(systems, -1, np.float64),
            hit_hour=full(systems, -1, np.float64),
            queue=full(systems, 0, np.int32),
            weakened=full(systems, 0, np.int32),
            struck=full(systems, 0, np.int32),
            dead=full(members, 0, np.uint8),
            died=full(members, 0, np.int32),
            count=full(groups, 0, np.int32),
            waiting=full(room, 0, np.int32),
            due=full(room, 0, np.float64),
            head=full(delays, 0, np.int64),
            tail=full(delays, 0, np.int64),
        )
