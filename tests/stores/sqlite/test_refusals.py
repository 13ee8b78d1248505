"""Media that are read-only, full or busy."""

from __future__ import annotations

import os
import random
import resource
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from model.errors import StoreError
from stores.sqlite.store import SqliteStore
from tests.stores.sqlite.killed_writer import noisy
from tests.stores.sqlite_files import asked, changed, filled
from tests.stores.states import assert_same, marked, marks, revision

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """As a user who owns nothing here, for root may write everywhere."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder that everybody can reach; what a test makes read-only there is given back afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="landskab"))
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def closed_shelf(shelf: Path) -> None:
    for file in shelf.iterdir():
        file.chmod(0o444)
    shelf.chmod(0o555)


def test_a_store_in_a_read_only_folder_is_read_but_not_written(shelf):
    path = filled(shelf / "landskab.db", 2)
    closed_shelf(shelf)
    with as_nobody(), closing(SqliteStore(path)) as store:
        assert marks(store.load()) == {"2"}
        assert len(store.history()) == 2
        with pytest.raises(StoreError, match=r"read-only\. Nothing was stored"):
            store.append(marked(3), revision(3))
    assert os.listdir(shelf) == ["landskab.db"]  # noqa: PTH208 (names, not paths)


@pytest.mark.parametrize("folder", [0o555, 0o777])
def test_an_older_file_that_may_not_be_written_is_read_as_it_is(shelf, folder):
    path = filled(shelf / "landskab.db", 2)
    changed(path, "ALTER TABLE revision DROP COLUMN seal", "PRAGMA user_version = 1")
    before = path.read_bytes()
    closed_shelf(shelf)
    shelf.chmod(folder)
    with as_nobody(), closing(SqliteStore(path)) as store:
        assert marks(store.load()) == {"2"}
        assert len(store.history()) == 2
        assert (store.verify().total, store.verify().sealed_from) == (0, None)
        with pytest.raises(StoreError, match="read-only"):
            store.append(marked(3), revision(3))
    assert path.read_bytes() == before


def test_a_read_only_file_in_a_folder_where_one_may_write_is_read(shelf):
    path = filled(shelf / "landskab.db", 2)
    path.chmod(0o444)
    shelf.chmod(0o777)
    with as_nobody(), closing(SqliteStore(path)) as store:
        assert marks(store.load()) == {"2"}
        with pytest.raises(StoreError, match="read-only"):
            store.append(marked(3), revision(3))


def test_a_read_only_folder_with_a_log_left_by_a_kill_is_not_half_read(shelf):
    working = SqliteStore(shelf / "working.db")
    working.append(marked(1), revision(1))
    for end in ("", "-wal"):
        shutil.copy(shelf / f"working.db{end}", shelf / f"landskab.db{end}")
    working.close()
    closed_shelf(shelf)
    said = r"the newest revisions stand in landskab\.db-wal\. Copy both files"
    store = SqliteStore(shelf / "landskab.db")
    with as_nobody(), pytest.raises(StoreError, match=said):
        store.load()


def test_a_read_only_folder_takes_no_new_store(shelf):
    closed_shelf(shelf)
    with as_nobody(), closing(SqliteStore(shelf / "landskab.db")) as store:
        assert store.newest() == 0
        with pytest.raises(StoreError, match=r"it cannot be opened\. Check that it is a file, and that you may"):
            store.append(marked(1), revision(1))


def test_a_folder_that_one_may_not_look_into_is_no_empty_store(shelf):
    path = filled(shelf / "landskab.db")
    shelf.chmod(0o000)
    with as_nobody(), closing(SqliteStore(path)) as store, pytest.raises(StoreError, match="cannot be opened"):
        store.load()


def test_a_disk_that_takes_no_more_leaves_the_revision_before(store, path):
    store.append(noisy(1, random.Random(1)), revision(1))
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + 20_000, hard))
    try:
        with pytest.raises(StoreError, match="Nothing was stored"):
            store.append(noisy(2, random.Random(2)), revision(2))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert_same(store.load(), noisy(1, random.Random(1)))
    store.append(noisy(2, random.Random(2)), revision(2))
    assert store.newest() == 2
    store.close()
    assert asked(path, "PRAGMA integrity_check") == [("ok",)]


def test_a_full_database_says_so(store, path):
    filled(path)

    def write() -> None:
        with store._connections.writing() as connection:
            connection.execute("PRAGMA max_page_count = 1")
            connection.execute("INSERT INTO content VALUES (x'00', zeroblob(10000000))")

    with pytest.raises(StoreError, match=r"the disk is full\. Nothing was stored; free some space"):
        write()
    assert marks(store.load()) == {"1"}


def test_a_writer_that_waits_in_vain_says_so_and_readers_do_not_wait(path):
    filled(path)
    with closing(SqliteStore(path, wait_seconds=0)) as store, closing(SqliteStore(path)) as other:
        with other._connections.writing():
            assert marks(store.load()) == {"1"}
            with pytest.raises(StoreError, match="another import has kept it busy"):
                store.append(marked(2), revision(2))
        store.append(marked(2), revision(2))
