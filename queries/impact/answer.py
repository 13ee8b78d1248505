"""The answer to "what breaks if X is turned off": one frozen object for every door, in the words of the definition.

Lists are sequences that may be worked out row by row when they are read (a national answer has a hundred thousand
rows), so a door that streams never holds them all. `limit` cuts every list; `totals` then says how long each was.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from model.graph.offers import Offer
from model.graph.reasons import Loss
from model.rows import Named
from model.verdicts import Verdict

Lost = Loss
"""A lost requirement, as the model works it out."""
Candidate = Offer
"""Where a flow could come from instead, as the model works it out."""


@dataclass(frozen=True, slots=True)
class Affected:
    """A system that X's end reaches. `after_hours` in hours, the earliest; chains are ids from T to the system."""

    system: Named
    verdict: Verdict
    at_least: Literal["stops", "degraded"] | None
    steps: int
    after_hours: float
    hours_assumed: bool
    chain: Sequence[str]
    why: Sequence[Lost]
    hours_chain: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class AlreadyDown:
    """A system that is down before X is touched, or may be."""

    system: str
    reason: Literal["out_of_use", "stops", "may_stop"]


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """The contract that binds a flow, as far as its end goes."""

    id: str
    ends: date | None
    irrevocable_until: date | None
    notice_months: float | None


@dataclass(frozen=True, slots=True)
class ToReestablish:
    """A flow that X itself kills and whose consumer lives on without it."""

    flow: str
    provider: str
    consumer: str
    data_objects: Sequence[str]
    need: str
    killed_by: Sequence[str]
    unit: str | None
    owner: str | None
    contract: ContractTerms | None
    candidates: Sequence[Candidate]
    candidates_total: int


@dataclass(frozen=True, slots=True)
class FallsAway:
    """A flow into X. `successor_has`: flows that already bring X's successor all its objects."""

    flow: str
    provider: str
    successor_has: Sequence[str]


@dataclass(frozen=True, slots=True)
class UnitHit:
    """A unit whose systems are turned off or affected; `unit` is `None` for systems without one."""

    unit: str | None
    worst: str
    systems: Sequence[str]


@dataclass(frozen=True, slots=True)
class CapabilityHit:
    """A capability that loses systems, and what remains of it."""

    capability: str
    lost: Sequence[str]
    at_risk: Sequence[str]
    remaining: Sequence[str]


@dataclass(frozen=True, slots=True)
class Registration:
    """How complete the registration is that the answer stands on: ids, but `flows_around`, a number of flows."""

    flows_around: int
    need_unknown: Sequence[str]
    without_data_objects: Sequence[str]
    systems_without_flows: Sequence[str]
    requirements_without_flows: Sequence[str]
    way_unknown: Sequence[str]
    contract_ended: Sequence[str]
    unlisted: Sequence[str]


@dataclass(frozen=True, slots=True)
class Summary:
    """Numbers of systems; `unaffected_without_flows` are "not registered", not "safe"."""

    systems: int
    turned_off: int
    already_down: int
    stops: int
    may_stop: int
    degraded: int
    may_degrade: int
    loses_redundancy: int
    unaffected: int
    unaffected_without_flows: int


@dataclass(frozen=True, slots=True)
class CatalogueSource:
    """How sure the catalogue is of something that the answer takes from it and the municipality has not registered.

    `used_as`: `candidate` (a service that a flow could come from) or `successor` (of a system that is silent on it;
    `of` is that system).
    """

    id: str
    name: str
    used_as: Literal["candidate", "successor"]
    of: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class ImpactAnswer:
    """The whole answer. `at` is the date asked for, `revision` the landscape's, `asked` the words of the question."""

    turned_off: Sequence[str]
    at: date | None
    revision: int
    asked: Sequence[str]
    summary: Summary
    affected: Sequence[Affected]
    already_down: Sequence[AlreadyDown]
    to_reestablish: Sequence[ToReestablish]
    falls_away: Sequence[FallsAway]
    units: Sequence[UnitHit]
    capabilities: Sequence[CapabilityHit]
    registration: Registration
    from_catalogue: Sequence[CatalogueSource] = ()
