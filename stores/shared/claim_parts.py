"""One source's claims as parts that a store keeps: the bytes of every column, found by their digest.

What is the same in two revisions has the same digest and is kept once; the digest of the parts proves them whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from hashlib import sha256
from typing import NamedTuple, TypeVar

from model.claims.batch import Provenance
from model.claims.columns import CodedColumn, Table, codes_from_bytes, codes_to_bytes
from model.claims.entities import ENTITIES
from model.claims.state import Claims, Since
from model.errors import StoreDamaged, StoreTooNew
from stores.shared.table_bytes import column_from_bytes, column_to_bytes, ids_from_bytes, ids_to_bytes

T = TypeVar("T")


class ColumnPart(NamedTuple):
    """One column by the digest of its content; since when, as a number or as the digest of one number a row."""

    table: str
    field: str
    content: bytes
    since: int | None
    since_content: bytes | None


def digest_of(data: bytes) -> bytes:
    """SHA-256: 32 bytes."""
    return sha256(data).digest()


def parts_of(claims: Claims, keep: Callable[[bytes], bytes]) -> Iterator[ColumnPart]:
    """The claims column by column; `keep` is given the bytes of each and gives their digest."""
    for name, table in claims.tables.items():
        if not len(table):
            continue
        yield ColumnPart(name, "id", keep(ids_to_bytes(table.ids)), None, None)
        for field_name, column in table.columns.items():
            content = keep(column_to_bytes(column))
            since = claims.since[name][field_name]
            if isinstance(since, int):
                yield ColumnPart(name, field_name, content, since, None)
            else:
                yield ColumnPart(name, field_name, content, None, keep(codes_to_bytes(since)))


def provenance_text(claims: Claims) -> str:
    """Where the claims came from, as JSON of ASCII."""
    return json.dumps(asdict(claims.provenance))


def digest_of_claims(parts: Iterable[ColumnPart], provenance: str, imported: int) -> bytes:
    """The digest of everything that a source claims; the order of the parts does not count."""
    lines = sorted(map(repr, parts))  # of texts, bytes and numbers, so the same for the same parts
    return digest_of(json.dumps([imported, provenance, lines]).encode("ascii"))


@dataclass(frozen=True, slots=True)
class _Read:
    """What the parts of a table have given so far."""

    ids: list[str] = field(default_factory=list)
    columns: dict[str, CodedColumn] = field(default_factory=dict)
    since: dict[str, Since] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ClaimsReader:
    """Puts one source's claims together again; knows what to say of those that are damaged.

    place: the store as a user knows it. fetch: digest -> bytes, `ValueError` where they are not what was kept.
    """

    place: str
    source: str
    fetch: Callable[[bytes], bytes]

    def claims(self, parts: Iterable[ColumnPart], provenance: str, imported: int) -> Claims:
        """The claims of these parts. Raises `StoreDamaged` that says which column is damaged."""
        read = {name: _Read() for name in ENTITIES}
        for part in parts:
            self._read(part, read)
        tables = {name: self._table(name, found) for name, found in read.items()}
        since = {name: {f: read[name].since[f] for f in table.columns} for name, table in tables.items()}
        return Claims(tables, since, Provenance(**json.loads(provenance)), imported)

    def damaged(self, what: str, why: str) -> StoreDamaged:
        """What is wrong, as the user reads it."""
        return StoreDamaged(
            f"The store {self.place}: {what} from {self.source} is damaged ({why})."
            " Put a copy from your backup in its place, or ask an earlier revision."
        )

    def _read(self, part: ColumnPart, into: dict[str, _Read]) -> None:
        """Add the part to what its table has."""
        known = ENTITIES[part.table].fields().get(part.field) if part.table in ENTITIES else None
        if known is None:
            raise StoreTooNew(
                f"The store {self.place}: '{part.field}' of {part.table} is nothing that this program knows. Update it."
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

    def _table(self, name: str, read: _Read) -> Table:
        """The table of what was read, its columns in their order."""
        columns = {f: read.columns[f] for f in ENTITIES[name].fields() if f in read.columns}
        for field_name, column in columns.items():
            since = read.since[field_name]
            if len(column.codes) != len(read.ids) or not (isinstance(since, int) or len(since) == len(read.ids)):
                raise self.damaged(f"'{field_name}' of {name}", "it is not as long as the table")
        return Table(name, tuple(read.ids), columns)

    def _fetched(self, part: ColumnPart, digest: bytes, decode: Callable[[bytes], T]) -> T:
        try:
            return decode(self.fetch(digest))
        except ValueError as error:
            raise self.damaged(f"'{part.field}' of {part.table}", str(error)) from error
