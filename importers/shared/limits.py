"""How much one file may hold: far more than any landscape needs, far less than what stops a machine."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from importers.shared.problems import UnreadableSource
from importers.shared.sheets import CHUNK, RawCell

COLUMNS_LIMIT = 500
ROWS_LIMIT = 1_048_576
"""Rows of one sheet; what Excel can hold."""
FILE_ROWS_LIMIT = 4_000_000
FILE_CELLS_LIMIT = 40_000_000
SHEETS_LIMIT = 1_000
MEMBERS_LIMIT = 10_000
"""Files in a ZIP or parts of a workbook."""
TABLE_LIMIT = 256 << 20
"""Bytes of one CSV file: it is held whole while it is read."""


class Budget:
    """What one file still may hold, over all its sheets.

    >>> budget = Budget("x.csv")
    >>> budget.take("systems", rows=2, cells=6)
    >>> budget.take("systems", rows=0, cells=40_000_000)
    Traceback (most recent call last):
    ...
    importers.shared.problems.UnreadableSource: x.csv: holds more than 40,000,000 cells in all, by the table systems.
    """

    def __init__(self, filename: str) -> None:
        self._filename = filename
        self._rows = 0
        self._cells = 0

    def take(self, sheet: str, *, rows: int, cells: int) -> None:
        """Count rows and cells of a sheet; raises `UnreadableSource` where the file then holds too much."""
        self._rows += rows
        self._cells += cells
        if self._rows > FILE_ROWS_LIMIT:
            raise self._too_much("too_many_rows", sheet, limit=FILE_ROWS_LIMIT)
        if self._cells > FILE_CELLS_LIMIT:
            raise self._too_much("too_many_cells", sheet, limit=FILE_CELLS_LIMIT)

    def check_column(self, sheet: str, *, row: int, column: int) -> None:
        """Raises `UnreadableSource` where a cell stands too far to the right; both count from 1."""
        if column > COLUMNS_LIMIT:
            raise self._too_much("too_wide", sheet, columns=column, row=row, limit=COLUMNS_LIMIT)

    def check_row(self, sheet: str, row: int) -> None:
        """Raises `UnreadableSource` where a row stands too far down; it counts from 1."""
        if row > ROWS_LIMIT:
            raise self._too_much("too_long", sheet, limit=ROWS_LIMIT)

    def counted(self, sheet: str, records: Iterable[Sequence[RawCell]]) -> Iterator[Sequence[RawCell]]:
        """The records as they are, counted while they pass; blank cells at a row's end do not count."""
        cells = row = 0
        for row, record in enumerate(records, start=1):
            width = len(record)
            if width > COLUMNS_LIMIT:
                self.check_column(sheet, row=row, column=_filled_width(record))
            cells += width
            if row % CHUNK == 0:
                self.check_row(sheet, row)
                self.take(sheet, rows=CHUNK, cells=cells)
                cells = 0
            yield record
        self.check_row(sheet, row)
        self.take(sheet, rows=row % CHUNK, cells=cells)

    def _too_much(self, key: str, sheet: str, *, limit: int, **values: Any) -> UnreadableSource:
        return UnreadableSource(key, path=self._filename, table=sheet[:100], limit=limit, **values)


def _filled_width(record: Sequence[RawCell]) -> int:
    return next((at for at in range(len(record), 0, -1) if record[at - 1] != ""), 0)
