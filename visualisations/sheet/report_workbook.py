"""A report as a workbook: the answer in sentences on the first sheet, then one sheet per table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from visualisations.report.report import Cell, Report, ReportTable
from visualisations.sheet.plain_sheets import SheetWriter
from visualisations.sheet.sheet_data import Cell as SheetCell
from visualisations.sheet.sheet_data import Col, NumberForm, SheetData
from visualisations.sheet.sheet_writer import MAX_ROWS, new_workbook

_LARGE = 20_000
"""Rows from which they are written out as they come."""
_LONGEST = 31
"""Characters of a sheet's name; Excel's limit."""
_FORMS: Mapping[str, NumberForm] = {"money": "money", "share": "share"}
_WIDTHS = {"text": 30, "number": 12, "money": 14, "date": 13, "share": 12, "command": 30}


def write_report_workbook(
    report: Report, path: Path, *, translate: Callable[[str], str], max_rows: int = MAX_ROWS
) -> None:
    """Write a report to `path` as `.xlsx`. Raises `InputError` where `path` cannot be written; it is then unchanged."""
    large = sum(len(table.rows) for table in report.tables) > _LARGE
    with new_workbook(path, large=large) as workbook:
        writer = SheetWriter(workbook, translate, max_rows)
        overview = workbook.add_worksheet(translate("Overview"))
        names = _names([table.sheet or table.title for table in report.tables], taken=translate("Overview"))
        contents = [
            writer.sheet(_sheet(table, name, translate)) for table, name in zip(report.tables, names, strict=True)
        ]
        lines: list[tuple[SheetCell, ...]] = [(sentence,) for sentence in report.sentences]
        lines += [("",), *((name, count, note) for name, note, count in contents)]
        writer.overview(overview, report.title, lines)


def _sheet(table: ReportTable, name: str, translate: Callable[[str], str]) -> SheetData:
    note = " ".join(filter(None, (table.title + ".", table.note, "" if table.rows else table.empty)))
    columns = tuple(Col(column.name, _WIDTHS[column.kind], _FORMS.get(column.kind, "")) for column in table.columns)
    rows = (tuple(_cell(cell, translate) for cell in row) for row in table.rows)
    return SheetData(name, note, columns, rows)


def _cell(cell: Cell, translate: Callable[[str], str]) -> SheetCell:
    if cell is None:
        return translate("not registered")
    if isinstance(cell, (int, float, date)):
        return cell
    if isinstance(cell, Sequence) and not isinstance(cell, str):
        return _listed([str(part) for part in cell])
    return str(cell)


def _listed(parts: Sequence[str]) -> SheetCell:
    r"""Names to be joined; what ends in a full stop stands on a line of its own, for no other mark goes behind it.

    >>> _listed(["A", "B"]), _listed(["Ask A.", "Ask B."])
    (('A', 'B'), 'Ask A.\nAsk B.')
    """
    return "\n".join(parts) if any(part.endswith(".") for part in parts) else tuple(parts)


def _names(titles: Sequence[str], *, taken: str) -> Iterator[str]:
    """Titles as names of sheets: without signs that Excel refuses, short, each another.

    >>> list(_names(["A/B", "a:b", "x" * 40, "Contracts that cover, by the way, nothing"], taken="Overview"))
    ['A B', 'a b 2', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx', 'Contracts that cover, by the']
    """
    used = {taken.casefold()}
    for title in titles:
        plain = " ".join(re.sub(r"[][:*?/\\']", " ", title).split())
        name, number = _within(plain, _LONGEST), 1
        while name.casefold() in used:
            number += 1
            name = f"{_within(plain, _LONGEST - 1 - len(str(number)))} {number}"
        used.add(name.casefold())
        yield name


def _within(text: str, most: int) -> str:
    """The words that there is room for; of a longer first word a part."""
    whole = text if len(text) <= most else text[: most + 1].rpartition(" ")[0] or text[:most]
    return whole.rstrip(" ,;.–-")
