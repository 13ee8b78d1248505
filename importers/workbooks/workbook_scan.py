"""A whole workbook looked over before anything of it is read, so that nothing in it can take more than its share."""

from __future__ import annotations

import zipfile

from importers.shared.headings import table_called
from importers.shared.limits import SHEETS_LIMIT, Budget
from importers.shared.problems import UnreadableSource
from importers.workbooks.archive import check_part
from importers.workbooks.number_formats import percent_styles
from importers.workbooks.sheet_scan import SheetScan
from importers.workbooks.workbook_parts import HELD_LIMIT, WorkbookParts
from importers.workbooks.xml_parts import StrangeXml

_PIECE = 1 << 20


def scanned(archive: zipfile.ZipFile, filename: str) -> dict[str, SheetScan]:
    """What the cells of every sheet that is named as a table say, by the sheet's name.

    Raises `UnreadableSource` where the workbook holds too much, `StrangeXml` or an error of the reader where it is
    damaged.
    """
    parts = WorkbookParts(archive)
    for info in parts.held():
        check_part(info, filename, HELD_LIMIT)
        _unpack(archive, info)
    sheets = parts.sheets()
    if len(sheets) > SHEETS_LIMIT:
        raise UnreadableSource("too_many_sheets", path=filename, sheets=len(sheets), limit=SHEETS_LIMIT)
    return _scans(parts, [(name, relation) for name, relation in sheets if table_called(name)], filename)


def _scans(parts: WorkbookParts, tables: list[tuple[str, str]], filename: str) -> dict[str, SheetScan]:
    targets, budget, scans = parts.targets(), Budget(filename), {}
    is_asked = any(table_called(name) == "requirements" for name, _ in tables)
    percents = percent_styles(parts) if is_asked else frozenset()
    for name, relation in tables:
        if name in scans:
            raise StrangeXml(name)
        styles = percents if table_called(name) == "requirements" else frozenset()
        scans[name] = SheetScan(name, filename, budget, styles)
        for info in dict.fromkeys(targets.get(relation, ())):
            scans[name].read(parts.archive, info)
    return scans


def _unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Unpack once in pieces: the size and the sum are then known to be true."""
    with archive.open(info) as member:
        while member.read(_PIECE):
            pass
