"""Whether the graph in the server is the one that the claims make: every node, every relationship, and what is beside.

The graph is read as a stream, and what it should be is worked out row by row. Of the relationships each row of a table
keeps one number, to which those that should be there are added and from which those that are there are taken: where
it is not 0 the row is looked at again, in full.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, islice
from typing import Any

from neo4j.time import Date as ServerDate

from stores.neo4j.layout import LABELS, LINKS, NODE_LABELS, Link, links_of
from stores.neo4j.rows import SHARED, GraphRows, Row, server_text
from stores.neo4j.server import Tx
from stores.shared.verified import MOST, Differences

_SAID = "The sources say that it is there."
_NO_NODE = "Nothing that the sources say makes this node."
_NO_RELATIONSHIP = "Nothing that the sources say makes this relationship."
_BITS = (1 << 64) - 1
_WIDE = 80  # characters of a value
_PLACES = {(link.start, link.type, link.end, link.said_by): place for place, link in enumerate(LINKS)}
_TABLES = {label: table for table, label in LABELS.items()}
_NODES = "MATCH (n:{label} {{landscape: $landscape}}) RETURN labels(n) AS labels, properties(n) AS row"
_OUT = """MATCH (a:{label} {{landscape: $landscape}})-[r]->(b)
RETURN a.id AS a, type(r) AS type, labels(b) AS labels, b.id AS b, b.landscape AS copy, properties(r) AS row"""
_IN = f"""MATCH (b:{{label}} {{{{landscape: $landscape}}}})<-[r]-(a) WHERE NOT (a:{" OR a:".join(NODE_LABELS)})
RETURN labels(a) AS labels, a.id AS a, type(r) AS type, b.id AS b"""
_AGAIN = """MATCH (a:{start} {{landscape: $landscape}})-[r:{type}]->(b:{end} {{landscape: $landscape}})
WHERE {owner} IN $ids RETURN a.id AS a, b.id AS b, properties(r) AS row"""


class GraphCheck:
    """Compares the copy that `rows` would write with the one that is there; what differs goes to `found`."""

    def __init__(self, tx: Tx, rows: GraphRows, found: Differences) -> None:
        self._tx = tx
        self._rows = rows
        self._found = found
        self._ids: Mapping[str, Mapping[str, str]] = {
            label: {server_text(id_): id_ for id_ in rows.landscape.tables[table].index}
            for label, table in _TABLES.items()
        }
        self._shared = {label: {str(row["id"]): row for row in rows.shared_nodes(label)} for label in SHARED}

    def nodes(self) -> int:
        """Compare the nodes; gives how many there should be."""
        for label in NODE_LABELS:
            missing = dict.fromkeys(self._ids.get(label) or self._shared.get(label) or ())
            for node in self._ask(_NODES.format(label=label)):
                id_ = node["row"].get("id")
                where = pattern(label, id_)
                if not isinstance(id_, str) or id_ not in missing:
                    self._found.add("extra", where, _NO_NODE)
                    continue
                del missing[id_]
                labels, row = self._wanted(label, id_)
                for why in _differing(labels, set(node["labels"]), row, node["row"]):
                    self._found.add("changed", where, why)
            for id_ in missing:
                self._found.add("missing", pattern(label, id_), _SAID)
        return sum(len(ids) for ids in chain(self._ids.values(), self._shared.values()))

    def relationships(self) -> int:
        """Compare the relationships; gives how many there should be."""
        sums = {table: array("Q", bytes(8 * len(self._rows.landscape.tables[table]))) for table in LABELS}
        count = 0
        for table in LABELS:
            for link in links_of(table):
                for row in self._links(link, self._rows.landscape.tables[table].ids):
                    _add(sums[table], self._at(link, row), _number(link, row))
                    count += 1
        for label in NODE_LABELS:
            for there in self._ask(_OUT.format(label=label)):
                self._take(sums, label, there)
            for there in self._ask(_IN.format(label=label)):
                self._strange(_first(there["labels"]), label, there)
        for table in LABELS:
            self._look_again(table, sums[table])
        return count

    def _take(self, sums: Mapping[str, array[int]], label: str, there: Mapping[str, Any]) -> None:
        """Take one that is there from the sum of its row, or say that there is no row that makes it."""
        link = _link(label, there)
        row = {**there["row"], "a": there["a"], "b": there["b"]}
        row.pop("said_by", None)
        at = self._at(link, row) if link and there["copy"] == self._rows.copy else None
        if link is None or at is None:
            self._strange(label, _first(there["labels"]), there)
        else:
            _add(sums[link.owner], at, -_number(link, row))

    def _strange(self, start: str, end: str, there: Mapping[str, Any]) -> None:
        where = f"{pattern(start, there['a'])}-[:{there['type']}]->{pattern(end, there['b'])}"
        self._found.add("extra", where, _NO_RELATIONSHIP)

    def _look_again(self, table: str, sums: array[int]) -> None:
        """Tell the relationships of the rows whose sum is not 0; of many rows only how many there are."""
        ids = self._rows.landscape.tables[table].ids
        wrong = (ids[at] for at, one in enumerate(sums) if one)
        some = list(islice(wrong, MOST))
        for link in links_of(table) if some else ():
            there = self._there(link, some)
            wanted = Counter(map(_frozen, self._links(link, some)))
            for one in wanted - there:
                self._found.add("missing", _arrow(link, dict(one)), _SAID)
            for one in there - wanted:
                self._found.add(
                    "extra", _arrow(link, dict(one)), "Nothing that the sources say makes this relationship."
                )
        self._found.total += sum(1 for _ in wrong)

    def _there(self, link: Link, ids: list[str]) -> Counter[Any]:
        owner = {"flow": "r.flow", "start": "a.id", "end": "b.id"}[link.owned]
        query = _AGAIN.format(start=link.start, type=link.type, end=link.end, owner=owner)
        found = self._ask(query, ids=[*map(server_text, ids)])
        rows = ({**one["row"], "a": one["a"], "b": one["b"]} for one in found)
        return Counter(_frozen(row) for row in rows if row.pop("said_by", "") == link.said_by)

    def _links(self, link: Link, ids: Any) -> Iterator[Row]:
        """The relationships that should be there: those whose ends both are."""
        starts, ends = (self._ids.get(label) or self._shared.get(label) or {} for label in (link.start, link.end))
        return (row for row in self._rows.links(link, ids) if row["a"] in starts and row["b"] in ends)

    def _at(self, link: Link, row: Mapping[str, Any]) -> int | None:
        """The row of the owner's table that makes the relationship."""
        id_ = row.get({"flow": "flow", "start": "a", "end": "b"}[link.owned])
        known = self._ids[LABELS[link.owner]].get(id_) if isinstance(id_, str) else None
        return None if known is None else self._rows.landscape.tables[link.owner].index[known]

    def _wanted(self, label: str, id_: str) -> tuple[set[str], Row]:
        if label in self._shared:
            return {label}, self._shared[label][id_]
        ((further, row),) = self._rows.nodes(_TABLES[label], (self._ids[label][id_],))
        return {label, further} - {""}, row

    def _ask(self, query: str, **parameters: Any) -> Iterator[Mapping[str, Any]]:
        return (dict(row) for row in self._tx.run(query, {"landscape": self._rows.copy, **parameters}))


