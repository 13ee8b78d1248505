"""The contract calendar as tables to read: what is overdue first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from queries.impact_answer import Rows
from visualisations.calendar_words import (
    days_text,
    kind_words,
    lack_words,
    overdue_words,
    quarter_text,
    status_words,
    tender_words,
    turns_off,
)
from visualisations.down_words import day_text
from visualisations.kind_words import kind_words as system_kinds
from visualisations.report import Cell, Column, Report, ReportTable
from visualisations.report_parts import Parts

if TYPE_CHECKING:
    from model.landscape import Landscape
    from queries.contract_calendar_answer import CalendarAnswer, CalendarEvent, ContractLine
    from queries.contract_calendar_ends import EndTurnsOff
    from visualisations.report_parts import Translate

SORTED = 500
"""Contracts up to which those that stop most come first: of more it would take too long to know."""


def calendar_report(answer: CalendarAnswer, landscape: Landscape, *, translate: Translate, lang: str) -> Report:
    """The calendar in the reader's language."""
    parts = Parts(landscape, translate, lang)
    tables = (_overdue, _coming, _tenders, _unknown, _turned_off, _covers_nothing, _without_contract, _contracts)
    return Report(
        title=translate("Contracts and tenders"),
        sentences=list(_sentences(answer, parts)),
        tables=[table(answer, parts) for table in tables],
    )


def _sentences(answer: CalendarAnswer, parts: Parts) -> Iterator[str]:
    translate, summary = parts.translate, answer.summary
    text = translate("Dates overdue: {overdue}. Dates within {months} from {day}: {soon}. Shown: {start} to {end}.")
    day, start, end = (day_text(one, translate) for one in (answer.as_of, answer.start, answer.end))
    yield text.format(
        overdue=summary.overdue,
        soon=summary.soon,
        months=_months(answer.soon_months, parts),
        day=day,
        start=start,
        end=end,
    )
    if summary.ended_in_use:
        text = translate("Contracts that have run out while what they cover is still in use: {count}.")
        yield text.format(count=summary.ended_in_use)
    text = translate("Contracts: {count}. What is known of those that are paid costs {cost} a year.")
    yield text.format(count=summary.contracts, cost=parts.cost(summary.annual_cost, summary.cost_unknown))
    text = translate("Contracts whose end is not registered: {ends}; whose months of notice are not: {notice}.")
    yield text.format(ends=summary.end_unknown, notice=summary.notice_unknown)
    text = translate("Systems in use without a contract in force: {count}; registers are not counted.")
    yield text.format(count=summary.without_contract)
    text = translate("A tender starts {months} before its contract ends, unless its day is registered.")
    yield text.format(months=_months(answer.lead_months, parts))


def _months(number: int, parts: Parts) -> str:
    return parts.counted(number, parts.translate("1 month"), parts.translate("{n} months"))


