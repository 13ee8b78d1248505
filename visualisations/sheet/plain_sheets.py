"""Plain sheets of a workbook: a note, headings, rows, and on the first sheet what did not fit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from visualisations.picture.palette import SHADES
from visualisations.sheet.sheet_data import Cell, Col, Shaded, SheetData
from visualisations.sheet.sheet_writer import MAX_TEXT

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

TOP = 2
"""Rows above a sheet's headings."""


@dataclass
class SheetWriter:
    """Writes plain sheets, and remembers what did not fit."""

    workbook: xlsxwriter.Workbook
    translate: Callable[[str], str]
    max_rows: int
    cuts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        add = self.workbook.add_format
        self.title: Format = add({"bold": True, "font_size": 16})
        self.note: Format = add({"italic": True, "font_color": "#555555"})
        self.bold: Format = add({"bold": True})
        self.head: Format = add(
            {"bold": True, "bottom": 1, "bg_color": "#e8eef2", "text_wrap": True, "valign": "vcenter"}
        )
        self.text: Format = add({"text_wrap": True, "valign": "top"})
        forms = {"": "General", "money": "#,##0", "share": "0 %"}
        self.numbers: dict[str, Format] = {
            form: add({"num_format": look, "valign": "top"}) for form, look in forms.items()
        }
        self.day: Format = add({"num_format": "yyyy-mm-dd", "valign": "top", "align": "left"})
        self.shades: dict[str, Format] = {
            role: add({"bg_color": shade.fill, "font_color": shade.ink, "bold": True, "valign": "top"})
            for role, shade in SHADES.items()
        }

    def sheet(self, data: SheetData) -> tuple[str, str, int]:
        """Write one part; gives its name, its note and how many rows it has."""
        sheet = self.workbook.add_worksheet(data.name)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(TOP)
        sheet.freeze_panes(TOP + 1, 1)
        for column, col in enumerate(data.columns):
            sheet.set_column(column, column, col.width)
        sheet.write_string(0, 0, data.note, self.note)
        for column, col in enumerate(data.columns):
            sheet.write_string(TOP, column, col.heading, self.head)
        count = self._rows(sheet, data)
        last = min(TOP + count, self.max_rows - 1)
        sheet.autofilter(TOP, 0, max(last, TOP), len(data.columns) - 1)
        return data.name, data.note, count

    def _rows(self, sheet: Worksheet, data: SheetData) -> int:
        count, room = 0, self.max_rows - TOP - 1
        for count, cells in enumerate(data.rows, start=1):
            if count <= room:
                self._row(sheet, TOP + count, cells, data)
        if count > room:
            words = self.translate("Sheet “{sheet}”: the first {shown} of {total} rows; a sheet holds no more.")
            self.cuts.append(words.format(sheet=data.name, shown=room, total=count))
        return count

    def _row(self, sheet: Worksheet, row: int, cells: Iterable[Cell | Shaded], data: SheetData) -> None:
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, Shaded):
                sheet.write_string(row, column, cell.word, self.shades[cell.role])
            elif isinstance(cell, date):
                sheet.write_datetime(row, column, cell, self.day)
            elif isinstance(cell, int | float):
                sheet.write_number(row, column, cell, self.numbers[data.columns[column].numbers])
            else:
                sheet.write_string(row, column, self._fitting(cell, data.name, row + 1), self.text)

    def _fitting(self, cell: str | tuple[str, ...], sheet: str, row: int) -> str:
        """A text that a cell can hold; a list is cut between its names."""
        separator = "; "
        text = cell if isinstance(cell, str) else separator.join(cell)
        if len(text) <= MAX_TEXT:
            return text
        words = self.translate("Sheet “{sheet}”, row {row}: a text of {total} characters was cut.")
        self.cuts.append(words.format(sheet=sheet, row=row, total=len(text)))
        end = MAX_TEXT - 100
        if isinstance(cell, str):
            return f"{text[:end]} … ({self.translate('cut')})"
        shown = text[:end].count(separator)
        more = self.translate("{names} and {count} more")
        return more.format(names=separator.join(cell[:shown]), count=len(cell) - shown)

    def overview(self, sheet: Worksheet, title: str, lines: Iterable[tuple[Cell | Shaded, ...]]) -> None:
        """Write the first sheet; at its end what did not fit in the others."""
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        data = SheetData(self.translate("Overview"), "", (Col("", 30), Col("", 14), Col("", 100)), ())
        for column, col in enumerate(data.columns):
            sheet.set_column(column, column, col.width)
        sheet.write_string(0, 0, title, self.title)
        row = 1
        for row, line in enumerate(lines, start=1):
            if len(line) == 1 and isinstance(line[0], str):  # a sentence runs over the columns beside it
                sheet.write_string(row, 0, line[0], self.bold)
            else:
                self._row(sheet, row, line, data)
        for at, cut in enumerate(self.cuts, start=row + 2):
            sheet.write_string(at, 0, cut, self.bold)
