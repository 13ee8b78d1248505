"""The answer to "what breaks if X is turned off": one frozen object for every door, in the words of the definition.

Lists are sequences that may be worked out row by row when they are read (a national answer has a hundred thousand
rows), so a door that streams never holds them all. `limit` cuts every list; `totals` then says how long each was.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Generic, Literal, TypeVar, overload

from model.lazily import lazily
from model.offers import Offer
from model.reasons import Loss

T_co = TypeVar("T_co", covariant=True)

Verdict = Literal["stops", "may_stop", "degraded", "may_degrade", "loses_redundancy"]
VERDICTS: tuple[Verdict, ...] = ("stops", "may_stop", "degraded", "may_degrade", "loses_redundancy")
"""Strongest first."""


Lost = Loss
"""A lost requirement, as the model works it out."""
Candidate = Offer
"""Where a flow could come from instead, as the model works it out."""


class Rows(Sequence[T_co], Generic[T_co]):
    """A sequence whose items are made when they are asked for, and counted when their number is.

    >>> list(Rows(lambda: 3, lambda row: row * row))
    [0, 1, 4]
    """

    def __init__(self, count: Callable[[], int], make: Callable[[int], T_co]) -> None:
        self._counted = count
        self._make = make

    @lazily
    def _count(self) -> int:
        return self._counted()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> T_co: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T_co]: ...
    def __getitem__(self, at: int | slice) -> T_co | Sequence[T_co]:
        if isinstance(at, slice):
            return [self._make(row) for row in range(*at.indices(self._count))]
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return self._make(at % self._count)

    def __iter__(self) -> Iterator[T_co]:
        return map(self._make, range(self._count))


@dataclass(frozen=True, slots=True)
class Named:
    """An id with the name a person reads."""

    id: str
    name: str


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


UNCUT = frozenset({"chain", "hours_chain", "asked"})
"""A chain is one path and is never cut."""


def as_json(value: Any, limit: int | None = None) -> Any:
    """Any part of an answer, or a document of plain values, as plain dicts and lists, in the form of the definition.

    With `limit` every list is cut to its first items and its length stands beside it as `…_total`. Every door's answers
    are cut here.

    >>> as_json(UnitHit("it", "stops", ("a", "b")), limit=1)
    {'unit': 'it', 'worst': 'stops', 'systems': ['a'], 'systems_total': 2}
    >>> as_json({"name": "A", "flows": Rows(lambda: 9, lambda row: {"id": row})}, limit=1)
    {'name': 'A', 'flows': [{'id': 0}], 'flows_total': 9}
    """
    kind = type(value)
    if kind in _WRITTEN:
        return value
    names = _NAMES.get(kind)
    if names is not None:
        return _members(names, (getattr(value, name) for name in names), limit)
    if kind is dict or isinstance(value, Mapping):
        return _members(value, value.values(), limit)
    if isinstance(value, date):
        return value.isoformat()
    if kind in _LISTS and _WRITTEN.issuperset(map(type, value)):
        return list(value)
    return value if isinstance(value, str | int | float) else [as_json(item, limit) for item in value]


_WRITTEN = frozenset({str, int, float, bool, type(None)})
"""What stands in a document as it is: a list of these is taken as a whole."""
_LISTS = frozenset({list, tuple})


def _members(names: Collection[str], items: Iterable[Any], limit: int | None) -> dict[str, Any]:
    """The members of one part: those that are no lists as they are, so that a cell costs no call of its own."""
    found: dict[str, Any] = {}
    for name, item in zip(names, items, strict=True):
        if type(item) in _WRITTEN:
            if item is not None or name != "hours_chain":
                found[name] = item
        elif limit is None or name in UNCUT or not isinstance(item, list | tuple | Rows):
            found[name] = as_json(item, limit)
        else:
            found[name] = as_json(item[:limit], limit)
            if f"{name}_total" not in names:
                found[f"{name}_total"] = len(item)
    return found


_NAMES: Mapping[type, Sequence[str]] = {
    one: tuple(member.name for member in fields(one))
    for one in (
        *(Named, Lost, Affected, AlreadyDown, Candidate, ContractTerms, ToReestablish, FallsAway),
        *(UnitHit, CapabilityHit, Registration, Summary, CatalogueSource, ImpactAnswer),
    )
}
"""The members of every part of an answer, in order."""
