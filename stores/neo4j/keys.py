"""What the server's indexes can hold: an id or a name that is a key must not be too long."""

from __future__ import annotations

from collections.abc import Iterator

from model.errors import InputError
from stores.neo4j.layout import LABELS
from stores.neo4j.rows import SHARED, GraphRows

MOST = 8_000
"""Bytes of a key, in UTF-8; Neo4j's own limit is a little higher."""


def check_keys(rows: GraphRows) -> None:
    """Raises `InputError` with the first id, vendor or capability that is too long."""
    for table, key in _keys(rows):
        if len(key) > MOST // 4 and len(key.encode(errors="replace")) > MOST:
            raise InputError(
                f"'{key[:40]} …' in {table} has {len(key)} characters, more than a Neo4j store can find it by. Nothing"
                " was stored; make it shorter."
            )


def _keys(rows: GraphRows) -> Iterator[tuple[str, str]]:
    for table in LABELS:
        yield from ((table, id_) for id_ in rows.landscape.tables[table].ids)
    for label in SHARED:
        yield from (("systems", str(row["id"])) for row in rows.shared_nodes(label))
