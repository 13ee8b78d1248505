"""A report on a terminal: its sentences, then its tables, each cut at a stated number of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli.text import SHOWN, cut_note, heading, line
from app.cli.text_rows import print_rows
from app.language.i18n import format_number
from app.service.report_cells import cell_lines
from model.hidden import shown

if TYPE_CHECKING:
    from app.cli.door import Door
    from visualisations.report.report import Cell, Column, Report, ReportTable

LISTED = 8
"""Names of a cell that stand before the rest is a number; a page and a workbook have all."""


def print_report(door: Door, report: Report, *, limit: int | None) -> None:
    """All of a report."""
    for sentence in report.sentences:
        line(door, sentence)
    for one in report.tables:
        heading(door, f"{one.title} ({len(one.rows)})" if one.rows else one.title)
        if one.note:
            line(door, one.note, "dim")
        if one.rows:
            _print_table(door, one, limit or SHOWN)
        else:
            line(door, one.empty)


def _print_table(door: Door, one: ReportTable, limit: int) -> None:
    shown = one.rows[:limit]
    rows = [[_cell(door, cell, column) for cell, column in zip(row, one.columns, strict=True)] for row in shown]
    print_rows(door.out, one.columns, rows)
    cut_note(door, len(shown), len(one.rows))


def _cell(door: Door, cell: Cell, column: Column) -> str:
    """A cell as text, its lines below each other; of very many the first, and how many more there are."""
    lines = [shown(str(part)) for part in cell_lines(cell, column.kind, translate=door.say, lang=door.lang)]
    if (more := len(lines) - LISTED) > 1:
        lines[LISTED:] = [door.say("and {count} more").format(count=format_number(more, door.lang))]
    return "\n".join(lines)
