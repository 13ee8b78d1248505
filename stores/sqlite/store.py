"""The default store: every revision of a landscape in one SQLite file, next to no more than the file itself.

Why columns and not a row per claim: docs/decisions/0003-columns-in-the-store.md.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from model.claims.state import Revision, State
from model.errors import StoreConflict, UnknownRevision
from stores.shared.text_checks import check_text
from stores.shared.verified import Differences, Verified, check_history
from stores.sqlite.claims import ClaimsInSqlite
from stores.sqlite.connections import Connections
from stores.sqlite.history import entries, entry_of, members, newest_of, order_of, seal_newest, sealed_entries


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
            return 0 if connection is None else newest_of(connection, self._path)

    def history(self) -> Sequence[Revision]:
        """All revisions, oldest first."""
        with self._connections.reading() as connection:
            if connection is None:
                return ()
            return entries(connection, self._path)

    def load(self, revision: int | None = None) -> State:
        """The state at a revision, the newest if none is said; `UnknownRevision` where there is none."""
        with self._connections.reading() as connection:
            newest = 0 if connection is None else newest_of(connection, self._path)
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
            self._check_next(revision, newest_of(connection, self._path))
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
            seal_newest(connection)

    def verify(self) -> Verified:
        """Load every revision and follow the chain of seals; each entry that is not as it was written is named."""
        found = Differences()
        with self._connections.reading() as connection:
            if connection is None:
                return found.told(revisions=0)
            sealed = sealed_entries(connection)
            first, head = check_history(sealed, found, lambda number: self._look_at(connection, number))
        return replace(found.told(revisions=len(sealed)), sealed_from=first, head=head)

    def _look_at(self, connection: sqlite3.Connection, number: int) -> None:
        """Read an entry and its state, which raises what is damaged."""
        entry_of(connection, number, self._path)
        self._state(connection, number)

    def close(self) -> None:
        """Let go of files and connections."""
        self._connections.close()

    def _state(self, connection: sqlite3.Connection, number: int) -> State:
        order = order_of(connection, number, self._path)
        claimed = members(connection, number, self._path)
        sources = {source: self._claims.load(connection, claims, source=source) for source, claims in claimed}
        return State(number, order, sources)

    def _check_next(self, revision: Revision, newest: int) -> None:
        if revision.number != newest + 1:
            raise StoreConflict(
                f"The store {self._path}: someone else wrote to it meanwhile (its newest revision is"
                f" {newest}). Nothing was stored; try again."
            )
