"""The default store: every revision of a landscape in one SQLite file, next to no more than the file itself.

Why columns and not a row per claim: docs/decisions/0003-columns-in-the-store.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from model.errors import StoreConflict, StoreDamaged, UnknownRevision
from model.state import Revision, State
from stores.sqlite_claims import ClaimsInSqlite
from stores.sqlite_connections import Connections
from stores.text_checks import check_text
from stores.verified import Findings, Verified, load_each


class SqliteStore:
    """A `Store` in the file at `path`, which the first `append` makes. Safe to use from several threads.

    wait_seconds: how long one import waits for another before it gives up with `StoreError`.

    >>> store = SqliteStore(Path("nowhere.db"))
    >>> store.url, store.newest(), store.load().revision
    ('sqlite:///nowhere.db', 0, 0)
    """

    def __init__(self, path: Path, *, wait_seconds: float = 30.0) -> None:
        self.url = f"sqlite:///{path}"
        self._path = path
        self._connections = Connections(path, wait_seconds=wait_seconds)
        self._claims = ClaimsInSqlite(path)

    def newest(self) -> int:
        """The number of the newest revision, 0 for an empty store."""
        with self._connections.reading() as connection:
            return 0 if connection is None else _newest(connection)

    def history(self) -> Sequence[Revision]:
        """All revisions, oldest first."""
        with self._connections.reading() as connection:
            if connection is None:
                return ()
            rows = connection.execute("SELECT number, at, kind, source, note FROM revision ORDER BY number")
            return tuple(Revision(*row) for row in rows)

    def load(self, revision: int | None = None) -> State:
        """The state at a revision, the newest if none is said; `UnknownRevision` where there is none."""
        with self._connections.reading() as connection:
            newest = 0 if connection is None else _newest(connection)
            number = newest if revision is None else revision
            if revision is not None and not 1 <= revision <= newest:
                raise UnknownRevision(revision, newest=newest)
            return State() if connection is None or number == 0 else self._state(connection, number)

    def append(self, state: State, revision: Revision) -> None:
        """Add `state` as `revision`, all or nothing; `StoreConflict` unless it is the next."""
        if state.revision != revision.number:
            raise ValueError(f"state of revision {state.revision} appended as revision {revision.number}")
        check_text(revision, state)
        self._check_next(revision, self.newest())
        with self._connections.writing() as connection:
            self._check_next(revision, _newest(connection))
            connection.execute(
                "INSERT INTO revision (number, at, kind, source, note, sources_order) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    *(revision.number, revision.at, revision.kind, revision.source, revision.note),
                    json.dumps(state.order),
                ),
            )
            for position, (source, claims) in enumerate(state.sources.items()):
                connection.execute(
                    "INSERT INTO member (revision, position, source, claims) VALUES (?, ?, ?, ?)",
                    (revision.number, position, source, self._claims.save(connection, claims)),
                )

    def verify(self) -> Verified:
        """Load every revision: the file keeps nothing besides."""
        found = Findings()
        return found.told(revisions=load_each(self, found))

    def close(self) -> None:
        """Let go of files and connections."""
        self._connections.close()

    def _state(self, connection: sqlite3.Connection, number: int) -> State:
        found = connection.execute("SELECT sources_order FROM revision WHERE number = ?", (number,)).fetchone()
        try:
            order = tuple(json.loads(found[0]))
        except (TypeError, ValueError) as error:
            raise StoreDamaged(
                f"The store {self._path}: the entry of revision {number} is damaged."
                " Put a copy from your backup in its place."
            ) from error
        members = connection.execute(
            "SELECT source, claims FROM member WHERE revision = ? ORDER BY position", (number,)
        ).fetchall()
        sources = {source: self._claims.load(connection, claims, source=source) for source, claims in members}
        return State(number, order, sources)

    def _check_next(self, revision: Revision, newest: int) -> None:
        if revision.number != newest + 1:
            raise StoreConflict(
                f"The store {self._path}: someone else wrote to it meanwhile (its newest revision is"
                f" {newest}). Nothing was stored; try again."
            )


def _newest(connection: sqlite3.Connection) -> int:
    (newest,) = connection.execute("SELECT coalesce(max(number), 0) FROM revision").fetchone()
    return int(newest)
