"""Which table a sheet is, and which column a heading is: English and Danish, in any case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from importers.shared.problems import Findings
from importers.shared.sheets import RawColumn, Sheet, Sheets
from model.claims.entities import ENTITIES
from model.folding import fold

GUIDES = frozenset({"vejledning", "guide"})
"""The page of the template that explains the columns; it holds no rows."""


@dataclass(frozen=True, slots=True)
class RawTable:
    """A sheet whose table and columns are known; `columns` by field name."""

    name: str
    sheet: Sheet
    columns: Mapping[str, RawColumn]


def heading_key(text: str) -> str:
    """How two headings, sheet names or closed words are told to be the same: folded, `_` as a space.

    >>> heading_key("In_Use_From") == heading_key(" in use  from")
    True
    """
    return fold(text.replace("_", " "))


def table_called(name: str) -> str | None:
    """The table that a sheet or file of that name holds, or `None`.

    >>> table_called("Systemer"), table_called("data objects"), table_called("Ark1")
    ('systems', 'data_objects', None)
    """
    key = heading_key(name)
    for table, entity in ENTITIES.items():
        if key in {heading_key(spelling) for spelling in (table, *entity.danish_table)}:
            return table
    return None


def fields_called(table: str) -> dict[str, str]:
    """Folded heading -> field name of a table.

    >>> fields_called("systems")["leverandør"]
    'vendor'
    """
    fields = ENTITIES[table].fields()
    danish = {heading_key(name): field for field, declared in fields.items() for name in declared.danish}
    return danish | {heading_key(field): field for field in fields}


def known_headings() -> frozenset[str]:
    """Every folded heading of any table."""
    return frozenset(heading for table in ENTITIES for heading in fields_called(table))


def known_tables(sheets: Sheets, findings: Findings) -> tuple[dict[str, RawTable], frozenset[str]]:
    """The sheets by table, their columns by field, and the tables that are there but cannot be read.

    What is unknown, doubled or missing goes to `findings`.
    """
    found: dict[str, RawTable] = {}
    broken: set[str] = set()
    for sheet in sheets.sheets:
        table = table_called(sheet.name)
        if table is None:
            if fold(sheet.name) not in GUIDES:
                findings.add("unknown_sheet", table=sheet.name)
        elif table in found or table in broken:
            findings.add("table_twice", table=table, sheet=sheet.name)
        elif sheet.fault is not None or not sheet.headings:
            broken.add(table)
            _report_fault(sheet, table, findings)
        else:
            found[table] = _raw_table(table, sheet, findings)
    if "systems" not in found and "systems" not in broken:
        findings.add("no_systems", table="systems")
        broken.add("systems")
    broken.update(table for table, raw in found.items() if "id" in _required(table) and "id" not in raw.columns)
    return {table: found[table] for table in ENTITIES if table in found}, frozenset(broken)


def _report_fault(sheet: Sheet, table: str, findings: Findings) -> None:
    if sheet.fault is None:
        findings.add("no_headings", table=table, row=1)
    else:
        findings.add(sheet.fault.key, table=table, row=sheet.fault.row)


def _raw_table(table: str, sheet: Sheet, findings: Findings) -> RawTable:
    called = fields_called(table)
    columns: dict[str, RawColumn] = {}
    for heading, column in zip(sheet.headings, sheet.columns, strict=True):
        field = called.get(heading_key(heading))
        if field is None:
            _report_unknown(heading, column, table, findings)
        elif field in columns:
            findings.add("column_twice", table=table, row=1, column=field, value=heading, heading=heading)
        else:
            columns[field] = column
    for field in _required(table):
        if field not in columns:
            findings.add("column_missing", table=table, row=1, column=field)
    if not sheet.rows:
        findings.add("no_rows", table=table)
    for row, value in sheet.overfull:
        findings.add("overfull", table=table, row=row, value=value)
    _report_no_results(table, sheet, findings)
    return RawTable(table, sheet, columns)


def _report_no_results(table: str, sheet: Sheet, findings: Findings) -> None:
    called = fields_called(table)
    for place, missed in sorted(sheet.no_result.items()):
        heading = sheet.headings[place] if place < len(sheet.headings) else ""
        more = missed.count - len(missed.cells)
        key, column = "no_result_more" if more else "no_result", called.get(heading_key(heading), heading or None)
        cells = ", ".join(missed.cells)
        findings.add(key, table=table, row=missed.row, column=column, cells=cells, more=more)


def _report_unknown(heading: str, column: RawColumn, table: str, findings: Findings) -> None:
    if heading:
        findings.add("unknown_column", table=table, row=1, column=heading, value=heading)
    elif any(cell is not None for cell in column.values):
        findings.add("unnamed_column", table=table, row=1)


def _required(table: str) -> list[str]:
    return [field for field, declared in ENTITIES[table].fields().items() if declared.required]
