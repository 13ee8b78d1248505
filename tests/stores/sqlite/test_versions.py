"""Files of older and newer programs."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from model.claims.batch import Batch
from model.claims.columns import CodedColumn, Table
from model.claims.state import State
from model.errors import StoreError, StoreTooNew
from stores.sqlite.connections import Connections
from stores.sqlite.schema import MIGRATIONS, bring_up_to_date, version_of
from stores.sqlite.store import SqliteStore
from tests.stores.sqlite_files import asked, changed, filled
from tests.stores.states import marked, marks, revision


def test_version_0_becomes_the_newest():
    with closing(sqlite3.connect(":memory:")) as connection:
        assert version_of(connection, Path("a.db")) == 0
        bring_up_to_date(connection, Path("a.db"))
        bring_up_to_date(connection, Path("a.db"))  # a second time changes nothing
        assert version_of(connection, Path("a.db")) == len(MIGRATIONS)


def test_every_later_migration_runs_once_and_keeps_what_is_there(path):
    """A program of one more version opens this version's file."""
    filled(path)
    later = (*MIGRATIONS, ("ALTER TABLE revision ADD COLUMN by TEXT", "UPDATE revision SET by = 'nobody'"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        bring_up_to_date(connection, path, migrations=later)
        bring_up_to_date(connection, path, migrations=later)
        assert connection.execute("SELECT number, by FROM revision").fetchall() == [(1, "nobody")]
        assert version_of(connection, path, newest=len(later)) == len(later)


@pytest.mark.parametrize("first", ["reading", "writing"])
def test_an_older_file_is_upgraded_by_whoever_opens_it_first(path, first):
    filled(path)
    later = (*MIGRATIONS, ("ALTER TABLE revision ADD COLUMN by TEXT",))
    connections = Connections(path, wait_seconds=1, migrations=later)
    with getattr(connections, first)() as connection:
        assert connection.execute("SELECT number, by FROM revision").fetchall() == [(1, None)]
    connections.close()
    assert asked(path, "PRAGMA user_version") == [(len(later),)]


def test_an_upgrade_that_fails_says_so_and_leaves_the_version_before(path):
    filled(path)
    connections = Connections(path, wait_seconds=1, migrations=(*MIGRATIONS, ("DROP TABLE member", "no SQL")))
    with pytest.raises(StoreError, match=r"landskab\.db: SQLite refused"), connections.reading():
        pass
    connections.close()
    with closing(SqliteStore(path)) as store:
        assert marks(store.load()) == {"1"}


def test_a_migration_that_fails_leaves_the_version_before(path):
    filled(path)
    later = (*MIGRATIONS, ("ALTER TABLE revision ADD COLUMN by TEXT", "no SQL"))
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with pytest.raises(sqlite3.OperationalError):
            bring_up_to_date(connection, path, migrations=later)
        connection.execute("ROLLBACK")
    with closing(SqliteStore(path)) as store:
        assert marks(store.load()) == {"1"}


def test_a_newer_programs_file_is_left_alone(store, path):
    filled(path)
    changed(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    for ask in (store.newest, store.load, store.history, lambda: store.append(marked(2), revision(2))):
        with pytest.raises(StoreTooNew, match=r"landskab\.db: it was written by a newer program .* Update the program"):
            ask()
    assert path.read_bytes() == before


def test_a_file_that_becomes_newer_while_it_is_open_is_noticed(store, path):
    store.append(marked(1), revision(1))
    changed(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StoreTooNew):
        store.load()


def test_a_field_of_a_newer_program_is_not_passed_over(store):
    newer = Table("systems", ("a",), {"colour": CodedColumn.of(["red"])})
    store.append(State().with_batch(Batch("hand", {"systems": newer})), revision(1))
    with pytest.raises(StoreTooNew, match="'colour' of systems is nothing that this program knows"):
        store.load()
