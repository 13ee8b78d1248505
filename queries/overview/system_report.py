"""One system's page of the overview: the six questions, the answers in sentences first, then what they stand on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from queries.calendar.words import days_text
from queries.overview.words import future_words, lifecycle_words
from queries.purchases.report import source_words
from visualisations.report.report import Cell, Column, Report, ReportTable
from visualisations.wording.amounts import one_stop
from visualisations.wording.day_words import day_text
from visualisations.wording.kind_words import kind_words
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.overview.system_query import Neighbour, SystemOverview
    from visualisations.wording.translate import Translate


def overview_system_report(one: SystemOverview, landscape: Landscape, *, translate: Translate, lang: str) -> Report:
    """One system in the reader's language."""
    parts = Wording(landscape, translate, lang)
    gets, gives = translate("What it gets data from"), translate("What it gives data to")
    return Report(
        title=one.name,
        sentences=[*map(one_stop, _sentences(one, parts))],
        tables=[
            _contracts(one, parts),
            _data_sources(one, parts),
            _neighbours("gets_from", gets, one.gets_from, parts),
            _neighbours("gives_to", gives, one.gives_to, parts),
            _successors(one, parts),
        ],
    )


def _sentences(one: SystemOverview, parts: Wording) -> Iterator[str]:
    """A sentence for each question, in their order."""
    yield _what(one, parts)
    yield _relations(one, parts)
    yield from _cost(one, parts)
    yield _tender(one, parts)
    yield _owner(one, parts)
    yield _future(one, parts)


def _what(one: SystemOverview, parts: Wording) -> str:
    translate = parts.translate
    text = (
        translate("{system}: {kind} from {vendor}, {lifecycle}; in use on {day}.")
        if one.in_use
        else translate("{system}: {kind} from {vendor}, {lifecycle}; not in use on {day}.")
    )
    return text.format(
        system=one.name,
        kind=kind_words(translate).get(one.kind, one.kind),
        vendor=one.vendor or translate("a vendor that is not registered"),
        lifecycle=lifecycle_words(translate).get(one.lifecycle, one.lifecycle),
        day=day_text(one.as_of, translate),
    )


def _relations(one: SystemOverview, parts: Wording) -> str:
    untold = any(source.register is None for source in one.data_sources)
    text = parts.translate(
        "Systems it gets data from: {gets}; gives data to: {gives}. Registers whose data it uses: {registers}."
    )
    return text.format(
        gets=sum(not neighbour.passing for neighbour in one.gets_from),
        gives=len(one.gives_to),
        registers=sum(source.register is not None for source in one.data_sources),
    ) + (" " + parts.translate("It also gets data whose register is not told.") if untold else "")


def _cost(one: SystemOverview, parts: Wording) -> Iterator[str]:
    translate, unknown = parts.translate, parts.translate("not registered")
    if one.annual_cost is not None and one.paid_with_contract:
        text = translate("Its own registered cost, {cost} a year, is not counted beside the contract that pays for it.")
        yield text.format(cost=parts.kroner(one.annual_cost))
    elif one.annual_cost is not None:
        yield translate("It costs {cost} a year by itself.").format(cost=parts.kroner(one.annual_cost))
    elif not one.paid_with_contract:
        yield translate("Its own annual cost is not registered.")
    for contract in (contract for contract in one.contracts if contract.paid):
        cost = unknown if contract.annual_cost is None else parts.kroner(contract.annual_cost)
        text = (
            translate("{contract} costs {cost} a year; other systems that it covers: {count}.")
            if contract.shared_with
            else translate("{contract} costs {cost} a year.")
        )
        yield text.format(contract=contract.name, cost=cost, count=len(contract.shared_with))
    prices = one.flow_prices
    if prices.annual_price:
        text = translate("The flows into it cost {cost} a year, as far as is known.")
        yield text.format(cost=parts.kroner(prices.annual_price))
    if prices.unknown:
        text = translate("Flows into it without a registered price: {count}.")
        yield text.format(count=prices.unknown)


def _tender(one: SystemOverview, parts: Wording) -> str:
    translate = parts.translate
    if not one.contracts:
        return translate("No contract lists it, so nobody knows when it is to be tendered.")
    days = [contract.tender_by for contract in one.contracts if contract.tender == "needed" and contract.tender_by]
    if not days:
        return translate("No tender is due by what is registered.")
    day = min(days)
    late = translate("Its tender should have started on {day}.")
    text = late if day < one.as_of else translate("Its tender must start on {day}.")
    return text.format(day=day_text(day, translate))


