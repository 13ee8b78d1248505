"""The rows of a report on a terminal: a table where its columns have room, else a block for each row.

A date, an amount or another number never breaks over two lines: it would no longer be one. Texts wrap at words. Where
that takes more than the width there is, every row stands by itself, under its name, with a line for each column.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from visualisations.report.report import NUMBERS

if TYPE_CHECKING:
    from rich.console import Console

    from visualisations.report.report import Column

NARROWEST = 12
"""Signs that a column of text has at least, where its texts are that long."""
TALLEST = 5
"""Lines that a text may wrap to before its column is too narrow for it."""
GAPS = (3, 2)
"""Signs between two columns of a table; the fewer where the more have no room."""

Rows = Sequence[Sequence[str]]


def print_rows(out: Console, columns: Sequence[Column], rows: Rows) -> None:
    """The rows as a table, or as blocks where a table has no room."""
    for gap in GAPS:
        if widths := fitted(columns, rows, out.width, gap=gap):
            _draw(out, _table(columns, rows, widths, gap))
            return
    named = _named_by(columns, rows)
    for at, row in enumerate(rows):
        if at:
            out.print()
        _block(out, columns, row, named)


def fitted(columns: Sequence[Column], rows: Rows, width: int, *, gap: int = GAPS[0]) -> list[int]:
    """How wide each column is within `width`, `gap` signs apart; empty where one would be too narrow to read.

    >>> from visualisations.report.report import Column
    >>> columns, rows = (Column("Contract"), Column("Ends", "date")), [("Operation and support", "31.12.2027")]
    >>> fitted(columns, rows, 80), fitted(columns, rows, 30), fitted(columns, rows, 20)
    ([21, 10], [17, 10], [])
    """
    bounds = [_bounds(column, [row[at] for row in rows]) for at, column in enumerate(columns)]
    room = width - gap * (len(columns) - 1)
    if sum(least for least, _ in bounds) > room:
        return []
    widths = _shared(bounds, room)  # what stands in the cells first, then the headings
    return _shared([(one, max(one, cell_len(column.name))) for one, column in zip(widths, columns, strict=True)], room)


def _bounds(column: Column, cells: Iterable[str]) -> tuple[int, int]:
    """The narrowest that a column can be read at, and the width at which nothing in it wraps."""
    lines = [line for cell in cells for line in cell.splitlines()]
    whole = _longest(lines)
    least = max(_longest(column.name.split()), _longest(part for line in lines for part in _unbroken(line, column)))
    if column.kind == "text":
        least = max(least, min(whole, NARROWEST), -(-whole // TALLEST))
    return least, max(least, whole)


def _unbroken(line: str, column: Column) -> list[str]:
    """The parts of a line between which it may break: at no place in a date or a number, else between words."""
    written = column.kind != "text" and any(sign.isdecimal() for sign in line)
    return [line] if written else line.split()


def _longest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _shared(bounds: Sequence[tuple[int, int]], room: int) -> list[int]:
    """To each its least and a part of what there is to spare, by how much more it would take."""
    spare, wanted = room - sum(least for least, _ in bounds), sum(most - least for least, most in bounds)
    widths = []
    for least, most in bounds:
        given = min(most - least, spare * (most - least) // wanted) if wanted else 0
        spare, wanted = spare - given, wanted - (most - least)
        widths.append(least + given)
    return widths


def _table(columns: Sequence[Column], rows: Rows, widths: Sequence[int], gap: int) -> Table:
    shown = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, gap - 2), pad_edge=False, show_edge=False, header_style="bold")
    for column, width in zip(columns, widths, strict=True):
        side = "right" if column.kind in NUMBERS else "left"
        shown.add_column(column.name, justify=side, width=width, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        shown.add_row(*map(Text, row))
    return shown


def _named_by(columns: Sequence[Column], rows: Rows) -> list[int]:
    """The columns that name a row: the first of text, and the next too where that alone names several."""
    texts = [at for at, column in enumerate(columns) if column.kind == "text"] or [0]
    alone = len({row[texts[0]] for row in rows}) == len(rows)
    return texts[:1] if alone else texts[:2]


def _block(out: Console, columns: Sequence[Column], row: Sequence[str], named: Sequence[int]) -> None:
    """A row by itself: its name, then every other column that says something."""
    out.print(Text(" · ".join(", ".join(row[at].splitlines()) for at in named if row[at]), style="bold"))
    shown = Table.grid(padding=(0, 2, 0, 0))
    widest = max(cell_len(column.name) for column in columns) + 1
    shown.add_column(width=min(widest, out.width * 2 // 5), overflow="fold")
    shown.add_column(overflow="fold")
    for at, (column, cell) in enumerate(zip(columns, row, strict=True)):
        if at not in named and cell:
            shown.add_row(Text(f"{column.name}:", style="dim"), Text(cell))
    _draw(out, shown, indent="  ")


def _draw(out: Console, shown: Table, *, indent: str = "") -> None:
    """A table without spaces at the end of its lines."""
    width = out.width - len(indent)
    with out.capture() as drawn:
        out.print(shown, width=width)
    out.file.write("".join(f"{indent}{text.rstrip()}\n" for text in drawn.get().splitlines()))
