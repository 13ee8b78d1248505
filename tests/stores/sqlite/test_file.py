"""The SQLite store's file: made by the first append, its columns shared by the revisions."""

from __future__ import annotations

import threading
from contextlib import closing
from pathlib import Path

import pytest

from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.errors import InputError, LandskabError, StoreConflict, StoreError
from stores.sqlite.schema import APPLICATION_ID, MIGRATIONS
from stores.sqlite.store import SqliteStore
from tests.stores.sqlite_files import asked, filled
from tests.stores.states import AT, assert_same, marked, marks, random_state, revision


def test_reading_makes_no_file(store, tmp_path):
    store.load()
    store.history()
    assert list(tmp_path.iterdir()) == []


def test_a_refused_first_append_makes_no_file(store, tmp_path):
    with pytest.raises(StoreConflict):
        store.append(State(revision=2), revision(2))
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_ours_and_writes_ahead(path):
    filled(path)
    assert asked(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert asked(path, "PRAGMA user_version") == [(len(MIGRATIONS),)]
    assert asked(path, "PRAGMA journal_mode") == [("wal",)]


def test_connections_keep_foreign_keys_and_sync_every_import(store, path):
    filled(path)
    with store._connections.reading() as connection:
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)


def test_a_closed_store_is_one_file(path, tmp_path):
    filled(path, 3)
    assert list(tmp_path.iterdir()) == [path]


def test_an_empty_file_is_an_empty_store(store, path):
    path.touch()
    assert store.newest() == 0
    store.append(marked(1), revision(1))
    assert marks(store.load()) == {"1"}


def test_a_missing_folder_is_empty_to_read_and_named_on_a_write(tmp_path):
    store = SqliteStore(tmp_path / "ikke her" / "a.db")
    assert store.newest() == 0
    with pytest.raises(StoreError, match=r"the folder .*ikke her does not exist\. Create it first"):
        store.append(State(revision=1), revision(1))


def test_several_doors_that_make_the_file_at_once_make_one_store(path):
    begin = threading.Barrier(8)
    ended: list[object] = []

    def write() -> None:
        with closing(SqliteStore(path)) as store:
            begin.wait()
            try:
                store.append(marked(1), revision(1))
                ended.append("stored")
            except LandskabError as error:
                ended.append(type(error))

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended.count("stored") == 1
    assert ended.count(StoreConflict) == 7


def test_a_name_that_is_no_text_is_refused_before_anything_is_stored(store, path):
    state = State().with_batch(Batch.of("l\udcf8n", units={"u": {"name": "U"}}))
    with pytest.raises(InputError, match="Give the source a name with --source"):
        store.append(state, revision(1))
    assert not path.exists()


def contents(path: Path) -> int:
    return int(str(asked(path, "SELECT count(*) FROM content")[0][0]))


def test_a_revision_stores_only_the_columns_that_changed(store, path):
    rows = {f"s{row}": {"name": f"S{row}", "vendor": "KMD", "users": 1.0} for row in range(50)}
    state = State().with_batch(Batch.of("a", systems=rows)).with_batch(Batch.of("b", systems=rows)).as_revision(1)
    store.append(state, revision(1))
    assert contents(path) == 4  # ids, name, vendor, users: two sources share them
    more = Batch.of("a", systems={**rows, "s7": {**rows["s7"], "users": 2.0}})
    store.append(store.load().with_batch(more), revision(2))
    assert contents(path) == 6  # users, and since when


def test_an_undo_stores_no_column(store, path):
    filled(path, 3)
    before = contents(path)
    store.append(store.load(1).as_revision(4), Revision(4, AT, "undo"))
    with closing(SqliteStore(path)) as other:  # which has not seen these claims before
        other.append(marked(3).as_revision(5), revision(5))
    assert contents(path) == before
    assert marks(store.load(4)) == {"1"}


def removed(path: Path) -> None:
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()


def test_claims_that_one_file_holds_are_written_anew_to_another(store, path):
    """The store remembers what it has seen; it must not believe that of a file that took the place of its own."""
    state = random_state(5).as_revision(1)
    store.append(state, revision(1))
    removed(path)
    filled(path, 2)
    assert store.newest() == 2
    store.append(state.as_revision(3), revision(3))
    assert_same(store.load(), state.as_revision(3))


def test_a_removed_file_is_an_empty_store_again(store, path):
    store.append(marked(1), revision(1))
    removed(path)
    assert store.newest() == 0
    store.append(marked(1), revision(1))
    assert marks(store.load()) == {"1"}
