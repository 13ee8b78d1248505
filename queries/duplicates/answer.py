"""The answer to "which systems do the same job?": frozen parts under the names of its JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from queries.duplicates.jobs import Evidence
from queries.facts.contract_terms import Terms
from queries.facts.document import document


@dataclass(frozen=True, slots=True)
class Reason:
    """A sentence: one of few, and what fills it. `text` is the English sentence with its values in it."""

    sentence: str
    values: Mapping[str, str | int | date]

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.sentence.format_map(self.values)


@dataclass(frozen=True, slots=True)
class MemberContract:
    """A contract of a system in a group. `notice_by`: the last day to give notice, the end less the notice."""

    id: str
    vendor: str | None
    ends: date | None
    notice_by: date | None
    irrevocable_until: date | None
    notice_months: float | None

    @classmethod
    def of(cls, one: Terms) -> MemberContract:
        """Of a contract's dates, what counts here."""
        return cls(one.id, one.vendor, one.ends, one.notice_by, one.irrevocable_until, one.notice_months)


@dataclass(frozen=True, slots=True)
class CostLine:
    """What is paid a year, in DKK, for some systems together: a contract for them alone, or one system by itself.

    `id`: the contract's or the system's. `annual_cost` `None`: not registered.
    """

    source: Literal["contracts", "systems"]
    id: str
    systems: Sequence[str]
    annual_cost: float | None


@dataclass(frozen=True, slots=True)
class Totals:
    """A sum of known costs, and how many are `unknown`; `None` where none is known."""

    annual_cost: float | None
    unknown: int


@dataclass(frozen=True, slots=True)
class Saving:
    """What having one solution saves a year, in DKK; `None` where something that it needs is not registered."""

    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """Systems of one municipality with the same job.

    `users` and `annual_cost` sum what is known (`None`: nothing is), `unknown_users` and `unknown_costs` count the
    rest. `shared_data`: data objects that several of its solutions get and that are not known to be free;
    `shared_data_unpriced`: those of them where a price is not registered. `dependants`: of each system, how
    many others stop or may stop without it. `end_dates`: of the systems outside the solution kept; `leaving`: the last
    days of those of them that leave anyway, and `leaving_cost` what is known of their cost, part of the saving;
    `leaving_unknown` and `saving_unknown` count the costs that are not in them.
    `costs`: what `annual_cost` sums.
    """

    capability: str
    municipality: str | None
    systems: Sequence[str]
    solutions: Sequence[Sequence[str]]
    units: Sequence[str]
    users: float | None
    unknown_users: int
    annual_cost: float | None
    unknown_costs: int
    costs: Sequence[CostLine]
    vendors: Sequence[str]
    contracts: Sequence[str]
    contract_terms: Sequence[MemberContract]
    shared_data: Sequence[str]
    shared_data_unpriced: Sequence[str]
    dependants: Mapping[str, int]
    confidence: float
    evidence: Mapping[str, Sequence[Evidence]]
    keep: str
    reasons: Sequence[Reason]
    end_dates: Mapping[str, date | None]
    leaving: Mapping[str, date]
    leaving_cost: float | None
    leaving_unknown: int
    saving: Saving
    saving_unknown: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A guess below the threshold, for a person to say yes (`tag X sms`) or no (`tag X not:sms`) to."""

    system: str
    capability: str
    confidence: float
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class SameSystem:
    """Two registrations that are probably one system. `keep`: the fuller one, into which the other could be merged."""

    systems: Sequence[str]
    reasons: Sequence[Reason]
    keep: str


@dataclass(frozen=True, slots=True)
class Overlap:
    """Systems of different jobs that each pay the same provider for the same data; `annual_price` of all of them."""

    data_object: str
    provider: str
    systems: Sequence[str]
    annual_price: float


@dataclass(frozen=True, slots=True)
class JointTender:
    """Systems of several municipalities with the same job and end dates close together, from the first to the last."""

    capability: str
    first: date
    last: date
    systems: Sequence[str]
    municipalities: Sequence[str]


@dataclass(frozen=True, slots=True)
class DuplicatesSummary:
    """All groups together, each system and each krone once.

    `annual_cost`: of all their systems; `others`: of those that no group keeps; `leaving`: the part of that which
    leaves anyway.
    """

    jobs: int
    systems: int
    annual_cost: Totals
    others: Totals
    leaving: Totals


@dataclass(frozen=True, slots=True)
class DuplicatesAnswer:
    """Groups by municipality and capability; proposals by confidence; the rest by id."""

    as_of: date
    revision: int
    threshold: float
    window_months: int
    summary: DuplicatesSummary
    groups: Sequence[Group]
    proposals: Sequence[Proposal]
    same_system_twice: Sequence[SameSystem]
    overlaps: Sequence[Overlap]
    joint_tenders: Sequence[JointTender]

    def as_json(self) -> dict[str, Any]:
        """As plain values under these names; a reason is its English sentence."""
        plain: dict[str, Any] = document(self)
        explained: Sequence[Group | SameSystem] = (*self.groups, *self.same_system_twice)
        for row, one in zip((*plain["groups"], *plain["same_system_twice"]), explained, strict=True):
            row["reasons"] = [reason.text for reason in one.reasons]
        plain["joint_tenders"] = [_from_to(one) for one in plain["joint_tenders"]]
        return plain


def _from_to(tender: Mapping[str, Any]) -> dict[str, Any]:
    names = {"first": "from", "last": "to"}
    return {names.get(name, name): value for name, value in tender.items()}
