"""A report as plain values: what a client of its own shows, with the words that every door says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from visualisations.report.report import Cell, CellKind, Linked, Report, ReportTable

UNITS: Mapping[CellKind, str] = {"money": "DKK", "share": "1"}
"""What the numbers of a column count; a share is a number from 0 to 1."""


def report_json(report: Report) -> dict[str, Any]:
    """Title, sentences and tables; a cell that is not registered is `None`, a link its text, table and id.

    >>> from visualisations.report.report import Column
    >>> columns, rows = (Column("System"), Column("Cost", "money")), [(Linked("A", "systems", "a"), None)]
    >>> document = report_json(Report("T", ["One system."], [ReportTable("k", "Systems", columns, rows, "None.")]))
    >>> document["tables"][0]["columns"][1], document["tables"][0]["rows"]
    ({'heading': 'Cost', 'kind': 'money', 'unit': 'DKK'}, [[{'text': 'A', 'table': 'systems', 'id': 'a'}, None]])
    """
    tables = [_table(table) for table in report.tables]
    return {"title": report.title, "sentences": [str(one) for one in report.sentences], "tables": tables}


def _table(table: ReportTable) -> dict[str, Any]:
    columns = [{"heading": one.name, "kind": one.kind, "unit": UNITS.get(one.kind)} for one in table.columns]
    rows = [[_cell(cell) for cell in row] for row in table.rows]
    said = {"key": table.key, "title": table.title, "note": table.note, "empty": table.empty}
    return {**said, "columns": columns, "rows": rows}


def _cell(cell: Cell) -> Any:
    if isinstance(cell, Linked):
        return {"text": cell.text, "table": cell.table, "id": cell.id}
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, Sequence) and not isinstance(cell, str):
        return [_cell(one) for one in cell]
    return cell
