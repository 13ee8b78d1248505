"""Excel workbooks (.xlsx) as sheets of typed cells, read with python-calamine."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils import column_index_from_string
from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from importers.archive import UNPACKED_LIMIT, is_workbook, opened_zip
from importers.headings import fields_called, heading_key, table_called
from importers.problems import UnreadableSource
from importers.sheets import Number, RawCell, RawColumn, Sheet, sheet_of

CELLS_LIMIT = 40_000_000
"""Rows times columns of one sheet: calamine holds the whole rectangle, however empty."""
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # the container of .xls and of encrypted workbooks
_FAR_RIGHT = re.compile(rb"""\sr=["']([A-Z]{2,3})[0-9]{1,7}["']""")
_ERROR = re.compile(rb"""\st=["']e["']""")
_FAR_DOWN = re.compile(rb"""\sr=["'][A-Z]{0,3}([0-9]{5,7})["']""")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^][]*\]')
_PIECE = 1 << 22
_ErrorCells = Mapping[int, Mapping[int, str]]
"""Row -> place in the row -> the error that stands there."""


def read_workbook(data: bytes, filename: str, *, unpacked_limit: int = UNPACKED_LIMIT) -> list[Sheet]:
    """Every sheet of a workbook. Percent formats are kept on the requirements sheet, where they mean something.

    Raises `UnreadableSource` where the bytes are no workbook, damaged, protected by a password or too large.
    """
    if data.startswith(_OLD_FORMAT):
        raise UnreadableSource("locked_workbook", path=filename)
    if not is_workbook(data):
        key = "damaged_workbook" if data.startswith(b"PK") else "not_workbook"
        raise UnreadableSource(key, path=filename)
    _check_size(data, filename, unpacked_limit)
    with told_as_damaged(filename), CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        errors = _Errors(data)
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        sheets = [_sheet(book.get_sheet_by_name(name), errors.of(name)) for name in names]
        return [_with_percents(sheet, data) for sheet in sheets]


@contextmanager
def told_as_damaged(filename: str) -> Iterator[None]:
    """Whatever fails inside is told as a damaged workbook, a panic of the reader included."""
    try:
        yield
    except UnreadableSource:
        raise
    except Exception as error:  # whatever the readers make of damaged bytes
        raise UnreadableSource("damaged_workbook", path=filename) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # what a panic in Rust becomes; it is no Exception
            raise
        raise UnreadableSource("damaged_workbook", path=filename) from error


def _check_size(data: bytes, filename: str, unpacked_limit: int) -> None:
    """Unpack once in pieces: sizes and sums are then known to be true, and how far the cells of each sheet reach."""
    with opened_zip(data, filename, unpacked_limit=unpacked_limit, damaged="damaged_workbook") as archive:
        for info in archive.infolist():
            cells = _reach(archive, info)
            if cells > CELLS_LIMIT:
                raise UnreadableSource("sparse_workbook", path=filename, cells=f"{cells:,}")


def _reach(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> int:
    columns, rows, rest = {b"Z"}, 9_999, b""
    is_sheet = "worksheets/" in info.filename
    with archive.open(info) as member:
        while piece := member.read(_PIECE):
            if is_sheet:
                text = rest + piece
                columns.update(_FAR_RIGHT.findall(text))
                rows = max(rows, max(map(int, _FAR_DOWN.findall(text)), default=0))
                rest = piece[-32:]
    return rows * max(column_index_from_string(column.decode()) for column in columns)


class _Errors:
    """The Excel errors of a workbook. Calamine gives such cells as blanks, so they are read with openpyxl."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [info for info in archive.infolist() if "worksheets/" in info.filename]
            self._any = any(_has_errors(archive, info) for info in members)

    def of(self, sheet: str) -> _ErrorCells:
        """Those of one sheet."""
        if not self._any:
            return {}
        found: dict[int, dict[int, str]] = {}
        with _opened(self._data, values=True) as book:
            book[sheet].reset_dimensions()
            for cell in (cell for row in book[sheet].iter_rows() for cell in row):
                if cell.data_type == "e" and cell.value is not None:
                    found.setdefault(cell.row, {})[cell.column - 1] = str(cell.value)
        return found


def _has_errors(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bool:
    rest = b""
    with archive.open(info) as member:
        while piece := member.read(_PIECE):
            if _ERROR.search(rest + piece):
                return True
            rest = piece[-8:]
    return False


@contextmanager
def _opened(data: bytes, *, values: bool) -> Iterator[Any]:
    """The workbook in openpyxl. values: what formulas came out at."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of extensions that it leaves out; none matters here
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=values)
        try:
            yield book
        finally:
            book.close()


def _sheet(sheet: CalamineSheet, errors: _ErrorCells) -> Sheet:
    rows = _rows(sheet)
    return sheet_of(sheet.name, _with_errors(rows, errors) if errors else rows, decimal=",")


def _with_errors(rows: Iterator[list[RawCell]], errors: _ErrorCells) -> Iterator[list[RawCell]]:
    for number, row in enumerate(rows, start=1):
        wrong = errors.get(number, {})
        cells = row + [""] * (max(wrong, default=-1) + 1 - len(row))
        yield [wrong.get(place, cell) for place, cell in enumerate(cells)] if wrong else row


def _rows(sheet: CalamineSheet) -> Iterator[list[RawCell]]:
    """Every row from row 1, every cell from column A."""
    numbers: dict[float, Number] = {}
    before: list[RawCell] = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        yield before + [cell if cell.__class__ is str else _cell(cell, numbers) for cell in row]


def _cell(cell: Any, numbers: dict[float, Number]) -> RawCell:
    if isinstance(cell, str | bool):
        return cell
    if isinstance(cell, int | float):
        number = float(cell)
        return numbers.setdefault(number, Number(number))
    if isinstance(cell, datetime):
        return cell.date() if cell.time() == time() else cell
    return cell if isinstance(cell, date | time | timedelta) else str(cell)


def _with_percents(sheet: Sheet, data: bytes) -> Sheet:
    """The requirements sheet with its `needed` column's percent formats; any other sheet as it is."""
    if table_called(sheet.name) != "requirements":
        return sheet
    called = fields_called("requirements")
    places = [place for place, heading in enumerate(sheet.headings) if called.get(heading_key(heading)) == "needed"]
    columns = list(sheet.columns)
    for place in places:
        if any(isinstance(cell, Number) for cell in columns[place].values):
            columns[place] = _percent_column(sheet, place, _percent_rows(data, sheet.name, place + 1))
    return replace(sheet, columns=tuple(columns))


def _percent_rows(data: bytes, sheet: str, column: int) -> frozenset[int]:
    """The rows whose cell is shown as a percent."""
    with _opened(data, values=False) as book:
        rows = book[sheet].iter_rows(min_col=column, max_col=column)
        cells = (cell for row in rows for cell in row if cell.value is not None)
        return frozenset(cell.row for cell in cells if "%" in _QUOTED.sub("", cell.number_format or ""))


def _percent_column(sheet: Sheet, place: int, percents: frozenset[int]) -> RawColumn:
    column = sheet.columns[place]
    values = list(column.values)
    codes = column.codes[:]
    for at, row in enumerate(sheet.rows):
        cell = values[codes[at]]
        if row in percents and isinstance(cell, Number):
            percent = replace(cell, percent=True)
            if percent not in values:
                values.append(percent)
            codes[at] = values.index(percent)
    return RawColumn(codes, tuple(values))