def _owner(one: SystemOverview, parts: Wording) -> str:
    unknown = parts.translate("not registered")
    text = parts.translate("Owner: {owner}. Unit: {unit}. Other units that use it: {count}.")
    return text.format(
        owner=one.owner or unknown, unit=parts.unit(one.unit) or unknown, count=len({*one.using_units} - {one.unit})
    )


def _future(one: SystemOverview, parts: Wording) -> str:
    translate = parts.translate
    said = translate("Its future: {future}.").format(future=future_words(translate)[one.future])
    if one.in_use_to is not None:
        said += " " + translate("Last day in use: {day}.").format(day=day_text(one.in_use_to, translate))
    if one.closed:
        said += " " + translate("The catalogue says that it is closed or being closed.")
    if one.copies:
        names = ", ".join(str(copy) for copy in parts.to_systems(one.copies))
        said += " " + translate("It gets data from copy registers: {names}.").format(names=names)
    return said


def _contracts(one: SystemOverview, parts: Wording) -> ReportTable:
    translate = parts.translate
    states = {
        "not_begun": translate("not begun"),
        "running": translate("runs"),
        "ended": translate("has ended"),
        "end_unknown": translate("no end is registered"),
    }
    return ReportTable(
        "contracts",
        translate("Contracts"),
        (
            Column(translate("Contract")),
            Column(translate("State")),
            Column(translate("Annual cost"), "money"),
            Column(translate("Ends"), "date"),
            Column(translate("Last day to give notice"), "date"),
            Column(translate("Can be extended to"), "date"),
            Column(translate("Tender must start"), "date"),
            Column(translate("Covers besides")),
        ),
        [
            (
                parts.to_contract(contract.id),
                states[contract.state],
                contract.annual_cost,
                contract.ends,
                contract.notice_by,
                days_text(contract.options, translate),
                contract.tender_by if contract.tender == "needed" and contract.tender_by else "",
                parts.to_systems(contract.shared_with),
            )
            for contract in one.contracts
        ],
        empty=translate("No contract lists it."),
    )


def _data_sources(one: SystemOverview, parts: Wording) -> ReportTable:
    translate = parts.translate
    words = source_words(translate)
    return ReportTable(
        "data_sources",
        translate("Registers' data that it gets"),
        (
            Column(translate("Register")),
            Column(translate("From")),
            Column(translate("Through")),
            Column(translate("Dataflows")),
            Column(translate("Known annual price"), "money"),
            Column(translate("Price not registered"), "number"),
        ),
        [
            (
                None if source.register is None else parts.to_system(source.register).text,
                [words[word] for word in source.sources],
                parts.to_systems(source.givers),
                parts.to_flows(source.flows),
                source.prices.annual_price,
                source.prices.unknown,
            )
            for source in one.data_sources
        ],
        empty=translate("It gets no register's data, as far as is registered."),
        note=translate("A flow's own price stands here also where a contract pays for it."),
    )


def _neighbours(key: str, title: str, lines: Sequence[Neighbour], parts: Wording) -> ReportTable:
    translate = parts.translate
    kinds = kind_words(translate)
    rows: list[tuple[Cell, ...]] = [
        (
            parts.to_system(one.id),
            kinds.get(one.kind, one.kind),
            parts.to_flows(one.flows),
            translate("only on the way") if one.passing else "",
        )
        for one in lines
    ]
    headings = (translate("System"), translate("Kind"), translate("Dataflows"), translate("Remark"))
    return ReportTable(key, title, tuple(map(Column, headings)), rows, empty=translate("None is registered."))


def _successors(one: SystemOverview, parts: Wording) -> ReportTable:
    translate = parts.translate
    yes, no = translate("yes"), translate("no")
    return ReportTable(
        "successors",
        translate("What takes over"),
        (
            Column(translate("System")),
            Column(translate("In use on the day")),
            Column(translate("Part of the common architecture")),
        ),
        [(parts.to_system(each.id), yes if each.in_use else no, yes if each.common else no) for each in one.successors],
        empty=translate("No successor is registered."),
    )
