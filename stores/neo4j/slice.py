"""The part of a landscape that a question can reach, read from the server; its answer is that of the whole.

What is read: all that may fall or miss something, with every flow into it and out of it; who could give the data of
the flows that are killed; who else does the same job, takes over, or stands for a service of the catalogue; the
contracts around; and the counts of the whole. Rows at the rim are there to be named: their own flows are not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from neo4j.time import Date

from model.catalogue.catalogue import Catalogue, load_catalogue
from model.claims.columns import Table
from model.claims.entities import ENTITIES
from model.claims.merge import merged_tables
from model.claims.referred import Added
from model.claims.state import State
from model.claims.whole import Slice
from model.schema import Value
from stores.neo4j.asked import QuestionRows, asked
from stores.neo4j.layout import LABELS
from stores.neo4j.reach import CARRIED_FLOWS, Reached, lots, out_of_use, reach
from stores.neo4j.server import Tx
from stores.neo4j.whole import whole

Row = Mapping[str, Any]

_BY_ID = "UNWIND $ids AS id MATCH (n:{label} {{landscape: $landscape, id: id}}) RETURN properties(n) AS row"
_INTO = """UNWIND $ids AS id MATCH (:System {landscape: $landscape, id: id})<-[:FEEDS_INTO]-(f:Flow)
RETURN properties(f) AS row"""
_MEMBERS = """UNWIND $ids AS id MATCH (:Requirement {landscape: $landscape, id: id})<-[:COUNTS_IN]-(f:Flow)
RETURN properties(f) AS row"""
_OBJECTS = "MATCH (n:DataObject {landscape: $landscape}) RETURN properties(n) AS row"
_SUCCESSORS = """UNWIND $ids AS id MATCH (:System {landscape: $landscape, id: id})-[:SUCCEEDED_BY]->(s:System)
RETURN DISTINCT properties(s) AS row"""
_STANDING = """MATCH (s:System {landscape: $landscape}) WHERE s.stands_for IN $ids RETURN properties(s) AS row"""
_SAME_JOB = """UNWIND $ids AS id MATCH (:System {landscape: $landscape, id: id})-[:FOR]->(c:Capability)
WITH DISTINCT c MATCH (c)<-[:FOR]-(s:System)
RETURN DISTINCT properties(s) AS row"""
_EXPOSED = """UNWIND $ids AS id MATCH (:System {landscape: $landscape, id: id})-[:EXPOSES]->(i:Interface)
RETURN properties(i) AS row"""
_GIVEN = """UNWIND $ids AS id MATCH (:System {landscape: $landscape, id: id})-[:PROVIDES]->(f:Flow)
WHERE f.data_objects IS NOT NULL OR f.interface IS NOT NULL
RETURN properties(f) AS row"""
_OF_SYSTEMS = """UNWIND $ids AS id MATCH (:System {landscape: $landscape, id: id})<-[:COVERS]-(c:Contract)
RETURN DISTINCT properties(c) AS row"""
_OF_FLOWS = """UNWIND $ids AS id MATCH (:Flow {landscape: $landscape, id: id})<-[:COVERS]-(c:Contract)
RETURN DISTINCT properties(c) AS row"""
_NEAR = "(p.municipality IS NULL OR p.municipality IN $near)"
_OFFERED = f"""UNWIND $ids AS id MATCH (:DataObject {{landscape: $landscape, id: id}})<-[:CARRIES]-(i:Interface)
MATCH (i)<-[:EXPOSES]-(p:System) WHERE {_NEAR}
RETURN DISTINCT properties(i) AS row"""
_SENT = f"""UNWIND $ids AS id MATCH (:DataObject {{landscape: $landscape, id: id}})<-[:CARRIES]-(f:Flow)
MATCH (f)<-[:PROVIDES]-(p:System) WHERE {_NEAR}
RETURN DISTINCT properties(f) AS row"""
_SENT_OVER = f"""UNWIND $ids AS id MATCH (:DataObject {{landscape: $landscape, id: id}})<-[:CARRIES]-(i:Interface)
MATCH (i)<-[:USES]-(f:Flow)<-[:PROVIDES]-(p:System)
WHERE f.data_objects IS NULL AND p.id <> i.system AND {_NEAR}
RETURN DISTINCT properties(f) AS row"""


def read_slice(tx: Tx, landscape: int, revision: int, what: Sequence[str], at: date | None) -> Slice:
    """What `shutdown_impact(…, what, at=at)` needs of the copy of that number to give the answer of the whole."""
    return _Reader(tx, landscape).read(revision, what, at)


def all_of(state: State) -> Slice:
    """The whole landscape as a slice.

    >>> from model.claims.batch import Batch
    >>> part = all_of(State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}})))
    >>> part.tables["systems"].ids, part.whole
    (('a',), None)
    """
    tables = merged_tables(state)
    return Slice(state.revision, tables, {table: {} for table in tables}, None)


class _Reader:
    """Rows of every table as they are found, by id."""

    def __init__(self, tx: Tx, landscape: int) -> None:
        self._tx = tx
        self._landscape = landscape
        self._catalogue: Catalogue = load_catalogue()
        self._rows: dict[str, dict[str, Row]] = {table: {} for table in ENTITIES}

    def read(self, revision: int, what: Sequence[str], at: date | None) -> Slice:
        meant = asked(self._tx, self._landscape, what)
        for table, rows in meant.rows.items():
            self._note(table, rows)
        if meant.known:
            self._read_all(meant, at)
        tables = {table: _table(table, rows) for table, rows in self._rows.items()}
        return Slice(revision, tables, self._added(), whole(self._tx, self._landscape, at))

    def _read_all(self, meant: QuestionRows, at: date | None) -> None:
        earlier = reach(self._tx, self._landscape, systems=out_of_use(self._tx, self._landscape, at))
        reached = reach(self._tx, self._landscape, systems=meant.ids("systems"), flows=meant.ids("flows"))
        self._note("data_objects", self._run(_OBJECTS))
        self._read_flows(reached, earlier)
        self._read_offers(meant)
        self._read_systems(reached)
        self._read_around(reached, earlier)

    def _added(self) -> Mapping[str, Mapping[str, Added]]:
        """The rows that nobody lists, and why they are there."""
        return {
            table: {id_: row["added"] for id_, row in rows.items() if "added" in row}
            for table, rows in self._rows.items()
        }

    def _read_flows(self, reached: Reached, earlier: Reached) -> None:
        """Every flow into and out of what is reached, and what dies with what is out of use already."""
        systems = reached.all | earlier.all
        self._note("flows", self._of(systems, _INTO))
        self._note("flows", self._of(reached.all | earlier.falling, CARRIED_FLOWS))
        requirements = {row["requirement"] for row in self._rows["flows"].values() if "requirement" in row}
        self._note("flows", self._of(requirements, _MEMBERS))

    def _read_offers(self, meant: QuestionRows) -> None:
        """Who has the data of the flows that are killed, near those that lose it."""
        killed = meant.rows["flows"]
        self._fetch("interfaces", {row["interface"] for row in killed if "interface" in row})
        self._fetch("systems", {end for row in killed for end in (row.get("consumer"), row.get("provider")) if end})
        consumers = (self._rows["systems"].get(str(row.get("consumer")), {}) for row in killed)
        near = sorted({row["municipality"] for row in consumers if "municipality" in row})
        objects = self._covering({one for row in killed for one in self._objects_of(row)})
        self._note("interfaces", self._of(objects, _OFFERED, near=near))
        for query in (_SENT, _SENT_OVER):
            self._note("flows", self._of(objects, query, near=near))
        providers = {str(row["provider"]) for row in killed if "provider" in row}
        successors = self._of(providers, _SUCCESSORS)
        self._note("systems", successors)
        givers = providers | {row["id"] for row in successors}
        self._note("interfaces", self._of(givers, _EXPOSED))
        self._note("flows", self._of(givers, _GIVEN))

    def _read_systems(self, reached: Reached) -> None:
        """Successors with what they get, stand-ins of the catalogue's services, and who else does the same job."""
        successors = self._of(reached.falling, _SUCCESSORS)
        self._note("systems", successors)
        self._note("flows", self._of({row["id"] for row in successors}, _INTO))
        self._note("systems", self._of(reached.falling, _SAME_JOB))

    def _read_around(self, reached: Reached, earlier: Reached) -> None:
        """Everything that the rows read so far name."""
        flows = self._rows["flows"]
        self._note("contracts", self._of(reached.all, _OF_SYSTEMS))
        self._note("contracts", self._of(set(flows), _OF_FLOWS))
        self._fetch("requirements", self._named("flows", "requirement"))
        self._fetch("interfaces", self._named("flows", "interface"))
        ends = self._named("flows", "provider", "consumer", "via") | self._named("interfaces", "system")
        self._fetch("systems", ends | reached.all | earlier.all | self._named("requirements", "consumer"))
        self._note("systems", self._standing())
        self._fetch("units", self._named("systems", "unit", "using_units"))
        for table in ("systems", "flows"):
            self._trim("contracts", table, self._rows[table])

    def _standing(self) -> Sequence[Row]:
        """The systems that stand for a service, what it runs on, or a successor that the catalogue knows."""
        services = self._catalogue.services()
        entries = {id_ for one in services for id_ in (one.id, one.platform, one.register) if id_}
        stood_for = {row["stands_for"] for row in self._rows["systems"].values() if "stands_for" in row}
        known = filter(None, map(self._catalogue.entry, stood_for))
        entries |= {successor for entry in known for successor in entry.successor}
        return self._run(_STANDING, ids=sorted(entries))

    def _objects_of(self, flow: Row) -> Sequence[str]:
        interface = self._rows["interfaces"].get(str(flow.get("interface")), {})
        return flow.get("data_objects") or interface.get("data_objects") or ()

    def _covering(self, objects: set[str]) -> set[str]:
        """Data objects and all that cover them."""
        found: set[str] = set()
        front = objects & self._rows["data_objects"].keys()
        while front:
            found |= front
            parents = (self._rows["data_objects"][one].get("parent") or one.rpartition(".")[0] for one in front)
            front = ({str(one) for one in parents} & self._rows["data_objects"].keys()) - found
        return found

    def _named(self, table: str, *fields: str) -> set[str]:
        cells = (row[field] for row in self._rows[table].values() for field in fields if field in row)
        return {one for cell in cells for one in (cell if isinstance(cell, list) else (cell,))}

    def _trim(self, table: str, field: str, known: Mapping[str, Row]) -> None:
        """Leave out what is not in the slice; what nobody lists is in the whole's `unlisted`."""
        for id_, row in self._rows[table].items():
            if field in row:
                self._rows[table][id_] = {**row, field: [one for one in row[field] if one in known]}

    def _fetch(self, table: str, ids: Iterable[str]) -> None:
        """Rows by id, those that are not there yet."""
        missing = set(ids) - self._rows[table].keys()
        self._note(table, self._of(missing, _BY_ID.format(label=LABELS[table])))

    def _of(self, ids: Iterable[str], query: str, **more: Any) -> Sequence[Row]:
        return [row for lot in lots(ids) for row in self._run(query, ids=lot, **more)]

    def _run(self, query: str, **parameters: Any) -> Sequence[Row]:
        return [row["row"] for row in self._tx.run(query, landscape=self._landscape, **parameters)]

    def _note(self, table: str, rows: Iterable[Row]) -> None:
        self._rows[table].update((row["id"], row) for row in rows)


def _table(name: str, rows: Mapping[str, Row]) -> Table:
    fields = [field for field in ENTITIES[name].fields() if field != "id"]
    return Table.of(name, {id_: {f: _value(row[f]) for f in fields if f in row} for id_, row in rows.items()})


def _value(cell: Any) -> Value | None:
    """A property as a cell holds it."""
    value: Value | None = (tuple(map(_one, cell)) or None) if isinstance(cell, list) else _one(cell)
    return value


def _one(value: Any) -> Any:
    return value.to_native() if isinstance(value, Date) else value
