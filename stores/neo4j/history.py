"""The entries of the history in the server, with the seals that chain them: the same seals as in a file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from neo4j import Record

from model.claims.state import Revision
from model.errors import StoreDamaged
from stores.neo4j.server import Tx
from stores.shared.history_entry import entry_from
from stores.shared.sealed import SealedEntry, chain, seal_of

_HISTORY = """MATCH (r:Revision) WHERE $number IS NULL OR r.number = $number
RETURN r.number AS number, r.at AS at, r.kind AS kind, r.source AS source, r.note AS note ORDER BY r.number"""
_SEALED = """MATCH (r:Revision) WHERE $numbers IS NULL OR r.number IN $numbers
OPTIONAL MATCH (r)-[h:HOLDS]->(c:Claims)
WITH r, h, c ORDER BY h.position
RETURN r.number AS number, r.at AS at, r.kind AS kind, r.source AS source, r.note AS note, r.order AS order,
  [one IN collect([h.position, h.source, c.digest]) WHERE one[2] IS NOT NULL] AS members, r.seal AS seal
ORDER BY number"""
_SEAL = "MATCH (r:Revision {number: $number}) SET r.seal = $seal"


def entries(tx: Tx, url: str) -> tuple[Revision, ...]:
    """All revisions, oldest first. Raises `StoreDamaged` that names the first entry which is none."""
    return tuple(_entry(row, url) for row in tx.run(_HISTORY, number=None))


def entry_in(tx: Tx, number: int, url: str) -> Revision:
    """One entry. Raises `StoreDamaged` where it is none, or not there."""
    row = tx.run(_HISTORY, number=number).single()
    if row is None:
        raise damaged(url, number)
    return _entry(row, url)


def sealed_entries(tx: Tx, numbers: Sequence[int] | None = None) -> list[SealedEntry]:
    """The entries of some numbers, all if none is said, with their seals; none where an older program wrote them."""
    return [_sealed(row) for row in tx.run(_SEALED, numbers=numbers)]


def seal_newest(tx: Tx, number: int) -> None:
    """Seal the entry of that number, the newest one, in the transaction that wrote it with its members."""
    *before, newest = sealed_entries(tx, [number - 1, number])
    if before and isinstance(before[-1].seal, bytes):
        seal = seal_of(newest.cells, before=before[-1].seal)
    else:  # the first one, or the first that is sealed: that covers all before it
        seal = next(seal for entry, seal in chain(sealed_entries(tx)) if entry.number == number)
    tx.run(_SEAL, number=number, seal=seal).consume()


def damaged(url: str, number: object) -> StoreDamaged:
    """The error that tells of an entry which is none."""
    return StoreDamaged(
        f"The store {url}: the entry of revision {number} is damaged. Put a copy from your backup in its place."
    )


def is_order(value: object) -> bool:
    """Whether it is a list of sources, as an entry holds those that decide before the rest."""
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _entry(row: Record, url: str) -> Revision:
    entry = entry_from(row.values())
    if entry is None:
        raise damaged(url, row["number"])
    return entry


def _sealed(row: Mapping[str, Any]) -> SealedEntry:
    """An entry with its cells as the file has them, so that both work out the same seal."""
    told = [row[name] for name in ("number", "at", "kind", "source", "note")]
    members = [[position, source, _digest(digest)] for position, source, digest in row["members"]]
    return SealedEntry(row["number"], (*told, json.dumps(row["order"], default=repr), members), row["seal"])


def _digest(text: object) -> object:
    try:
        return bytes.fromhex(text) if isinstance(text, str) else text
    except ValueError:
        return text
