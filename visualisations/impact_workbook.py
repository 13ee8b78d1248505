"""An impact answer as a workbook to take to a meeting: an overview, then one sheet per part of the answer."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from model.landscape import Landscape
from queries.impact_answer import ImpactAnswer
from visualisations import sheets_of_verdicts, sheets_of_work
from visualisations.impact_overview import overview_lines
from visualisations.impact_words import Translate, Wording
from visualisations.palette import SHADES
from visualisations.sheet_data import Cell, Shaded, SheetData
from visualisations.sheet_writer import MAX_ROWS, MAX_TEXT, new_workbook

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

PARTS: tuple[Callable[[ImpactAnswer, Wording], SheetData], ...] = (
    sheets_of_verdicts.affected,
    sheets_of_verdicts.why,
    sheets_of_verdicts.already_down,
    sheets_of_work.to_reestablish,
    sheets_of_work.candidates,
    sheets_of_work.falls_away,
    sheets_of_verdicts.units,
    sheets_of_verdicts.capabilities,
    sheets_of_work.registration,
)
"""The sheets after the overview, in their order."""

_LARGE = 20_000
"""Affected systems from which rows are written out as they come."""
_TOP = 2
"""Rows above a sheet's headings."""


def write_impact_workbook(
    answer: ImpactAnswer,
    landscape: Landscape,
    path: Path,
    *,
    translate: Translate,
    lang: str = "da",
    max_rows: int = MAX_ROWS,
) -> None:
    """Write an answer to `path` as `.xlsx`, in the language `lang` of `translate`.

    What a sheet or a cell cannot hold is left out, and the overview says so and how much. `max_rows` counts a
    sheet's rows, headings among them. Raises `InputError` where `path` cannot be written; what was there is then
    unchanged.
    """
    words = Wording(landscape, translate, lang)
    with new_workbook(path, large=len(answer.affected) > _LARGE) as workbook:
        writer = _Writer(workbook, translate, max_rows)
        overview = workbook.add_worksheet(translate("Overview"))
        contents = [writer.sheet(part(answer, words)) for part in PARTS]
        writer.overview(overview, words.question(answer), overview_lines(answer, words, contents))


@dataclass
class _Writer:
    """Writes plain sheets, and remembers what did not fit."""

    workbook: xlsxwriter.Workbook
    translate: Translate
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
        sheet.repeat_rows(_TOP)
        sheet.freeze_panes(_TOP + 1, 1)
        for column, col in enumerate(data.columns):
            sheet.set_column(column, column, col.width)
        sheet.write_string(0, 0, data.note, self.note)
        for column, col in enumerate(data.columns):
            sheet.write_string(_TOP, column, col.heading, self.head)
        count = self._rows(sheet, data)
        last = min(_TOP + count, self.max_rows - 1)
        sheet.autofilter(_TOP, 0, max(last, _TOP), len(data.columns) - 1)
        return data.name, data.note, count

    def _rows(self, sheet: Worksheet, data: SheetData) -> int:
        count, room = 0, self.max_rows - _TOP - 1
        for count, cells in enumerate(data.rows, start=1):
            if count <= room:
                self._row(sheet, _TOP + count, cells, data.name)
        if count > room:
            words = self.translate("Sheet “{sheet}”: the first {shown} of {total} rows; a sheet holds no more.")
            self.cuts.append(words.format(sheet=data.name, shown=room, total=count))
        return count

    def _row(self, sheet: Worksheet, row: int, cells: Iterable[Cell | Shaded], name: str) -> None:
        for column, cell in enumerate(cells):
            if cell is None:
                continue
            if isinstance(cell, Shaded):
                sheet.write_string(row, column, cell.word, self.shades[cell.role])
            elif isinstance(cell, date):
                sheet.write_datetime(row, column, cell, self.day)
            elif isinstance(cell, int | float):
                sheet.write_number(row, column, cell, self.text)
            else:
                sheet.write_string(row, column, self._fitting(cell, name, row + 1), self.text)

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
        for column, width in enumerate((30, 14, 100)):
            sheet.set_column(column, column, width)
        sheet.write_string(0, 0, title, self.title)
        row = 1
        for row, line in enumerate(lines, start=1):
            if len(line) == 1 and isinstance(line[0], str):  # a sentence runs over the columns beside it
                sheet.write_string(row, 0, line[0], self.bold)
            else:
                self._row(sheet, row, line, self.translate("Overview"))
        for at, cut in enumerate(self.cuts, start=row + 2):
            sheet.write_string(at, 0, cut, self.bold)
