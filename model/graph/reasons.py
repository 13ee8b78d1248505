"""Why systems are affected: the requirements they lost, and the chains that lead from what was turned off to them.

Rows are worked out in blocks, in the order of the answer, when one of them is asked for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from model.graph.chains import Paths, Steps, Tree, matched, smallest
from model.graph.fall import DEGRADED, STOPS, Fall
from model.graph.groups import NEED_NAMES
from model.graph.hours_chains import Hours
from model.graph.kernel import FALLS, WEAKENS
from model.graph.links import ANY, Links, LossLinks
from model.graph.losses import KIND_NAMES, Losses, Lost
from model.lazily import lazily

Numbers = npt.NDArray[Any]
ROLES = (FALLS, FALLS, WEAKENS, WEAKENS, ANY)
"""What the lost requirements behind a verdict do, by verdict."""
BLOCK = 50
"""Rows worked out at a time; four times as many in each block that follows, up to `LARGEST`."""
LARGEST = 16_384
CHAIN_IDS = 500_000
"""Ids that the chains of a block hold together, about: far down a long chain a block has few rows."""
LONG = 50
"""Links from which chains are read one by one, each from where it leaves the one before."""


@dataclass(frozen=True, slots=True)
class Loss:
    """A lost requirement. `kind`: declared, data or flow; `requirement`: its id, the data object, the flow's id."""

    kind: Literal["declared", "data", "flow"]
    requirement: str
    need: str
    needed: int
    dead: Sequence[str]
    alive: Sequence[str]


@dataclass(frozen=True, slots=True)
class Why:
    """The reasons behind one row: chains of ids, and the lost requirements by need, then id."""

    chain: Sequence[str]
    hours_chain: Sequence[str] | None
    hours_assumed: bool
    losses: Sequence[Loss]


class Reasons:
    """The reasons behind a `Fall`; keeps the block it worked out last."""

    def __init__(self, fall: Fall) -> None:
        self._fall = fall
        self._readings = {possible: _Reading(fall, possible=possible) for possible in (False, True)}
        self._first = 0
        self._rows: list[Why] = []
        self._size = BLOCK

    def of(self, row: int) -> Why:
        """The reasons behind row `row` of the fall."""
        if not self._first <= row < self._first + len(self._rows):
            goes_on = row == self._first + len(self._rows) and bool(self._rows)
            self._size = min(self._size * 4, LARGEST) if goes_on else BLOCK
            self._first = row
            self._rows = self._block(row)
        return self._rows[row - self._first]

    def _block(self, row: int) -> list[Why]:
        """Rows from `row` on that have the same verdict."""
        verdict = int(self._fall.verdict[row])
        end = int(np.searchsorted(self._fall.verdict, verdict, side="right"))
        end = min(end, row + self._size)
        links = np.cumsum(self._fall.steps[row:end], dtype=np.int64)
        end = row + max(1, int(np.searchsorted(links, CHAIN_IDS, side="right")))
        systems = self._fall.system[row:end]
        possible = verdict not in (STOPS, DEGRADED)
        return self._readings[possible].block(systems.astype(np.int64), ROLES[verdict])


class _Ways(NamedTuple):
    """For every system of a block the tree and the killer on its chain; the hours' are -1 where the chain has them."""

    killer: Numbers
    hours_killer: Numbers
    assumed: npt.NDArray[np.bool_]


