"""Which rows a landscape file must hold so that reading it gives the same landscape.

What the importer makes again by itself stays out: catalogue entries, the parts of a data object's id, units
and data objects that are only referred to. What it would refuse or take for something else is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from model.claims.entities import ENTITIES
from model.folding import fold
from model.landscape.landscape import Landscape
from model.schema import Value

_BRACKETS = re.compile(r"\([^()]*\)")
_MADE_AGAIN = frozenset({"units", "data_objects"})
_NAMED = frozenset(
    table for table, entity in ENTITIES.items() if (name := entity.fields().get("name")) is not None and name.required
)


def rows_to_write(landscape: Landscape, table: str) -> Iterator[tuple[str, dict[str, Value]]]:
    """The id and the filled cells of every row that belongs in a file, by id; blanks stay blank.

    >>> from model.claims.batch import Batch
    >>> from model.claims.state import State
    >>> flow = {"provider": "CPR", "consumer": "a"}
    >>> state = State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}}, flows={"CPR>a": flow}))
    >>> [id_ for id_, _ in rows_to_write(Landscape(state), "systems")]
    ['a']
    """
    rows = landscape.tables[table]
    added = landscape.added[table]
    called = _called(landscape, table) if added else {}
    owners = _owners(landscape) if table in ("systems", "interfaces") else {}
    for id_ in rows.ids:
        if id_ not in added or _must_stand(landscape, table, id_, called):
            yield id_, _cells(landscape, table, id_, owners)
    if table == "systems":
        for owner in owners.values():
            if owner not in rows.index:
                yield owner, {"name": owner}


def left_out(landscape: Landscape) -> tuple[str, ...]:
    """Flow ids that only a contract names: nobody knows their ends, so no file can hold them."""
    return tuple(sorted(landscape.added["flows"]))


def _must_stand(landscape: Landscape, table: str, id_: str, called: Mapping[str, set[str]]) -> bool:
    """Whether a row that nobody lists has to be written, or a reference to it would fail or mean something else."""
    why = landscape.added[table][id_]
    if why == "unlisted" and table not in _MADE_AGAIN:
        return True
    if why == "catalogue" and _read_as_another_kind(landscape, table, id_):
        return True
    return len(called.get(fold(id_), ())) > 1


def _read_as_another_kind(landscape: Landscape, table: str, id_: str) -> bool:
    """A catalogue service is read as an interface, unless a system of that id is listed."""
    entry = landscape.catalogue.entry(id_)
    if table == "systems":
        return entry is not None and entry.platform is not None
    return table == "interfaces" and ("systems", id_) in landscape


def _called(landscape: Landscape, table: str) -> dict[str, set[str]]:
    """Folded word -> the ids of the table that a reference by it could mean, catalogue entries by their id."""
    rows = landscape.tables[table]
    found: dict[str, set[str]] = {}
    for id_, name, aliases in zip(rows.ids, rows.cells("name"), rows.cells("aliases"), strict=True):
        words = [str(word) for word in (name, *(aliases if isinstance(aliases, tuple) else ())) if word is not None]
        entry = landscape.catalogue.stands_for(id=id_, names=words) if table in ("systems", "interfaces") else None
        for word in (id_, *words, *((entry.id,) if entry else ())):
            found.setdefault(fold(word), set()).add(id_)
    if table == "data_objects":
        _add_known_objects(landscape, found)
    return found


def _add_known_objects(landscape: Landscape, found: dict[str, set[str]]) -> None:
    for id_, known in landscape.catalogue.data_objects.items():
        for word in (id_, known.name, _BRACKETS.sub(" ", known.name)):
            found.setdefault(fold(word), set()).add(id_)


def _cells(landscape: Landscape, table: str, id_: str, owners: Mapping[str, str]) -> dict[str, Value]:
    cells = landscape.tables[table].row(id_)
    if table in _NAMED:
        cells.setdefault("name", id_)
    if table == "contracts" and landscape.added["flows"]:
        return _without_unknown_flows(landscape, cells)
    return {"system": owners[id_], **cells} if table == "interfaces" and id_ in owners else cells


def _without_unknown_flows(landscape: Landscape, cells: dict[str, Value]) -> dict[str, Value]:
    flows = cells.get("flows")
    if isinstance(flows, tuple):
        cells = {**cells, "flows": tuple(str(flow) for flow in flows if flow not in landscape.added["flows"])}
    return {name: value for name, value in cells.items() if value != ()}


def _owners(landscape: Landscape) -> dict[str, str]:
    """Interface that nobody lists -> the system to write it under, for a file must name one.

    The provider of its flows changes no answer: they fall with it anyway. Where they have several it is a
    system of the interface's own name, on which nothing else stands.
    """
    rows = landscape.tables["interfaces"]
    nobodys = (id_ for id_, why in landscape.added["interfaces"].items() if why == "unlisted")
    providers = {id_: set[str]() for id_ in nobodys if rows.cell(rows.index[id_], "system") is None}
    flows = landscape.tables["flows"]
    if providers:
        for interface, provider in zip(flows.cells("interface"), flows.cells("provider"), strict=True):
            if interface in providers:
                providers[str(interface)].add(str(provider))
    taken = landscape.tables["systems"].index
    return {id_: next(iter(found)) if len(found) == 1 else _free_id(id_, taken) for id_, found in providers.items()}


def _free_id(id_: str, taken: Mapping[str, int]) -> str:
    return id_ if id_ not in taken else _free_id(f"{id_} (interface)", taken)
