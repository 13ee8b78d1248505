"""One source's claims in Neo4j: the bytes of every column, kept once and found by their digest.

    (:Source)-[:MADE]->(:Claims)-[:HAS]->(:Column)-[:OF]->(:Content)
                                         (:Column)-[:SINCE]->(:Content)

A content of many bytes is several nodes with the same digest, numbered by `part`.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any
from weakref import WeakKeyDictionary

from model.claims.state import Claims
from stores.neo4j.server import Neo4jServer, Tx
from stores.shared.claim_parts import ClaimsReader, ColumnPart, digest_of, digest_of_claims, parts_of, provenance_text

PART_BYTES = 1 << 20
"""A node holds no more than this."""
TOGETHER_BYTES = 8 << 20
"""A transaction writes about so many; the server holds them in memory until it ends."""
_LEVEL = 1  # zlib's quickest

_MISSING = """UNWIND $digests AS digest
WITH digest WHERE NOT EXISTS { (:Content {digest: digest}) }
RETURN digest"""
_KEEP = "UNWIND $parts AS part MERGE (c:Content {digest: part.digest, part: part.part}) SET c = part"
_CLAIMS = """MERGE (s:Source {name: $source})
CREATE (c:Claims {digest: $digest, imported: $imported, provenance: $provenance})
MERGE (s)-[:MADE]->(c)"""
_COLUMNS = """MATCH (c:Claims {digest: $digest})
UNWIND $columns AS row
CREATE (c)-[:HAS]->(k:Column) SET k = row
WITH k
CALL (k) { MATCH (b:Content {digest: k.content}) CREATE (k)-[:OF]->(b) }
CALL (k) { MATCH (b:Content {digest: k.since_content}) CREATE (k)-[:SINCE]->(b) }"""
_HOLDS = "RETURN EXISTS { (:Claims {digest: $digest}) } AS known"
_MADE = "MATCH (c:Claims {digest: $digest}) MERGE (s:Source {name: $source}) MERGE (s)-[:MADE]->(c)"
_MANIFEST = """MATCH (c:Claims {digest: $digest})
OPTIONAL MATCH (c)-[:HAS]->(k:Column)
RETURN c.provenance AS provenance, c.imported AS imported, collect(properties(k)) AS columns"""
_CONTENTS = """MATCH (c:Content) WHERE c.digest IN $digests
RETURN c.digest AS digest, c.bytes AS bytes ORDER BY c.digest, c.part"""


class ClaimsInNeo4j:
    """Saves and loads `Claims`; remembers the digest of those that it has seen."""

    def __init__(self, server: Neo4jServer) -> None:
        self._server = server
        self._digests: WeakKeyDictionary[Claims, str] = WeakKeyDictionary()

    def save(self, tx: Tx, source: str, claims: Claims) -> str:
        """The digest of the claims, written in `tx` where they are not there; many bytes go before it, by themselves.

        Bytes that no claims came to name, because the program stopped in between, are found and removed later.
        """
        digest = self._digests.get(claims)
        if digest is not None and _known(tx, digest):
            tx.run(_MADE, digest=digest, source=source).consume()
            return digest
        contents: dict[bytes, bytes] = {}
        parts = tuple(parts_of(claims, lambda data: _remember(contents, data)))
        provenance = provenance_text(claims)
        digest = digest_of_claims(parts, provenance, claims.imported).hex()
        if _known(tx, digest):
            tx.run(_MADE, digest=digest, source=source).consume()
        else:
            self._keep(tx, contents)
            tx.run(_CLAIMS, digest=digest, source=source, imported=claims.imported, provenance=provenance).consume()
            tx.run(_COLUMNS, digest=digest, columns=list(map(_column, parts))).consume()
        self._digests[claims] = digest
        return digest

    def load(self, tx: Tx, digest: str, *, source: str) -> Claims:
        """The claims of a digest. Raises `StoreDamaged` that says which column is damaged."""
        kept: dict[bytes, bytes] = {}
        reader = ClaimsReader(self._server.url, source, lambda wanted: _fetched(kept, wanted))
        row = tx.run(_MANIFEST, digest=digest).single()
        parts = _parts(row["columns"]) if row else ()
        if row is None or digest_of_claims(parts, row["provenance"], row["imported"]).hex() != digest:
            raise reader.damaged("the list of what it claims", "its checksum does not fit")
        kept.update(_contents(tx, parts))
        claims = reader.claims(parts, row["provenance"], row["imported"])
        self._digests[claims] = digest
        return claims

    def _keep(self, tx: Tx, contents: Mapping[bytes, bytes]) -> None:
        missing = [row["digest"] for row in tx.run(_MISSING, digests=[digest.hex() for digest in contents])]
        lots = list(_lots(contents, missing))
        for lot in lots[1:]:
            self._server.write(partial(_keep, lot))
        if lots:
            _keep(lots[0], tx)


def _keep(lot: Sequence[Mapping[str, Any]], tx: Tx) -> None:
    tx.run(_KEEP, parts=list(lot)).consume()


def _remember(contents: dict[bytes, bytes], data: bytes) -> bytes:
    digest = digest_of(data)
    contents[digest] = data
    return digest


def _lots(contents: Mapping[bytes, bytes], missing: Sequence[str]) -> Iterator[list[dict[str, Any]]]:
    """Parts of the missing contents, about `TOGETHER_BYTES` at a time; those of one content stay together."""
    lot: list[dict[str, Any]] = []
    size = 0
    for digest in missing:
        packed = zlib.compress(contents[bytes.fromhex(digest)], _LEVEL)
        for part, start in enumerate(range(0, len(packed), PART_BYTES)):
            lot.append({"digest": digest, "part": part, "bytes": packed[start : start + PART_BYTES]})
        size += len(packed)
        if size >= TOGETHER_BYTES:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def _contents(tx: Tx, parts: Sequence[ColumnPart]) -> dict[bytes, bytes]:
    """Packed bytes by digest."""
    digests = {digest.hex() for part in parts for digest in (part.content, part.since_content) if digest}
    rows = tx.run(_CONTENTS, digests=sorted(digests))
    found = groupby(rows, key=lambda row: str(row["digest"]))
    return {bytes.fromhex(digest): b"".join(map(_bytes, lot)) for digest, lot in found}


def _bytes(row: Mapping[str, Any]) -> bytes:
    """Nothing where somebody put something else there, which the checksum then tells."""
    data = row["bytes"]
    return data if isinstance(data, bytes) else b""


def _fetched(kept: Mapping[bytes, bytes], digest: bytes) -> bytes:
    if digest not in kept:
        raise ValueError("it is missing")
    try:
        data = zlib.decompress(kept[digest])
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if digest_of(data) != digest:
        raise ValueError("its checksum does not fit")
    return data


def _column(part: ColumnPart) -> dict[str, Any]:
    content, since = part.content.hex(), part.since_content and part.since_content.hex()
    return {"table": part.table, "field": part.field, "content": content, "since": part.since, "since_content": since}


def _parts(columns: Sequence[Mapping[str, Any]]) -> tuple[ColumnPart, ...]:
    """None where somebody changed what they say, which the checksum then tells."""
    try:
        return tuple(map(_part, columns))
    except (KeyError, TypeError, ValueError):
        return ()


def _part(column: Mapping[str, Any]) -> ColumnPart:
    since = column.get("since_content")
    content = bytes.fromhex(column["content"])
    return ColumnPart(column["table"], column["field"], content, column.get("since"), since and bytes.fromhex(since))


def _known(tx: Tx, digest: str) -> bool:
    row = tx.run(_HOLDS, digest=digest).single(strict=True)
    return bool(row["known"])
