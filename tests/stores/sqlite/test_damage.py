"""Files that are damaged or not ours: said in words, and left alone."""

from __future__ import annotations

import random
import zlib
from contextlib import closing

import pytest

from model.errors import LandskabError, StoreError
from stores.sqlite.store import SqliteStore
from tests.stores.sqlite.killed_writer import noisy
from tests.stores.sqlite_files import changed, filled
from tests.stores.states import assert_same, marked, revision


@pytest.mark.parametrize(
    "statements",
    [
        ("CREATE TABLE theirs (a)",),
        ("PRAGMA application_id = 7",),
        ("PRAGMA user_version = 1",),
    ],
)
def test_another_programs_database_is_left_alone(store, path, statements):
    changed(path, *statements)
    before = path.read_bytes()
    for ask in (store.load, lambda: store.append(marked(1), revision(1))):
        with pytest.raises(StoreError, match=r"landskab\.db: it is a database of another program"):
            ask()
    assert path.read_bytes() == before


@pytest.mark.parametrize("data", [b"navn;type\n", b"PK\x03\x04" + b"\x00" * 5000, b"x" * 10_000])
def test_a_file_that_is_no_database_is_left_alone(store, path, data):
    path.write_bytes(data)
    for ask in (store.load, lambda: store.append(marked(1), revision(1))):
        with pytest.raises(StoreError, match=r"it is not an SQLite database\. Name another file with --store"):
            ask()
    assert path.read_bytes() == data


def test_a_folder_is_no_store(tmp_path):
    store = SqliteStore(tmp_path)
    for ask in (store.load, lambda: store.append(marked(1), revision(1))):
        with pytest.raises(StoreError, match=r"it is a folder\. Name a file in it"):
            ask()


def test_a_truncated_file_is_a_store_error(path, tmp_path):
    whole = filled(path, 3).read_bytes()
    page = 4096
    rng = random.Random(3)
    cut_at = [2, 15, 99, 100, page - 1, page, page + 1, *(rng.randrange(2, len(whole) - page) for _ in range(20))]
    for size in cut_at:
        cut = tmp_path / f"{size}.db"
        cut.write_bytes(whole[:size])
        with closing(SqliteStore(cut)) as store, pytest.raises(StoreError, match=rf"{size}\.db: "):
            store.load()


def test_flipped_bytes_are_noticed_or_do_not_matter(path, tmp_path):
    """300 files with one byte changed: a store error, or what was stored."""
    store = SqliteStore(path)
    state = noisy(1, random.Random(1))
    store.append(state, revision(1))
    store.close()
    whole = path.read_bytes()
    rng = random.Random(4)
    noticed = 0
    for _ in range(300):
        at = rng.randrange(100, len(whole))
        data = bytearray(whole)
        data[at] ^= 1 << rng.randrange(8)
        flipped = tmp_path / "flipped.db"
        flipped.write_bytes(data)
        with closing(SqliteStore(flipped)) as damaged:
            try:
                assert_same(damaged.load(), state)
            except LandskabError:
                noticed += 1
    assert noticed > 100  # the rest lay in the unused ends of pages


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE content SET bytes = x'00' WHERE digest IN", "incomplete"),
        ("UPDATE content SET bytes = 'text' WHERE digest IN", "bytes-like"),
        (f"UPDATE content SET bytes = x'{zlib.compress(b'else').hex()}' WHERE digest IN", "its checksum does not fit"),
        ("DELETE FROM content WHERE digest IN", "it is missing"),
    ],
)
def test_a_damaged_column_is_named(store, path, statement, why):
    filled(path)
    changed(path, f"{statement} (SELECT content FROM part WHERE field = 'users')")
    with pytest.raises(StoreError, match=rf"landskab\.db: 'users' of systems from a is damaged \(.*{why}"):
        store.load()


def test_a_damaged_entry_of_the_history_is_named(store, path):
    filled(path)
    changed(path, "UPDATE revision SET sources_order = 'a'")
    with pytest.raises(StoreError, match=r"the entry of revision 1 is damaged"):
        store.load()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE part SET content = (SELECT content FROM part WHERE table_name = 'units')",
        "UPDATE part SET field = 'vendor' WHERE field = 'name' AND table_name = 'systems'",
        "UPDATE part SET since = 7 WHERE field = 'name'",
        "DELETE FROM part WHERE field = 'users'",
        "DELETE FROM claims",
        "UPDATE claims SET imported = 7",
    ],
)
def test_claims_that_someone_changed_are_noticed(store, path, statement):
    filled(path)
    changed(path, statement)
    with pytest.raises(StoreError, match=r"landskab\.db: the list of what it claims from a is damaged"):
        store.load()
