"""One source's claims in the SQLite file: what is there already is named again, what is new is written."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar
from weakref import WeakKeyDictionary

from model.batch import Provenance
from model.columns import Column, Table, codes_from_bytes, codes_to_bytes
from model.entities import ENTITIES
from model.errors import StoreError, StoreTooNew
from model.state import Claims, Since
from stores.sqlite_contents import digest_of, fetch, keep
from stores.table_bytes import (
    column_from_bytes,
    column_to_bytes,
    ids_from_bytes,
    ids_to_bytes,
)

T = TypeVar("T")


class _Part(NamedTuple):
    """One column by the digest of its content; since when, as a number or as the digest of one number a row."""

    table: str
    field: str
    content: bytes
    since: int | None
    since_content: bytes | None


@dataclass(frozen=True, slots=True)
class _Read:
    """What the parts of a table have given so far."""

    ids: list[str] = field(default_factory=list)
    columns: dict[str, Column] = field(default_factory=dict)
    since: dict[str, Since] = field(default_factory=dict)


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
        parts = tuple(_save_parts(connection, claims))
        provenance = json.dumps(asdict(claims.provenance))
        digest = _digest_of(parts, provenance, claims.imported)
        if not _holds(connection, digest):
            _save_manifest(connection, digest, parts, provenance, claims.imported)
        self._digests[claims] = digest
        return digest

    def load(self, connection: sqlite3.Connection, digest: bytes, *, source: str) -> Claims:
        """The claims of a digest. Raises `StoreError` that says which column is damaged."""
        loading = _Loading(self._path, connection, source)
        parts, provenance, imported = loading.manifest(digest)
        read = {name: _Read() for name in ENTITIES}
        for part in parts:
            loading.read(part, read)
        tables = {name: loading.table(name, found) for name, found in read.items()}
        since = {name: {f: read[name].since[f] for f in table.columns} for name, table in tables.items()}
        claims = Claims(tables, since, Provenance(**json.loads(provenance)), imported)
        self._digests[claims] = digest
        return claims


@dataclass(frozen=True, slots=True)
class _Loading:
    """Loads one source's claims; knows what to say of those that are damaged."""

    path: Path
    connection: sqlite3.Connection
    source: str

    def manifest(self, digest: bytes) -> tuple[Sequence[_Part], str, int]:
        """The parts, provenance and number of the import, proven by their digest."""
        rows = self.connection.execute(
            "SELECT table_name, field, content, since, since_content FROM part WHERE claims = ?", (digest,)
        )
        parts = tuple(_Part(*row) for row in rows)
        row = self.connection.execute("SELECT provenance, imported FROM claims WHERE digest = ?", (digest,)).fetchone()
        if row is None or _digest_of(parts, *row) != digest:
            raise self._damaged("the list of what it claims", "its checksum does not fit")
        provenance, imported = row
        return parts, provenance, imported

    def read(self, part: _Part, into: dict[str, _Read]) -> None:
        """Add the part to what its table has."""
        known = ENTITIES[part.table].fields().get(part.field) if part.table in ENTITIES else None
        if known is None:
            raise StoreTooNew(
                f"The store {self.path}: '{part.field}' of {part.table} is nothing that this program knows. Update it."
            )
        read = into[part.table]
        if part.field == "id":
            read.ids.extend(self._fetched(part, part.content, ids_from_bytes))
            return
        read.columns[part.field] = self._fetched(part, part.content, lambda data: column_from_bytes(data, known.kind))
        if part.since_content is not None:
            read.since[part.field] = self._fetched(part, part.since_content, codes_from_bytes)
        elif part.since is not None:
            read.since[part.field] = part.since

    def table(self, name: str, read: _Read) -> Table:
        """The table of what was read, its columns in their order."""
        columns = {f: read.columns[f] for f in ENTITIES[name].fields() if f in read.columns}
        for field_name, column in columns.items():
            since = read.since[field_name]
            if len(column.codes) != len(read.ids) or not (isinstance(since, int) or len(since) == len(read.ids)):
                raise self._damaged(f"'{field_name}' of {name}", "it is not as long as the table")
        return Table(name, tuple(read.ids), columns)

    def _fetched(self, part: _Part, digest: bytes, decode: Callable[[bytes], T]) -> T:
        try:
            return decode(fetch(self.connection, digest))
        except ValueError as error:
            raise self._damaged(f"'{part.field}' of {part.table}", str(error)) from error

    def _damaged(self, what: str, why: str) -> StoreError:
        return StoreError(
            f"The store {self.path}: {what} from {self.source} is damaged ({why})."
            " Put a copy from your backup in its place, or ask an earlier revision."
        )


def _save_parts(connection: sqlite3.Connection, claims: Claims) -> Iterator[_Part]:
    for name, table in claims.tables.items():
        if not len(table):
            continue
        yield _Part(name, "id", keep(connection, ids_to_bytes(table.ids)), None, None)
        for field_name, column in table.columns.items():
            content = keep(connection, column_to_bytes(column))
            since = claims.since[name][field_name]
            if isinstance(since, int):
                yield _Part(name, field_name, content, since, None)
            else:
                yield _Part(name, field_name, content, None, keep(connection, codes_to_bytes(since)))


def _save_manifest(
    connection: sqlite3.Connection, digest: bytes, parts: Sequence[_Part], provenance: str, imported: int
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


def _digest_of(parts: Sequence[_Part], provenance: str, imported: int) -> bytes:
    lines = sorted(map(repr, parts))  # of texts, bytes and numbers, so the same for the same parts
    return digest_of(json.dumps([imported, provenance, lines]).encode("ascii"))
