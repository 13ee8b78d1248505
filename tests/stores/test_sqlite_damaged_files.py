"""Damaged files: told as damaged or the same answers, through everything that reads; altered entries are found."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.composition import compose
from app.settings import Settings
from model.errors import LandskabError, StoreDamaged, StoreError
from stores.sqlite_store import SqliteStore
from tests.soak import times
from tests.stores.sqlite_files import asked, changed, filled
from tests.stores.states import marked, marks, revision

STORES = times(600)
NONSENSE = (None, 7, -1, 2.5, 10**15, "", "zz", '"x"', "[1]", "{}", "\x00", b"", b"\xff\xfe", b"zz", "[" * 5_000)


def answers(path: Path) -> str:
    """What everything that reads says of the file, and what `verify` finds."""
    with closing(SqliteStore(path)) as store:
        states = [sorted(map(str, marks(store.load(number)))) for number in range(1, store.newest() + 1)]
        history = [repr(one) for one in store.history()]
        store.verify()
    landskab = compose(Settings(store=f"sqlite:///{path}"))
    return json.dumps([states, history, repr(landskab.sources())])


def flipped(path: Path, rng: random.Random) -> None:
    data = bytearray(path.read_bytes())
    for _ in range(rng.choice((1, 2, 8, 64))):
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def cut(path: Path, rng: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: rng.randrange(1, path.stat().st_size)])


def edited(path: Path, rng: random.Random) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        table = rng.choice(("revision", "content", "claims", "part", "member"))
        column = rng.choice([row[1] for row in connection.execute(f"PRAGMA table_info({table})")])
        with suppress(sqlite3.Error):  # some constraints refuse some nonsense
            connection.execute(f"UPDATE {table} SET {column} = ?", (rng.choice(NONSENSE),))


@pytest.mark.soak
def test_a_damaged_file_is_told_or_does_not_matter(tmp_path):
    whole = filled(tmp_path / "whole.db", 1)
    mine = tmp_path / "mine.db"
    shutil.copy(whole, mine)
    right, told = answers(mine), 0
    for seed in range(STORES):
        rng = random.Random(seed)
        for file in tmp_path.glob("mine.db*"):
            file.unlink()
        shutil.copy(whole, mine)
        rng.choice((flipped, flipped, cut, edited, edited))(mine, rng)
        try:
            said = answers(mine)
        except StoreError:
            told += 1
            continue
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
        with closing(SqliteStore(mine)) as store:
            assert said == right or store.verify().total, f"seed {seed}"
    assert told > STORES // 4


def test_tables_without_a_version_are_damaged_and_not_empty(path):
    filled(path)
    changed(path, "PRAGMA user_version = 0")
    with closing(SqliteStore(path)) as store, pytest.raises(StoreDamaged, match="the file is damaged"):
        store.load()


@pytest.mark.parametrize(
    "statements",
    [
        ("UPDATE revision SET note = 'else' WHERE number = 2",),
        ("UPDATE revision SET at = '2020-01-01T00:00:00+00:00' WHERE number = 2",),
        ("UPDATE revision SET kind = 'undo' WHERE number = 2",),
        ("UPDATE revision SET source = 'else' WHERE number = 2",),
        ("UPDATE revision SET sources_order = '[\"a\"]' WHERE number = 2",),
        ("UPDATE revision SET seal = NULL WHERE number = 2",),
        ("DELETE FROM member WHERE revision = 2 AND position = 2",),
        ("DELETE FROM revision WHERE number = 2",),
    ],
)
def test_an_altered_entry_of_the_history_is_found(path, statements):
    filled(path, 3)
    changed(path, *statements)
    with closing(SqliteStore(path)) as store:
        found = store.verify()
    assert "revision 2" in {one.where for one in found.differences}
    assert found.head is None


def test_a_whole_history_is_sealed_from_its_beginning(path):
    filled(path, 3)
    with closing(SqliteStore(path)) as store:
        found = store.verify()
    assert (found.total, found.sealed_from) == (0, 1)
    assert asked(path, "SELECT lower(hex(seal)) FROM revision WHERE number = 3") == [(found.head,)]


def test_an_older_file_is_sealed_from_the_next_entry_on_and_the_first_seal_covers_what_was_there(path):
    filled(path, 2)
    changed(path, "ALTER TABLE revision DROP COLUMN seal", "PRAGMA user_version = 1")
    with closing(SqliteStore(path)) as store:
        assert (store.verify().total, store.verify().sealed_from) == (0, None)
        store.append(marked(3, before=store.load()), revision(3))
        assert (store.verify().total, store.verify().sealed_from) == (0, 3)
    changed(path, "UPDATE revision SET note = 'else' WHERE number = 1")
    with closing(SqliteStore(path)) as store:
        assert [one.where for one in store.verify().differences] == ["revision 3"]


def test_damage_in_what_decides_first_is_told(path):
    filled(path)
    changed(path, "UPDATE revision SET sources_order = '\"x\"'")
    with closing(SqliteStore(path)) as store, pytest.raises(LandskabError, match="the entry of revision 1 is damaged"):
        store.load()
