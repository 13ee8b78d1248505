"""The tables of the SQLite store, and how a file of an older version becomes one of this version.

    revision ──< member >── claims ──< part >── content

A revision names, by its members, the claims of every source; claims are one import of one source and name, by
their parts, the bytes of every column; bytes are kept once, found by their digest. So a revision costs what it
changed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

from model.errors import StoreDamaged, StoreError, StoreTooNew
from stores.sqlite.words import DAMAGED

APPLICATION_ID = int.from_bytes(b"LAND", "big")
"""Written in the file's head, so that nobody's other database is taken for a landscape."""

Migration = Sequence[str]
"""Statements that make version n of version n - 1; they run in one transaction with the version's number."""

MIGRATIONS: Sequence[Migration] = (
    (
        """CREATE TABLE revision (
            number INTEGER PRIMARY KEY CHECK (number > 0),
            at TEXT NOT NULL,
            kind TEXT NOT NULL,
            source TEXT,
            note TEXT NOT NULL,
            sources_order TEXT NOT NULL  -- JSON list: the sources that decide before the rest
        )""",
        """CREATE TABLE content (
            digest BLOB PRIMARY KEY NOT NULL,  -- SHA-256 of the bytes before they were compressed
            bytes BLOB NOT NULL  -- stores/shared/table_bytes.py, compressed with zlib
        )""",
        """CREATE TABLE claims (
            digest BLOB PRIMARY KEY NOT NULL,  -- SHA-256 of all that is below, parts included
            imported INTEGER NOT NULL,  -- the revision that brought them
            provenance TEXT NOT NULL  -- JSON object: origin, sha256, importer
        )""",
        """CREATE TABLE part (
            claims BLOB NOT NULL REFERENCES claims,
            table_name TEXT NOT NULL,
            field TEXT NOT NULL,  -- 'id' holds the ids of the rows
            content BLOB NOT NULL REFERENCES content,
            since INTEGER,  -- the revision of every cell, where it is the same for all
            since_content BLOB REFERENCES content,  -- else one number a row
            PRIMARY KEY (claims, table_name, field)
        ) WITHOUT ROWID""",
        """CREATE TABLE member (
            revision INTEGER NOT NULL REFERENCES revision,
            position INTEGER NOT NULL,
            source TEXT NOT NULL,
            claims BLOB NOT NULL REFERENCES claims,
            PRIMARY KEY (revision, position),
            UNIQUE (revision, source)
        ) WITHOUT ROWID""",
    ),
    # SHA-256 over the entry before and this one: stores/shared/sealed.py; NULL where an older program wrote it
    ("ALTER TABLE revision ADD COLUMN seal BLOB",),
)


def version_of(connection: sqlite3.Connection, path: Path, *, newest: int = len(MIGRATIONS)) -> int:
    """The version of the file's tables, 0 for a file without any. The errors name the file by `path`.

    Raises `StoreTooNew` for a version above `newest`, `StoreDamaged` for tables of ours without one, and `StoreError`
    for a database of another program.

    >>> connection = sqlite3.connect(":memory:")
    >>> version_of(connection, Path("landskab.db"))
    0
    >>> bring_up_to_date(connection, Path("landskab.db"))
    >>> version_of(connection, Path("landskab.db"))
    2
    >>> connection.close()
    """
    # One statement, so that it sees one state of the file.
    application, version, tables = connection.execute(
        "SELECT application_id, user_version, (SELECT count(*) FROM sqlite_master)"
        " FROM pragma_application_id, pragma_user_version"
    ).fetchone()
    if application == 0 and version == 0 and tables == 0:
        return 0
    if application != APPLICATION_ID:
        raise StoreError(f"The store {path}: it is a database of another program. Name another file with --store.")
    if version > newest:
        raise StoreTooNew(
            f"The store {path}: it was written by a newer program (its version is {version}, and this program"
            f" knows up to {newest}). Update the program."
        )
    if version < 1:
        raise StoreDamaged(f"The store {path}: {DAMAGED} (version {version})")
    return int(version)


def bring_up_to_date(
    connection: sqlite3.Connection, path: Path, *, migrations: Sequence[Migration] = MIGRATIONS
) -> None:
    """Run the migrations that the file lacks; inside the caller's transaction where there is one."""
    version = version_of(connection, path, newest=len(migrations))
    for number, statements in enumerate(migrations[version:], start=version + 1):
        for statement in statements:
            connection.execute(statement)
        # A pragma takes no parameters; both are numbers of ours.
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {number}")
