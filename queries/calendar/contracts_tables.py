"""Contracts as tables: what their ends turn off, those that cover nothing, systems without one, all of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from model.rows import Rows
from queries.calendar.words import (
    days_text,
    tender_words,
    turns_off,
)
from visualisations.report.report import Cell, Column, ReportTable
from visualisations.wording.kind_words import kind_words as system_kinds
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from queries.calendar.answer import CalendarAnswer, ContractLine
    from queries.calendar.ends import EndTurnsOff

SORTED = 500
"""Contracts up to which those that stop most come first: of more it would take too long to know."""


def turned_off_table(answer: CalendarAnswer, parts: Wording) -> ReportTable:
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


def _ends(answer: CalendarAnswer, parts: Wording) -> Sequence[Sequence[Cell]]:
    """A row a contract; of very many by their end, each worked out when it is read."""
    shown = {event.contract for event in answer.events if event.kind == "end"}
    lines = [line for line in answer.contracts if line.id in shown and (line.systems or line.flows)]
    if len(lines) > SORTED:
        return Rows(lambda: len(lines), lambda at: _end(lines[at], answer.turns_off.of(lines[at].id), parts))
    ends = [(line, end) for line in lines if (end := answer.turns_off.of(line.id)) is not None]
    ends.sort(key=lambda pair: (-pair[1].stops, -pair[1].may_stop, pair[0].id))
    return [_end(line, end, parts) for line, end in ends]


def _end(line: ContractLine, end: EndTurnsOff | None, parts: Wording) -> tuple[Cell, ...]:
    if end is None:
        return parts.to_contract(line.id), line.ends, "", "", "", "", ""
    counts = end.turned_off, end.stops, end.may_stop, end.degraded + end.may_degrade
    return (
        parts.to_contract(line.id),
        line.ends,
        *counts,
        parts.at_most(parts.to_systems(end.affected), rest=parts.to_contract(line.id)),
    )


def unused_table(answer: CalendarAnswer, parts: Wording) -> ReportTable:
    """Contracts that cover nothing in use."""
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
        [(parts.to_contract(one.id), why[one.why], one.annual_cost) for one in answer.covers_nothing],
        empty=translate("Every contract that has not ended covers something in use."),
        sheet=translate("Cover nothing in use"),
    )


def without_table(answer: CalendarAnswer, parts: Wording) -> ReportTable:
    """Systems in use without a contract in force."""
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
                parts.to_system(one.id),
                kinds.get(one.kind, one.kind),
                parts.unit(one.unit),
                one.owner,
                one.annual_cost,
                why[one.why],
                parts.to_contracts(one.contracts),
            )
            for one in sorted(answer.without_contract, key=lambda one: (one.why == "none", one.id))
        ],
        empty=translate("Every system in use has a contract in force."),
        note=translate("Registers are left out."),
        sheet=translate("Systems without a contract"),
    )


def all_table(answer: CalendarAnswer, parts: Wording) -> ReportTable:
    """Every contract."""
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
            Column(translate("Description"), beneath=True),
            Column(translate("If it ends")),
        ),
        Rows(lambda: len(answer.contracts), lambda at: _contract(answer.contracts[at], answer, parts)),
        empty=translate("No contract is registered."),
    )


def _contract(line: ContractLine, answer: CalendarAnswer, parts: Wording) -> tuple[Cell, ...]:
    """A day that follows from others says nothing where it does not apply; one to be registered says that it is not."""
    return (
        parts.to_contract(line.id),
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
        parts.at_most([*parts.to_systems(line.systems), *parts.to_flows(line.flows)], rest=parts.to_contract(line.id)),
        str(parts.landscape.cell("contracts", line.id, "description") or ""),
        turns_off(answer.turns_off.of(line.id), parts),
    )
