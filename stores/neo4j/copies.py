"""Writing the typed graph: a whole new copy of the landscape, or what changed in the one that is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from hashlib import sha256
from importlib.resources import files
from typing import Any

from stores.neo4j.changes import Touched
from stores.neo4j.cypher import delete_copy, delete_some_links
from stores.neo4j.layout import DRAWING, LABELS, NODE_LABELS
from stores.neo4j.lots import LAST, ahead, changed, whole
from stores.neo4j.rows import GraphRows
from stores.neo4j.server import Neo4jServer, Tx

Run = Callable[[str, Mapping[str, Any]], Any]
"""Runs one statement with its parameters, in a transaction of its own or in the one that is open."""


def inside(tx: Tx) -> Run:
    """Every statement in a transaction that is open."""
    return lambda query, parameters: tx.run(query, dict(parameters)).consume()


def by_itself(server: Neo4jServer) -> Run:
    """Every statement in a transaction of its own."""
    return lambda query, parameters: server.write(lambda tx: tx.run(query, dict(parameters)).consume())


def size_of(rows: GraphRows) -> int:
    """How many rows a whole copy has."""
    return sum(len(rows.landscape.tables[table]) for table in LABELS)


def write_copy(run: Run, rows: GraphRows) -> None:
    """All of a landscape beside what is there; nobody reads it before a revision shows it."""
    marker = {"landscape": rows.copy, "drawn_by": edition()}
    run("CREATE (c:Copy) SET c = $marker", {"marker": marker})
    for query, parameters in ahead(whole(rows)):
        run(query, parameters)


def write_changes(run: Run, rows: GraphRows, touched: Mapping[str, Touched]) -> None:
    """Make the copy that `rows` writes into what the landscape is now; it was drawn by this edition."""
    for query, parameters in changed(rows, touched):
        run(query, parameters)


@cache
def edition() -> str:
    """What a copy is drawn by: the layout and the shipped catalogue. Another edition draws another graph."""
    catalogue = files("model.catalogue").joinpath("catalogue.yaml").read_bytes()
    return f"{DRAWING}:{sha256(catalogue).hexdigest()}"


def is_of_this_edition(tx: Tx, landscape: int) -> bool:
    """Whether what is there was drawn as it would be now, so that writing the changes makes the whole right."""
    row = tx.run("OPTIONAL MATCH (c:Copy {landscape: $landscape}) RETURN c.drawn_by AS edition", landscape=landscape)
    return bool(row.single(strict=True)["edition"] == edition())


def remove_copy(server: Neo4jServer, landscape: int) -> None:
    """Take a copy away that no revision shows; what is left of it when this is interrupted is found by its marker."""
    server.run(delete_copy(LABELS[LAST]), {"landscape": landscape})
    for label in NODE_LABELS:
        while server.write(partial(_gone, label, landscape)):
            pass
        server.run(delete_copy(label), {"landscape": landscape})
    server.run("MATCH (c:Copy {landscape: $landscape}) DELETE c", {"landscape": landscape})


def _gone(label: str, landscape: int, tx: Tx) -> int:
    """How many of the relationships out of a label's nodes were deleted now."""
    return int(tx.run(delete_some_links(label), landscape=landscape).single(strict=True)["gone"])
