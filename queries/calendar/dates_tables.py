"""The dates of contracts as tables: what is overdue, what comes, which tenders start, what is not registered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from model.rows import Rows
from queries.calendar.words import (
    days_text,
    kind_words,
    lack_words,
    overdue_words,
    quarter_text,
    status_words,
    turns_off,
)
from visualisations.report.report import Cell, Column, ReportTable
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from queries.calendar.answer import CalendarAnswer, CalendarEvent


def overdue_table(answer: CalendarAnswer, parts: Wording) -> ReportTable:
    """The dates that have passed and left something undone."""
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


def _event_cells(event: CalendarEvent, parts: Wording) -> tuple[Cell, ...]:
    kind = kind_words(parts.translate)[event.kind]
    return event.date, kind, parts.to_contract(event.contract), event.vendor, event.annual_cost


def coming_table(answer: CalendarAnswer, parts: Wording) -> ReportTable:
    """The dates of the window."""
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


def quarters_table(answer: CalendarAnswer, parts: Wording) -> ReportTable:
    """The tenders by quarter."""
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
                parts.to_contracts(one.contracts),
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


def unknown_table(answer: CalendarAnswer, parts: Wording) -> ReportTable:
    """Contracts that lack what a calendar stands on."""
    translate = parts.translate
    words = lack_words(translate)
    rows = [
        (
            parts.to_contract(line.id),
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
        empty=translate("Every contract has an end, a notice and a cost.")
        if answer.contracts
        else translate("No contract is registered."),
        note=translate("A calendar cannot count down to what is not registered."),
    )
