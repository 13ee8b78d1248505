"""The answer to "what ends when?": frozen parts under the names of its JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from queries.calendar.ends import Ends
from queries.facts.contract_tenders import TenderNeed
from queries.facts.contract_terms import Terms
from queries.facts.document import Documented

Kind = Literal["end", "notice", "irrevocable", "option", "tender"]
KINDS: tuple[Kind, ...] = ("end", "notice", "tender", "option", "irrevocable")
"""In the order in which they stand on one day."""
Status = Literal["overdue", "soon", "later", "passed"]


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One date of one contract.

    `overdue`: the day has passed, and what it was for is not registered as done; `soon`: within so many months;
    `passed`: nothing is left to do.
    """

    date: date
    kind: Kind
    status: Status
    contract: str
    name: str
    vendor: str | None
    annual_cost: float | None


@dataclass(frozen=True, slots=True)
class ContractLine(Terms):
    """One contract on the time line: its dates, and what it covers.

    `tender`: `needed`; `not_needed` where all that it covers leaves before it ends, is not in use, or has another
    contract after this one ended; `unknown` where it has no end. `runs_on`: it has ended, and something that it covers
    is in use without a contract in force. `municipalities`: of the systems covered, for joint tenders.
    """

    tender: TenderNeed
    tender_quarter: str | None
    runs_on: bool
    systems: Sequence[str]
    flows: Sequence[str]
    systems_in_use: Sequence[str]
    flows_in_use: Sequence[str]
    municipalities: Sequence[str]

    @property
    def used(self) -> bool:
        """Whether it covers anything in use."""
        return bool(self.systems_in_use or self.flows_in_use)


@dataclass(frozen=True, slots=True)
class CoversNothing:
    """A contract that has not ended and covers nothing in use.

    `why`: `nothing_registered` (it lists nothing and nothing names it), `not_yet_in_use` (a system of it begins
    later), `out_of_use` (all of it is out of use).
    """

    id: str
    name: str
    annual_cost: float | None
    why: Literal["nothing_registered", "not_yet_in_use", "out_of_use"]


@dataclass(frozen=True, slots=True)
class WithoutContract:
    """A system in use, no register, that no contract in force lists.

    `why`: `none` lists it, those that do have `ended`, or have `not_begun`. `contracts` are those.
    """

    id: str
    name: str
    kind: str
    unit: str | None
    owner: str | None
    annual_cost: float | None
    why: Literal["none", "ended", "not_begun"]
    contracts: Sequence[str]


@dataclass(frozen=True, slots=True)
class TenderQuarter:
    """The tenders that must start in a quarter; `annual_cost` sums the known costs, `cost_unknown` counts the others.

    `first_day` is the quarter's; `overdue` counts those whose day has passed.
    """

    quarter: str
    first_day: date
    contracts: Sequence[str]
    annual_cost: float | None
    cost_unknown: int
    overdue: int


@dataclass(frozen=True, slots=True)
class UnknownTerms:
    """A contract that has not ended and lacks what a calendar stands on: `ends`, `notice_months`, `annual_cost`."""

    id: str
    name: str
    lacks: Sequence[str]


@dataclass(frozen=True, slots=True)
class CalendarSummary:
    """How many contracts there are, how many of the events shown are overdue and soon, and what is not registered.

    `annual_cost` sums the known costs of the contracts that are paid: those in force, and those that run on;
    `cost_unknown` counts the others of them. `ended_in_use` counts those that run on.
    """

    contracts: int
    overdue: int
    soon: int
    ended_in_use: int
    end_unknown: int
    notice_unknown: int
    annual_cost: float | None
    cost_unknown: int
    covers_nothing: int
    without_contract: int


@dataclass(frozen=True, slots=True)
class CalendarAnswer(Documented):
    """The calendar. `events`: all in the window and all that is overdue, by date; `contracts` by end, unknown last.

    `turns_off`: what the ends of contracts would turn off, in the same order: on their last day where that lies in the
    window; on the day of asking where they have no end, or have ended and run on. Worked out as it is read.
    """

    as_of: date
    revision: int
    start: date
    end: date
    lead_months: int
    soon_months: int
    summary: CalendarSummary
    events: Sequence[CalendarEvent]
    contracts: Sequence[ContractLine]
    turns_off: Ends
    tenders: Sequence[TenderQuarter]
    unknown: Sequence[UnknownTerms]
    covers_nothing: Sequence[CoversNothing]
    without_contract: Sequence[WithoutContract]
