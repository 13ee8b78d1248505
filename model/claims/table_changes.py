"""What differs between two versions of one table, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.claims.columns import CodedColumn, Table
from model.claims.entities import ENTITIES
from model.schema import Value


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One cell: `None` is blank."""

    field: str
    before: Value | None
    after: Value | None


def ids_beside(table: Table, other: Table) -> Iterator[str]:
    """The ids of the rows that only the first table has: what came, or what went.

    >>> list(ids_beside(Table.of("units", {"a": {"name": "A"}, "b": {"name": "B"}}), Table.of("units", {"a": {}})))
    ['b']
    """
    return (id_ for id_ in table.ids if id_ not in other.index)


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


def _differing(before: CodedColumn, then: Sequence[int], after: CodedColumn, now: Sequence[int]) -> Sequence[int]:
    """The places where the two columns hold different cells: array by array, a national table has a million rows."""
    places: Mapping[Value, int] = {value: code for code, value in enumerate(before.values)}
    new_codes = after.mapped(places, missing=-2)
    blank = after.codes < 0
    new_codes[blank] = -1
    return [int(at) for at in (before.codes[then] != new_codes[now]).nonzero()[0].tolist()]
