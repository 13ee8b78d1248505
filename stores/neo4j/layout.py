"""How a landscape lies in Neo4j: what becomes a node, a relationship and an index. The Cypher is in neo4j_cypher.py.

A table is a label; a field that refers to another row is a relationship as well as a property. Every node has the
number of the copy of the landscape that it belongs to (`landscape`) and its `id`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from model.schema import VOCABULARIES

VERSION = 2
"""Of the layout; written in the one node `(:Landskab)` by whoever appends. Since 2 the entries bear seals."""
DRAWING = 1
"""Of the graph alone: another one draws it otherwise."""

LABELS: Mapping[str, str] = MappingProxyType(
    {
        "systems": "System",
        "interfaces": "Interface",
        "flows": "Flow",
        "requirements": "Requirement",
        "contracts": "Contract",
        "units": "Unit",
        "data_objects": "DataObject",
    }
)
"""Table -> label of its rows."""
VENDOR, CAPABILITY = "Vendor", "Capability"
NODE_LABELS = (*LABELS.values(), VENDOR, CAPABILITY)
"""Every label of a copy."""

KIND_LABELS: Mapping[str, str] = MappingProxyType(
    {
        kind: "SupportSystem" if kind == "support" else "".join(word.capitalize() for word in kind.split("_"))
        for kind in VOCABULARIES["kind"]
    }
)
"""Kind of a system, as it counts -> the further label of its node."""


@dataclass(frozen=True, slots=True)
class Link:
    """A kind of relationship: `(:start)-[:type {properties}]->(:end)`.

    owner: the table whose rows it is made from, and `owned` the end at which their node stands (`flow`: at neither, the
    relationship carries the flow's id). field: the reference that it draws, "" where it is worked out. said_by:
    written on it where two tables can say the same.
    """

    owner: str
    field: str
    type: str
    start: str
    end: str
    owned: Literal["start", "end", "flow"] = "start"
    properties: tuple[str, ...] = ()
    said_by: str = ""


def _link(owner: str, field: str, type_: str, end: str, *properties: str, said_by: str = "") -> Link:
    return Link(owner, field, type_, LABELS[owner], end, "start", properties, said_by)


def _turned(owner: str, field: str, type_: str, start: str, *, said_by: str = "") -> Link:
    """A reference drawn the other way: from what is referred to, to the row."""
    return Link(owner, field, type_, start, LABELS[owner], "end", said_by=said_by)


LINKS = (
    # Those that carry a flow's id are found by the flow's consumer: they are taken away before the rest.
    Link("flows", "", "FEEDS", "System", "System", "flow", ("flow",)),
    Link("flows", "", "PASSES_ON", "System", "System", "flow", ("flow", "as")),
    _link("systems", "unit", "BELONGS_TO", "Unit"),
    _link("systems", "using_units", "USED_BY", "Unit"),
    _link("systems", "successor", "SUCCEEDED_BY", "System"),
    _link("systems", "", "SUPPLIED_BY", VENDOR),
    _link("systems", "", "FOR", CAPABILITY),
    _turned("interfaces", "system", "EXPOSES", "System"),
    _link("interfaces", "data_objects", "CARRIES", "DataObject"),
    _turned("flows", "provider", "PROVIDES", "System"),
    _link("flows", "consumer", "FEEDS_INTO", "System"),
    _link("flows", "interface", "USES", "Interface"),
    _link("flows", "via", "VIA", "System", "position"),
    _link("flows", "data_objects", "CARRIES", "DataObject"),
    _link("flows", "requirement", "COUNTS_IN", "Requirement"),
    _turned("flows", "contract", "COVERS", "Contract", said_by="flow"),
    _link("requirements", "consumer", "OF_CONSUMER", "System"),
    _link("contracts", "systems", "COVERS", "System", said_by="contract"),
    _link("contracts", "flows", "COVERS", "Flow", said_by="contract"),
    _link("contracts", "", "SUPPLIED_BY", VENDOR),
    _link("units", "parent", "PART_OF", "Unit"),
    _link("data_objects", "parent", "PART_OF", "DataObject"),
    _link("data_objects", "register", "KEPT_IN", "System"),
)
"""Every kind of relationship between the nodes of a copy."""


def links_of(table: str) -> Iterator[Link]:
    """The kinds of relationship that the rows of a table make."""
    return (link for link in LINKS if link.owner == table)


def constraints() -> Iterator[str]:
    """What keeps ids unique, and is an index as well; and the indexes that a slice needs.

    >>> next(constraints())
    'CREATE CONSTRAINT landskab_key IF NOT EXISTS FOR (n:Landskab) REQUIRE n.key IS UNIQUE'
    """
    meta = {"Landskab": "key", "Revision": "number", "Source": "name", "Claims": "digest", "Copy": "landscape"}
    for label, field in meta.items():
        yield _unique(f"{label.lower()}_{field}", label, f"n.{field}")
    yield _unique("content_part", "Content", "(n.digest, n.part)")
    for label in NODE_LABELS:
        yield _unique(f"{label.lower()}_id", label, "(n.landscape, n.id)")
    yield "CREATE INDEX system_stands_for IF NOT EXISTS FOR (n:System) ON (n.landscape, n.stands_for)"


def _unique(name: str, label: str, what: str) -> str:
    return f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE {what} IS UNIQUE"
