"""Connections to one SQLite file: one thread at a time each, kept for the next, and every error in words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISDIR
from threading import Lock

from model.errors import StoreDamaged, StoreError
from stores.sqlite.schema import MIGRATIONS, Migration, bring_up_to_date, version_of
from stores.sqlite.words import DAMAGED, in_words

_NOT_AS_WRITTEN = (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError)
"""What reading raises on cells that this program never wrote; a UnicodeDecodeError is a ValueError too."""
_KEPT = 4  # idle connections; more threads than that open theirs anew
_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # one fsync an import: what was reported as stored survives a power cut
    "PRAGMA journal_size_limit = 67108864",  # bytes: a national import must not leave its log behind for good
)


@dataclass(frozen=True, slots=True)
class _Held:
    connection: sqlite3.Connection
    file: tuple[int, int]
    keep: bool


class Connections:
    """Hands out read and write transactions on the file at `path`.

    An idle connection stays open on purpose: the last one to close copies the log into the file and keeps readers
    out meanwhile.
    """

    def __init__(self, path: Path, *, wait_seconds: float, migrations: Sequence[Migration] = MIGRATIONS) -> None:
        self.path = path
        self._migrations = migrations
        self._wait_seconds = wait_seconds
        self._idle: list[_Held] = []
        self._keeps = True
        self._used = False
        self._lock = Lock()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection | None]:
        """One revision throughout; `None` where the file is not there or holds nothing yet."""
        if self._identity() is None:
            yield None
            return
        with self._borrowed(create=False) as connection:
            if 0 < self._version(connection) < len(self._migrations):
                self._upgrade_where_one_may(connection)
            connection.execute("BEGIN")
            try:
                yield connection if self._version(connection) else None
            except _NOT_AS_WRITTEN as error:
                raise StoreDamaged(f"The store {self.path}: {DAMAGED} ({_shown(error)})") from error
            finally:
                _roll_back(connection)

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """All or nothing; makes the file where it is not there. Other writers wait, readers do not."""
        folder = self.path.parent
        if not folder.is_dir():
            raise StoreError(f"The store {self.path}: the folder {folder} does not exist. Create it first.")
        with self._borrowed(create=True) as connection:
            if self._version(connection) == 0:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                bring_up_to_date(connection, self.path, migrations=self._migrations)
                yield connection
            except BaseException:
                _roll_back(connection)
                raise
            connection.execute("COMMIT")

    def close(self) -> None:
        """Close what is idle now, and what is in use when it is done.

        Whatever is in use, all that is stored stands in the file itself from now on, and no more beside it.
        """
        if self._used:
            with suppress(StoreError, sqlite3.Error), self._borrowed(create=False) as connection:
                connection.execute("PRAGMA wal_checkpoint(PASSIVE)")
        with self._lock:
            self._keeps = False
            idle, self._idle = self._idle, []
        for held in idle:
            held.connection.close()

    @contextmanager
    def _borrowed(self, *, create: bool) -> Iterator[sqlite3.Connection]:
        try:
            held = self._take() or self._open(create=create)
            healthy = False
            try:
                yield held.connection
                healthy = True
            finally:
                self._give_back(held, healthy=healthy)
        except sqlite3.Error as error:
            raise StoreError(in_words(error, self.path)) from error
        except UnicodeDecodeError as error:  # SQLite's message on a broken schema quotes its bytes
            raise StoreDamaged(f"The store {self.path}: {DAMAGED} ({_shown(error)})") from error

    def _take(self) -> _Held | None:
        with self._lock:
            while self._idle:
                held = self._idle.pop()
                if held.file == self._identity():
                    return held
                held.connection.close()  # someone put another file in its place
        return None

    def _give_back(self, held: _Held, *, healthy: bool) -> None:
        with self._lock:
            if healthy and held.keep and self._keeps and len(self._idle) < _KEPT:
                self._idle.append(held)
                return
        held.connection.close()

    def _open(self, *, create: bool) -> _Held:
        try:
            connection = self._connect("mode=rwc" if create else "mode=rw")
        except sqlite3.OperationalError as error:
            if create or error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
                raise
            return self._open_unchanging(error)
        self._used = True
        return _Held(connection, self._identity() or (0, 0), keep=True)

    def _open_unchanging(self, error: sqlite3.Error) -> _Held:
        """A file where nobody may write: SQLite reads it without the files that it else puts beside it."""
        log = self.path.with_name(self.path.name + "-wal")
        if log.exists() and log.stat().st_size:
            raise StoreError(
                f"The store {self.path}: its folder is read-only, and the newest revisions stand in"
                f" {log.name}. Copy both files to a folder where you may write, and read them there."
            ) from error
        return _Held(self._connect("mode=ro&immutable=1"), (0, 0), keep=False)  # it notices no change

    def _connect(self, options: str) -> sqlite3.Connection:
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{options}",
            uri=True,
            timeout=self._wait_seconds,
            isolation_level=None,
            check_same_thread=False,  # one thread at a time, but not always the same
        )
        try:
            for setting in _SETTINGS:
                connection.execute(setting)
            self._version(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _version(self, connection: sqlite3.Connection) -> int:
        return version_of(connection, self.path, newest=len(self._migrations))

    def _upgrade_where_one_may(self, connection: sqlite3.Connection) -> None:
        """An older file that may not be written is read as it is."""
        try:
            self._upgrade(connection)
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_READONLY:
                raise

    def _upgrade(self, connection: sqlite3.Connection) -> None:
        connection.execute("BEGIN IMMEDIATE")
        try:
            bring_up_to_date(connection, self.path, migrations=self._migrations)
        except BaseException:
            _roll_back(connection)
            raise
        connection.execute("COMMIT")

    def _identity(self) -> tuple[int, int] | None:
        """Which file stands at the path; `None` where there is none."""
        try:
            found = self.path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"The store {self.path}: it cannot be opened ({error.strerror}).") from error
        if S_ISDIR(found.st_mode):
            raise StoreError(f"The store {self.path}: it is a folder. Name a file in it.")
        return found.st_dev, found.st_ino


def _roll_back(connection: sqlite3.Connection) -> None:
    if connection.in_transaction:  # SQLite itself has ended it after some errors
        connection.execute("ROLLBACK")


def _shown(error: Exception) -> str:
    """An error of reading, short enough for one line and without the bytes that it quotes."""
    return f"{type(error).__name__}: {ascii(str(error))[1:-1][:80]}"