def pattern(label: str, id_: Any) -> str:
    """A node as a person finds it in the graph.

    >>> pattern("System", "CPR")
    "(:System {id: 'CPR'})"
    """
    return f"(:{label} {{id: {shown(id_)}}})" if label else f"({{id: {shown(id_)}}})"


def shown(value: Any) -> str:
    """A value on one line, a long one cut.

    >>> shown(["a", "b"]), shown("x" * 90)[-8:]
    ("['a', 'b']", 'xxxxxx …')
    """
    plain = _plain(value)
    text = "null" if plain is None else repr(list(plain) if isinstance(plain, tuple) else plain)
    text = str(plain) if isinstance(plain, date) else " ".join(text.split())
    return text if len(text) <= _WIDE else f"{text[: _WIDE - 2]} …"


def _differing(labels: set[str], labels_there: set[str], row: Row, there: Row) -> Iterator[str]:
    """A sentence for each thing in which a node is not what it should be."""
    if labels != labels_there:
        yield f"Its labels are {', '.join(sorted(labels_there))} and should be {', '.join(sorted(labels))}."
    for name in sorted(row.keys() | there.keys()):
        wanted, value = _plain(row.get(name)), _plain(there.get(name))
        if name not in row:
            yield f"'{name}' is {shown(value)} and should not be there."
        elif name not in there:
            yield f"'{name}' is not there and should be {shown(wanted)}."
        elif wanted != value or type(wanted) is not type(value):
            yield f"'{name}' is {shown(value)} and should be {shown(wanted)}."


def _plain(value: Any) -> Any:
    """A property as Python has it: lists as tuples, the server's dates as dates."""
    if isinstance(value, list | tuple):
        return tuple(map(_plain, value))
    return value.to_native() if isinstance(value, ServerDate) else value


def _link(start: str, there: Mapping[str, Any]) -> Link | None:
    said = there["row"].get("said_by", "")
    ends = (_PLACES.get((start, there["type"], end, said)) for end in there["labels"] if isinstance(said, str))
    return next((LINKS[place] for place in ends if place is not None), None)


def _number(link: Link, row: Mapping[str, Any]) -> int:
    """A number of 64 bits for a relationship, the same as long as the program runs."""
    return hash((link.start, link.type, link.end, link.said_by, _frozen(row)))


def _add(sums: array[int], at: int | None, number: int) -> None:
    if at is not None:
        sums[at] = (sums[at] + number) & _BITS


def _frozen(row: Mapping[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((name, _plain(value)) for name, value in row.items()))


def _arrow(link: Link, row: Mapping[str, Any]) -> str:
    """A relationship as a person finds it in the graph."""
    said = {"said_by": link.said_by} if link.said_by else {}
    named = {name: value for name, value in row.items() if name not in ("a", "b")} | said
    inside = ", ".join(f"{name}: {shown(value)}" for name, value in named.items())
    properties = f" {{{inside}}}" if named else ""
    return f"{pattern(link.start, row['a'])}-[:{link.type}{properties}]->{pattern(link.end, row['b'])}"


def _first(labels: list[str]) -> str:
    """The label by which the node is known, else any."""
    return next((label for label in NODE_LABELS if label in labels), next(iter(labels), ""))
