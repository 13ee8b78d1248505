"""The chain of seals: whatever is done to an entry between others is found, and one more costs one more."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing

import pytest

from app.service.copying import copy_history
from stores.shared.sealed import chain
from stores.sqlite.history import seal_newest, sealed_entries
from stores.sqlite.store import SqliteStore
from tests.stores.sqlite_files import asked, changed, filled

COUNT = 5
MOVED = "PRAGMA foreign_keys = OFF"


def swapped(one, other):
    """Statements after which two entries have each other's numbers, with everything that belongs to them."""
    steps = [(one, 99), (other, one), (99, other)]
    return [
        f"UPDATE {table} SET {column} = {new} WHERE {column} = {old}"
        for old, new in steps
        for table, column in (("revision", "number"), ("member", "revision"))
    ]


def found_in(path):
    with closing(SqliteStore(path)) as store:
        return {one.where for one in store.verify().differences}


def head_of(path):
    with closing(SqliteStore(path)) as store:
        return store.verify().head


@pytest.mark.parametrize(("one", "other"), [(1, 2), (2, 3), (2, 5), (4, 5)])
def test_entries_that_changed_places_are_found(path, one, other):
    filled(path, COUNT)
    changed(path, MOVED, *swapped(one, other))
    assert {f"revision {one}", f"revision {other}"} <= found_in(path)
    assert head_of(path) is None


@pytest.mark.parametrize("at", [1, 3, 5])
def test_an_entry_that_was_put_in_between_is_found(path, at):
    filled(path, COUNT)
    later = [
        f"UPDATE {table} SET {column} = {number + 1} WHERE {column} = {number}"
        for number in range(COUNT, at - 1, -1)
        for table, column in (("revision", "number"), ("member", "revision"))
    ]
    changed(
        path,
        MOVED,
        *later,
        f"INSERT INTO revision SELECT {at}, at, kind, source, note, sources_order, seal FROM revision"
        f" WHERE number = {at + 1}",
        f"INSERT INTO member SELECT {at}, position, source, claims FROM member WHERE revision = {at + 1}",
    )
    assert f"revision {at + 1}" in found_in(path)
    assert head_of(path) is None


@pytest.mark.parametrize("gone", [1, 3, 4])
def test_an_entry_that_was_taken_away_is_found_also_where_the_later_ones_move_up(path, gone):
    filled(path, COUNT)
    up = [
        f"UPDATE {table} SET {column} = {number - 1} WHERE {column} = {number}"
        for number in range(gone + 1, COUNT + 1)
        for table, column in (("revision", "number"), ("member", "revision"))
    ]
    changed(
        path, MOVED, f"DELETE FROM member WHERE revision = {gone}", f"DELETE FROM revision WHERE number = {gone}", *up
    )
    assert f"revision {gone}" in found_in(path)
    assert head_of(path) is None


def test_the_newest_entries_taken_away_show_in_the_newest_seal_alone(path):
    filled(path, COUNT - 1)
    shorter = head_of(path)
    path.unlink()
    filled(path, COUNT)
    whole = head_of(path)
    changed(path, MOVED, f"DELETE FROM member WHERE revision = {COUNT}", f"DELETE FROM revision WHERE number = {COUNT}")
    assert found_in(path) == set()
    assert head_of(path) == shorter
    assert shorter != whole


def test_a_copy_has_the_same_chain(path, tmp_path):
    filled(path, COUNT)
    with closing(SqliteStore(path)) as source, closing(SqliteStore(tmp_path / "copy.db")) as target:
        copy_history(source, target)
        assert (target.verify().total, target.verify().sealed_from) == (0, 1)
        assert target.verify().head == source.verify().head


def test_a_copy_of_an_older_file_is_sealed_from_its_beginning(path, tmp_path):
    filled(path, 2)
    changed(path, "ALTER TABLE revision DROP COLUMN seal", "PRAGMA user_version = 1")
    with closing(SqliteStore(path)) as source, closing(SqliteStore(tmp_path / "copy.db")) as target:
        copy_history(source, target)
        assert (target.verify().total, target.verify().sealed_from) == (0, 1)


@pytest.mark.parametrize("seed", range(40))
def test_a_seal_is_that_of_the_whole_chain_whatever_stands_before_it(path, seed):
    """Also where some seals before were taken away or are nonsense."""
    rng = random.Random(seed)
    filled(path, COUNT)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for number in range(1, COUNT + 1):
            seal = rng.choice(["seal", "seal", "NULL", "'text'", "7", "x''", "x'00ff'"])
            connection.execute(f"UPDATE revision SET seal = {seal} WHERE number = {number}")
        connection.execute(f"UPDATE revision SET seal = NULL WHERE number = {COUNT}")
        *_, (_, expected) = chain(sealed_entries(connection))
        seal_newest(connection)
    assert asked(path, f"SELECT seal FROM revision WHERE number = {COUNT}") == [(expected,)]


def test_one_more_seal_costs_the_same_however_long_the_history_is(tmp_path):
    assert steps_of_sealing(tmp_path / "short.db", 4) == steps_of_sealing(tmp_path / "long.db", 60)


def steps_of_sealing(path, count):
    """How many of SQLite's own instructions the newest seal takes."""
    filled(path, count)
    steps = 0

    def step():
        nonlocal steps
        steps += 1

    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute(f"UPDATE revision SET seal = NULL WHERE number = {count}")
        connection.set_progress_handler(step, 1)
        seal_newest(connection)
    assert steps
    return steps
