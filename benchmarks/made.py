"""The landscape that is measured, as a state and in a store of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.national_landscape import write_national
from importers.landscape_files import import_path
from model.landscape import Landscape
from model.state import Revision, State
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
