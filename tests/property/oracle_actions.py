"""What must be done before X can go: what to re-establish, where from, and what falls away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.property.oracle_readings import Before, Reading
from tests.property.oracle_tables import Flow, Row, World, cell, cells, number
from tests.property.oracle_turn_off import Off

KIND_ORDER = ("successor", "same_provider", "system")
NO_END = "9999-99-99"


@dataclass(frozen=True)
class After:
    """The landscape with X on top: T, what was down before, and the possible reading."""

    world: World
    off: Off
    before: Before
    possible: Reading


def to_reestablish(after: After, affected: list[str]) -> list[dict[str, Any]]:
    """Every flow that T itself kills, not dead before, to a consumer neither in T nor down already."""
    rows = []
    for consumer in affected:
        for flow in sorted(after.world.flows.values(), key=lambda flow: flow.id):
            killers = killed_by(after, flow)
            if flow.consumer == consumer and killers and flow.id not in after.before.dead:
                rows.append(_row(after, flow, killers))
    return rows


def killed_by(after: After, flow: Flow) -> list[str]:
    """The ids in T that kill a flow: it, its interface, its carriers."""
    found = {carrier for carrier in after.world.carriers(flow) if carrier in after.off.systems}
    found |= {flow.id} & after.off.flows
    found |= {flow.interface} & after.off.interfaces
    return sorted(found)


def _row(after: After, flow: Flow, killers: list[str]) -> dict[str, Any]:
    consumer = after.world.systems[flow.consumer]
    candidates = _candidates(after, flow)
    systems = [c for c in candidates if c["kind"] == "system"]
    return {
        "flow": flow.id,
        "provider": flow.provider,
        "consumer": flow.consumer,
        "data_objects": list(flow.objects),
        "need": flow.need,
        "killed_by": killers,
        "unit": cell(consumer, "unit") or None,
        "owner": cell(consumer, "owner") or None,
        "contract": _contract(after.world, flow),
        "candidates": [c for c in candidates if c["kind"] != "system"] + systems[:5],
        "candidates_total": len(candidates),
    }


def contracts_of_flow(world: World, flow: Flow) -> list[Row]:
    """The contracts of a flow: the one it names, and those that list it."""
    return [c for c in world.contracts.values() if c["id"] == flow.contract or flow.id in cells(c, "flows")]


def ending_last(contracts: list[Row]) -> Row | None:
    """Of several contracts the one that ends last, no end being last; then the smallest id."""
    if not contracts:
        return None
    last = max(cell(c, "ends") or NO_END for c in contracts)
    return min((c for c in contracts if (cell(c, "ends") or NO_END) == last), key=lambda c: c["id"])


def _contract(world: World, flow: Flow) -> dict[str, Any] | None:
    consumers = [c for c in world.contracts.values() if flow.consumer in cells(c, "systems")]
    contract = ending_last(contracts_of_flow(world, flow) or consumers)
    if contract is None:
        return None
    return {
        "id": contract["id"],
        "ends": cell(contract, "ends") or None,
        "irrevocable_until": cell(contract, "irrevocable_until") or None,
        "notice_months": number(cell(contract, "notice_months")),
    }


def _candidates(after: After, flow: Flow) -> list[dict[str, Any]]:
    kinds: dict[str, str] = {}
    for successor in cells(after.world.systems[flow.provider], "successor"):
        kinds[successor] = "successor"
    kinds.setdefault(flow.provider, "same_provider")
    for system in after.world.systems:
        if _in_reach(after.world, flow, system) and _carries_one(after, system, flow):
            kinds.setdefault(system, "system")
    found = [
        {"kind": kind, "system": system, "lacks": _lacks(after, system, flow)}
        for system, kind in kinds.items()
        if system != flow.consumer and _lives(after, system)
    ]
    return sorted(found, key=_candidate_order)


def _candidate_order(candidate: dict[str, Any]) -> tuple[int, bool, int, str]:
    """By kind, fewest lacks, id; what is not registered comes after what is."""
    lacks = candidate["lacks"]
    return (KIND_ORDER.index(candidate["kind"]), lacks is None, len(lacks or []), candidate["system"])


def _in_reach(world: World, flow: Flow, system: str) -> bool:
    """Of the consumer's municipality or of none."""
    theirs = cell(world.systems[system], "municipality")
    return theirs in {"", cell(world.systems[flow.consumer], "municipality")}


def _lives(after: After, system: str) -> bool:
    """Not in T, not down already, not down after X in the possible reading (which holds them all)."""
    return system not in after.possible.down


def _objects_had(after: After, system: str) -> set[str]:
    """What a system has to give: by its interfaces that are not in T, by flows of it that live."""
    had: set[str] = set()
    for id_, interface in after.world.interfaces.items():
        if interface["system"] == system and id_ not in after.off.interfaces:
            had |= set(cells(interface, "data_objects"))
    for flow in after.world.flows.values():
        if flow.provider == system and flow.id not in after.possible.dead:
            had |= set(flow.objects)
    return had


def _covers(world: World, had: set[str], data_object: str) -> bool:
    return any(line in had for line in world.with_ancestors(data_object))


def _carries_one(after: After, system: str, flow: Flow) -> bool:
    had = _objects_had(after, system)
    return any(_covers(after.world, had, d) for d in flow.objects)


def _lacks(after: After, system: str, flow: Flow) -> list[str] | None:
    """The objects that it has not; null where its own or the flow's are not registered."""
    had = _objects_had(after, system)
    if not had or not flow.objects:
        return None
    return [d for d in flow.objects if not _covers(after.world, had, d)]


def falls_away(after: After) -> list[dict[str, Any]]:
    """Every flow into T whose provider is neither in T nor down already."""
    gone = after.off.systems | after.before.down
    return [
        {"flow": flow.id, "provider": flow.provider, "successor_has": _successor_has(after, flow)}
        for flow in sorted(after.world.flows.values(), key=lambda flow: flow.id)
        if flow.consumer in after.off.systems and flow.provider not in gone
    ]


def _successor_has(after: After, lost: Flow) -> list[str]:
    """The living flows that already bring X's successor all objects of the flow that falls away."""
    if not lost.objects:
        return []
    successors = cells(after.world.systems[lost.consumer], "successor")
    return sorted(
        flow.id
        for flow in after.world.flows.values()
        if flow.consumer in successors
        and flow.id not in after.possible.dead
        and all(_covers(after.world, set(flow.objects), d) for d in lost.objects)
    )
