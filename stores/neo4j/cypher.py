"""The Cypher that writes the graph: pure functions from the layout to text.

Names of labels, relationship types and properties are the program's own words; everything of a user's is a parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stores.neo4j.layout import KIND_LABELS, LABELS, Link, links_of


def create_nodes(label: str, further: str = "") -> str:
    """New nodes of a copy; parameter `rows`: their properties.

    >>> create_nodes("System", "Register")
    'UNWIND $rows AS row CREATE (n:System:Register) SET n = row'
    """
    return f"UNWIND $rows AS row CREATE (n:{_labels(label, further)}) SET n = row"


def merge_nodes(label: str, further: str = "") -> str:
    """Nodes that may be there already; what they were before is taken off.

    >>> merge_nodes("Unit")
    'UNWIND $rows AS row MERGE (n:Unit {landscape: row.landscape, id: row.id}) SET n = row'
    """
    merge = f"UNWIND $rows AS row MERGE (n:{label} {{landscape: row.landscape, id: row.id}})"
    before = f" REMOVE n:{':'.join(KIND_LABELS.values())}" if label == LABELS["systems"] else ""
    return f"{merge}{before} SET n = row{f', n:{further}' if further else ''}"


def delete_nodes(label: str) -> str:
    """Nodes by `ids`, with whatever holds on to them."""
    return f"UNWIND $ids AS id MATCH (n:{label} {{landscape: $landscape, id: id}}) DETACH DELETE n"


def create_links(link: Link) -> str:
    """New relationships; parameter `rows`: their ends `a` and `b`, and the properties.

    >>> create_links(next(links_of("units")))  # doctest: +NORMALIZE_WHITESPACE
    'UNWIND $rows AS row MATCH (a:Unit {landscape: $landscape, id: row.a})
     MATCH (b:Unit {landscape: $landscape, id: row.b}) CREATE (a)-[:PART_OF]->(b)'
    """
    named = _properties(link, {name: f"row.{name}" for name in link.properties})
    return (
        f"UNWIND $rows AS row MATCH (a:{link.start} {{landscape: $landscape, id: row.a}})"
        f" MATCH (b:{link.end} {{landscape: $landscape, id: row.b}}) CREATE (a)-[:{link.type}{named}]->(b)"
    )


def create_linked(table: str, *, nodes: bool) -> str:
    """All relationships of a lot of rows, in lists: each node at an end is looked up once, and named by its place.

    Parameters: `ends`, the ids of other nodes by label; `links`, a list per kind of relationship of the places of its
    two ends and its properties; and of the rows themselves, whose nodes are made as well where `nodes` says so, the
    properties (`rows`), else the `ids`. A node that is not there is an error.

    >>> print(create_linked("units", nodes=False))
    CALL () { UNWIND $ids AS id MATCH (n:Unit {landscape: $landscape, id: id})
      RETURN CASE count(n) WHEN size($ids) THEN collect(n) END AS own }
    CALL () { UNWIND $ends.Unit AS id MATCH (n:Unit {landscape: $landscape, id: id})
      RETURN CASE count(n) WHEN size($ends.Unit) THEN collect(n) END AS Unit }
    CALL (Unit, own) { UNWIND $links[0] AS row WITH own[row[0]] AS a, Unit[row[1]] AS b, row
      CREATE (a)-[:PART_OF]->(b) }
    """
    links = list(links_of(table))
    own = LABELS[table]
    made = f"CALL () {{ UNWIND $rows AS row CREATE (n:{own}) SET n = row RETURN collect(n) AS own }}"
    clauses = [made if nodes else _found("own", own, "$ids")]
    clauses += (_found(label, label, f"$ends.{label}") for label in ends_of(links))
    clauses += (_linked(link, f"$links[{place}]") for place, link in enumerate(links))
    return "\n".join(clauses)


def ends_of(links: Iterable[Link]) -> list[str]:
    """The labels of the nodes that such relationships join to their rows."""
    sides = ((link.owned, side, getattr(link, side)) for link in links for side in ("start", "end"))
    return sorted({label for owned, side, label in sides if owned != side})


def _found(name: str, label: str, ids: str) -> str:
    return (
        f"CALL () {{ UNWIND {ids} AS id MATCH (n:{label} {{landscape: $landscape, id: id}})\n"
        f"  RETURN CASE count(n) WHEN size({ids}) THEN collect(n) END AS {name} }}"
    )


def _linked(link: Link, rows: str) -> str:
    start, end = ("own" if link.owned == side else getattr(link, side) for side in ("start", "end"))
    places = {name: f"row[{place}]" for place, name in enumerate(link.properties, start=2)}
    return (
        f"CALL ({', '.join(sorted({start, end}))}) {{"
        f" UNWIND {rows} AS row WITH {start}[row[0]] AS a, {end}[row[1]] AS b, row\n"
        f"  CREATE (a)-[:{link.type}{_properties(link, places)}]->(b) }}"
    )


def _properties(link: Link, values: Mapping[str, str]) -> str:
    words = [f"{name}: {values[name]}" for name in link.properties]
    words += [f"said_by: '{link.said_by}'"] if link.said_by else []
    return f" {{{', '.join(words)}}}" if words else ""


def delete_links(link: Link) -> str:
    """The relationships of some rows of the owner; parameter `ids`."""
    owner = f"UNWIND $ids AS id MATCH (n:{LABELS[link.owner]} {{landscape: $landscape, id: id}})"
    said = f" {{said_by: '{link.said_by}'}}" if link.said_by else ""
    if link.owned == "flow":
        return f"{owner}-[:FEEDS_INTO]->(:System)<-[r:{link.type} {{flow: id}}]-(:System) DELETE r"
    if link.owned == "start":
        return f"{owner}-[r:{link.type}{said}]->(:{link.end}) DELETE r"
    return f"{owner}<-[r:{link.type}{said}]-(:{link.start}) DELETE r"


def delete_unused(label: str) -> str:
    """Vendors or capabilities of a copy that nothing names any more."""
    return f"MATCH (n:{label} {{landscape: $landscape}}) WHERE NOT EXISTS {{ ()-->(n) }} DELETE n"


def delete_copy(label: str) -> str:
    """All nodes of a label of a copy, some thousands a transaction; runs in a transaction of its own."""
    return f"MATCH (n:{label} {{landscape: $landscape}}) CALL (n) {{ DETACH DELETE n }} IN TRANSACTIONS OF 5000 ROWS"


def delete_some_links(label: str) -> str:
    """The first relationships out of the nodes of a label of a copy: `gone` says how many.

    A register may have a million, more than one transaction holds.
    """
    return f"MATCH (:{label} {{landscape: $landscape}})-[r]->() WITH r LIMIT 20000 DELETE r RETURN count(*) AS gone"


def _labels(label: str, further: str) -> str:
    return f"{label}:{further}" if further else label
