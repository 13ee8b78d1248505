"""What is not registered about one system, as coded words and numbers that every door puts into its own language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from model.claims.entities import System
from model.landscape.landscape import Landscape

GAPS = (
    "unlisted",
    "no_owner",
    "no_unit",
    "no_vendor",
    "no_contract",
    "no_cost",
    "no_flows",
    "need_unknown",
    "without_data_objects",
    "way_unknown",
)
"""Codes in the order in which they stand: nobody lists it; a blank owner, unit, vendor; no contract covers it; no cost
either, where none does; no flow touches it; flows into it whose need nobody registered; its flows without data objects;
flows into it from a register with neither interface nor via."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap; `count` is how many flows it is about, `None` where it is about the system."""

    code: str
    count: int | None = None

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {"code": self.code, "count": self.count}


def gaps_of(
    landscape: Landscape, system: System, *, needs: Sequence[int], around: Sequence[int], contracts: int
) -> tuple[Gap, ...]:
    """The gaps of a system whose inflows are the flow rows `needs` and all of whose flows are `around`."""
    missing = {
        "unlisted": landscape.added["systems"].get(system.id) == "unlisted",
        "no_owner": not system.owner,
        "no_unit": not system.unit,
        "no_vendor": not system.vendor,
        "no_contract": contracts == 0,
        "no_cost": contracts == 0 and system.annual_cost is None,
        "no_flows": not around,
    }
    counted = {
        "need_unknown": sum(_need_unknown(landscape, row) for row in needs),
        "without_data_objects": sum(_without_objects(landscape, row) for row in sorted(set(around))),
        "way_unknown": sum(_way_unknown(landscape, row) for row in needs),
    }
    found = (Gap(code, counted.get(code)) for code in GAPS if missing.get(code) or counted.get(code))
    return tuple(found)


def _need_unknown(landscape: Landscape, row: int) -> bool:
    """Nobody registered the need; in a declared requirement the requirement's own need counts."""
    flows = landscape.tables["flows"]
    if flows.cell(row, "need") not in (None, "unknown"):
        return False
    requirement = flows.cell(row, "requirement")
    registered = landscape.cell("requirements", str(requirement), "need") if requirement else None
    return registered in (None, "unknown")


def _without_objects(landscape: Landscape, row: int) -> bool:
    flows = landscape.tables["flows"]
    interface = flows.cell(row, "interface")
    return not flows.cell(row, "data_objects") and not landscape.cell("interfaces", str(interface), "data_objects")


def _way_unknown(landscape: Landscape, row: int) -> bool:
    flows = landscape.tables["flows"]
    provider = landscape.tables["systems"].index[str(flows.cell(row, "provider"))]
    bare = not flows.cell(row, "interface") and not flows.cell(row, "via")
    return bare and landscape.kinds[provider] == "register"
