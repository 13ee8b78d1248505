"""Why a flow is to move when it is: sentences from few templates, which a door can translate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from model.catalogue.catalogue import Entry
from model.landscape.landscape import Landscape
from queries.moves.answer import Ids, Lack, MoveReason, Timing
from queries.moves.demand import Demand
from queries.moves.found import FoundTargets

FRESHNESS = "freshness not registered: ask how old the data may be, for the shared replica is a night old"
ASSUMED = "not registered what the flow carries: assumed from what {register} holds"
CLOSED = "{closed} is closed; its successor is {successor}"
AGREEMENT = "{target} takes an agreement: {agreement}"
VERIFY = "to verify with the supplier: that {targets} gives {objects}"
GAP = "no service or register in operation gives {objects}: a gap to verify"
NO_SOURCE = "no service or register in operation gives {objects}, and those that did are closed"
STEP_BY_STEP = "more than 12 possible targets: chosen one by one, so fewer might do"
UNKNOWN = "not registered: {lacks}"
FORCED = "{register} closes before the flow is free to wait: waiting leaves the consumer without data"
PAYS = "the saving until the contract ends is more than the change costs"
WAITS = "the saving until the contract ends is not more than the change costs: put the requirement in the tender"
TEMPLATES = (
    FRESHNESS,
    ASSUMED,
    CLOSED,
    AGREEMENT,
    VERIFY,
    GAP,
    NO_SOURCE,
    STEP_BY_STEP,
    UNKNOWN,
    FORCED,
    PAYS,
    WAITS,
)
"""All of them, in the order in which a door has them translated."""
LACKS: Mapping[Lack, str] = MappingProxyType(
    {
        "data_objects": "what data it carries",
        "cover": "whether all its data can be had",
        "annual_price": "its annual price",
        "target_price": "the target's price",
        "switch_cost": "what the change costs",
        "contract_end": "when its contract ends",
    }
)
"""What a flow lacks, in words; translated where a person reads them."""


def of_data(landscape: Landscape, demand: Demand, *, register: str, found: FoundTargets) -> Iterator[MoveReason]:
    """What is to know of the demand and of where it can be met."""
    if not demand.fresh:
        yield MoveReason(FRESHNESS)
    if demand.guessed:
        yield MoveReason(ASSUMED, {"register": (register,)})
    if not found.cover.exact:
        yield MoveReason(STEP_BY_STEP)
    for entry in found.closed:
        if successors := _successors(landscape, entry):
            yield MoveReason(CLOSED, {"closed": (entry.id,), "successor": successors})
    for target in found.cover.targets:
        if (known := landscape.catalogue.entry(target)) and known.agreement:
            yield MoveReason(AGREEMENT, {"target": (target,), "agreement": known.agreement})


def _successors(landscape: Landscape, entry: Entry) -> Ids:
    """The catalogue's, else those of the rows that stand for the entry."""
    rows = landscape.standing_for.get(entry.id, ())
    return entry.successor or tuple(sorted({one for row in rows for one in landscape.successors(row)}))


def of_cover(found: FoundTargets, *, gaps: Ids, impossible: Ids) -> Iterator[MoveReason]:
    """What is to verify, and what nobody gives."""
    if unsure := tuple(sorted(found.cover.verify)):
        yield MoveReason(VERIFY, {"targets": found.cover.targets, "objects": unsure})
    if gaps:
        yield MoveReason(GAP, {"objects": gaps})
    if impossible:
        yield MoveReason(NO_SOURCE, {"objects": impossible})


def of_time(timing: Timing, *, forced: bool, register: str, lacks: Sequence[Lack]) -> Iterator[MoveReason]:
    """Why now, or why not."""
    if forced:
        yield MoveReason(FORCED, {"register": (register,)})
    elif timing in {"now", "next_tender"}:
        yield MoveReason(PAYS if timing == "now" else WAITS)
    if lacks:
        yield MoveReason(UNKNOWN, {"lacks": tuple(LACKS[one] for one in lacks)})
