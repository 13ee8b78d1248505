"""From a large failing case to a small one: rows, cells and words are taken away while it still fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from tests.property.oracle_case import Case, with_flow_ids
from tests.property.oracle_tables import Row, Tables

Fails = Callable[[Case], bool]

# Which column of which table holds ids of which other table; data objects and units need no row of their own.
REFERENCES = (
    ("systems", "successor", "systems"),
    ("interfaces", "system", "systems"),
    ("flows", "provider", "systems"),
    ("flows", "consumer", "systems"),
    ("flows", "via", "systems"),
    ("flows", "interface", "interfaces"),
    ("flows", "requirement", "requirements"),
    ("flows", "contract", "contracts"),
    ("requirements", "consumer", "systems"),
    ("contracts", "systems", "systems"),
    ("contracts", "flows", "flows"),
)
NEEDED = {
    "systems": {"id", "name"},
    "interfaces": {"id", "name", "system"},
    "flows": {"id", "provider", "consumer"},
    "requirements": {"id", "consumer"},
    "contracts": {"id", "name"},
    "units": {"id", "name"},
    "data_objects": {"id"},
}


def shrink(case: Case, fails: Fails) -> Case:
    """The smallest case found by taking away one thing at a time; an error in ``fails`` is no failure.

    ``case`` itself must fail. The tables of the result have explicit flow ids where that keeps the failure.
    """
    named = replace(case, tables=with_flow_ids(case.tables))
    smallest = named if _still(named, fails) else case
    while True:
        for smaller in _smaller(smallest):
            if _still(smaller, fails):
                smallest = smaller
                break
        else:
            return smallest


def _still(case: Case, fails: Fails) -> bool:
    try:
        return fails(case)
    except Exception:  # noqa: BLE001 - a case that became invalid says nothing
        return False


def _smaller(case: Case) -> Iterator[Case]:
    if case.at is not None:
        yield replace(case, at=None)
    if len(case.turn_off) > 1:
        for place in range(len(case.turn_off)):
            yield replace(case, turn_off=case.turn_off[:place] + case.turn_off[place + 1 :])
    for table, rows in case.tables.items():
        for row in rows:
            yield replace(case, tables=without(case.tables, table, row))
    for table, rows in case.tables.items():
        for place, row in enumerate(rows):
            for other in _with_less(table, row):
                changed = [*rows[:place], other, *rows[place + 1 :]]
                yield replace(case, tables={**case.tables, table: changed})


def without(tables: Tables, table: str, row: Row) -> Tables:
    """The tables without a row, without the rows that need it, and without what else names it."""
    left = {**tables, table: [other for other in tables[table] if other is not row]}
    gone = row.get("id", "")
    for holder, column, named in REFERENCES:
        if named == table and gone:
            left = _without_reference(left, holder, column, gone)
    return left


def _without_reference(tables: Tables, holder: str, column: str, gone: str) -> Tables:
    for row in tables.get(holder, []):
        values = row.get(column, "").split("|")
        if gone not in values:
            continue
        if column in NEEDED[holder]:
            tables = without(tables, holder, row)
        else:
            cut = {**row, column: "|".join(value for value in values if value != gone)}
            tables = {**tables, holder: [cut if other is row else other for other in tables[holder]]}
    return tables


def _with_less(table: str, row: Row) -> Iterator[Row]:
    for column, text in row.items():
        if not text or column in NEEDED[table]:
            continue
        yield {**row, column: ""}
        values = text.split("|")
        if len(values) > 1:
            for place in range(len(values)):
                yield {**row, column: "|".join(values[:place] + values[place + 1 :])}
