"""Which rows of the graph an import touches: those that changed, and those whose drawing depends on others that did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from model.claims.entities import ENTITIES
from model.claims.table_changes import changed_rows, ids_beside
from model.landscape.landscape import Landscape


@dataclass(frozen=True, slots=True)
class Touched:
    """Ids of one table, sorted: `written` anew (changed or added), `removed`."""

    written: tuple[str, ...]
    removed: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.written) + len(self.removed)


def touched(old: Landscape, new: Landscape) -> Mapping[str, Touched]:
    """Per table what must be written so that the graph of `old` becomes that of `new`.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> one = State().with_batch(Batch.of("hand", units={"a": {"name": "A"}, "b": {"name": "B"}}))
    >>> two = one.with_batch(Batch.of("hand", units={"b": {"name": "Å"}, "c": {"name": "C"}}))
    >>> touched(Landscape(one), Landscape(two))["units"]
    Touched(written=('b', 'c'), removed=('a',))
    """
    written = {table: _changed(old, new, table) for table in ENTITIES}
    written["systems"] |= set(_drawn_otherwise(old, new))
    written["flows"] |= set(_over_interfaces(new, written["interfaces"]))
    written["contracts"] |= set(_covering(new, written["flows"]))
    return {
        table: Touched(
            tuple(sorted(ids & new.tables[table].index.keys())),
            tuple(ids_beside(old.tables[table], new.tables[table])),
        )
        for table, ids in written.items()
    }


def _changed(old: Landscape, new: Landscape, table: str) -> set[str]:
    """Rows that came or changed, or that other sources list now."""
    before, after = old.tables[table], new.tables[table]
    found = set(ids_beside(after, before))
    if not before.same_as(after):
        found |= {id_ for id_, _ in changed_rows(before, after)}
    found |= {id_ for id_, _ in old.added[table].items() ^ new.added[table].items()}
    for source in old.state.sources.keys() | new.state.sources.keys():
        one, other = (_ids(landscape, source, table) for landscape in (old, new))
        found |= set() if one == other else set(one) ^ set(other)
    return found


def _ids(landscape: Landscape, source: str, table: str) -> tuple[str, ...]:
    claims = landscape.state.sources.get(source)
    return claims.tables[table].ids if claims else ()


def _drawn_otherwise(old: Landscape, new: Landscape) -> Iterator[str]:
    """Systems whose kind or successor is the catalogue's, and now another one."""
    kinds = dict(zip(old.tables["systems"].ids, old.kinds.cells(), strict=True))
    for id_, kind in zip(new.tables["systems"].ids, new.kinds.cells(), strict=True):
        inherits = id_ in new.stands_for or id_ in old.stands_for
        if kinds.get(id_) != kind or (inherits and old.successors(id_) != new.successors(id_)):
            yield id_


def _over_interfaces(landscape: Landscape, interfaces: AbstractSet[str]) -> Iterator[str]:
    """Flows over interfaces that may have another system now."""
    table = landscape.tables["flows"]
    cells = zip(table.ids, table.cells("interface"), strict=True) if interfaces else ()
    return (id_ for id_, interface in cells if interface in interfaces)


def _covering(landscape: Landscape, flows: AbstractSet[str]) -> Iterator[str]:
    """Contracts that name flows which may not have been there."""
    table = landscape.tables["contracts"]
    for id_, listed in zip(table.ids, table.cells("flows"), strict=True):
        if isinstance(listed, tuple) and not flows.isdisjoint(map(str, listed)):
            yield id_
