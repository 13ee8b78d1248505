"""A report on a terminal: its sentences, then its tables, each cut at a stated number of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.cli_text import SHOWN, cut_note, heading, line
from app.cli_text_rows import print_rows
from app.report_cells import cell_text

if TYPE_CHECKING:
    from app.cli_door import Door
    from visualisations.report import Report, ReportTable


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
    kinds = [column.kind for column in one.columns]
    rows = [
        [cell_text(cell, kind, translate=door.say, lang=door.lang) for cell, kind in zip(row, kinds, strict=True)]
        for row in shown
    ]
    print_rows(door.out, one.columns, rows)
    cut_note(door, len(shown), len(one.rows))
