"""Who buys which register's data, as tables to read: what one unit gets twice first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from model.rows import Rows
from visualisations.report.report import Cell, Column, Linked, Report, ReportTable
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.facts.delivery_costs import Tally
    from queries.purchases.answer import DeliveryLine, PurchasesAnswer
    from visualisations.wording.translate import Translate


def purchases_report(answer: PurchasesAnswer, landscape: Landscape, *, translate: Translate, lang: str) -> Report:
    """The data purchases in the reader's language."""
    parts = Wording(landscape, translate, lang)
    tables = (_repeated, _registers, _objects, _givers, _deliveries)
    return Report(
        title=translate("Data purchases"),
        sentences=list(_sentences(answer, parts)),
        tables=[table(answer, parts) for table in tables],
    )


def source_words(translate: Translate) -> Mapping[str, str]:
    """Where data comes from."""
    return {
        "register": translate("the register itself"),
        "copy_register": translate("a copy register"),
        "platform": translate("a platform"),
        "file": translate("a file from the register"),
        "system": translate("another system"),
    }


def _sentences(answer: PurchasesAnswer, parts: Wording) -> Iterator[str]:
    translate, summary = parts.translate, answer.summary
    text = translate("Flows that bring data of registers: {flows}, to {systems} in {units}.")
    yield text.format(
        flows=parts.number(summary.deliveries),
        systems=parts.counted(summary.consumers, translate("1 system"), translate("{n} systems")),
        units=parts.counted(summary.units, translate("1 unit"), translate("{n} units")),
    )
    prices = summary.prices
    text = translate(
        "With a price of their own: {priced}, together {sum} a year. Free or within the flat price: {included}. "
        "Price not registered: {unknown}."
    )
    nothing = translate("not registered")
    total = nothing if prices.annual_price is None else parts.kroner(prices.annual_price)
    yield text.format(priced=prices.priced, sum=total, included=prices.included, unknown=prices.unknown)
    if summary.repeated:
        text = translate("Times that a unit gets the same data by several flows: {count}; flows in all: {flows}.")
        yield text.format(count=summary.repeated, flows=summary.repeated_flows)
    if summary.without_unit:
        text = translate("Flows to systems without a registered unit: {count}; what those get twice is not seen.")
        yield text.format(count=summary.without_unit)


def _register(id_: str | None, parts: Wording) -> Cell:
    """A register by name; one that is not in the landscape has no page."""
    if id_ is None:
        return None
    link = parts.to_system(id_)
    return link if ("systems", id_) in parts.landscape else link.text


def _price_columns(translate: Translate) -> tuple[Column, ...]:
    return (
        Column(translate("Known annual price"), "money"),
        Column(translate("Free or in the flat price"), "number"),
        Column(translate("Price not registered"), "number"),
    )


def _prices(tally: Tally) -> tuple[Cell, ...]:
    return tally.annual_price, tally.included, tally.unknown


def _sources(counts: Mapping[str, int], translate: Translate) -> list[str]:
    words = source_words(translate)
    return [f"{words[source]}: {count}" for source, count in counts.items() if count]


def _repeated(answer: PurchasesAnswer, parts: Wording) -> ReportTable:
    translate = parts.translate
    return ReportTable(
        "repeated",
        translate("The same data to the same unit"),
        (
            Column(translate("Unit")),
            Column(translate("Data")),
            Column(translate("Register")),
            Column(translate("Times"), "number"),
            Column(translate("Dataflows")),
            *_price_columns(translate),
            Column(translate("Remark")),
        ),
        [
            (
                parts.unit(one.unit),
                parts.object_cells(one.objects),
                _register(one.register, parts),
                len(one.flows),
                parts.to_flows(one.flows),
                *_prices(one.prices),
                translate("all to one system: perhaps a reserve") if one.same_system else "",
            )
            for one in answer.repeated
        ],
        empty=translate("No unit gets the same data twice, as far as is registered."),
        note=translate("A wider object counts for the narrower one. What feeds a copy register is not counted."),
    )


