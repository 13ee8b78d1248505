"""The landscape that is measured, as a state and in a store of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.before import ROOT
from benchmarks.national_landscape import write_national
from benchmarks.program import PROGRAM
from importers.landscape_files.importer import import_path
from model.claims.state import Revision, State
from model.landscape.landscape import Landscape
from stores.opening import open_store


def made(folder: Path, *, municipalities: int, seed: int) -> State:
    """So many municipalities, written into the folder (emptied first) as CSV and imported."""
    shutil.rmtree(folder, ignore_errors=True)
    write_national(folder, seed=seed, municipalities=municipalities)
    return State().with_batch(import_path(folder, source="national", landscape=Landscape(State())))


def stored(state: State, folder: Path) -> str:
    """The address of a new store in the folder that holds the state as its first revision."""
    url = f"sqlite:///{folder.resolve() / 'store.db'}"
    open_store(url).append(state, Revision(1, "2026-01-01T00:00:00+00:00", "import", "national", ""))
    return url


def stored_by(tree: Path, files: Path, folder: Path) -> str:
    """The address of a new store in the folder that the program of that tree has imported the files into.

    A program as it was does not read a store that a newer one wrote. `CalledProcessError` where it cannot import.
    """
    folder.mkdir(parents=True, exist_ok=True)
    path = folder.resolve() / ("now.db" if tree == ROOT else "before.db")
    path.unlink(missing_ok=True)
    url = f"sqlite:///{path}"
    words = ["--store", url, "import", str(files.resolve())]
    command = [sys.executable, "-c", PROGRAM, *words]
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    subprocess.run(command, cwd=tree, env=environment, check=True, stdout=subprocess.DEVNULL)
    return url
