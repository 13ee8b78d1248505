"""A path or an upload as sheets: a workbook, a folder of CSV files, a ZIP of one, or one CSV file by itself."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path, PurePath

from importers.landscape_files.csv_text import read_csv
from importers.shared.headings import table_called
from importers.shared.limits import Budget
from importers.shared.problems import UnreadableSource
from importers.shared.sheets import Sheet, Sheets, unread_sheet
from importers.workbooks.archive import UNPACKED_LIMIT, is_workbook, read_zip
from model.claims.entities import ENTITIES

TEXT_SUFFIXES = frozenset({".csv", ".txt", ".tsv"})
"""Excel names its "Unicode text" .txt."""
_OLD_WORKBOOKS = frozenset({".xls", ".xlsb", ".ods", ".xlt"})


def read(path: str | Path, *, unpacked_limit: int = UNPACKED_LIMIT) -> Sheets:
    """All sheets under a path. Nothing is interpreted.

    Raises `UnreadableSource` (an `UnreadableFile`) where the path as a whole cannot be read; a single CSV file that is
    damaged becomes a sheet with a fault, so that it is reported with everything else.
    """
    place = Path(path)
    try:
        if place.is_dir():
            return _read_folder(place)
        data = place.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise UnreadableSource("missing", path=path) from error
    except (OSError, ValueError) as error:  # ValueError: a NUL in the path
        raise UnreadableSource("cannot_open", path=path, reason=getattr(error, "strerror", None) or error) from error
    return read_bytes(data, str(path), unpacked_limit=unpacked_limit)


def read_bytes(data: bytes, filename: str, *, unpacked_limit: int = UNPACKED_LIMIT) -> Sheets:
    r"""All sheets of a file's bytes, told by its name: `.xlsx`, `.zip`, or `.csv` named as its table.

    >>> [sheet.name for sheet in read_bytes(b"id,name\na,A\n", "systems.csv").sheets]
    ['systems']
    """
    suffix = PurePath(filename).suffix.lower()
    if not data:
        raise UnreadableSource("empty", path=filename)
    if suffix in {".xlsx", ".xlsm"}:
        from importers.workbooks.workbook import read_workbook  # noqa: PLC0415 - its readers are slow to import

        sheets = read_workbook(data, filename, unpacked_limit=unpacked_limit)
    elif suffix == ".zip":
        contents = read_zip(data, filename, wanted=_is_table_file, unpacked_limit=unpacked_limit)
        sheets = _sheets_of(contents, filename)
    elif suffix in TEXT_SUFFIXES:
        sheets = _one_table(data, filename)
    else:
        raise UnreadableSource("old_workbook" if suffix in _OLD_WORKBOOKS else "strange_name", path=filename)
    return Sheets(tuple(sheets), filename, hashlib.sha256(data).hexdigest())


def _read_folder(folder: Path) -> Sheets:
    names = sorted(entry.name for entry in folder.iterdir() if entry.is_file())
    contents = [(name, (folder / name).read_bytes()) for name in names if _is_table_file(name)]
    digest = hashlib.sha256()
    for name, data in contents:
        digest.update(f"{name}\0{len(data)}\0".encode("utf-8", "surrogateescape"))
        digest.update(data)
    return Sheets(tuple(_sheets_of(contents, str(folder))), str(folder), digest.hexdigest())


def _sheets_of(contents: Iterable[tuple[str, bytes]], origin: str) -> list[Sheet]:
    budget = Budget(origin)
    sheets = [_table(PurePath(name).stem, data, budget) for name, data in contents]
    if not any(table_called(sheet.name) for sheet in sheets):
        raise UnreadableSource("no_tables", path=origin)
    return sheets


def _table(name: str, data: bytes, budget: Budget) -> Sheet:
    """A CSV file; one that is no table is only named."""
    return read_csv(name, data, budget) if table_called(name) else unread_sheet(name)


def _is_table_file(name: str) -> bool:
    """Any .csv, to be named when it is unknown; other text files only where they are named as a table."""
    path = PurePath(name)
    if name.startswith((".", "~")) or path.suffix.lower() not in TEXT_SUFFIXES:
        return False
    return path.suffix.lower() == ".csv" or table_called(path.stem) is not None


def _one_table(data: bytes, filename: str) -> list[Sheet]:
    name = PurePath(filename).stem
    if table_called(name) is None:
        raise UnreadableSource("one_table", path=filename, tables=", ".join(f"{table}.csv" for table in ENTITIES))
    if is_workbook(data):
        raise UnreadableSource("strange_name", path=filename)
    return [read_csv(name, data, Budget(filename))]
