"""Chains over the hours: the shortest way from T to a system on which every link counted for the hours.

Hours may be equal along a way, so a chain could go round; the shortest one is looked for, among all ways at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from model.graph.chains import Tree, matched
from model.graph.fall import Fall
from model.graph.groups import FALLS_BY_NEED
from model.graph.kernel import FALLS
from model.graph.links import Links, LossLinks
from model.graph.lists import each
from model.graph.losses import Losses
from model.lazily import lazily

Numbers = npt.NDArray[Any]
Flags = npt.NDArray[np.bool_]


class Hours:
    """Shortest chains over the hours of systems that fall; grows as it is asked."""

    def __init__(self, fall: Fall, links: Links, losses: Losses, *, possible: bool) -> None:
        self._fall = fall
        self._graph = fall.graph
        self._links = links
        self._losses = losses
        self._possible = possible
        self.tree = Tree(links)
        self._settled = np.array(self.tree.rooted)
        self.assumed = np.zeros(len(links.start_order), dtype=np.bool_)

    def ask(self, systems: Numbers) -> None:
        """Have the shortest chains of these systems and of all that are on them."""
        for found in reversed(list(self._closure(systems))):
            now = each(found.system, self._links.systems)
            self.tree.grow(found, self.links_to[found.system])
            killer = self.tree.killer[now]
            _, blank = matched(now, killer, self._links.to(now, FALLS, hours=True))
            self.assumed[now] = blank | self.assumed[killer]
            self._settled[now] = True

    def _closure(self, systems: Numbers) -> Iterator[LossLinks]:
        """Killers one link nearer that are not known yet, farthest first, each system with its links once."""
        waiting = self._open(systems)
        while len(waiting):
            length = self.links_to[waiting]
            now = waiting[length == length.max()]
            found = self._nearer(now)
            yield found
            waiting = np.union1d(waiting[length < length.max()], self._open(found.killer))

    def _open(self, killers: Numbers) -> Numbers:
        found = each(killers, len(self._settled))
        wanted: Numbers = found[~self._settled[found]]
        return wanted

    def _nearer(self, systems: Numbers) -> LossLinks:
        """The links to systems from killers that are one link nearer to T."""
        flow = self._graph.into.of(systems)
        found = self._links.killers_of(flow[self._counts[flow]], hours=True)
        near = self.links_to[found.killer] + 1 == self.links_to[found.system]
        return LossLinks(*(part[near] for part in found))

    @lazily
    def _counts(self) -> Flags:
        """Flows whose loss counted for the hour at which their consumer fell; shape (flows,)."""
        graph, times, groups = self._graph, self._losses.times, self._graph.groups
        effect = FALLS_BY_NEED[self._possible][groups.alone_possible if self._possible else groups.alone_certain]
        each_flow = np.arange(len(graph.flow_ids))
        new = (times.flow_step >= 0) & ~self._losses.earlier(each_flow)
        hour = times.system_hour[graph.flows.consumer]
        counts: Flags = new & (effect == FALLS) & (self._losses.felt(each_flow) == hour)
        lost = self._losses.in_groups(self._graph.groups_in_order)
        those = np.flatnonzero(
            (lost.effect == FALLS) & (lost.hour >= 0) & (lost.hour == times.system_hour[lost.system])
        )
        members = lost.flows.take(those)
        flow, needed = members.items, lost.counted_hour[those][members.owners()]
        counts[flow[new[flow] & (self._losses.felt(flow) == needed)]] = True
        return counts

    @lazily
    def links_to(self) -> Numbers:
        """How many links lead from T to every killer; interfaces and flows in T 0; shape (killers,)."""
        graph, times = self._graph, self._losses.times
        distance = np.full(len(self._links.start_order), len(graph.systems), dtype=np.int64)
        distance[self._links.start_order >= 0] = 0
        distance[len(graph.systems) :] = 0
        hit = np.array(self._fall.killed, dtype=np.int64)
        frontier = np.array(self._fall.turned_off.systems, dtype=np.int64)
        reached = 0
        while len(frontier) or len(hit):
            reached += 1
            lengths = graph.carried.starts[frontier + 1] - graph.carried.starts[frontier]
            carried = graph.carried.of(frontier)
            with_it = times.flow_hour[carried] == np.repeat(times.system_hour[frontier], lengths)
            hit = np.concatenate((hit, carried[with_it]))
            consumer = graph.flows.consumer[hit[self._counts[hit]]]
            distance[consumer[distance[consumer] > reached]] = reached
            frontier, hit = np.flatnonzero(distance[: len(graph.systems)] == reached), hit[:0]
        return distance
