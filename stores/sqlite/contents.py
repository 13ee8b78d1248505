"""Bytes in the SQLite file, kept once and found by their digest."""

from __future__ import annotations

import sqlite3
import zlib

from stores.shared.claim_parts import digest_of

_LEVEL = 1  # zlib's quickest: an import waits for it, and the higher ones save little


def keep(connection: sqlite3.Connection, data: bytes) -> bytes:
    """The digest of the bytes, which are written where they are not there yet."""
    digest = digest_of(data)
    if connection.execute("SELECT 1 FROM content WHERE digest = ?", (digest,)).fetchone() is None:
        packed = zlib.compress(data, _LEVEL)
        connection.execute("INSERT INTO content (digest, bytes) VALUES (?, ?)", (digest, packed))
    return digest


def fetch(connection: sqlite3.Connection, digest: bytes) -> bytes:
    """The bytes of a digest; `ValueError` where they are not there or not those that were kept."""
    found = connection.execute("SELECT bytes FROM content WHERE digest = ?", (digest,)).fetchone()
    if found is None:
        raise ValueError("it is missing")
    try:
        data = zlib.decompress(found[0])
    except (TypeError, zlib.error) as error:
        raise ValueError(str(error)) from error
    if digest_of(data) != digest:
        raise ValueError("its checksum does not fit")
    return data
