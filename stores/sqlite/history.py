"""The entries of the history in the SQLite file, read back only as this program writes them."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from model.claims.state import Revision
from model.errors import StoreDamaged
from stores.shared.history_entry import entry_from
from stores.shared.sealed import SealedEntry, chain


def newest_of(connection: sqlite3.Connection, path: Path) -> int:
    """The newest revision's number, 0 for none. Raises `StoreDamaged` where the numbers have a gap."""
    newest, count = connection.execute("SELECT coalesce(max(number), 0), count(*) FROM revision").fetchone()
    if newest != count:
        raise _damaged(path, newest)
    return int(newest)


def entries(connection: sqlite3.Connection, path: Path) -> tuple[Revision, ...]:
    """All revisions, oldest first. Raises `StoreDamaged` that names the first entry which is none."""
    newest_of(connection, path)
    rows = connection.execute("SELECT number, at, kind, source, note FROM revision ORDER BY number")
    return tuple(_entry(row, path) for row in rows)


def entry_of(connection: sqlite3.Connection, number: int, path: Path) -> Revision:
    """One entry. Raises `StoreDamaged` where it is none."""
    row = connection.execute("SELECT number, at, kind, source, note FROM revision WHERE number = ?", (number,))
    return _entry(row.fetchone(), path)


def order_of(connection: sqlite3.Connection, number: int, path: Path) -> tuple[str, ...]:
    """The sources that decide before the rest at a revision. Raises `StoreDamaged` where they are no list of names."""
    found = connection.execute("SELECT sources_order FROM revision WHERE number = ?", (number,)).fetchone()
    try:
        order = json.loads(found[0])
    except (TypeError, ValueError, RecursionError) as error:
        raise _damaged(path, number) from error
    if not isinstance(order, list) or not all(isinstance(name, str) for name in order):
        raise _damaged(path, number)
    return tuple(order)


def members(connection: sqlite3.Connection, number: int, path: Path) -> Sequence[tuple[str, bytes]]:
    """Source and digest of claims at a revision. Raises `StoreDamaged` where they are no text and no bytes."""
    rows = connection.execute(
        "SELECT source, claims, position FROM member WHERE revision = ? ORDER BY position", (number,)
    ).fetchall()
    for place, (source, claims, position) in enumerate(rows):
        if not isinstance(source, str) or not isinstance(claims, bytes) or position != place:
            raise _damaged(path, number)
    return [(source, claims) for source, claims, _ in rows]


def sealed_entries(connection: sqlite3.Connection, *, after: int = 0) -> list[SealedEntry]:
    """The entries after one, else all, with their seals, as they stand in the file.

    Without seals where an older program made it.
    """
    columns = {row[1] for row in connection.execute("PRAGMA table_info(revision)")}
    seal = "seal" if "seal" in columns else "NULL"
    later = " WHERE {} > ?" if after else ""  # a damaged number may be none, and is to be seen
    values = (after,) if after else ()
    rows = connection.execute(
        f"SELECT number, at, kind, source, note, sources_order, {seal} FROM revision"  # noqa: S608 - words of ours
        f"{later.format('number')} ORDER BY number",
        values,
    ).fetchall()
    claims: dict[int, list[object]] = {}
    for number, *member in connection.execute(
        f"SELECT revision, position, source, claims FROM member"  # noqa: S608 - words of ours
        f"{later.format('revision')} ORDER BY revision, position",
        values,
    ):
        claims.setdefault(number, []).append(member)
    return [SealedEntry(row[0], (*row[:6], claims.get(row[0], [])), row[6]) for row in rows]


def seal_newest(connection: sqlite3.Connection) -> None:
    """Seal the newest entry, in the transaction that wrote it with its members.

    Only the entries after the last that is sealed are read: one, but where an older program wrote the file.
    """
    found = connection.execute(
        "SELECT number, seal FROM revision WHERE typeof(seal) = 'blob' ORDER BY number DESC LIMIT 1"
    ).fetchone()
    number, before = found or (0, b"")
    *_, (entry, seal) = chain(sealed_entries(connection, after=number), before=before)
    connection.execute("UPDATE revision SET seal = ? WHERE number = ?", (seal, entry.number))


def _entry(row: tuple[object, ...], path: Path) -> Revision:
    entry = entry_from(row)
    if entry is None:
        raise _damaged(path, row[0])
    return entry


def _damaged(path: Path, number: object) -> StoreDamaged:
    return StoreDamaged(
        f"The store {path}: the entry of revision {number} is damaged. Put a copy from your backup in its place."
    )
