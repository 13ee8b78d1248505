"""A process that dies in the middle of an import leaves the revision before or the one after, whole."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from stores.sqlite.store import SqliteStore
from tests.soak import times
from tests.stores.sqlite.killed_writer import ROWS, SOURCES

ROOT = Path(__file__).parents[3]
KILLS = times(100)


class Writer:
    """The program of `killed_writer.py`."""

    def __init__(self, program: subprocess.Popen[str]) -> None:
        self._program = program

    def killed(self, path: Path, seed: int, *, stored: int = 0, delay_us: int = 0, largest: int = 0) -> tuple[int, int]:
        """The newest revision that a writer had reported when it died (0 for none), and the signal it died of."""
        stdin, stdout = self._program.stdin, self._program.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{path} {seed} {stored} {delay_us} {largest}\n")
        stdin.flush()
        reported = 0
        for line in stdout:
            word, number = line.split()
            if word == "died":
                return reported, int(number)
            reported = int(number)
        raise AssertionError("the writer's program ended")


@pytest.fixture
def writer() -> Iterator[Writer]:
    command = [sys.executable, "-m", "tests.stores.sqlite.killed_writer"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        yield Writer(program)
        assert program.stdin is not None
        program.stdin.close()


def assert_whole(path: Path, *, at_least: int) -> int:
    """The newest revision of the store: one that was reported, or the one that the killed writer was at."""
    store = SqliteStore(path)
    newest = store.newest()
    assert newest in (at_least, at_least + 1)
    assert [one.number for one in store.history()] == list(range(1, newest + 1))
    for number in {newest, max(newest - 1, 0)} - {0}:
        state = store.load(number)
        assert list(state.sources) == list(SOURCES)
        for claims in state.sources.values():
            assert (len(claims.tables["systems"]), len(claims.tables["units"])) == (ROWS, 1)
            names = [*claims.tables["systems"].cells("name"), *claims.tables["units"].cells("name")]
            assert {str(name).split()[0] for name in names} == {str(number)}
    store.close()
    if path.exists():
        assert_sound(path)
    return newest


def assert_sound(path: Path) -> None:
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()


@pytest.mark.soak
def test_a_kill_at_any_moment_leaves_whole_revisions(writer, tmp_path):
    """One store, killed again and again, in the first import or after one; each writer goes on from there."""
    rng = random.Random(2026)
    path = tmp_path / "Ærø kommune.db"
    newest = 0
    for seed in range(KILLS):
        reported, died_of = writer.killed(path, seed, stored=seed % 2, delay_us=rng.randrange(90_000))
        assert died_of == signal.SIGKILL
        newest = assert_whole(path, at_least=max(newest, reported))
    assert newest >= KILLS // 2  # imports did end between the kills


@pytest.mark.soak
def test_a_kill_in_the_middle_of_any_write_leaves_whole_revisions(writer, tmp_path):
    """A new store each time; the writer dies at one byte of a file: of its head, of its log, of the copying back."""
    rng = random.Random(2027)
    for seed in range(KILLS):
        path = tmp_path / f"{seed}.db"
        reported, died_of = writer.killed(path, seed, largest=int(10 ** rng.uniform(1, 6.2)))
        assert died_of == signal.SIGXFSZ
        assert_whole(path, at_least=reported)