def _registers(answer: PurchasesAnswer, parts: Wording) -> ReportTable:
    translate = parts.translate
    return ReportTable(
        "registers",
        translate("By register"),
        (
            Column(translate("Register")),
            Column(translate("Dataflows"), "number"),
            Column(translate("Systems that get it"), "number"),
            Column(translate("Units"), "number"),
            Column(translate("From")),
            *_price_columns(translate),
        ),
        [
            (
                _register(one.register, parts),
                one.times,
                one.consumers,
                one.units,
                _sources(one.sources, translate),
                *_prices(one.prices),
            )
            for one in answer.registers
        ],
        empty=translate("No flow brings data of a register."),
        note=translate("A flow with data of two registers stands at both, so the rows are not to be added up."),
    )


def _objects(answer: PurchasesAnswer, parts: Wording) -> ReportTable:
    translate = parts.translate
    return ReportTable(
        "objects",
        translate("By data object"),
        (
            Column(translate("Register")),
            Column(translate("Data object")),
            Column(translate("Times"), "number"),
            Column(translate("of them within a wider object"), "number"),
            Column(translate("Systems that get it"), "number"),
            Column(translate("Units")),
            Column(translate("From")),
            *_price_columns(translate),
        ),
        [
            (
                _register(register.register, parts),
                None if one.object is None else parts.data_object(one.object),
                one.times,
                one.within_wider,
                one.consumers,
                [str(parts.unit(unit)) for unit in one.units],
                _sources(one.sources, translate),
                *_prices(one.prices),
            )
            for register in answer.registers
            for one in register.objects
        ],
        empty=translate("No flow brings data of a register."),
        note=translate("A flow's price stands whole at each of its data objects, so the rows are not to be added up."),
    )


def _givers(answer: PurchasesAnswer, parts: Wording) -> ReportTable:
    translate = parts.translate
    words = source_words(translate)
    bases = {"contract": translate("its contract"), "system": translate("the system's own cost"), None: ""}
    return ReportTable(
        "givers",
        translate("Where it comes from"),
        (
            Column(translate("System")),
            Column(translate("As")),
            Column(translate("Data of")),
            Column(translate("Dataflows"), "number"),
            Column(translate("Systems that get it"), "number"),
            *_price_columns(translate),
            Column(translate("Its own annual cost"), "money"),
            Column(translate("By")),
        ),
        [
            (
                parts.to_system(one.system),
                words[one.source],
                [str(_register(register, parts)) for register in one.registers],
                one.flows,
                one.consumers,
                *_prices(one.prices),
                one.own_cost,
                bases[one.own_cost_from],
            )
            for one in answer.givers
        ],
        empty=translate("No flow brings data of a register."),
        note=translate("A system's own cost is paid besides the prices of its flows, and may cover more than data."),
    )


def _deliveries(answer: PurchasesAnswer, parts: Wording) -> ReportTable:
    translate = parts.translate
    return ReportTable(
        "deliveries",
        translate("Every delivery"),
        (
            Column(translate("Flow")),
            Column(translate("Unit")),
            Column(translate("From")),
            Column(translate("Data")),
            Column(translate("Register")),
            Column(translate("Frequency")),
            Column(translate("Annual price"), "money"),
            Column(translate("Price")),
        ),
        Rows(lambda: len(answer.deliveries), lambda at: _delivery(answer.deliveries[at], parts)),
        empty=translate("No flow brings data of a register."),
    )


def _delivery(one: DeliveryLine, parts: Wording) -> tuple[Cell, ...]:
    translate = parts.translate
    prices = {
        "registered": translate("registered"),
        "included": translate("free or in the flat price"),
        "unknown": translate("not registered"),
    }
    registers = dict.fromkeys(carried.register for carried in one.data)
    named = [_register(register, parts) for register in registers if register is not None]
    objects = [parts.data_object(carried.object) for carried in one.data if carried.object is not None]
    source = source_words(translate)[one.source]
    return (
        parts.to_flow(one.flow),
        parts.unit(one.unit),
        [source, parts.to_system(one.giver)] if one.giver != one.provider else source,
        objects or None,
        [link for link in named if isinstance(link, (str, Linked))] or None,
        "" if one.frequency is None else one.frequency,
        "" if one.price == "included" else one.annual_price,
        prices[one.price],
    )
