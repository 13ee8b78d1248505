"""The whole landscape as a landscape file: a workbook or a folder of CSV files. Read back it is the same."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from model.claims.entities import ENTITIES
from model.disarmed import disarmed
from model.errors import InputError
from model.landscape.landscape import Landscape
from model.schema import Field, Value
from visualisations.safe_file import written_beside
from visualisations.sheet.landscape_rows import left_out, rows_to_write
from visualisations.sheet.sheet_writer import MAX_ROWS, MAX_TEXT, new_workbook
from visualisations.wording.cell_text import cell_text

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_OTHER_SUFFIXES = frozenset({".xls", ".xlsm", ".xlsb", ".ods", ".csv", ".zip", ".json", ".txt", ".html"})
_EXCEL_DAYS = (date(1900, 3, 1), date(9999, 12, 31))
"""Between these Excel and the calendar agree; other dates are written as text."""


def export_landscape(landscape: Landscape, path: Path) -> tuple[str, ...]:
    """Write the merged rows to `path`: a workbook where it ends in `.xlsx`, else a folder of CSV files.

    Gives what could not be written, as sentences: flow ids that a contract names and nobody lists. Raises
    `InputError` where `path` cannot be written or a sheet cannot hold the rows; what was at `path` is then
    unchanged. A folder that holds anything but an earlier export is refused.
    """
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        _write_workbook(landscape, path)
    elif suffix in _OTHER_SUFFIXES:
        raise InputError(f"'{path}' is neither a workbook nor a folder. Give a name that ends in .xlsx, or a folder's.")
    else:
        _write_folder(landscape, path)
    return tuple(
        f"Flow '{id_}' is named by a contract and listed nowhere; it was left out." for id_ in left_out(landscape)
    )


def _write_folder(landscape: Landscape, path: Path) -> None:
    _refuse_a_folder_of_others(path)
    with written_beside(path) as new:
        new.mkdir()
        for table in ENTITIES:
            _write_csv(landscape, table, new / f"{table}.csv")


def _refuse_a_folder_of_others(path: Path) -> None:
    if path.exists() and not path.is_dir():
        raise InputError(f"'{path}' is a file. Give a name that ends in .xlsx, or a folder's.")
    ours = {f"{table}.csv" for table in ENTITIES}
    others = sorted(found.name for found in path.iterdir() if found.name not in ours) if path.is_dir() else ()
    if others:
        raise InputError(f"'{path}' holds other files ({others[0]} …). Give a new folder's name.")


def _write_csv(landscape: Landscape, table: str, path: Path) -> None:
    fields = ENTITIES[table].fields()
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
        writer.writerow(fields)
        for id_, cells in rows_to_write(landscape, table):
            row = {"id": id_, **cells}
            writer.writerow([_csv_cell(field, row.get(name)) for name, field in fields.items()])


def _csv_cell(field: Field, value: Value | None) -> str:
    """A cell as text; of the texts those that a spreadsheet would run are disarmed, and read back as they were."""
    if value is None:
        return ""
    text = cell_text(field.kind, value)
    return text if field.kind in ("number", "date", "dates", "flag", "needed") else disarmed(text)


def _write_workbook(landscape: Landscape, path: Path) -> None:
    with new_workbook(path, large=True) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for table in ENTITIES:
            _write_sheet(landscape, table, workbook.add_worksheet(table), bold=bold, day=day)


def _write_sheet(landscape: Landscape, table: str, sheet: Worksheet, *, bold: Format, day: Format) -> None:
    fields = ENTITIES[table].fields()
    sheet.freeze_panes(1, 1)
    for column, (name, field) in enumerate(fields.items()):
        sheet.set_column(column, column, 28 if field.kind in ("text", "refs", "texts") else 16)
        sheet.write_string(0, column, name, bold)
    for row, (id_, cells) in enumerate(rows_to_write(landscape, table), start=1):
        if row >= MAX_ROWS:
            raise InputError(f"A sheet holds {MAX_ROWS - 1} rows, and '{table}' has more. Export to a folder instead.")
        _write_row(sheet, row, list(fields.items()), {"id": id_, **cells}, day)


def _write_row(
    sheet: Worksheet, row: int, fields: Sequence[tuple[str, Field]], cells: dict[str, Value], day: Format
) -> None:
    for column, (name, field) in enumerate(fields):
        value = cells.get(name)
        if value is None:
            continue
        if isinstance(value, float) and float(f"{value:.16G}") == value:
            sheet.write_number(row, column, value)
        elif isinstance(value, date) and _EXCEL_DAYS[0] <= value <= _EXCEL_DAYS[1]:
            sheet.write_datetime(row, column, value, day)
        else:
            _write_text(sheet, row, column, cell_text(field.kind, value), of=f"{cells['id']}: {name}")


def _write_text(sheet: Worksheet, row: int, column: int, text: str, *, of: str) -> None:
    if len(text) > MAX_TEXT:
        raise InputError(f"A cell holds {MAX_TEXT} characters, and '{of}' has more. Export to a folder instead.")
    sheet.write_string(row, column, text)
