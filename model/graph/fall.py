"""What falls when things are turned off on a date: the verdict, steps and hours of every system, and the dead flows.

The base of a date (what is out of use and what stops with it) is worked out once and kept; a question then costs what
it reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from model.graph.baseline import Before
from model.graph.engine import Engine, Fallen, Outcome
from model.graph.graph import Graph
from model.graph.lists import Ints
from model.lazily import lazily

STOPS, MAY_STOP, DEGRADED, MAY_DEGRADE, LOSES_REDUNDANCY, UNTOUCHED = range(6)
"""Verdicts as numbers, strongest first."""


def before(graph: Graph, at: date | None) -> Before:
    """Turn off what is out of use on a date, in the certain reading; worked out once a graph and date.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> from model.landscape.landscape import Landscape
    >>> rows = {"a": {"name": "A", "lifecycle": "retired"}, "b": {"name": "B"}}
    >>> flows = {"a>b": {"provider": "a", "consumer": "b", "need": "required"}}
    >>> landscape = Landscape(State().with_batch(Batch.of("hand", systems=rows, flows=flows)))
    >>> before(landscape.graph, None).stops.tolist()
    [1]
    """
    out = graph.out_of_use(at)
    engine = graph.engine
    return graph.kept_bases.get((out.tobytes(), engine.is_compiled), lambda: _work_out(graph, engine, out))


def _work_out(graph: Graph, engine: Engine, out: npt.NDArray[np.intp]) -> Before:
    groups = graph.groups
    left = np.where(np.diff(groups.members.starts) > 0, groups.spare + 1, 0).astype(np.int32)
    down, dead = np.zeros(len(graph.systems), np.uint8), np.zeros(len(graph.flow_ids), np.uint8)
    empty = engine.base(dead=dead, down=down, left=left)
    if not len(out):
        return Before(out, out, out, empty)
    outcome = engine.run(empty, systems=out.tolist(), hours=False)
    fallen = np.sort(outcome.certain.system)
    down, dead = down.copy(), dead.copy()
    down[fallen] = 1
    dead[graph.carried.of(fallen)] = 1
    gone = np.bincount(groups.members.owners(), weights=dead[groups.members.items], minlength=len(left))
    left = np.where(left > 0, left - gone.astype(np.int32), left).astype(np.int32)
    base = engine.base(dead=dead, down=down, left=left)
    return Before(out, np.setdiff1d(fallen, out), np.setdiff1d(outcome.possible.system, fallen), base)


@dataclass(frozen=True, eq=False, slots=True)
class TurnedOff:
    """T in numbers: systems, interfaces and flows, each sorted."""

    systems: Sequence[int]
    interfaces: Sequence[int]
    flows: Sequence[int]


@dataclass(frozen=True, eq=False, slots=True)
class Times:
    """When systems fall and flows die in one reading, in steps and in ticks; -1 for never."""

    system_step: Ints
    system_hour: npt.NDArray[np.float64]
    flow_step: Ints
    flow_hour: npt.NDArray[np.float64]


class Verdicts:
    """The answer in numbers, without hours. Rows are in the order of the answer: by verdict, steps, id.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> from model.landscape.landscape import Landscape
    >>> flows = {"a>b": {"provider": "a", "consumer": "b", "need": "required"}}
    >>> systems = {id_: {"name": id_} for id_ in "ab"}
    >>> graph = Landscape(State().with_batch(Batch.of("hand", systems=systems, flows=flows))).graph
    >>> Verdicts(graph, TurnedOff([0], [], []), before(graph, None)).counts
    [1, 0, 0, 0, 0]
    """

    with_hours = False

    def __init__(self, graph: Graph, turned_off: TurnedOff, earlier: Before) -> None:
        self.graph = graph
        self.turned_off = turned_off
        self.before = earlier
        self.killed = self._killed()
        self.outcome: Outcome = earlier.base.engine.run(
            earlier.base, systems=turned_off.systems, flows=self.killed, hours=self.with_hours
        )

    @property
    def counts(self) -> list[int]:
        """How many systems have each verdict, from `STOPS` to `LOSES_REDUNDANCY`."""
        found: list[int] = np.bincount(self.outcome.verdict, minlength=UNTOUCHED).tolist()
        return found

    def _killed(self) -> list[int]:
        """Flows that T kills by themselves or by their interface."""
        if not self.turned_off.interfaces and not self.turned_off.flows:
            return []
        by_interface = self.graph.by_interface.of(np.array(self.turned_off.interfaces, dtype=np.intp))
        return sorted({*self.turned_off.flows, *by_interface.tolist()})

    @lazily
    def _order(self) -> npt.NDArray[np.intp]:
        one = self.outcome
        return np.lexsort((one.system, one.steps, one.verdict))

    @lazily
    def system(self) -> Ints:
        """The systems affected; shape (affected,), as the four below."""
        return self.outcome.system[self._order]

    @lazily
    def verdict(self) -> Ints:
        """Verdicts by number."""
        return self.outcome.verdict[self._order]

    @lazily
    def steps(self) -> Ints:
        """Steps in the reading of the verdict."""
        return self.outcome.steps[self._order]

    @lazily
    def at_least(self) -> Ints:
        """The verdict of the certain reading alone: `STOPS`, `DEGRADED` or `UNTOUCHED`."""
        return self.outcome.at_least[self._order]


class Fall(Verdicts):
    """The whole answer in numbers: verdicts, and when."""

    with_hours = True

    @lazily
    def hours(self) -> npt.NDArray[np.float64]:
        """Hours in the reading of the verdict, in ticks."""
        return self.outcome.hours[self._order]

    @lazily
    def certain_times(self) -> Times:
        """When systems fall and flows die in the certain reading."""
        return self._times(self.outcome.certain)

    @lazily
    def possible_times(self) -> Times:
        """When systems fall and flows die in the possible reading."""
        return self._times(self.outcome.possible)

    def _times(self, fallen: Fallen) -> Times:
        systems, flows = len(self.graph.systems), len(self.graph.flow_ids)
        found = Times(_never(systems, np.int32), _never(systems), _never(flows, np.int32), _never(flows))
        found.system_step[fallen.system] = fallen.step
        found.system_hour[fallen.system] = fallen.hour
        for when, flow_when in ((fallen.step, found.flow_step), (fallen.hour, found.flow_hour)):
            # Last come, first served: of a flow's carriers the one that falls first is written last.
            order = np.argsort(-when, kind="stable")
            systems_down = fallen.system[order]
            lengths = np.diff(self.graph.carried.starts)[systems_down]
            flow_when[self.graph.carried.of(systems_down)] = np.repeat(when[order], lengths)
            flow_when[self.killed] = 0
        dead = self.before.dead == 1
        found.flow_step[dead] = 0
        found.flow_hour[dead] = 0
        return found

    @lazily
    def gone(self) -> npt.NDArray[np.bool_]:
        """Systems in T, down before, or down after X in the possible reading; shape (systems,)."""
        found: npt.NDArray[np.bool_] = self.before.down == 1
        found[self.turned_off.systems] = True
        found[self.outcome.possible.system] = True
        return found

    @lazily
    def lives(self) -> npt.NDArray[np.bool_]:
        """Flows that live in the possible reading; shape (flows,)."""
        alive: npt.NDArray[np.bool_] = self.before.dead == 0
        alive[self.killed] = False
        alive[self.graph.carried.of(self.outcome.possible.system)] = False
        return alive


def _never(size: int, kind: type[np.generic] = np.float64) -> npt.NDArray[Any]:
    return np.full(size, -1, dtype=kind)
