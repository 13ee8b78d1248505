"""The two readings of a landscape, what falls in each, and what was down before anything is touched."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

from tests.property.oracle_tables import Flow, Row, World, cell
from tests.property.oracle_turn_off import Off, out_of_use

CERTAIN, POSSIBLE = "certain", "possible"
STRENGTH = {"required": 0, "unknown": 1, "supporting": 2}


@dataclass(frozen=True)
class Requirement:
    """Of ``flows``, ids of flows into ``consumer``, at least ``needed`` must live."""

    kind: str
    id: str
    consumer: str
    flows: tuple[str, ...]
    needed: int
    need: str
    tolerance: Fraction | None = None

    def lost(self, dead: set[str]) -> bool:
        """More than n − k of its flows are dead; without flows it is never lost."""
        if not self.flows:
            return False
        return len([flow for flow in self.flows if flow in dead]) > len(self.flows) - self.needed

    def counts_as(self, reading: str) -> str:
        """An unknown need counts as supporting in the certain reading, as required in the possible one."""
        if self.need == "unknown":
            return "required" if reading == POSSIBLE else "supporting"
        return self.need


@dataclass(frozen=True)
class Reading:
    """One reading: its requirements, and the systems down and the flows dead in the least fixpoint."""

    name: str
    requirements: list[Requirement]
    down: set[str]
    dead: set[str]

    def lost(self, system: str) -> list[Requirement]:
        """The lost requirements of a system."""
        return [r for r in self.requirements if r.consumer == system and r.lost(self.dead)]

    def lost_as(self, system: str, role: str) -> list[Requirement]:
        """The lost requirements of a system that count as ``required`` or as ``supporting`` here."""
        return [r for r in self.lost(system) if r.counts_as(self.name) == role]


@dataclass(frozen=True)
class Before:
    """What is down and dead before X (out of use, what certainly stops with it), and what only may stop."""

    out_of_use: frozenset[str]
    down: frozenset[str]
    dead: frozenset[str]
    may_stop: frozenset[str]


def strongest(needs: list[str]) -> str:
    """The strongest of some needs: required, unknown, supporting."""
    return min(needs, key=lambda need: STRENGTH[need])


def requirements_of(world: World, reading: str) -> list[Requirement]:
    """All requirements of a reading."""
    declared = [_declared(world, id_, row) for id_, row in world.requirements.items()]
    if reading == CERTAIN:
        bare = [_alone(flow) for flow in _undeclared(world) if not flow.objects]
        return declared + _by_data_object(world) + bare
    alone = [_alone(flow) for flow in _undeclared(world)]
    # A data object carried by one flow only is, in the possible reading, that flow.
    return declared + [r for r in _by_data_object(world) if len(r.flows) > 1] + alone


def _undeclared(world: World) -> list[Flow]:
    return [flow for flow in world.flows.values() if not flow.requirement]


def _declared(world: World, id_: str, row: Row) -> Requirement:
    flows = [flow for flow in world.flows.values() if flow.requirement == id_]
    need = cell(row, "need") or (strongest([flow.need for flow in flows]) if flows else "unknown")
    tolerance = cell(row, "tolerance_hours")
    return Requirement(
        kind="declared",
        id=id_,
        consumer=cell(row, "consumer"),
        flows=tuple(flow.id for flow in flows),
        needed=_needed(cell(row, "needed"), len(flows)),
        need=need,
        tolerance=Fraction(tolerance) if tolerance else None,
    )


def _needed(text: str, n: int) -> int:
    """A count, or an exact percent rounded up, kept within 1..n; blank is 1."""
    percent = text.endswith("%")
    count = math.ceil(Fraction(text[:-1]) * n / 100) if percent else int(text or "1")
    return max(1, min(count, n))


def _by_data_object(world: World) -> list[Requirement]:
    requirements = []
    for consumer in world.systems:
        into = [flow for flow in world.flows.values() if flow.consumer == consumer]
        objects = {d for flow in into if not flow.requirement for d in flow.objects}
        for d in sorted(objects):
            covering = world.with_ancestors(d)
            members = [flow.id for flow in into if any(carried in covering for carried in flow.objects)]
            need = strongest([flow.need for flow in into if not flow.requirement and d in flow.objects])
            requirements.append(Requirement("data", d, consumer, tuple(members), 1, need))
    return requirements


def _alone(flow: Flow) -> Requirement:
    return Requirement("flow", flow.id, flow.consumer, (flow.id,), 1, flow.need)


def fall(world: World, name: str, requirements: list[Requirement], off: Off, before: Before | None) -> Reading:
    """The least fixpoint: T and what was down already are down, then the rules until nothing changes."""
    start = set(off.systems) | (set(before.down) if before else set())
    dead_before = before.dead if before else frozenset()
    down, dead = set(start), set(dead_before)
    while True:
        new_dead = {f.id for f in world.flows.values() if f.id in dead_before or is_dead(world, f, off, down)}
        broken = [r for r in requirements if r.counts_as(name) == "required" and r.lost(new_dead)]
        new_down = start | {r.consumer for r in broken}
        if (new_down, new_dead) == (down, dead):
            return Reading(name, requirements, down, dead)
        down, dead = new_down, new_dead


def is_dead(world: World, flow: Flow, off: Off, down: set[str]) -> bool:
    """It or its interface is in T, or one of its carriers is down."""
    if flow.id in off.flows or flow.interface in off.interfaces:
        return True
    return any(carrier in down for carrier in world.carriers(flow))


def before_x(world: World, at: str | None) -> Before:
    """What is out of use is turned off first, in the certain reading."""
    gone = frozenset(id_ for id_, row in world.systems.items() if out_of_use(row, at))
    certain = fall(world, CERTAIN, requirements_of(world, CERTAIN), Off(systems=gone), None)
    possible = fall(world, POSSIBLE, requirements_of(world, POSSIBLE), Off(systems=gone), None)
    return Before(
        out_of_use=gone,
        down=frozenset(certain.down),
        dead=frozenset(certain.dead),
        may_stop=frozenset(possible.down - certain.down),
    )


def with_x(world: World, name: str, off: Off, before: Before) -> Reading:
    """X on top of what is down already; a requirement lost already is left out."""
    left = [r for r in requirements_of(world, name) if not r.lost(set(before.dead))]
    return fall(world, name, left, off, before)
