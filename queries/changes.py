"""What changed between two landscapes: rows added, changed and removed, table by table, field by field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from model.columns import Column, Table
from model.entities import ENTITIES
from model.landscape import Landscape
from model.schema import Value
from queries.entity_cells import plain
from queries.impact_answer import Rows, as_json

COUNTED = ("added", "changed", "removed")


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell: `None` is blank."""

    field: str
    before: Value | None
    after: Value | None


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One row; `fields` are the cells that changed, none for a row that came or went."""

    id: str
    name: str
    fields: tuple[FieldChange, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        cells = [{"field": f.field, "before": plain(f.before), "after": plain(f.after)} for f in self.fields]
        return {"id": self.id, "name": self.name, **({"fields": cells} if cells else {})}


@dataclass(frozen=True, slots=True)
class TableDiff:
    """The changes of one table, by id."""

    table: str
    added: tuple[ChangedRow, ...]
    changed: tuple[ChangedRow, ...]
    removed: tuple[ChangedRow, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain values; a row is made when it is read."""
        return {"table": self.table, **{name: _shown(getattr(self, name)) for name in COUNTED}}


@dataclass(frozen=True, slots=True)
class LandscapeDiff:
    """From revision `a` to `b`; `tables` are those that differ, in the order of the file format."""

    a: int
    b: int
    tables: tuple[TableDiff, ...]

    def as_json(self, limit: int | None = None) -> dict[str, Any]:
        """As plain values: the counts by table first, as an import's report has them, then the rows.

        With `limit` every list is cut and `…_total` tells how long it was.
        """
        counts = {
            name: dict.fromkeys(ENTITIES, 0) | {one.table: len(getattr(one, name)) for one in self.tables}
            for name in COUNTED
        }
        document = {"from": self.a, "to": self.b, **counts, "tables": [one.as_json() for one in self.tables]}
        cut: dict[str, Any] = as_json(document, limit)
        return cut


def _shown(rows: Sequence[ChangedRow]) -> Sequence[dict[str, Any]]:
    return Rows(lambda: len(rows), lambda at: rows[at].as_json())


def landscape_diff(a: Landscape, b: Landscape) -> LandscapeDiff:
    """What was added, changed and removed from `a` to `b`, in the rows that sources list.

    >>> from model.batch import Batch
    >>> from model.state import State
    >>> one = State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}, "b": {"name": "B"}}))
    >>> two = one.with_batch(Batch.of("hand", systems={"a": {"name": "A", "owner": "Ida"}}))
    >>> diff = landscape_diff(Landscape(one), Landscape(two))
    >>> [(row.id, row.fields) for row in diff.tables[0].changed], [row.id for row in diff.tables[0].removed]
    ([('a', (FieldChange(field='owner', before=None, after='Ida'),))], ['b'])
    """
    pairs = ((a.listed[name], b.listed[name]) for name in ENTITIES)
    return LandscapeDiff(
        a.revision, b.revision, tuple(_table_diff(old, new) for old, new in pairs if not old.same_as(new))
    )


def _table_diff(old: Table, new: Table) -> TableDiff:
    return TableDiff(
        new.name,
        added=tuple(_named(new, id_) for id_ in ids_beside(new, old)),
        changed=tuple(_named(new, id_, cells) for id_, cells in changed_rows(old, new)),
        removed=tuple(_named(old, id_) for id_ in ids_beside(old, new)),
    )


def ids_beside(table: Table, other: Table) -> Iterator[str]:
    """The ids of the rows that only the first table has: what came, or what went.

    >>> list(ids_beside(Table.of("units", {"a": {"name": "A"}, "b": {"name": "B"}}), Table.of("units", {"a": {}})))
    ['b']
    """
    return (id_ for id_ in table.ids if id_ not in other.index)


def _named(table: Table, id_: str, fields: tuple[FieldChange, ...] = ()) -> ChangedRow:
    return ChangedRow(id_, str(table.cell(table.index[id_], "name") or id_), fields)


def changed_rows(old: Table, new: Table) -> Iterator[tuple[str, tuple[FieldChange, ...]]]:
    """The rows that both versions of a table have and that differ, by id, with the cells that do.

    >>> list(changed_rows(Table.of("units", {"a": {"name": "A"}}), Table.of("units", {"a": {"name": "Å"}})))
    [('a', (FieldChange(field='name', before='A', after='Å'),))]
    """
    both = [(was, row) for row, id_ in enumerate(new.ids) if (was := old.index.get(id_)) is not None]
    then, now = [was for was, _ in both], [row for _, row in both]
    found: dict[int, list[FieldChange]] = {}
    for field in ENTITIES[new.name].fields():
        if field != "id":
            before, after = old.column(field), new.column(field)
            for at in _differing(before, then, after, now):
                cells = FieldChange(field, before[then[at]], after[now[at]])
                found.setdefault(now[at], []).append(cells)
    return ((new.ids[row], tuple(found[row])) for row in sorted(found))


def _differing(before: Column, then: Sequence[int], after: Column, now: Sequence[int]) -> Sequence[int]:
    """The places where the two columns hold different cells: array by array, a national table has a million rows."""
    places: Mapping[Value, int] = {value: code for code, value in enumerate(before.values)}
    new_codes = after.mapped(places, missing=-2)
    blank = after.codes < 0
    new_codes[blank] = -1
    return [int(at) for at in (before.codes[then] != new_codes[now]).nonzero()[0].tolist()]
