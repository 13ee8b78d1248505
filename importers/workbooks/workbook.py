"""Excel workbooks (.xlsx) as sheets of typed cells, read with python-calamine."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum

from importers.shared.headings import fields_called, heading_key, table_called
from importers.shared.problems import UnreadableSource
from importers.shared.sheets import Number, RawCell, RawColumn, Sheet, sheet_of, unread_sheet
from importers.workbooks.archive import UNPACKED_LIMIT, check_members, is_workbook, opened_zip
from importers.workbooks.sheet_scan import SheetScan
from importers.workbooks.workbook_scan import scanned

_ErrorCells = Mapping[int, Mapping[int, str]]
"""Row -> place in the row -> the error that stands there."""
_OLD_FORMAT = b"\xd0\xcf\x11\xe0"  # the container of .xls and of encrypted workbooks


def read_workbook(data: bytes, filename: str, *, unpacked_limit: int = UNPACKED_LIMIT) -> list[Sheet]:
    """The sheets of a workbook that are named as tables; of every other sheet the name only.

    Percent formats are kept on the requirements sheet, where they mean something.

    Raises `UnreadableSource` where the bytes are no workbook, damaged, protected by a password or too large.
    """
    if data.startswith(_OLD_FORMAT):
        raise UnreadableSource("locked_workbook", path=filename)
    if data.startswith(b"PK"):
        check_members(data, filename)
    if not is_workbook(data):
        key = "damaged_workbook" if data.startswith(b"PK") else "not_workbook"
        raise UnreadableSource(key, path=filename)
    with opened_zip(data, filename, unpacked_limit=unpacked_limit, damaged="damaged_workbook") as archive:
        scans = scanned(archive, filename)
    with told_as_damaged(filename), CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        names = [sheet.name for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        return [
            _sheet(book.get_sheet_by_name(name), scans[name]) if table_called(name) else unread_sheet(name)
            for name in names
        ]


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


def _sheet(sheet: CalamineSheet, scan: SheetScan) -> Sheet:
    rows = _rows(sheet)
    read = sheet_of(sheet.name, _with_errors(rows, scan.errors) if scan.errors else rows, decimal=",")
    return replace(_with_percents(read, scan.percents), no_result=scan.no_result)


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


def _with_percents(sheet: Sheet, percents: Mapping[int, Iterable[int]]) -> Sheet:
    """A sheet with the percent formats of its `needed` column; percents: column from 1 -> rows."""
    called = fields_called("requirements")
    columns = list(sheet.columns)
    for place, heading in enumerate(sheet.headings):
        if place + 1 in percents and called.get(heading_key(heading)) == "needed":
            columns[place] = _percent_column(sheet, place, frozenset(percents[place + 1]))
    return replace(sheet, columns=tuple(columns))


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
