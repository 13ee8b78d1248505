"""SQLite store files to test on, and a look behind the counter."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from model.claims.state import State
from stores.sqlite.store import SqliteStore
from tests.stores.states import marked, revision


def filled(path: Path, count: int = 1) -> Path:
    """A closed file of `count` revisions; no log beside it."""
    store = SqliteStore(path)
    state = State()
    for number in range(1, count + 1):
        state = marked(number, before=state)
        store.append(state, revision(number))
    store.close()
    return path


def asked(path: Path, query: str) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(query).fetchall()


def changed(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for statement in statements:
            connection.execute(statement)
