"""The overview as tables to read: a table for each of the six questions, and one of all systems."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from model.rows import Rows
from queries.calendar.words import quarter_text
from queries.overview.words import future_words, number_text, section_words
from visualisations.report.report import Cell, Column, Linked, Report, ReportTable
from visualisations.wording.kind_words import kind_words
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.overview.parts import OverviewNumber, Section, SystemLine
    from queries.overview.query import OverviewAnswer
    from visualisations.wording.translate import Translate

MOST = 4
"""Rows behind a number that are named beside it; all stand under its key."""


def overview_report(answer: OverviewAnswer, landscape: Landscape, *, translate: Translate, lang: str) -> Report:
    """The overview in the reader's language."""
    parts = Wording(landscape, translate, lang)
    return Report(
        title=translate("Overview"),
        sentences=list(_sentences(answer, parts)),
        tables=[*(_section(section, parts) for section in answer.sections), _systems(answer, parts)],
    )


def _sentences(answer: OverviewAnswer, parts: Wording) -> Iterator[str]:
    translate = parts.translate

    def count(key: str) -> str:
        return parts.number(len(answer.number(key).rows))

    text = translate("Systems in use: {systems}; flows between them: {flows}.")
    yield text.format(systems=count("systems.in_use"), flows=count("relations.flows"))
    yield _cost(answer, parts)
    text = translate(
        "Tenders that should have started: {overdue}. Contracts that have run out and are still in use: {run_out}."
    )
    yield text.format(overdue=count("tender.overdue"), run_out=count("tender.run_out"))
    text = translate(
        "Systems without an owner: {none}; without a contract in force: {bare}. Registers are not counted."
    )
    yield text.format(none=count("owners.none"), bare=count("tender.no_contract"))
    text = translate("Part of the common architecture: {common}; moving to it: {moving}; nothing registered: {silent}.")
    yield text.format(common=count("future.common"), moving=count("future.to_common"), silent=count("future.no_plan"))


def _cost(answer: OverviewAnswer, parts: Wording) -> str:
    total = answer.number("cost.total")
    if total.value is None:
        return parts.translate("No cost is registered.")
    text = parts.translate(
        "What is known costs {cost} a year, each krone counted once. Cost not registered: contracts {contracts}, "
        "systems {systems}, flows {flows}."
    )
    unknown = {
        part: parts.number(answer.number(f"cost.{part}").unknown or 0) for part in ("contracts", "systems", "flows")
    }
    return text.format(cost=parts.kroner(total.value), **unknown)


def _section(section: Section, parts: Wording) -> ReportTable:
    translate = parts.translate
    notes = {
        "cost": translate(
            "What a contract of known cost covers is paid with the contract, so the three sums do not overlap. "
            "Contracts by vendor are part of the first."
        ),
        "future": translate("Each system stands in exactly one of the first five rows."),
    }
    money = section.key == "cost"
    values = (
        (Column(translate("Annual cost"), "money"), Column(translate("Cost not registered"), "number")) if money else ()
    )
    return ReportTable(
        section.key,
        section_words(translate)[section.key],
        (Column(translate("What")), *values, Column(translate("Rows"), "number"), Column(translate("Which"))),
        [_number(one, parts, money=money) for one in section.numbers],
        empty="",
        note=notes.get(section.key, ""),
        sheet={"relations": translate("Relations"), "future": translate("Future")}.get(section.key, ""),
    )


def _number(one: OverviewNumber, parts: Wording, *, money: bool) -> tuple[Cell, ...]:
    value: Cell = one.value if one.unit == "DKK" else ""
    unknown: Cell = "" if one.unknown is None else one.unknown
    rows: Cell = "" if one.parts else len(one.rows)
    return (number_text(one, parts), *((value, unknown) if money else ()), rows, _named(one, parts))


def _named(one: OverviewNumber, parts: Wording) -> Cell:
    link = {"systems": parts.to_systems, "flows": parts.to_flows, "contracts": parts.to_contracts}[one.table]
    if one.parts or len(one.rows) > MOST:
        shown = link(one.rows[:MOST])
        more = parts.translate("and {count} more").format(count=parts.number(len(one.rows) - MOST))
        text = parts.translate("open") if one.parts else more
        return [*shown, Linked(text, "numbers", one.key, one.key if one.parts else f"{more}: {one.key}")]
    return link(one.rows)


def _systems(answer: OverviewAnswer, parts: Wording) -> ReportTable:
    translate = parts.translate
    return ReportTable(
        "all",
        translate("All systems in use"),
        (
            Column(translate("System")),
            Column(translate("Kind")),
            Column(translate("Owner")),
            Column(translate("Unit"), beneath=True),
            Column(translate("Vendor")),
            Column(translate("Gets from"), "number"),
            Column(translate("Gives to"), "number"),
            Column(translate("Registers"), beneath=True),
            Column(translate("Own annual cost"), "money"),
            Column(translate("Contract")),
            Column(translate("Contract's annual cost"), "money"),
            Column(translate("Ends"), "date"),
            Column(translate("Tender")),
            Column(translate("Last day in use"), "date", beneath=True),
            Column(translate("Successor"), beneath=True),
            Column(translate("Future"), beneath=True),
        ),
        Rows(lambda: len(answer.systems), lambda at: _system(answer.systems[at], parts)),
        empty=translate("No system is in use."),
        note=translate("“Gets from” and “gives to” count systems. A contract's cost may cover several systems."),
    )


def _system(one: SystemLine, parts: Wording) -> tuple[Cell, ...]:
    translate = parts.translate
    covered = one.contract is not None
    return (
        parts.to_system(one.id),
        kind_words(translate).get(one.kind, one.kind),
        one.owner,
        parts.unit(one.unit),
        one.vendor,
        one.gets_from,
        one.gives_to,
        parts.to_systems(one.registers),
        one.annual_cost,
        parts.to_contract(one.contract) if one.contract is not None else None,
        one.contract_cost if covered else "",
        one.contract_ends if covered else "",
        quarter_text(one.tender_quarter, translate) if one.tender_quarter else "",
        "" if one.in_use_to is None else one.in_use_to,
        parts.to_systems(one.successors),
        future_words(translate)[one.future],
    )
