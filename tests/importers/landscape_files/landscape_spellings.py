"""Small landscape files for tests: literal tables as CSV, ZIP, folder or workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl

from importers.landscape_files.importer import import_bytes
from model.claims.batch import Batch
from model.claims.state import State
from model.landscape.landscape import Landscape
from model.problem import Problem

Rows = Sequence[Sequence[Any]]
EMPTY = Landscape(State())


def csv_bytes(rows: Rows, *, delimiter: str = ";", encoding: str = "utf-8", newline: str = "\r\n") -> bytes:
    """Rows of text as a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=newline).writerows(rows)
    return out.getvalue().encode(encoding)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """Files as a ZIP."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook_bytes(sheets: Mapping[str, Rows]) -> bytes:
    """Rows of typed cells as a workbook; a cell may be (value, number format)."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for at, row in enumerate(rows, start=1):
            for column, cell in enumerate(row, start=1):
                value, number_format = cell if isinstance(cell, tuple) else (cell, None)
                target = sheet.cell(at, column, value)
                if number_format:
                    target.number_format = number_format
                elif isinstance(value, date) and not isinstance(value, datetime):
                    target.number_format = "dd-mm-yyyy"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Files into a folder that may not be there yet."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


def imported(landscape: Landscape = EMPTY, *, source: str = "test", prefix: str = "", **tables: str) -> Batch:
    """Import comma-separated tables given as text."""
    data = zip_bytes({f"{name}.csv": text.encode() for name, text in tables.items()})
    return import_bytes(data, "test.zip", source=source, landscape=landscape, prefix=prefix)


def imported_workbook(landscape: Landscape = EMPTY, *, prefix: str = "", **sheets: Rows) -> Batch:
    """Import a workbook given as rows of typed cells."""
    return import_bytes(workbook_bytes(sheets), "test.xlsx", landscape=landscape, prefix=prefix)


def landscape_with(*batches: Batch) -> Landscape:
    """The landscape after these imports."""
    state = State()
    for batch in batches:
        state = state.with_batch(batch)
    return Landscape(state)


def places(batch: Batch, severity: str = "error") -> list[tuple[str | None, int | None, str | None, str | None]]:
    """Where the problems of a severity stand: table, row, column, value."""
    return [(p.table, p.row, p.column, p.value) for p in batch.problems if p.severity == severity]


def only(batch: Batch) -> Problem:
    """The one problem of a batch."""
    assert len(batch.problems) == 1, batch.problems
    return batch.problems[0]


def same_tables(one: Batch, other: Batch) -> bool:
    """Whether two batches claim the same."""
    return all(table.same_as(other.tables[name]) for name, table in one.tables.items())


def same_state(one: State, other: State) -> bool:
    """Whether two states hold the same claims of the same sources at the same revision."""
    return (one.revision, one.order, list(one.sources)) == (other.revision, other.order, list(other.sources)) and all(
        claims.tables.keys() == other.sources[source].tables.keys()
        and all(table.same_as(other.sources[source].tables[name]) for name, table in claims.tables.items())
        and (claims.provenance, claims.imported) == (other.sources[source].provenance, other.sources[source].imported)
        for source, claims in one.sources.items()
    )
