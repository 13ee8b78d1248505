"""How far and how soon, and over which ids: the steps and the hours of one reading, grounded in T."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from tests.property.oracle_readings import Before, Reading, Requirement
from tests.property.oracle_tables import Flow, World
from tests.property.oracle_turn_off import Off

Amount = Fraction | float
STEPS, HOURS = "steps", "hours"
LAST_LINK_OF = {
    "stops": "required",
    "may_stop": "required",
    "degraded": "supporting",
    "may_degrade": "supporting",
    "loses_redundancy": "any",
}


@dataclass(frozen=True)
class Link:
    """``killer`` (in T where ``starts``) killed ``flow``, whose loss counted in ``requirement``."""

    killer: str
    starts: bool
    flow: str
    requirement: Requirement | None

    def order(self) -> tuple[str, str, str]:
        """Requirement (kind, id), then flow."""
        kind, id_ = (self.requirement.kind, self.requirement.id) if self.requirement else ("", "")
        return (kind, id_, self.flow)


class Clock:
    """Steps or hours of one reading: when each flow dies, each requirement is lost, each system falls."""

    def __init__(self, measure: str, world: World, reading: Reading, off: Off, before: Before) -> None:
        self.measure = measure
        self.world = world
        self.reading = reading
        self.off = off
        self.before = before
        self.systems: dict[str, Amount] = {}
        self._work_out()

    def _work_out(self) -> None:
        """What is not in T (or down before) starts at infinity and is worked out until nothing changes."""
        zero = self.off.systems | self.before.down
        self.systems = {s: Fraction(0) if s in zero else math.inf for s in self.world.systems}
        while True:
            again = {s: Fraction(0) if s in zero else self.falls(s, "required") for s in self.world.systems}
            if again == self.systems:
                return
            self.systems = again

    def falls(self, system: str, role: str) -> Amount:
        """When a system falls: the smallest among its lost requirements that count in the role."""
        if role == "any":
            deaths = [self.dies(flow) for flow in self.newly_dead_into(system)]
            return (1 if self.measure == STEPS else 0) + min(deaths)
        losses = [self.is_lost(r) for r in self.reading.lost_as(system, role)]
        return min(losses, default=math.inf)

    def is_lost(self, requirement: Requirement) -> Amount:
        """When a lost requirement is lost: the (n−k+1)-th smallest, and one step or its own tolerance."""
        if self.measure == STEPS:
            return 1 + self.that_counts(requirement)
        return (requirement.tolerance or Fraction(0)) + self.that_counts(requirement)

    def that_counts(self, requirement: Requirement) -> Amount:
        """The (n−k+1)-th smallest among the requirement's flows."""
        felt = sorted(self.is_felt(self.world.flows[flow]) for flow in requirement.flows)
        return felt[len(requirement.flows) - requirement.needed]

    def is_felt(self, flow: Flow) -> Amount:
        """When the loss of a flow is felt: in hours its tolerance after it dies, unless that is spent."""
        if self.measure == STEPS or flow.id in self.before.dead:
            return self.dies(flow)
        return self.dies(flow) + (flow.tolerance or Fraction(0))

    def dies(self, flow: Flow) -> Amount:
        """When a flow dies: 0 if it or its interface is in T or it was dead, else with its first carrier."""
        if flow.id in self.before.dead or flow.id in self.off.flows or flow.interface in self.off.interfaces:
            return Fraction(0)
        down = [c for c in self.world.carriers(flow) if c in self.reading.down]
        return min((self.systems[carrier] for carrier in down), default=math.inf)

    def newly_dead_into(self, system: str) -> list[Flow]:
        """The flows into a system that are dead now and were not before X."""
        dead = self.reading.dead - self.before.dead
        return [flow for flow in self.world.flows.values() if flow.consumer == system and flow.id in dead]

    def links(self, system: str, role: str) -> list[Link]:
        """Every way in which what set the system's steps or hours was killed by something."""
        if role == "any":
            first = min(self.dies(flow) for flow in self.newly_dead_into(system))
            flows = [flow for flow in self.newly_dead_into(system) if self.dies(flow) == first]
            return [link for flow in flows for link in self._killers(flow, None)]
        found = []
        for requirement in self.reading.lost_as(system, role):
            if self.is_lost(requirement) != self.falls(system, role):
                continue
            for flow in (self.world.flows[id_] for id_ in requirement.flows):
                if flow.id not in self.before.dead and self.is_felt(flow) == self.that_counts(requirement):
                    found += self._killers(flow, requirement)
        return found

    def _killers(self, flow: Flow, requirement: Requirement | None) -> list[Link]:
        """What killed the flow at that step or hour: itself or its interface in T, a carrier that is down."""
        found = []
        if flow.id in self.off.flows:
            found.append(Link(flow.id, True, flow.id, requirement))
        if flow.interface in self.off.interfaces:
            found.append(Link(flow.interface, True, flow.id, requirement))
        down = [c for c in self.world.carriers(flow) if c in self.reading.down]
        first = [c for c in down if self.systems[c] == self.dies(flow)]
        return found + [Link(c, c in self.off.systems, flow.id, requirement) for c in first]


def rooted_chains(clock: Clock) -> dict[str, list[str]]:
    """For every system that falls: of the id lists from T with the fewest ids the smallest."""
    fallen = sorted(clock.reading.down - clock.off.systems - clock.before.down)
    chains: dict[str, list[str]] = {}
    while len(chains) < len(fallen):
        longer = {}
        for system in fallen:
            if system not in chains:
                lists = _lists_to(clock, system, "required", chains)
                if lists:
                    longer[system] = min(lists)
        if not longer:
            raise AssertionError(f"not grounded: {sorted(set(fallen) - set(chains))}")
        chains |= longer
    return chains


def chain_to(clock: Clock, system: str, verdict: str, chains: dict[str, list[str]]) -> list[str]:
    """The chain of ids from what is in T to the system: the fewest ids, then the smallest as a list."""
    role = LAST_LINK_OF[verdict]
    if role == "required":
        return chains[system]
    return min(_lists_to(clock, system, role, chains), key=lambda ids: (len(ids), ids))


def _lists_to(clock: Clock, system: str, role: str, chains: dict[str, list[str]]) -> list[list[str]]:
    lists = []
    for link in clock.links(system, role):
        if link.starts:
            lists.append([link.killer, system])
        elif link.killer in chains:
            lists.append([*chains[link.killer], system])
    return lists


def links_along(clock: Clock, chain: list[str], verdict: str) -> list[list[Link]]:
    """For each pair of ids in a chain the links of the clock that lead from the one to the other."""
    along = []
    for place in range(1, len(chain)):
        role = LAST_LINK_OF[verdict] if place == len(chain) - 1 else "required"
        links = clock.links(chain[place], role)
        starts = place == 1
        along.append([link for link in links if link.killer == chain[place - 1] and link.starts == starts])
    return along


def has_blank(clock: Clock, along: list[list[Link]]) -> bool:
    """Whether a blank tolerance lies on the chain, of each pair of ids the smallest link counting."""
    for links in along:
        link = min(links, key=Link.order)
        if link.requirement is None:  # redundancy is lost at once: no tolerance in this link
            continue
        if clock.world.flows[link.flow].tolerance is None:
            return True
        if link.requirement.kind == "declared" and link.requirement.tolerance is None:
            return True
    return False
