"""The requirements that consumers lost in one reading, worked out for many consumers at a time.

Read from the landscape's requirements and from when systems fell and flows died; how the passes found that plays no
part here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from model.graph.fall import Fall, Times
from model.graph.groups import FALLS_BY_NEED
from model.graph.lists import Ints, Lists
from model.lazily import lazily

Numbers = npt.NDArray[Any]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
DATA, DECLARED, FLOW = range(3)
"""Kinds of requirement, in the order of their names."""
KIND_NAMES: Sequence[Literal["data", "declared", "flow"]] = ("data", "declared", "flow")
NEVER = -1


@dataclass(frozen=True, eq=False, slots=True)
class Lost:
    """Requirements with a dead flow, those lost before X left out; shape (losses,) each, in no order that matters.

    `key`: the data object, requirement or flow by number. `spare`: how many flows may die. `step` and `hour`: when it
    was lost, -1 where it holds; `counted_step` and `counted_hour`: of the death that lost it, in hours as it is felt.
    `effect`: what its loss does in the reading. `blank`: a declared one without a tolerance of its own. `flows` lists
    its flows.
    """

    system: Numbers
    kind: Numbers
    key: Numbers
    need: Numbers
    spare: Numbers
    effect: Numbers
    step: Numbers
    hour: Floats
    counted_step: Numbers
    counted_hour: Floats
    blank: Flags
    flows: Lists


class Losses:
    """The losses of one fall in one reading."""

    def __init__(self, fall: Fall, *, possible: bool) -> None:
        self._fall = fall
        self._graph = fall.graph
        self._possible = possible
        self._last: tuple[bytes, Lost] | None = None

    @lazily
    def times(self) -> Times:
        """When systems fall and flows die in this reading."""
        return self._fall.possible_times if self._possible else self._fall.certain_times

    def felt(self, flows: Numbers) -> Floats:
        """When the loss of dead flows is felt: their tolerance after they died, unless they were dead before."""
        found: Floats = self._felt[flows]
        return found

    @lazily
    def _felt(self) -> Floats:
        return self.times.flow_hour + np.where(self._fall.before.dead == 1, 0.0, self._graph.waits)

    def earlier(self, flows: Numbers) -> Flags:
        """Which flows were dead before X."""
        found: Flags = self._fall.before.dead[flows] == 1
        return found

    def at(self, systems: Numbers) -> Lost:
        """The losses of these systems (sorted, each once); the last answer is kept."""
        key = systems.tobytes()
        if self._last is None or self._last[0] != key:
            self._last = key, _joined(self.in_groups(self._graph.groups_at.of(systems)), self._alone(systems))
        return self._last[1]

    def in_groups(self, group: Numbers) -> Lost:
        """Of these groups, by number, those with a dead flow that were not lost before X."""
        groups = self._graph.groups
        group = group[groups.members.starts[group] < groups.members.starts[group + 1]].astype(np.int64)
        members = groups.members.take(group)
        first, flow = members.starts[:-1], members.items
        dead = self.times.flow_step[flow] >= 0
        deaths, earlier = _sums(dead, first), _sums(dead & self.earlier(flow), first)
        kept = np.flatnonzero((deaths > 0) & (earlier <= groups.spare[group]))
        if len(kept) < len(group):
            return self.in_groups(group[kept])
        spare = groups.spare[group]
        lost = deaths > spare
        counted_step = self._counted(self.times.flow_step[flow], members, dead, lost, spare)
        counted_hour = self._counted(self.felt(flow), members, dead, lost, spare)
        declared = group < groups.declared
        tolerance = groups.tolerance[group]
        return Lost(
            system=groups.consumer[group],
            kind=np.where(declared, DECLARED, DATA),
            key=np.where(declared, group, groups.data_object[group]),
            need=groups.need[group],
            spare=spare,
            effect=FALLS_BY_NEED[self._possible][groups.need[group]],
            step=np.where(lost, counted_step + 1, NEVER),
            hour=np.where(lost, counted_hour + np.nan_to_num(tolerance), NEVER),
            counted_step=counted_step,
            counted_hour=counted_hour,
            blank=declared & np.isnan(tolerance),
            flows=members,
        )

    def _counted(self, values: Numbers, members: Lists, dead: Flags, lost: Flags, spare: Numbers) -> Numbers:
        """Of every lost group the value of the death that lost it: the (spare + 1)-th smallest; -1 for the others."""
        if not len(lost):
            return values[:0]
        counted = np.where(lost, np.maximum.reduceat(values, members.starts[:-1]), values.dtype.type(NEVER))
        some = np.flatnonzero(lost & (spare + 1 < np.diff(members.starts)))
        if len(some):
            fewer = members.take(some)
            place = np.flatnonzero(dead[_places(members, some)])
            died, at = values[_places(members, some)][place], fewer.owners()[place]
            order = np.lexsort((died, at))
            first = np.searchsorted(at, np.arange(len(some)))
            counted[some] = died[order[first + spare[some]]]
        return counted

    def _alone(self, systems: Numbers) -> Lost:
        """Flows that stand alone, and data objects that one flow brings."""
        graph, groups = self._graph, self._graph.groups
        flow = graph.into.of(systems).astype(np.int64)
        flow = flow[(self.times.flow_step[flow] >= 0) & ~self.earlier(flow) & (graph.flows.requirement[flow] < 0)]
        if self._possible:
            kind, key = np.full(len(flow), FLOW), flow
        else:
            bare = flow[graph.flows.objects.starts[flow + 1] == graph.flows.objects.starts[flow]]
            single = groups.single.take(flow)
            kind = np.concatenate((np.full(len(bare), FLOW), np.full(len(single.items), DATA)))
            key = np.concatenate((bare, single.items))
            flow = np.concatenate((bare, flow[single.owners()]))
        need, felt = graph.flows.need[flow], self.felt(flow)
        return Lost(
            system=graph.flows.consumer[flow],
            kind=kind,
            key=key,
            need=need,
            spare=np.zeros(len(flow), dtype=np.int32),
            effect=FALLS_BY_NEED[self._possible][need],
            step=self.times.flow_step[flow] + 1,
            hour=felt,
            counted_step=self.times.flow_step[flow],
            counted_hour=felt,
            blank=np.zeros(len(flow), dtype=np.bool_),
            flows=Lists(np.arange(len(flow) + 1), flow.astype(np.int32)),
        )


_COLUMNS = tuple(name for name in Lost.__slots__ if name != "flows")


def _sums(flags: Flags, first: Numbers) -> Numbers:
    """How many flags stand in each stretch, none of them empty."""
    return np.add.reduceat(flags.astype(np.int32), first) if len(first) else first


def _places(lists: Lists, which: Numbers) -> Numbers:
    """Where the items of some lists stand among all."""
    return Lists(lists.starts, np.arange(len(lists.items), dtype=np.int32)).of(which)


def _joined(one: Lost, other: Lost) -> Lost:
    columns = {name: np.concatenate((getattr(one, name), getattr(other, name))) for name in _COLUMNS}
    starts = np.concatenate((one.flows.starts, one.flows.starts[-1] + other.flows.starts[1:]))
    items: Ints = np.concatenate((one.flows.items, other.flows.items))
    return Lost(**columns, flows=Lists(starts, items))
