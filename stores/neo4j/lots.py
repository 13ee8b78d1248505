"""Rows in lots of some thousands, each one statement with its parameters: what is written into a copy, in order.

A statement is a transaction of its own where a whole landscape is written. Lots of 5,000 rows are quickest: of fewer
the server spends more on the transactions, of more on keeping them in memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby, islice
from typing import Any, TypeVar

from stores.neo4j.changes import Touched
from stores.neo4j.cypher import (
    create_linked,
    create_links,
    create_nodes,
    delete_links,
    delete_nodes,
    delete_unused,
    ends_of,
    merge_nodes,
)
from stores.neo4j.layout import LABELS, links_of
from stores.neo4j.rows import SHARED, GraphRows, server_text

T = TypeVar("T")
Statement = tuple[str, Mapping[str, Any]]
LOT = 5_000
LAST = "flows"
"""The table whose nodes are made together with their relationships, when all that they can end at is there."""


def whole(rows: GraphRows) -> Iterator[Statement]:
    """All of a landscape into a copy that holds nothing yet: nodes first, then the relationships between them."""
    tables = {table: rows.landscape.tables[table].ids for table in LABELS}
    others = [table for table in LABELS if table != LAST]
    for table in others:
        yield from _nodes(rows, table, tables[table], create_nodes)
    for label in SHARED:
        yield from _shared_nodes(rows, label, create_nodes)
    for table in (LAST, *others):
        for ids in _lots(tables[table]):
            yield linked(rows, table, ids, nodes=table == LAST)


def changed(rows: GraphRows, touched: Mapping[str, Touched]) -> Iterator[Statement]:
    """What makes a copy into what the landscape is now: the touched rows are taken off and written anew."""
    yield from _taken_off(rows, touched)
    written = {table: one.written for table, one in touched.items()}
    # Also where rows only went: the name of a vendor is the first of the spellings that are left.
    names = SHARED if touched["systems"] or touched["contracts"] else ()
    for table, ids in written.items():
        yield from _nodes(rows, table, ids, merge_nodes)
    for label in names:
        yield from _shared_nodes(rows, label, merge_nodes)
    for table, ids in written.items():
        for link in links_of(table):
            for lot in _lots(rows.links(link, ids)):
                yield create_links(link), {"rows": lot, "landscape": rows.copy}
    for label in names:
        yield delete_unused(label), {"landscape": rows.copy}


def _taken_off(rows: GraphRows, touched: Mapping[str, Touched]) -> Iterator[Statement]:
    """The relationships of the touched rows, then the nodes of those that went."""
    for table, one in touched.items():
        for ids in _lots(map(server_text, (*one.written, *one.removed))):
            for link in links_of(table):
                yield delete_links(link), {"ids": ids, "landscape": rows.copy}
    for table, one in touched.items():
        for ids in _lots(map(server_text, one.removed)):
            yield delete_nodes(LABELS[table]), {"ids": ids, "landscape": rows.copy}


def _nodes(rows: GraphRows, table: str, ids: Iterable[str], write: Callable[[str, str], str]) -> Iterator[Statement]:
    """The nodes of some rows of a table; those with the same labels together."""
    for lot in _lots(ids):
        labelled = sorted(rows.nodes(table, lot), key=lambda pair: pair[0])
        for further, group in groupby(labelled, key=lambda pair: pair[0]):
            yield write(LABELS[table], further), {"rows": [row for _, row in group]}


def _shared_nodes(rows: GraphRows, label: str, write: Callable[[str], str]) -> Iterator[Statement]:
    """The nodes of all vendors or capabilities."""
    return ((write(label), {"rows": lot}) for lot in _lots(rows.shared_nodes(label)))


def linked(rows: GraphRows, table: str, ids: Sequence[str], *, nodes: bool) -> Statement:
    """Every relationship of some rows of a table, and their nodes as well where `nodes` says so.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> from model.landscape.landscape import Landscape
    >>> units = {"it": {"name": "IT"}, "drift": {"name": "Drift", "parent": "it"}}
    >>> rows = GraphRows(Landscape(State().with_batch(Batch.of("hand", units=units))), copy=1)
    >>> linked(rows, "units", ["drift", "it"], nodes=False)[1]
    {'landscape': 1, 'ids': ['drift', 'it'], 'ends': {'Unit': ['it']}, 'links': [[[0, 0]]]}
    """
    kinds = list(links_of(table))
    own = {server_text(id_): place for place, id_ in enumerate(ids)}
    ends: dict[str, dict[str, int]] = {label: {} for label in ends_of(kinds)}
    links = []
    for link in kinds:
        start, end = (own if link.owned == side else ends[getattr(link, side)] for side in ("start", "end"))
        links.append(
            [
                [
                    start.setdefault(row["a"], len(start)),
                    end.setdefault(row["b"], len(end)),
                    *map(row.get, link.properties),
                ]
                for row in rows.links(link, ids)
            ]
        )
    what = {"rows": [row for _, row in rows.nodes(table, ids)]} if nodes else {"ids": list(own)}
    found = {label: list(places) for label, places in ends.items()}
    return create_linked(table, nodes=nodes), {"landscape": rows.copy, **what, "ends": found, "links": links}


def _lots(items: Iterable[T]) -> Iterator[list[T]]:
    """Some thousands at a time."""
    several = iter(items)
    while lot := list(islice(several, LOT)):
        yield lot


def ahead(items: Iterator[T]) -> Iterator[T]:
    """The same items, the next one made in another thread while the caller works on the last.

    >>> list(ahead(iter("abc")))
    ['a', 'b', 'c']
    """
    with ThreadPoolExecutor(1) as thread:
        coming = thread.submit(next, items, None)
        while (item := coming.result()) is not None:
            coming = thread.submit(next, items, None)
            yield item
