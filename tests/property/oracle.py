"""A slow, literal oracle of what breaks if X is turned off: the definition, sentence by sentence.

It shares nothing with the program: plain rows in, the answer's JSON shape out, naive iteration in between.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.property.oracle_actions import After, falls_away, to_reestablish
from tests.property.oracle_people import VERDICTS, capabilities, registration, units, without_flows
from tests.property.oracle_readings import (
    CERTAIN,
    POSSIBLE,
    STRENGTH,
    Before,
    Reading,
    Requirement,
    before_x,
    with_x,
)
from tests.property.oracle_tables import Tables, World, cell, read_case, world_of
from tests.property.oracle_time import (
    HOURS,
    LAST_LINK_OF,
    STEPS,
    Clock,
    chain_to,
    has_blank,
    links_along,
    rooted_chains,
)
from tests.property.oracle_turn_off import Off, turned_off

__all__ = ["Tables", "oracle_impact", "read_case"]


@dataclass(frozen=True)
class Timed:
    """A reading with its steps and hours, and the chains over which its systems fall."""

    reading: Reading
    steps: Clock
    hours: Clock
    step_chains: dict[str, list[str]]
    hour_chains: dict[str, list[str]]


def oracle_impact(tables: Tables, turn_off: list[str], at: str | None) -> dict[str, Any]:
    """The full answer; ``at`` is a date as ``YYYY-MM-DD``. What is asked wrongly is a ``ValueError``."""
    world = world_of(tables)
    off = turned_off(world, turn_off)
    before = before_x(world, at)
    certain = _timed(world, CERTAIN, off, before)
    possible = _timed(world, POSSIBLE, off, before)
    after = After(world, off, before, possible.reading)
    affected = _affected(world, off, before, certain, possible)
    verdicts = {row["system"]["id"]: row["verdict"] for row in affected}
    return {
        "turned_off": off.ids(),
        "at": at,
        "summary": _summary(world, off, before, verdicts),
        "affected": affected,
        "already_down": _already_down(before),
        "to_reestablish": to_reestablish(after, list(verdicts)),
        "falls_away": falls_away(after),
        "units": units(after, verdicts),
        "capabilities": capabilities(after, verdicts),
        "registration": registration(after, verdicts, at),
    }


def _timed(world: World, name: str, off: Off, before: Before) -> Timed:
    reading = with_x(world, name, off, before)
    steps = Clock(STEPS, world, reading, off, before)
    hours = Clock(HOURS, world, reading, off, before)
    return Timed(reading, steps, hours, rooted_chains(steps), rooted_chains(hours))


def _affected(world: World, off: Off, before: Before, certain: Timed, possible: Timed) -> list[dict[str, Any]]:
    rows = []
    for system in sorted(set(world.systems) - off.systems - before.down):
        verdict = _verdict(system, certain, possible)
        if verdict:
            timed = certain if verdict in {"stops", "degraded"} else possible
            rows.append(_row(world, system, verdict, _verdict_of(system, certain.reading), timed))
    return sorted(rows, key=lambda r: (VERDICTS.index(r["verdict"]), r["steps"], r["system"]["id"]))


def _verdict(system: str, certain: Timed, possible: Timed) -> str | None:
    sure, maybe = _verdict_of(system, certain.reading), _verdict_of(system, possible.reading)
    if sure == "stops":
        return "stops"
    if maybe == "stops":
        return "may_stop"
    if sure == "degraded":
        return "degraded"
    if maybe == "degraded":
        return "may_degrade"
    return "loses_redundancy" if possible.steps.newly_dead_into(system) else None


def _verdict_of(system: str, reading: Reading) -> str | None:
    """``stops``, ``degraded`` or nothing, of one reading alone."""
    if system in reading.down:
        return "stops"
    return "degraded" if reading.lost_as(system, "supporting") else None


def _row(world: World, system: str, verdict: str, at_least: str | None, timed: Timed) -> dict[str, Any]:
    role = LAST_LINK_OF[verdict]
    chain = chain_to(timed.steps, system, verdict, timed.step_chains)
    along = links_along(timed.hours, chain, verdict)
    hours_chain = None
    if not all(along):
        hours_chain = chain_to(timed.hours, system, verdict, timed.hour_chains)
        along = links_along(timed.hours, hours_chain, verdict)
    row = {
        "system": {"id": system, "name": cell(world.systems[system], "name")},
        "verdict": verdict,
        "at_least": at_least,
        "steps": int(timed.steps.falls(system, role)),
        "after_hours": float(timed.hours.falls(system, role)),
        "hours_assumed": has_blank(timed.hours, along),
        "chain": chain,
        "why": _why(system, verdict, timed),
    }
    return row if hours_chain is None else row | {"hours_chain": hours_chain}


def _why(system: str, verdict: str, timed: Timed) -> list[dict[str, Any]]:
    """All lost requirements; where redundancy is lost, those with a flow that X killed."""
    reading = timed.reading
    if verdict == "loses_redundancy":
        newly = {flow.id for flow in timed.steps.newly_dead_into(system)}
        reasons = [r for r in reading.requirements if r.consumer == system and newly & set(r.flows)]
    else:
        reasons = reading.lost(system)
    return [_reason(r, reading) for r in sorted(reasons, key=lambda r: (STRENGTH[r.need], r.id, r.kind))]


def _reason(requirement: Requirement, reading: Reading) -> dict[str, Any]:
    return {
        "kind": requirement.kind,
        "requirement": requirement.id,
        "need": requirement.need,
        "needed": requirement.needed,
        "dead": sorted(flow for flow in requirement.flows if flow in reading.dead),
        "alive": sorted(flow for flow in requirement.flows if flow not in reading.dead),
    }


def _already_down(before: Before) -> list[dict[str, str]]:
    groups = [
        ("out_of_use", before.out_of_use),
        ("stops", before.down - before.out_of_use),
        ("may_stop", before.may_stop),
    ]
    return [{"system": system, "reason": reason} for reason, systems in groups for system in sorted(systems)]


def _summary(world: World, off: Off, before: Before, verdicts: dict[str, str]) -> dict[str, int]:
    unaffected = set(world.systems) - off.systems - before.down - set(verdicts)
    return {
        "systems": len(world.systems),
        "turned_off": len(off.systems),
        "already_down": len(before.down - off.systems),
        **{verdict: list(verdicts.values()).count(verdict) for verdict in VERDICTS},
        "unaffected": len(unaffected),
        "unaffected_without_flows": len(unaffected & set(without_flows(world))),
    }
