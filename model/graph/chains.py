"""The chains that lead from what was turned off to a system: over the steps, and over the hours.

Both are trees of smallest chains that grow as rows are asked for: of several chains with the fewest ids the smallest
as a list of ids. Chains of one length compare like their parts, so a system's place is found from its killer's.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from model.graph.links import Links, LossLinks
from model.graph.lists import each

Numbers = npt.NDArray[Any]
UNKNOWN = -1


class Tree:
    """Smallest chains by system: its killer on the chain (`UNKNOWN` until asked for) and its length in links."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self.killer = np.full(links.systems, UNKNOWN, dtype=np.int64)
        self.length = np.zeros(links.systems, dtype=np.int64)
        self.rooted = links.start_order >= 0

    def grow(self, found: LossLinks, length: Numbers) -> None:
        """Settle systems, given all links to them that are shortest; `length` of shape (links,), in links."""
        for level in np.unique(length).tolist():
            now = np.flatnonzero(length == level)
            self._settle(found.system[now], found.killer[now], level)

    def _settle(self, system: Numbers, killer: Numbers, level: int) -> None:
        best = smallest(system, self.places(killer, level - 1))
        self.killer[system[best]] = killer[best]
        self.length[system[best]] = level

    def places(self, killers: Numbers, length: int) -> Numbers:
        """Where the chain of each killer stands among those given, all of one length; equal for equal killers."""
        found = each(killers, len(self.rooted))
        if len(found) == 1:
            return np.zeros(len(killers), dtype=np.int64)
        columns = [found]
        for _ in range(length):
            columns.append(self.killer[columns[-1]])
        columns[-1] = self._links.start_order[columns[-1]]
        place = np.empty(len(found), dtype=np.int64)
        place[np.lexsort(columns)] = np.arange(len(found))  # the last column, the start, decides first
        return place[np.searchsorted(found, killers)]

    def path(self, killer: int) -> list[int]:
        """From T to a killer."""
        chain = [killer]
        while not self.rooted[chain[-1]]:
            chain.append(int(self.killer[chain[-1]]))
        return chain[::-1]


class Paths:
    """Chains as lists of ids, each read back to where it leaves the one before: long ones share their beginning."""

    def __init__(self, tree: Tree, names: npt.NDArray[Any]) -> None:
        self._tree = tree
        self._names = names
        self._path: list[int] = []
        self._ids: list[str] = []

    def to(self, system: int, killer: int, length: int) -> list[str]:
        """From T over a killer, `length` links from T, to a system."""
        back, depth, at = [], length, killer
        while depth >= len(self._path) or self._path[depth] != at:
            back.append(at)
            if depth == 0:
                depth = -1
                break
            at, depth = int(self._tree.killer[at]), depth - 1
        back.reverse()
        del self._path[depth + 1 :], self._ids[depth + 1 :]
        self._path += back
        self._ids += self._names[back].tolist() if back else []
        return [*self._ids, str(self._names[system])]


def smallest(group: Numbers, *keys: Numbers) -> Numbers:
    """For every group the row with the smallest keys, the first key deciding first."""
    order = np.lexsort((*keys[::-1], group))
    sorted_group = group[order]
    first = np.ones(len(order), dtype=np.bool_)
    first[1:] = sorted_group[1:] != sorted_group[:-1]
    return order[first]


class Steps:
    """Chains over the steps, and whether each also sets the hours."""

    def __init__(self, links: Links, falls: int) -> None:
        self._links = links
        self._role = falls
        self.tree = Tree(links)
        self.timed = np.array(self.tree.rooted)
        self.assumed = np.zeros(len(self.timed), dtype=np.bool_)

    def ask(self, systems: Numbers) -> None:
        """Have the chains of these systems, which fall, and of all that are on them."""
        batches = list(self._closure(systems))
        for system, found, timed in reversed(batches):
            self.tree.grow(found, self._level(found))
            self._time(system, timed)

    def _closure(self, systems: Numbers) -> Iterator[tuple[Numbers, LossLinks, LossLinks]]:
        """Killers behind killers that are not known yet, latest first, each system with its links once."""
        waiting = self._unknown(systems)
        steps = self._links.steps_of(waiting)
        while len(waiting):
            last = steps.max()
            now = waiting[steps == last]
            found = self._links.to(now, self._role, hours=False)
            yield now, found, self._links.to(now, self._role, hours=True)
            waiting = np.union1d(waiting[steps != last], self._unknown(found.killer))
            steps = self._links.steps_of(waiting)

    def _unknown(self, killers: Numbers) -> Numbers:
        found = each(killers, len(self.tree.rooted))
        found = found[~self.tree.rooted[found]]
        unknown: Numbers = found[self.tree.killer[found] == UNKNOWN]
        return unknown

    def _level(self, found: LossLinks) -> Numbers:
        return self._links.steps_of(found.system)

    def _time(self, systems: Numbers, found: LossLinks) -> None:
        """Say of chains that are known whether every link also set the hours, and with a blank tolerance."""
        killer = self.tree.killer[systems]
        timed, blank = matched(systems, killer, found)
        self.timed[systems] = timed & self.timed[killer]
        self.assumed[systems] = blank | self.assumed[killer]


def matched(systems: Numbers, killer: Numbers, found: LossLinks) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """For pairs (system, killer), systems sorted: whether a link joins them, and whether the first such is blank."""
    place = np.searchsorted(systems, found.system)
    joins = np.flatnonzero(found.killer == killer[place])
    joins = joins[smallest(found.system[joins], found.rank[joins])]
    is_linked, blank = np.zeros(len(systems), dtype=np.bool_), np.zeros(len(systems), dtype=np.bool_)
    is_linked[place[joins]] = True
    blank[place[joins]] = found.blank[joins]
    return is_linked, blank
