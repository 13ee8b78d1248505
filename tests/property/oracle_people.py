"""What the answer means for people, and how complete the registration is."""

from __future__ import annotations

from typing import Any

from tests.property.oracle_actions import After, contracts_of_flow, ending_last
from tests.property.oracle_readings import requirements_of
from tests.property.oracle_tables import Flow, Row, World, cell, cells

VERDICTS = ("stops", "may_stop", "degraded", "may_degrade", "loses_redundancy")


def units(after: After, verdicts: dict[str, str]) -> list[dict[str, Any]]:
    """Per unit of a system in T or affected: the worst that happens to it, and the systems."""
    touched = dict.fromkeys(after.off.systems, "turned_off") | verdicts
    by_unit: dict[str | None, list[str]] = {}
    for system in sorted(touched):
        row = after.world.systems[system]
        for unit in _units_of(row):
            by_unit.setdefault(unit, []).append(system)
    strength = ("turned_off", *VERDICTS)
    rows = [
        {"unit": unit, "worst": min((touched[s] for s in systems), key=strength.index), "systems": systems}
        for unit, systems in by_unit.items()
    ]

    def order(row: dict[str, Any]) -> tuple[int, int, bool, str]:
        unit = row["unit"]
        return (strength.index(row["worst"]), -len(row["systems"]), unit is None, unit or "")

    return sorted(rows, key=order)


def _units_of(row: Row) -> list[str | None]:
    """The units in ``unit`` or ``using_units``; ``None`` where neither names one."""
    named = {cell(row, "unit"), *cells(row, "using_units")} - {""}
    return [*sorted(named)] or [None]


def capabilities(after: After, verdicts: dict[str, str]) -> list[dict[str, Any]]:
    """Per capability of a system in T, stopping or that may stop: who is lost, at risk, remains."""
    rows = []
    have: dict[str, list[str]] = {}
    for system, row in sorted(after.world.systems.items()):
        for capability in set(cells(row, "capabilities")):
            if not capability.startswith("not:"):
                have.setdefault(capability, []).append(system)
    for capability, systems in have.items():
        lost = [s for s in systems if s in after.off.systems or verdicts.get(s) == "stops"]
        at_risk = [s for s in systems if verdicts.get(s) == "may_stop"]
        others = [s for s in systems if s not in lost and s not in at_risk and s not in after.before.down]
        if lost or at_risk:
            rows.append({"capability": capability, "lost": lost, "at_risk": at_risk, "remaining": others})
    return sorted(rows, key=lambda row: (bool(row["remaining"]), row["capability"]))


def without_flows(world: World) -> list[str]:
    """The systems that are no end and no carrier of any flow."""
    used = {s for flow in world.flows.values() for s in [*world.carriers(flow), flow.consumer]}
    return sorted(set(world.systems) - used)


def registration(after: After, verdicts: dict[str, str], at: str | None) -> dict[str, Any]:
    """How complete the registration is, around what falls and in the whole landscape."""
    world = after.world
    flows = sorted(world.flows.values(), key=lambda flow: flow.id)
    around = [flow for flow in flows if _is_around(after, flow, verdicts)]
    used = {flow.requirement for flow in flows}
    return {
        "flows_around": len(around),
        "need_unknown": [flow.id for flow in around if _need_is_unknown(world, flow)],
        "without_data_objects": [flow.id for flow in around if not flow.objects],
        "systems_without_flows": without_flows(world),
        "requirements_without_flows": sorted(set(world.requirements) - used),
        "way_unknown": [flow.id for flow in flows if _way_is_unknown(world, flow)],
        "contract_ended": [flow.id for flow in flows if _contract_has_ended(world, flow, at)],
        "unlisted": [],
    }


def _is_around(after: After, flow: Flow, verdicts: dict[str, str]) -> bool:
    touched = after.off.systems | set(verdicts)
    if any(system in touched for system in [*after.world.carriers(flow), flow.consumer]):
        return True
    return flow.id in after.off.flows or flow.interface in after.off.interfaces


def _need_is_unknown(world: World, flow: Flow) -> bool:
    """Nobody registered it; in a declared requirement the requirement's own need counts."""
    if flow.need != "unknown" or not flow.requirement:
        return flow.need == "unknown"
    return any(
        r.need == "unknown"
        for r in requirements_of(world, "certain")
        if r.kind == "declared" and r.id == flow.requirement
    )


def _way_is_unknown(world: World, flow: Flow) -> bool:
    return cell(world.systems[flow.provider], "kind") == "register" and not flow.interface and not flow.via


def _contract_has_ended(world: World, flow: Flow, at: str | None) -> bool:
    contract = ending_last(contracts_of_flow(world, flow))
    if contract is None or at is None or not cell(contract, "ends"):
        return False
    return cell(contract, "ends") < at
