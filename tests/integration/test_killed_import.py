"""`landskab import` killed at many moments: the landscape is the one before or the one after, whole."""

from __future__ import annotations

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.composition import compose
from app.settings import Settings
from model.claims.state import State
from stores.opening import open_store
from tests.importers.landscape_files.landscape_spellings import same_state
from tests.soak import times

LANDSKAB = Path(sys.executable).with_name("landskab")
SAMPLE = Path(__file__).parents[2] / "samples" / "eksempelkommune"
MOMENTS = times(200)


def grown(folder: Path) -> Path:
    """The sample with every name changed, so that each table is written anew."""
    shutil.copytree(SAMPLE, folder)
    systems = folder / "systemer.csv"
    rows = systems.read_bytes().decode("utf-8-sig").splitlines(keepends=True)
    changed = [rows[0], *(row.replace("KMD ", "Ny KMD ") for row in rows[1:])]
    systems.write_bytes("".join(changed).encode("utf-8-sig"))
    return folder


def import_into(store: Path, folder: Path) -> list[str | Path]:
    return [LANDSKAB, "--store", f"sqlite:///{store}", "import", folder, "--source", "kommunen"]


@dataclass(frozen=True)
class Before:
    """A store with the sample, the changed sample, what an import of it makes, and how long it takes."""

    store: Path
    folder: Path
    after: State
    seconds: float


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Before:
    root = tmp_path_factory.mktemp("killed")
    folder, store = grown(root / "grown"), root / "before.db"
    subprocess.run(import_into(store, SAMPLE), check=True, capture_output=True)
    trial = root / "trial.db"
    shutil.copy(store, trial)
    began = time.perf_counter()
    subprocess.run(import_into(trial, folder), check=True, capture_output=True)
    return Before(store, folder, loaded(trial), time.perf_counter() - began)


def loaded(store: Path, revision: int | None = None) -> State:
    return open_store(f"sqlite:///{store}").load(revision)


def killed_after(delay: float, command: list[str | Path]) -> int:
    """Run a command and kill it after `delay` seconds; what it ended with."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as child:
        try:
            return child.wait(timeout=delay)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
            return child.wait()


@pytest.mark.slow
@pytest.mark.soak
def test_killed_at_any_moment_the_landscape_is_whole(before: Before, tmp_path: Path):
    whole, seconds = loaded(before.store), before.seconds
    ended: list[tuple[int, int]] = []
    for moment in range(MOMENTS):
        mine = tmp_path / f"{moment}.db"
        shutil.copy(before.store, mine)
        began = time.perf_counter()
        # the second half is where the file is read, checked and stored
        delay = random.Random(moment).uniform(0.5, 1.05) * seconds
        code = killed_after(delay, import_into(mine, before.folder))
        if code == 0:  # the machine has become less busy than it was
            seconds = min(seconds, time.perf_counter() - began)
        with closing(sqlite3.connect(mine)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",), f"moment {moment}"
        newest = open_store(f"sqlite:///{mine}").newest()
        ended.append((code, newest))
        assert (code, newest) in {(0, 2), (-signal.SIGKILL, 1), (-signal.SIGKILL, 2)}, f"moment {moment}"
        assert same_state(loaded(mine, 1), whole), f"moment {moment}"
        if newest == 1:
            compose(Settings(store=f"sqlite:///{mine}")).import_path(before.folder, source="kommunen")
        assert same_state(loaded(mine), before.after), f"moment {moment}"
    assert sum(code == -signal.SIGKILL for code, _ in ended) >= MOMENTS / 2
    assert (-signal.SIGKILL, 1) in ended, "no import was killed before its end"


def test_after_a_kill_the_same_command_succeeds(before: Before, tmp_path: Path):
    mine = tmp_path / "mine.db"
    shutil.copy(before.store, mine)
    killed_after(0.8 * before.seconds, import_into(mine, before.folder))
    again = subprocess.run(import_into(mine, before.folder), check=False, capture_output=True)
    assert again.returncode == 0, again.stderr
    assert same_state(loaded(mine), before.after)