class _Reading:
    """The reasons in one reading."""

    def __init__(self, fall: Fall, *, possible: bool) -> None:
        self._fall = fall
        self._graph = fall.graph
        self._possible = possible
        self._losses = Losses(fall, possible=possible)
        self._links = Links(fall, self._losses)
        self._steps = Steps(self._links, FALLS)

    @lazily
    def _hours(self) -> Hours:
        return Hours(self._fall, self._links, self._losses, possible=self._possible)

    def block(self, systems: Numbers, role: int) -> list[Why]:
        """The reasons of systems that have one role."""
        order = np.argsort(systems)
        each = systems[order]
        ways = self._fallen(each) if role == FALLS else self._others(each, role)
        losses = self._listed(each, self._losses.at(each), any_dead=role == ANY)
        chains = self._chains(self._steps.tree, ways.killer, each)
        by_hours = np.flatnonzero(ways.hours_killer >= 0)
        hours = self._chains(self._hours.tree, ways.hours_killer[by_hours], each[by_hours]) if len(by_hours) else []
        hours_chains = dict(zip(by_hours.tolist(), hours, strict=True))
        assumed = ways.assumed.tolist()
        made = [Why(chains[at], hours_chains.get(at), assumed[at], losses[at]) for at in range(len(each))]
        return [made[at] for at in np.argsort(order).tolist()]

    def _chains(self, tree: Tree, killers: Numbers, systems: Numbers) -> list[list[str]]:
        """From T over its killer to every system, as ids."""
        found: list[list[str]] = [[]] * len(systems)
        length = tree.length[np.minimum(killers, self._links.systems - 1)]
        length = np.where(tree.rooted[killers], 0, length)
        for one in np.unique(length).tolist():
            if one > LONG:
                break
            rows = np.flatnonzero(length == one)
            columns = [systems[rows], killers[rows]]
            for _ in range(one):
                columns.append(tree.killer[columns[-1]])
            ids = self._links.names[np.stack(columns[::-1], axis=1)].tolist()
            for row, chain in zip(rows.tolist(), ids, strict=True):
                found[row] = chain
        paths = Paths(tree, self._links.names)
        for row in np.flatnonzero(length > LONG)[np.argsort(length[length > LONG], kind="stable")].tolist():
            found[row] = paths.to(int(systems[row]), int(killers[row]), int(length[row]))
        return found

    def _fallen(self, systems: Numbers) -> _Ways:
        steps = self._steps
        steps.ask(systems)
        hours_killer, assumed = np.full(len(systems), -1), steps.assumed[systems]
        other = np.flatnonzero(~steps.timed[systems])
        if len(other):
            self._hours.ask(systems[other])
            hours_killer[other] = self._hours.tree.killer[systems[other]]
            assumed[other] = self._hours.assumed[systems[other]]
        return _Ways(steps.tree.killer[systems], hours_killer, assumed)

    def _others(self, systems: Numbers, role: int) -> _Ways:
        """Systems that do not fall: their last link is of its own kind, the rest are chains of what falls."""
        found, timed = (self._links.to(systems, role, hours=hours) for hours in (False, True))
        killer = self._nearest(systems, found)
        linked, blank = matched(systems, killer, timed)
        explained = linked & self._steps.timed[killer]
        assumed = (blank & (role != ANY)) | self._steps.assumed[killer]
        hours_killer = np.full(len(systems), -1)
        other = np.flatnonzero(~explained)
        if len(other):
            mine = np.isin(timed.system, systems[other])
            timed = LossLinks(*(part[mine] for part in timed))
            hours_killer[other] = best = self._nearest_by_hours(systems[other], timed)
            _, blank = matched(systems[other], best, timed)
            assumed[other] = (blank & (role != ANY)) | self._hours.assumed[best]
        return _Ways(killer, hours_killer, assumed)

    def _nearest(self, systems: Numbers, found: LossLinks) -> Numbers:
        """The killer with the smallest chain over the steps; all of a system's have the same number of them."""
        self._steps.ask(found.killer)
        level = self._links.steps_of(found.killer)
        killer = np.full(len(systems), -1, dtype=np.int64)
        for one in np.unique(level).tolist():
            now = np.flatnonzero(level == one)
            best = now[smallest(found.system[now], self._steps.tree.places(found.killer[now], one))]
            killer[np.searchsorted(systems, found.system[best])] = found.killer[best]
        return killer

    def _nearest_by_hours(self, systems: Numbers, found: LossLinks) -> Numbers:
        """The killer with the fewest links over the hours, then the smallest chain."""
        hours = self._hours
        hours.ask(found.killer)
        fewest = np.full(self._links.systems, np.iinfo(np.int64).max)
        np.minimum.at(fewest, found.system, hours.links_to[found.killer])
        near = np.flatnonzero(hours.links_to[found.killer] == fewest[found.system])
        killer = np.full(len(systems), -1, dtype=np.int64)
        for length in np.unique(hours.links_to[found.killer[near]]).tolist():
            now = near[hours.links_to[found.killer[near]] == length]
            best = now[smallest(found.system[now], hours.tree.places(found.killer[now], length))]
            killer[np.searchsorted(systems, found.system[best])] = found.killer[best]
        return killer

    # -- the requirements ---------------------------------------------------------------------------------------

    def _listed(self, systems: Numbers, lost: Lost, *, any_dead: bool) -> list[list[Loss]]:
        """The lost requirements of each system by need, then id; for a lost spare leg those with a flow that died."""
        shown = np.flatnonzero(self._newly_dead(lost) if any_dead else lost.step >= 0)
        place = np.searchsorted(systems, lost.system[shown])
        ids = self._graph.requirement_ids
        rank = ids.rank(lost.kind[shown], lost.key[shown])
        order = np.lexsort((rank, -lost.need[shown].astype(np.int64), place))
        shown, place = shown[order], place[order]
        members = lost.flows.take(shown)
        dead = self._losses.times.flow_step[members.items] >= 0
        all_dead = np.bincount(members.owners()[dead], minlength=len(shown)) == np.diff(members.starts)
        columns = (
            place,
            lost.kind[shown],
            ids.names(lost.kind[shown], lost.key[shown]),
            lost.need[shown],
            np.diff(members.starts) - lost.spare[shown],
            members.starts[:-1],
            members.starts[1:],
            all_dead,
        )
        flows, lives = ids.flows[members.items].tolist(), (~dead).tolist()
        found: list[list[Loss]] = [[] for _ in range(len(systems))]
        for row, kind, id_, need, needed, start, end, whole in zip(*(one.tolist() for one in columns), strict=True):
            mine, alive = flows[start:end], []
            if not whole:
                alive = [flows[one] for one in range(start, end) if lives[one]]
                mine = [flows[one] for one in range(start, end) if not lives[one]]
            found[row].append(Loss(KIND_NAMES[kind], id_, NEED_NAMES[need], needed, mine, alive))
        return found

    def _newly_dead(self, lost: Lost) -> npt.NDArray[np.bool_]:
        flows = lost.flows.items
        new = (self._losses.times.flow_step[flows] >= 0) & ~self._losses.earlier(flows)
        found = np.zeros(len(lost.system), dtype=np.bool_)
        found[lost.flows.owners()[new]] = True
        return found
