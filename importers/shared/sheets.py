"""What every reader hands on: sheets of raw cells, dictionary-coded while they are read.

A column of a million cells holds each distinct cell once, so everything later (numbers, dates, references) is worked
out on distinct cells only.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from itertools import islice
from typing import Literal

Decimal = Literal[",", "."]
"""The decimal sign of a sheet's text cells."""
CHUNK = 4096
"""Rows coded at a time."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number cell of a workbook; `percent`: it is shown as a percent, so 0.6 is 60 %."""

    value: float
    percent: bool = False


RawCell = str | Number | bool | date | time | timedelta
"""A filled cell: text from CSV, text or a typed value from a workbook."""


@dataclass(frozen=True, slots=True)
class RawColumn:
    """One column: `codes[row]` is the place of the row's cell in `values`, where `None` is a blank."""

    codes: array[int]
    values: tuple[RawCell | None, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What made a sheet unreadable: a key of `importers.shared.problems.TEMPLATES`, and the row where it is known."""

    key: str
    row: int | None = None


@dataclass(frozen=True, slots=True)
class Missed:
    """Cells of one column of which nothing could be read: how many, the first row, and the first three addresses."""

    count: int
    row: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as it stands in a file.

    name: of the sheet, or of the file without its ending. headings: blank ones as "". columns: one per
    heading. rows: the number of every row as a spreadsheet counts (the heading is row 1, empty rows count).
    no_result: place of a column -> its cells with a formula that was never worked out.
    overfull: rows with more filled cells than headings, with the first such cell.
    """

    name: str
    headings: tuple[str, ...]
    columns: tuple[RawColumn, ...]
    rows: array[int]
    decimal: Decimal
    overfull: tuple[tuple[int, str], ...] = ()
    fault: Fault | None = None
    no_result: Mapping[int, Missed] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheets:
    """All that one path holds. origin: as the user named it; sha256: of its bytes."""

    sheets: tuple[Sheet, ...]
    origin: str = ""
    sha256: str = ""


def unread_sheet(name: str) -> Sheet:
    """A sheet that is no table, of which only the name matters."""
    return Sheet(name, (), (), array("i"), ",")


def faulty_sheet(name: str, fault: Fault) -> Sheet:
    """A sheet of which nothing could be read."""
    return Sheet(name, (), (), array("i"), ",", (), fault)


def sheet_of(name: str, rows: Iterable[Sequence[RawCell]], *, decimal: Decimal) -> Sheet:
    """Code the rows of a sheet, the heading first; blank cells are "" and rows may be shorter than the heading.

    >>> sheet = sheet_of("systems", [["id", "name"], ["a", "A"], [], ["b", "A"]], decimal=",")
    >>> sheet.headings, sheet.rows.tolist(), sheet.columns[1].codes.tolist(), sheet.columns[1].values
    (('id', 'name'), [2, 4], [0, 0], ('A',))
    """
    numbered = enumerate(rows, start=1)
    _, heading = next(numbered, (1, ()))
    coding = _Coding(heading)
    filled = ((number, row) for number, row in numbered if is_filled(row))
    while chunk := list(islice(filled, CHUNK)):
        coding.add(chunk)
    columns = tuple(coding.columns())
    sheet = Sheet(name, coding.headings, columns, coding.rows, decimal, tuple(coding.overfull))
    fault = _nul_in(sheet)
    return sheet if fault is None else faulty_sheet(name, fault)


def _nul_in(sheet: Sheet) -> Fault | None:
    """The first cell with a NUL, which no text has."""
    rows = [1 for heading in sheet.headings if "\0" in heading]
    for column in sheet.columns:
        bad = {code for code, cell in enumerate(column.values) if isinstance(cell, str) and "\0" in cell}
        rows += [row for row, code in zip(sheet.rows, column.codes, strict=True) if code in bad][:1] if bad else []
    return Fault("nul", row=min(rows)) if rows else None


def is_filled(row: Iterable[RawCell]) -> bool:
    """Whether a row has a cell that is not blank.

    >>> is_filled(["", " "]), is_filled(["", False])
    (False, True)
    """
    return any(cell.__class__ is not str or cell.strip() for cell in row)


class _Codes(dict[RawCell, int]):
    """Cell -> its code, a new one at first sight."""

    def __missing__(self, cell: RawCell) -> int:
        self[cell] = code = len(self)
        return code


class _Coding:
    """A sheet that is being coded."""

    def __init__(self, heading: Sequence[RawCell]) -> None:
        texts = [text_of(cell) for cell in heading]
        while texts and not texts[-1]:
            texts.pop()
        self.headings = tuple(texts)
        self.rows = array("i")
        self.overfull: list[tuple[int, str]] = []
        self._width = len(texts)
        self._gaps = "" in texts
        self._codes = [_Codes() for _ in texts]
        self._cells: list[array[int]] = [array("i") for _ in texts]

    def add(self, chunk: Sequence[tuple[int, Sequence[RawCell]]]) -> None:
        """Code some rows."""
        self.rows.extend(number for number, _ in chunk)
        fitting = [row if len(row) == self._width else self._fitted(number, row) for number, row in chunk]
        if self._gaps:
            self._count(chunk)
        for codes, cells, column in zip(self._codes, self._cells, zip(*fitting, strict=True), strict=True):
            cells.extend(map(codes.__getitem__, column))

    def _fitted(self, number: int, row: Sequence[RawCell]) -> Sequence[RawCell]:
        if len(row) < self._width:
            return [*row, *([""] * (self._width - len(row)))]
        extra = next((text for cell in row[self._width :] if (text := text_of(cell))), None)
        if extra is not None:
            self.overfull.append((number, extra))
        return row[: self._width]

    def _count(self, chunk: Sequence[tuple[int, Sequence[RawCell]]]) -> None:
        """With headings missing in between, a row can be overfull within the width too."""
        allowed = sum(1 for heading in self.headings if heading)
        for number, row in chunk:
            filled = [text for cell in row[: self._width] if (text := text_of(cell))]
            if len(filled) > allowed:
                self.overfull.append((number, filled[-1]))

    def columns(self) -> Iterator[RawColumn]:
        """The coded columns; each code's cell cleaned."""
        for codes, cells in zip(self._codes, self._cells, strict=True):
            yield RawColumn(cells, tuple(map(_clean, codes)))


def _clean(cell: RawCell) -> RawCell | None:
    if not isinstance(cell, str):
        return cell
    text = cell.strip()
    return (text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text) or None


def text_of(cell: RawCell | None) -> str:
    """A cell as text: a whole number without decimals, a date in ISO form, blank as "".

    >>> text_of(Number(27.0)), text_of(Number(27.5)), text_of(date(2027, 3, 31)), text_of(" a "), text_of(True)
    ('27', '27.5', '2027-03-31', 'a', 'true')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, Number):
        return str(int(cell.value)) if cell.value.is_integer() else repr(cell.value)
    return str(cell) if isinstance(cell, timedelta) else cell.isoformat()
