"""Who killed which flow, whose loss counted for which system: in one reading, for many systems at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from model.graph.fall import Fall
from model.graph.kernel import FALLS
from model.graph.losses import Losses, Lost
from model.lazily import lazily

Numbers = npt.NDArray[Any]
ANY = 0
"""The role of a lost spare leg: any flow that died counts, whatever the requirement."""


class LossLinks(NamedTuple):
    """Links, shape (links,) each: `killer` killed a flow whose loss counted for `system`.

    `rank` orders the links between the same two (by requirement, then flow); `blank`: a tolerance that counted is not
    registered. Killers are systems by number, and behind them interfaces and flows in T (see `Links.name`).
    """

    system: Numbers
    killer: Numbers
    rank: Numbers
    blank: npt.NDArray[np.bool_]


class Links:
    """The links of one fall in one reading. A role is what the requirement that counts does: FALLS, WEAKENS, ANY."""

    def __init__(self, fall: Fall, losses: Losses) -> None:
        self._fall = fall
        self._graph = fall.graph
        self._losses = losses
        self.systems = len(fall.graph.systems)
        self._interfaces = len(fall.graph.interface_ids)

    def name(self, killer: int) -> str:
        """The id of a killer."""
        graph = self._graph
        if killer < self.systems:
            return graph.systems.ids[killer]
        if killer < self.systems + self._interfaces:
            return graph.interface_ids[killer - self.systems]
        return graph.flow_ids[killer - self.systems - self._interfaces]

    @property
    def names(self) -> npt.NDArray[np.object_]:
        """The id of every killer; shape (killers,)."""
        return self._graph.ids_in_order

    def steps_of(self, killers: Numbers) -> Numbers:
        """At which step each killer falls; interfaces and flows in T at 0."""
        step = self._losses.times.system_step[np.minimum(killers, self.systems - 1)]
        return np.where(killers < self.systems, step, 0)

    @lazily
    def start_order(self) -> Numbers:
        """Where every killer stands among the things in T by id, -1 for what is not in T; shape (killers,)."""
        off = self._fall.turned_off
        codes = [
            *off.systems,
            *(self.systems + one for one in off.interfaces),
            *(self.systems + self._interfaces + one for one in off.flows),
        ]
        order = np.full(self.systems + self._interfaces + len(self._graph.flow_ids), -1, dtype=np.int64)
        for place, code in enumerate(sorted(codes, key=self.name)):
            order[code] = place
        return order

    def to(self, systems: Numbers, role: int, *, hours: bool) -> LossLinks:
        """Every way in which what set the steps (or hours) of these systems (sorted, each once) was killed."""
        if role == ANY:
            return self._spare_legs(systems, hours=hours)
        lost = self._losses.at(systems)
        when = lost.hour if hours else lost.step
        counts = np.flatnonzero((lost.effect == role) & (when >= 0))
        counts = counts[when[counts] == self._first(lost, when, counts, role, hours=hours)]
        members = lost.flows.take(counts)
        which, flow = counts[members.owners()], members.items
        died = self._losses.times.flow_step[flow] >= 0
        which, flow = which[died], flow[died]
        felt, needed = (
            (self._losses.felt(flow), lost.counted_hour[which])
            if hours
            else (self._losses.times.flow_step[flow], lost.counted_step[which])
        )
        kept = (felt == needed) & ~self._losses.earlier(flow)
        which, flow = which[kept], flow[kept]
        blank = np.isnan(self._graph.flows.tolerance[flow]) | lost.blank[which]
        return self._killers(lost.system[which], flow, (lost.kind[which], lost.key[which]), blank, hours=hours)

    def _first(self, lost: Lost, when: Numbers, counts: Numbers, role: int, *, hours: bool) -> Numbers:
        """For every counting loss when its system fell, or was first weakened."""
        system = lost.system[counts]
        if role == FALLS:
            times = self._losses.times
            return (times.system_hour if hours else times.system_step)[system]
        first = np.full(self.systems, np.inf)
        np.minimum.at(first, system, when[counts])
        return first[system]

    def _spare_legs(self, systems: Numbers, *, hours: bool) -> LossLinks:
        times = self._losses.times
        flow = self._graph.into.of(systems)
        flow = flow[(times.flow_step[flow] >= 0) & ~self._losses.earlier(flow)]
        system = self._graph.flows.consumer[flow]
        when = (times.flow_hour if hours else times.flow_step)[flow]
        first = np.full(self.systems, np.inf)
        np.minimum.at(first, system, when)
        kept = when == first[system]
        none = np.zeros(int(kept.sum()), dtype=np.int64)
        return self._killers(system[kept], flow[kept], (none, none), none > 0, hours=hours)

    def killers_of(self, flow: Numbers, *, hours: bool) -> LossLinks:
        """What killed each flow at its step (or hour), whatever it counted in."""
        none = np.zeros(len(flow), dtype=np.int64)
        return self._killers(self._graph.flows.consumer[flow], flow, (none, none), none > 0, hours=hours)

    def _killers(
        self, system: Numbers, flow: Numbers, order: Sequence[Numbers], blank: npt.NDArray[np.bool_], *, hours: bool
    ) -> LossLinks:
        """What killed each flow at its step (or hour): carriers, and the flow or its interface in T."""
        graph, times = self._graph, self._losses.times
        carriers = graph.carriers.take(flow)
        by, killer = carriers.owners().astype(np.int64), carriers.items.astype(np.int64)
        fell = (times.system_hour if hours else times.system_step)[killer]
        then = fell == (times.flow_hour if hours else times.flow_step)[flow[by]]
        by, killer = by[then], killer[then]
        if self._fall.killed:
            own, used = self._in_t(flow)
            by = np.concatenate((by, own, used))
            flows = self.systems + self._interfaces + flow[own].astype(np.int64)
            killer = np.concatenate((killer, flows, self.systems + graph.flows.interface[flow[used]].astype(np.int64)))
        rank = np.empty(len(by), dtype=np.int64)
        rank[np.lexsort((flow[by], order[1][by], order[0][by]))] = np.arange(len(by))
        return LossLinks(system[by].astype(np.int64), killer, rank, blank[by])

    def _in_t(self, flow: Numbers) -> tuple[Numbers, Numbers]:
        off = self._fall.turned_off
        return (
            np.flatnonzero(np.isin(flow, off.flows)),
            np.flatnonzero(np.isin(self._graph.flows.interface[flow], off.interfaces)),
        )
