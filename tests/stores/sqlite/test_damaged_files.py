"""Damaged files: told as damaged or the same answers, through everything that reads; altered entries are found."""

from __future__ import annotations

import json
import random
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

import pytest

from app.composition import compose
from app.service.answers import revisions_json, sources_json
from app.service.copying import fingerprint
from app.service.verbs import Landskab
from app.settings import Settings
from model.errors import LandskabError, StoreDamaged, StoreError
from model.rows import as_json
from stores.sqlite.store import SqliteStore
from tests.app.town import SYSTEMS, UNITS, town, town_files
from tests.soak import times
from tests.stores.sqlite_files import asked, changed, filled
from tests.stores.states import marked, revision

STORES = times(600)
NONSENSE = (None, 7, -1, 2.5, 10**15, "", "zz", '"x"', "[1]", "{}", "\x00", b"", b"\xff\xfe", b"zz", "[" * 5_000)


TOLD = "told"


def before(folder: Path) -> Path:
    """A town of three revisions, the last with more in it, in a file without a log."""
    landskab = town(folder)
    landskab.import_path(town_files(folder / "later", enheder=UNITS + "skole;Skole;\n"), source="hand")
    landskab.import_path(town_files(folder / "else", systemer=SYSTEMS.replace("KMD Opus", "Opus")), source="else")
    landskab.store.close()
    return folder / "town.db"


def asked_of(path: Path) -> dict[str, Callable[[], object]]:
    """Everything that reads, by name; each opens the file anew."""

    def states() -> object:
        with closing(SqliteStore(path)) as store:
            return [repr(fingerprint(store.load(number))) for number in range(1, store.newest() + 1)]

    def reading(ask: Callable[[Landskab], object]) -> Callable[[], object]:
        def read() -> object:
            landskab = compose(Settings(store=f"sqlite:///{path}"))
            try:
                return ask(landskab)
            finally:
                landskab.store.close()

        return read

    return {
        "states": states,
        "history": reading(lambda landskab: revisions_json(landskab.history())),
        "sources": reading(lambda landskab: sources_json(landskab.sources())),
        "impact of one": reading(lambda landskab: as_json(landskab.impact(["kmd-aktiv"]))),
        "impact of another": reading(lambda landskab: as_json(landskab.impact(["CPR"], revision=1))),
        "systems": reading(lambda landskab: landskab.systems().as_json()),
        "diff": reading(lambda landskab: landskab.diff(1, 3).as_json()),
    }


def answers(path: Path) -> dict[str, str]:
    """What everything that reads says of the file, or that it is told as damaged; last an import on top of it."""
    said = {}
    for name, ask in {**asked_of(path), "import": lambda: imported_on_top(path)}.items():
        try:
            said[name] = json.dumps(ask())
        except StoreError:
            said[name] = TOLD
    return said


def imported_on_top(path: Path) -> object:
    """What the store holds and answers after another import into a copy of it."""
    top = path.with_name("top.db")
    for file in path.parent.glob("top.db*"):
        file.unlink()
    shutil.copy(path, top)
    landskab = compose(Settings(store=f"sqlite:///{top}"))
    try:
        landskab.import_path(path.parent / "more", source="more")
        state = landskab.store.load()
        return repr((state.revision, fingerprint(state))), as_json(landskab.impact(["kmd-aktiv"]))
    finally:
        landskab.store.close()


def wrong_answers(path: Path, right: Mapping[str, str], said: Mapping[str, str]) -> set[str]:
    """What is said otherwise than of the whole file. The texts of the history may be, where `verify` finds it."""
    wrong = {name for name, text in said.items() if text not in (TOLD, right[name])}
    if wrong <= {"history"}:
        with closing(SqliteStore(path)) as store, suppress(StoreError):
            return set() if store.verify().total else wrong
        return set()
    return wrong


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
    whole = before(tmp_path / "town")
    town_files(tmp_path / "more", systemer="id;navn\nny;Ny\n")
    mine = tmp_path / "mine.db"
    shutil.copy(whole, mine)
    right, told = answers(mine), 0
    assert TOLD not in right.values()
    for seed in range(STORES):
        rng = random.Random(seed)
        for file in tmp_path.glob("mine.db*"):
            file.unlink()
        shutil.copy(whole, mine)
        rng.choice((flipped, flipped, cut, edited, edited))(mine, rng)
        try:
            said = answers(mine)
            wrong = wrong_answers(mine, right, said)
        except Exception as error:
            raise AssertionError(f"seed {seed}") from error
        assert not wrong, f"seed {seed}: {wrong}"
        told += TOLD in said.values()
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
