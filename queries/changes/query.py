"""What changed between two landscapes: rows added, changed and removed, table by table, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from model.claims.columns import Table
from model.claims.entities import ENTITIES
from model.claims.table_changes import FieldChange, changed_rows, ids_beside
from model.landscape.landscape import Landscape
from model.rows import Rows, as_json
from queries.facts.entity_cells import plain

COUNTED = ("added", "changed", "removed")


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

    >>> from model.claims.batch import Batch
    >>> from model.claims.state import State
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


def _named(table: Table, id_: str, fields: tuple[FieldChange, ...] = ()) -> ChangedRow:
    return ChangedRow(id_, str(table.cell(table.index[id_], "name") or id_), fields)
