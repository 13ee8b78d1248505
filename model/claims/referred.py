"""Rows that nobody lists but somebody refers to: a landscape has no loose ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from model.catalogue.catalogue import Catalogue
from model.claims.columns import CodedColumn, Table
from model.claims.entities import ENTITIES
from model.schema import Value

Added = Literal["catalogue", "part", "unlisted"]
"""Why a row is there: a catalogue entry, a data object (or the part before its dot), or only referred to.

A data object needs no row of its own, so one that nobody lists is no gap in the registration.
"""


def with_referred_rows(
    tables: Mapping[str, Table], catalogue: Catalogue
) -> tuple[dict[str, Table], dict[str, dict[str, Added]]]:
    """The tables with a row for all that is referred to, and which rows were added, why.

    A flow that only a contract names gets no row (nobody knows its ends); it is still among the added.
    """
    complete = dict(tables)
    added: dict[str, dict[str, Added]] = {name: {} for name in ENTITIES}
    for name in ("flows", "contracts", "requirements", "interfaces", "data_objects", "systems", "units"):
        missing = sorted(_referred(complete, name) - complete[name].index.keys())
        rows = dict(_new_rows(name, missing, complete, catalogue))
        added[name] = {id_: why for id_, (why, _) in rows.items()}
        if rows and name != "flows":
            complete[name] = _appended(complete[name], {id_: cells for id_, (_, cells) in rows.items()})
    return complete, added


def _referred(tables: Mapping[str, Table], target: str) -> set[str]:
    found: set[str] = set()
    for name, entity in ENTITIES.items():
        for field, declared in entity.fields().items():
            if declared.target == target:
                found.update(_ids(tables[name].column(field).values))
    if target == "data_objects":
        found.update(part for id_ in found | tables[target].index.keys() for part in _parts(id_, tables[target]))
    return found


def _ids(values: Iterable[Value]) -> Iterator[str]:
    for value in values:
        if isinstance(value, tuple):
            yield from (str(id_) for id_ in value)
        else:
            yield str(value)


def _parts(id_: str, table: Table) -> Iterator[str]:
    """What stands before each dot of a data object's id, up to a registered parent."""
    while "." in id_ and not ((row := table.index.get(id_)) is not None and table.cell(row, "parent")):
        id_ = id_.rpartition(".")[0]
        if id_:
            yield id_


def _new_rows(
    name: str, missing: Iterable[str], tables: Mapping[str, Table], catalogue: Catalogue
) -> Iterator[tuple[str, tuple[Added, dict[str, Value]]]]:
    consumers = _consumers_of_requirements(tables["flows"]) if name == "requirements" else {}
    for id_ in missing:
        entry = catalogue.entry(id_) if name in ("systems", "interfaces") else None
        if entry is not None and name == "systems":
            yield id_, ("catalogue", {"name": entry.name})
        elif entry is not None and entry.platform:
            yield id_, ("catalogue", {"name": entry.name, "system": _platform(entry.platform, tables, catalogue)})
        elif name == "data_objects":
            known = catalogue.data_objects.get(id_)
            yield id_, ("catalogue", {"name": known.name}) if known else ("part", {})
        elif name == "requirements":
            yield id_, ("unlisted", {"consumer": consumers[id_]})
        else:
            yield id_, ("unlisted", {"name": id_})


def _platform(entry_id: str, tables: Mapping[str, Table], catalogue: Catalogue) -> str:
    """The one listed system that stands for the platform, else the platform's own id."""
    systems = tables["systems"]
    if entry_id in systems.index:
        return entry_id
    entry = catalogue.entry(entry_id)
    standing = [
        id_
        for id_, name in zip(systems.ids, systems.cells("name"), strict=True)
        if entry is not None and catalogue.stands_for(id=id_, names=(str(name),)) is entry
    ]
    return standing[0] if len(standing) == 1 else entry_id


def _consumers_of_requirements(flows: Table) -> dict[str, str]:
    pairs = zip(flows.cells("requirement"), flows.cells("consumer"), strict=True)
    return {str(requirement): str(consumer) for requirement, consumer in pairs if requirement is not None}


def _appended(table: Table, rows: Mapping[str, Mapping[str, Value]]) -> Table:
    fields = dict.fromkeys((*table.columns, *(field for cells in rows.values() for field in cells)))
    columns = {
        field: CodedColumn.of([*table.cells(field), *(cells.get(field) for cells in rows.values())]) for field in fields
    }
    return Table.from_columns(table.name, (*table.ids, *rows), columns)
