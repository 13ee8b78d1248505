"""What ends when, what must be given notice, when must a tender start? How it comes about: docs/calendar.md."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date

from model.errors import InputError
from model.landscape.landscape import Landscape
from model.lazily import lazily
from model.months import add_months, quarter_of, quarter_start
from queries.calendar.answer import (
    KINDS,
    CalendarAnswer,
    CalendarEvent,
    CalendarSummary,
    ContractLine,
    Kind,
    Status,
    TenderQuarter,
    UnknownTerms,
)
from queries.calendar.ends import Ends, TurnsOff
from queries.calendar.gaps import covers_nothing, without_contract
from queries.facts.contract_tenders import tender_need
from queries.facts.contract_terms import Terms, terms
from queries.facts.contracts import Contracts
from queries.facts.sums import known_sum

MONTHS_SHOWN = 24
"""How long the window is where nobody says."""


def contract_calendar(
    landscape: Landscape,
    as_of: date,
    *,
    start: date | None = None,
    end: date | None = None,
    lead_months: int = 12,
    soon_months: int = 6,
) -> CalendarAnswer:
    """The contracts' dates from `start` (the day of asking) to `end` (24 months after `start`), and what is overdue.

    `lead_months`: how long before a contract's end its tender starts; `soon_months`: what counts as soon. Raises
    `InputError` for a window that ends before it starts, and for a negative number of months.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> batch = Batch.of("hand", systems={"a": {"name": "A"}},
    ...                  contracts={"k": {"name": "K", "systems": ("a",), "ends": date(2027, 8, 31)}})
    >>> for event in contract_calendar(Landscape(State().with_batch(batch)), date(2026, 9, 1)).events:
    ...     print(event.date, event.kind, event.status)
    2026-08-31 tender overdue
    2027-08-31 end later
    """
    start = start or as_of
    end = end or max(start, add_months(start, MONTHS_SHOWN))
    if end < start:
        raise InputError(f"The calendar cannot end on {end}, before it starts on {start}.")
    if lead_months < 0 or soon_months < 0:
        raise InputError("A lead time and what counts as soon are numbers of months, 0 or more.")
    return _Calendar(landscape, as_of, start, end, lead_months, soon_months).answer()


class _Calendar:
    """One question being answered."""

    def __init__(self, landscape: Landscape, as_of: date, start: date, end: date, lead: int, soon: int) -> None:
        self._landscape = landscape
        self._as_of = as_of
        self._window = start, end
        self._lead, self._soon = lead, soon
        self._contracts = Contracts(landscape, as_of)

    def answer(self) -> CalendarAnswer:
        events, lines = self._shown, self._lines
        nothing = covers_nothing(lines, self._contracts)
        without = without_contract(self._landscape, self._contracts)
        return CalendarAnswer(
            as_of=self._as_of,
            revision=self._landscape.revision,
            start=self._window[0],
            end=self._window[1],
            lead_months=self._lead,
            soon_months=self._soon,
            summary=self._summary(len(nothing), len(without)),
            events=events,
            contracts=lines,
            turns_off=self._turns_off(),
            tenders=_quarters(events),
            unknown=[UnknownTerms(one.id, one.name, one.lacks) for one in self._alive if one.lacks],
            covers_nothing=nothing,
            without_contract=without,
        )

    @lazily
    def _terms(self) -> Sequence[Terms]:
        ids = self._landscape.tables["contracts"].ids
        found = [terms(self._landscape, id_, self._as_of, lead_months=self._lead) for id_ in ids]
        return sorted(found, key=lambda one: (one.ends or date.max, one.id))

    def _turns_off(self) -> Ends:
        days = {line.id: day for line in self._lines if (day := self._ends_on(line))}
        return Ends(days, TurnsOff(self._landscape, self._contracts).at)

    @lazily
    def _lines(self) -> Sequence[ContractLine]:
        return tuple(self._line(one) for one in self._terms)

    @lazily
    def _alive(self) -> Sequence[ContractLine]:
        return [line for line in self._lines if line.state != "ended"]

    def _line(self, one: Terms) -> ContractLine:
        cover = self._contracts.cover(one.id)
        tender = tender_need(self._landscape, self._contracts, one, cover)
        return ContractLine(
            **{field.name: getattr(one, field.name) for field in fields(Terms)},
            tender=tender,
            tender_quarter=None if one.tender_by is None or tender != "needed" else quarter_of(one.tender_by),
            runs_on=one.id in self._contracts.run_on,
            systems=cover.systems,
            flows=cover.flows,
            systems_in_use=cover.systems_in_use,
            flows_in_use=cover.flows_in_use,
            municipalities=self._municipalities(cover.systems),
        )

    def _ends_on(self, line: ContractLine) -> date | None:
        """When its end is asked about."""
        if not line.systems and not line.flows:
            return None
        if line.state == "ended":
            return self._as_of if line.runs_on else None
        if line.ends is None:
            return self._as_of if line.used else None
        first, last = self._window
        return line.ends if first <= line.ends <= last else None

    def _municipalities(self, systems: Sequence[str]) -> tuple[str, ...]:
        found = (self._landscape.cell("systems", id_, "municipality") for id_ in systems)
        return tuple(sorted({str(one) for one in found if one is not None}))

    @lazily
    def _events(self) -> Sequence[CalendarEvent]:
        """Every date of every contract, by date, kind, id."""
        found = [event for line in self._lines for event in self._dates(line)]
        return sorted(found, key=lambda event: (event.date, KINDS.index(event.kind), event.contract))

    @lazily
    def _shown(self) -> Sequence[CalendarEvent]:
        first, last = self._window
        return tuple(one for one in self._events if one.status == "overdue" or first <= one.date <= last)

    def _dates(self, line: ContractLine) -> Sequence[CalendarEvent]:
        days: list[tuple[date | None, Kind, bool]] = [
            (line.ends, "end", line.runs_on),
            (line.notice_by, "notice", line.state != "ended"),
            (line.tender_by if line.tender == "needed" else None, "tender", True),
            (line.irrevocable_until, "irrevocable", False),
            *((day, "option", False) for day in line.options),
        ]
        return [self._event(line, day, kind, open_=open_) for day, kind, open_ in days if day is not None]

    def _event(self, line: ContractLine, day: date, kind: Kind, *, open_: bool) -> CalendarEvent:
        status = self._status(day, open_=open_)
        return CalendarEvent(day, kind, status, line.id, line.name, line.vendor, line.annual_cost)

    def _status(self, day: date, *, open_: bool) -> Status:
        """`open_`: whether something is left undone once the day has passed."""
        if day < self._as_of:
            return "overdue" if open_ else "passed"
        return "soon" if day <= add_months(self._as_of, self._soon) else "later"

    def _summary(self, nothing: int, without: int) -> CalendarSummary:
        lines, statuses = self._lines, [event.status for event in self._shown]
        paid = [line for line in lines if line.id in self._contracts.paid]
        return CalendarSummary(
            contracts=len(lines),
            overdue=statuses.count("overdue"),
            soon=statuses.count("soon"),
            ended_in_use=sum(line.runs_on for line in lines),
            end_unknown=sum(line.ends is None for line in self._alive),
            notice_unknown=sum(line.notice_months is None for line in self._alive),
            annual_cost=known_sum(line.annual_cost for line in paid),
            cost_unknown=sum(line.annual_cost is None for line in paid),
            covers_nothing=nothing,
            without_contract=without,
        )


def _quarters(events: Sequence[CalendarEvent]) -> tuple[TenderQuarter, ...]:
    """The tenders among the events, by quarter."""
    found: dict[str, list[CalendarEvent]] = {}
    for event in events:
        if event.kind == "tender":
            found.setdefault(quarter_of(event.date), []).append(event)
    return tuple(_quarter(quarter, tenders) for quarter, tenders in sorted(found.items()))


def _quarter(quarter: str, tenders: Sequence[CalendarEvent]) -> TenderQuarter:
    return TenderQuarter(
        quarter=quarter,
        first_day=quarter_start(tenders[0].date),
        contracts=tuple(event.contract for event in tenders),
        annual_cost=known_sum(event.annual_cost for event in tenders),
        cost_unknown=sum(event.annual_cost is None for event in tenders),
        overdue=sum(event.status == "overdue" for event in tenders),
    )
