"""One pass over the cells of a sheet before anything is made of them: how far they reach, and what else they say."""

from __future__ import annotations

import re
import zipfile
from array import array
from collections import defaultdict

from openpyxl.utils import column_index_from_string, get_column_letter

from importers.shared.limits import Budget
from importers.shared.problems import UnreadableSource
from importers.shared.sheets import Missed
from importers.workbooks.xml_parts import Listener, StrangeXml, local, walk

CELLS_LIMIT = 40_000_000
"""Rows times columns of one sheet: the whole rectangle is held while it is read, however empty."""
SPARSE_FROM = 10_000_000
SPARSE_TIMES = 4
"""A rectangle above `SPARSE_FROM` cells may be this many times what is filled."""
_ADDRESS = re.compile(r"\s*([A-Za-z]{1,7})([0-9]{1,10})\s*")
_EXCEL_COLUMNS = 16_384


class SheetScan(Listener):
    """What is known of a sheet after the pass. Rows and columns count from 1.

    errors: row -> place in the row -> the Excel error that stands there. percents: column -> rows whose cell is shown
    as a percent.
    """

    def __init__(self, name: str, filename: str, budget: Budget, percent_styles: frozenset[str]) -> None:
        self.errors: dict[int, dict[int, str]] = {}
        self.percents: dict[int, array[int]] = defaultdict(lambda: array("i"))
        self.begun = 0
        self._name, self._filename, self._budget = name, filename, budget
        self._percent_styles = percent_styles
        self._columns: dict[str, int] = {}
        self._row = self._row_said = self._column = self._place = self._last_row = self._last_column = self._filled = 0
        self._kind = ""
        self._end = "0"
        self._formula = self._is_filled = self._listening = False
        self._said: list[str] = []
        self._missed: dict[int, list[int]] = defaultdict(list)

    def read(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        """Read one part; raises `UnreadableSource` where it holds too much, `StrangeXml` for what is no address."""
        self._row = self._row_said = self._column = self._place = 0
        self._end = "0"
        walk(archive, info, self)
        self._finish_cell()
        cells = self._last_row * self._last_column
        sparse = cells > SPARSE_FROM and cells > SPARSE_TIMES * self._filled
        if cells > CELLS_LIMIT or sparse:
            raise UnreadableSource("sparse_workbook", path=self._filename, cells=cells)
        self._budget.take(self._name, rows=self._last_row, cells=cells)

    @property
    def no_result(self) -> dict[int, Missed]:
        """Place of a column -> its formulas without a result."""
        return {
            column - 1: Missed(len(rows), rows[0], tuple(f"{get_column_letter(column)}{row}" for row in rows[:3]))
            for column, rows in self._missed.items()
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.begun += 1
        if name == "c":
            self._finish_cell()
            self._begin_cell(attributes)
        elif name == "v":
            self._is_filled = True
            if self._formula or self._kind == "e":
                self._listen()
        elif name == "is":
            self._is_filled = True
        elif name == "f":
            self._formula = self._is_filled = True
        elif name == "row":
            self._finish_cell()
            self._begin_row(attributes.get("r"))
        elif ":" in name:
            self.begun -= 1
            self.start(local(name), attributes)

    def _listen(self) -> None:
        self.parser.CharacterDataHandler = self._text
        self._listening = True
        self._formula = self._formula and self._kind != "str"

    def _text(self, text: str) -> None:
        if text.strip():
            self._formula = False
            self._said.append(text)

    def _begin_row(self, said: str | None) -> None:
        self._column = self._place = 0
        if said is None:
            self._row += 1
        elif said.strip().isdecimal() and len(said) < 20:
            self._row = int(said)
        else:
            raise StrangeXml(said[:50])
        self._budget.check_row(self._name, self._row)
        self._row_said, self._end = self._row, str(self._row)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        self._place += 1
        if address is None:  # counted by position, or from the cell before: readers differ
            self._column = max(self._column + 1, self._place)
        elif address.endswith(self._end) and (column := self._columns.get(address[: -len(self._end)])):
            self._column = column
        else:
            self._go_to(address)
        self._kind = attributes.get("t", "")
        if attributes.get("s") in self._percent_styles:
            self.percents[self._column].append(self._row)

    def _go_to(self, address: str) -> None:
        found = _ADDRESS.fullmatch(address)
        if found is None:
            raise StrangeXml(address[:50])
        letters, row = found[1], int(found[2])
        self._column = self._columns.get(letters) or self._new_column(letters)
        if row != self._row:
            self._budget.check_row(self._name, row)
            self._row, self._end = row, str(row)

    def _new_column(self, letters: str) -> int:
        column = column_index_from_string(letters.upper()) if len(letters) <= 3 else _EXCEL_COLUMNS + 1
        self._columns[letters] = column
        return column

    def _finish_cell(self) -> None:
        """Count the cell that ends here; one that is only formatted is none."""
        if self._is_filled:
            self._filled += 1
            self._last_row = max(self._last_row, self._row, self._row_said)
            if self._column > self._last_column:
                self._budget.check_column(self._name, row=self._row, column=self._column)
                self._last_column = self._column
            if self._formula:
                self._missed[self._column].append(self._row)
            if self._said and self._kind == "e":
                self.errors.setdefault(self._row, {})[self._column - 1] = "".join(self._said)
        self._formula = self._is_filled = False
        if self._listening:
            self.parser.CharacterDataHandler = None
            self._listening = False
            self._said.clear()