def _overdue(answer: CalendarAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    lines = {line.id: line for line in answer.contracts}
    found = [event for event in answer.events if event.status == "overdue"]
    words = overdue_words(translate)

    def row(at: int) -> tuple[Cell, ...]:
        event = found[at]
        return (
            event.date,
            words[event.kind],
            *_event_cells(event, parts)[2:],
            days_text(lines[event.contract].options, translate),
            turns_off(answer.turns_off.of(event.contract), parts),
        )

    return ReportTable(
        "overdue",
        translate("Overdue"),
        (
            Column(translate("Date"), "date"),
            Column(translate("What")),
            Column(translate("Contract")),
            Column(translate("Vendor")),
            Column(translate("Annual cost"), "money"),
            Column(translate("Can be extended to"), "date"),
            Column(translate("If it ends")),
        ),
        Rows(lambda: len(found), row),
        empty=translate("Nothing is overdue."),
        note=translate("What has been done without being registered stands here too."),
    )


def _event_cells(event: CalendarEvent, parts: Parts) -> tuple[Cell, ...]:
    kind = kind_words(parts.translate)[event.kind]
    return event.date, kind, parts.contract(event.contract), event.vendor, event.annual_cost


def _coming(answer: CalendarAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    status = status_words(translate)
    return ReportTable(
        "coming",
        translate("Coming dates"),
        (
            Column(translate("Date"), "date"),
            Column(translate("What")),
            Column(translate("Contract")),
            Column(translate("Vendor")),
            Column(translate("Annual cost"), "money"),
            Column(translate("When")),
        ),
        [(*_event_cells(event, parts), status[event.status]) for event in answer.events if event.status != "overdue"],
        empty=translate("No date of a contract lies in this window."),
        note=translate("Months of notice count back from the end and stay within their month."),
    )


def _tenders(answer: CalendarAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    lines = {line.id: line for line in answer.contracts}
    return ReportTable(
        "tenders",
        translate("Tenders by quarter"),
        (
            Column(translate("Quarter")),
            Column(translate("Tenders"), "number"),
            Column(translate("of them overdue"), "number"),
            Column(translate("Contracts")),
            Column(translate("Vendors")),
            Column(translate("Municipalities")),
            Column(translate("Known annual cost"), "money"),
            Column(translate("Cost not registered"), "number"),
        ),
        [
            (
                quarter_text(one.quarter, translate),
                len(one.contracts),
                one.overdue,
                parts.contracts(one.contracts),
                _together(line.vendor for id_ in one.contracts for line in (lines[id_],)),
                _together(name for id_ in one.contracts for name in lines[id_].municipalities),
                one.annual_cost,
                one.cost_unknown,
            )
            for one in answer.tenders
        ],
        empty=translate("No tender must start in this window."),
        note=translate(
            "Contracts of one quarter can be tendered together. What leaves before its contract ends is not tendered."
        ),
    )


def _together(names: Iterable[str | None]) -> Sequence[str]:
    return sorted({name for name in names if name is not None})


def _unknown(answer: CalendarAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    words = lack_words(translate)
    rows = [
        (
            parts.contract(line.id),
            line.vendor,
            [words[one] for one in lacks],
            [words[one] for one in line.contradictions],
        )
        for line in answer.contracts
        if (lacks := line.lacks if line.state != "ended" else ()) or line.contradictions
    ]
    return ReportTable(
        "unknown",
        translate("What is not registered"),
        (
            Column(translate("Contract")),
            Column(translate("Vendor")),
            Column(translate("Missing")),
            Column(translate("Cannot be right")),
        ),
        rows,
        empty=translate("Every contract has an end, a notice and a cost."),
        note=translate("A calendar cannot count down to what is not registered."),
    )


def _turned_off(answer: CalendarAnswer, parts: Parts) -> ReportTable:
    """Of the contracts whose end lies in the window or is overdue, those that stop most first."""
    translate = parts.translate
    return ReportTable(
        "turned_off",
        translate("What their end would turn off"),
        (
            Column(translate("Contract")),
            Column(translate("Ends"), "date"),
            Column(translate("Turned off"), "number"),
            Column(translate("Stop"), "number"),
            Column(translate("May stop"), "number"),
            Column(translate("Are degraded"), "number"),
            Column(translate("Stop or may stop")),
        ),
        _ends(answer, parts),
        empty=translate("No contract ends in this window."),
        note=translate("If all that the contract covers is turned off on its last day and nothing takes over."),
    )


def _ends(answer: CalendarAnswer, parts: Parts) -> Sequence[Sequence[Cell]]:
    """A row a contract; of very many by their end, each worked out when it is read."""
    shown = {event.contract for event in answer.events if event.kind == "end"}
    lines = [line for line in answer.contracts if line.id in shown and (line.systems or line.flows)]
    if len(lines) > SORTED:
        return Rows(lambda: len(lines), lambda at: _end(lines[at], answer.turns_off.of(lines[at].id), parts))
    ends = [(line, end) for line in lines if (end := answer.turns_off.of(line.id)) is not None]
    ends.sort(key=lambda pair: (-pair[1].stops, -pair[1].may_stop, pair[0].id))
    return [_end(line, end, parts) for line, end in ends]


def _end(line: ContractLine, end: EndTurnsOff | None, parts: Parts) -> tuple[Cell, ...]:
    if end is None:
        return parts.contract(line.id), line.ends, "", "", "", "", ""
    counts = end.turned_off, end.stops, end.may_stop, end.degraded + end.may_degrade
    return (
        parts.contract(line.id),
        line.ends,
        *counts,
        parts.at_most(parts.systems(end.affected), rest=parts.contract(line.id)),
    )


def _covers_nothing(answer: CalendarAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    why = {
        "nothing_registered": translate("it lists nothing, and no flow names it"),
        "not_yet_in_use": translate("what it covers begins later"),
        "out_of_use": translate("what it covers is out of use"),
    }
    return ReportTable(
        "covers_nothing",
        translate("Contracts that cover nothing in use"),
        (Column(translate("Contract")), Column(translate("Why")), Column(translate("Annual cost"), "money")),
        [(parts.contract(one.id), why[one.why], one.annual_cost) for one in answer.covers_nothing],
        empty=translate("Every contract that has not ended covers something in use."),
        sheet=translate("Cover nothing in use"),
    )


def _without_contract(answer: CalendarAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    kinds = system_kinds(translate)
    why = {
        "none": translate("no contract lists it"),
        "ended": translate("its contract has ended"),
        "not_begun": translate("its contract has not begun"),
    }
    return ReportTable(
        "without_contract",
        translate("Systems in use without a contract in force"),
        (
            Column(translate("System")),
            Column(translate("Kind")),
            Column(translate("Unit")),
            Column(translate("Owner")),
            Column(translate("Annual cost"), "money"),
            Column(translate("Why")),
            Column(translate("Contract")),
        ),
        [
            (
                parts.system(one.id),
                kinds.get(one.kind, one.kind),
                parts.unit(one.unit),
                one.owner,
                one.annual_cost,
                why[one.why],
                parts.contracts(one.contracts),
            )
            for one in sorted(answer.without_contract, key=lambda one: (one.why == "none", one.id))
        ],
        empty=translate("Every system in use has a contract in force."),
        note=translate("Registers are left out."),
        sheet=translate("Systems without a contract"),
    )


def _contracts(answer: CalendarAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    return ReportTable(
        "contracts",
        translate("All contracts"),
        (
            Column(translate("Contract")),
            Column(translate("Vendor")),
            Column(translate("Annual cost"), "money"),
            Column(translate("Starts"), "date"),
            Column(translate("Ends"), "date"),
            Column(translate("Last day to give notice"), "date"),
            Column(translate("Irrevocable until"), "date"),
            Column(translate("Earliest end if given notice now"), "date"),
            Column(translate("Can be extended to"), "date"),
            Column(translate("Tender must start"), "date"),
            Column(translate("Where the tender's day is from"), beneath=True),
            Column(translate("Covers"), beneath=True),
            Column(translate("If it ends")),
        ),
        Rows(lambda: len(answer.contracts), lambda at: _contract(answer.contracts[at], answer, parts)),
        empty=translate("No contract is registered."),
    )


def _contract(line: ContractLine, answer: CalendarAnswer, parts: Parts) -> tuple[Cell, ...]:
    """A day that follows from others says nothing where it does not apply; one to be registered says that it is not."""
    return (
        parts.contract(line.id),
        line.vendor,
        line.annual_cost,
        line.starts,
        line.ends,
        line.notice_by,
        "" if line.irrevocable_until is None else line.irrevocable_until,
        "" if line.earliest_end is None else line.earliest_end,
        days_text(line.options, parts.translate),
        line.tender_by if line.tender == "needed" and line.tender_by else "",
        tender_words(line, parts.translate),
        parts.at_most([*parts.systems(line.systems), *parts.flows(line.flows)], rest=parts.contract(line.id)),
        turns_off(answer.turns_off.of(line.id), parts),
    )
