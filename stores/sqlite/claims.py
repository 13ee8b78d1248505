"""One source's claims in the SQLite file: what is there already is named again, what is new is written."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from weakref import WeakKeyDictionary

from model.claims.state import Claims
from stores.shared.claim_parts import ClaimsReader, ColumnPart, digest_of_claims, parts_of, provenance_text
from stores.sqlite.contents import fetch, keep


class ClaimsInSqlite:
    """Saves and loads `Claims` in the caller's transaction.

    Remembers the digest of those that it has seen, so that a source which did not change costs nothing.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._digests: WeakKeyDictionary[Claims, bytes] = WeakKeyDictionary()

    def save(self, connection: sqlite3.Connection, claims: Claims) -> bytes:
        """The digest of the claims, which are written where they are not there yet."""
        known = self._digests.get(claims)
        if known is not None and _holds(connection, known):
            return known
        parts = tuple(parts_of(claims, partial(keep, connection)))
        provenance = provenance_text(claims)
        digest = digest_of_claims(parts, provenance, claims.imported)
        if not _holds(connection, digest):
            _save_manifest(connection, digest, parts, provenance, claims.imported)
        self._digests[claims] = digest
        return digest

    def load(self, connection: sqlite3.Connection, digest: bytes, *, source: str) -> Claims:
        """The claims of a digest. Raises `StoreDamaged` that says which column is damaged."""
        reader = ClaimsReader(str(self._path), source, partial(fetch, connection))
        rows = connection.execute(
            "SELECT table_name, field, content, since, since_content FROM part WHERE claims = ?", (digest,)
        )
        parts = tuple(ColumnPart(*row) for row in rows)
        row = connection.execute("SELECT provenance, imported FROM claims WHERE digest = ?", (digest,)).fetchone()
        if row is None or digest_of_claims(parts, *row) != digest:
            raise reader.damaged("the list of what it claims", "its checksum does not fit")
        claims = reader.claims(parts, *row)
        self._digests[claims] = digest
        return claims


def _save_manifest(
    connection: sqlite3.Connection, digest: bytes, parts: Sequence[ColumnPart], provenance: str, imported: int
) -> None:
    connection.execute(
        "INSERT INTO claims (digest, provenance, imported) VALUES (?, ?, ?)", (digest, provenance, imported)
    )
    connection.executemany(
        "INSERT INTO part (claims, table_name, field, content, since, since_content) VALUES (?, ?, ?, ?, ?, ?)",
        ((digest, *part) for part in parts),
    )


def _holds(connection: sqlite3.Connection, digest: bytes) -> bool:
    return connection.execute("SELECT 1 FROM claims WHERE digest = ?", (digest,)).fetchone() is not None
