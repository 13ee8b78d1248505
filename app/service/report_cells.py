"""Cells of a report as text, alike on the command line and on pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from app.language.dates import show_date
from app.language.i18n import format_number
from visualisations.wording.amounts import whole

if TYPE_CHECKING:
    from visualisations.report.report import Cell, CellKind, Linked


def cell_lines(cell: Cell, kind: CellKind, *, translate: Callable[[str], str], lang: str) -> list[str | Linked]:
    """What stands in a cell, line by line; what is not registered says so.

    >>> cell_lines(None, "money", translate=str, lang="en"), cell_lines(1200.0, "money", translate=str, lang="da")
    (['not registered'], ['1.200'])
    """
    if cell is None:
        return [translate("not registered")]
    if isinstance(cell, (bool, int, float)):
        return [_number(cell, kind, lang)]
    if isinstance(cell, date):
        return [show_date(cell, lang)]
    if isinstance(cell, Sequence) and not isinstance(cell, str):
        return list(cell)
    return [cell]


def _number(number: float, kind: CellKind, lang: str) -> str:
    if kind == "share":
        return f"{format_number(whole(number * 100), lang)} %"
    return format_number(whole(number) if kind == "money" else number, lang)


def cell_text(cell: Cell, kind: CellKind, *, translate: Callable[[str], str], lang: str) -> str:
    """A cell as one text, its lines below each other."""
    return "\n".join(str(part) for part in cell_lines(cell, kind, translate=translate, lang=lang))
