"""The rows that a number of the overview was made from, as a table to read; of a total, those of its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from model.rows import Rows
from queries.overview.words import number_text
from visualisations.report.report import Cell, Column, Report, ReportTable
from visualisations.wording.kind_words import kind_words
from visualisations.wording.need_words import need_word
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from model.schema import Value
    from queries.overview.parts import OverviewNumber
    from queries.overview.query import OverviewAnswer
    from visualisations.wording.translate import Translate


def overview_rows_report(
    answer: OverviewAnswer, key: str, landscape: Landscape, *, translate: Translate, lang: str
) -> Report:
    """What is behind the number of that key. Raises `InputError` where the overview has none."""
    parts = Wording(landscape, translate, lang)
    number = answer.number(key)
    shown = [answer.number(part) for part in number.parts] or [number]
    if any(one.unknown for one in shown):
        keys = {found.key for section in answer.sections for found in section.numbers}
        shown += [answer.number(f"{one.key}.unknown") for one in shown if one.unknown and f"{one.key}.unknown" in keys]
    return Report(
        title=number_text(number, parts),
        sentences=[_value(number, parts)],
        tables=[_table(one, parts) for one in shown],
    )


def _value(number: OverviewNumber, parts: Wording) -> str:
    if number.unit == "count":
        return parts.translate("Rows: {count}.").format(count=parts.number(len(number.rows)))
    return parts.translate("Known cost a year: {cost}").format(cost=parts.cost(number.value, number.unknown or 0))


def _table(number: OverviewNumber, parts: Wording) -> ReportTable:
    columns, row = _SHAPES[number.table](parts)
    return ReportTable(
        number.key,
        number_text(number, parts),
        columns,
        Rows(lambda: len(number.rows), lambda at: row(number.rows[at])),
        empty=parts.translate("No row."),
    )


Shape = tuple[Sequence[Column], Callable[[str], tuple[Cell, ...]]]


def _systems(parts: Wording) -> Shape:
    translate, landscape = parts.translate, parts.landscape
    kinds, index = kind_words(translate), landscape.tables["systems"].index
    headings = (
        Column(translate("System")),
        Column(translate("Kind")),
        Column(translate("Owner")),
        Column(translate("Unit")),
        Column(translate("Vendor")),
        Column(translate("Annual cost"), "money"),
        Column(translate("Last day in use"), "date"),
    )

    def row(id_: str) -> tuple[Cell, ...]:
        cells = landscape.tables["systems"].row(id_)
        kind = str(landscape.kinds[index[id_]])
        return (
            parts.to_system(id_),
            kinds.get(kind, kind),
            _text(cells, "owner"),
            parts.unit(_text(cells, "unit")),
            _text(cells, "vendor"),
            _number(cells, "annual_cost"),
            _day(cells, "in_use_to") or "",
        )

    return headings, row


def _flows(parts: Wording) -> Shape:
    translate, landscape = parts.translate, parts.landscape
    headings = (
        Column(translate("Flow")),
        Column(translate("Need")),
        Column(translate("Annual price"), "money"),
        Column(translate("Contract")),
    )

    def row(id_: str) -> tuple[Cell, ...]:
        cells = landscape.tables["flows"].row(id_)
        contract = _text(cells, "contract")
        return (
            parts.to_flow(id_),
            need_word(_text(cells, "need") or "unknown", translate),
            _number(cells, "annual_price"),
            "" if contract is None else parts.to_contract(contract),
        )

    return headings, row


def _contracts(parts: Wording) -> Shape:
    translate, landscape = parts.translate, parts.landscape
    headings = (
        Column(translate("Contract")),
        Column(translate("Vendor")),
        Column(translate("Annual cost"), "money"),
        Column(translate("Ends"), "date"),
        Column(translate("Covers")),
    )

    def row(id_: str) -> tuple[Cell, ...]:
        cells = landscape.tables["contracts"].row(id_)
        systems = cells.get("systems")
        covered = [str(one) for one in systems] if isinstance(systems, tuple) else []
        return (
            parts.to_contract(id_),
            _text(cells, "vendor"),
            _number(cells, "annual_cost"),
            _day(cells, "ends"),
            parts.to_systems(covered),
        )

    return headings, row


_SHAPES: Mapping[str, Callable[[Wording], Shape]] = {"systems": _systems, "flows": _flows, "contracts": _contracts}


def _text(cells: Mapping[str, Value], field: str) -> str | None:
    value = cells.get(field)
    return None if value is None else str(value)


def _number(cells: Mapping[str, Value], field: str) -> float | None:
    value = cells.get(field)
    return value if isinstance(value, float) else None


def _day(cells: Mapping[str, Value], field: str) -> date | None:
    value = cells.get(field)
    return value if isinstance(value, date) else None
