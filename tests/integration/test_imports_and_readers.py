"""Imports through the verbs: refused ones leave the store as it was, and readers see whole revisions."""

from __future__ import annotations

import random
import threading
from pathlib import Path

import pytest

from app.composition import compose
from app.service.verbs import Landskab
from app.settings import Settings
from model.claims.state import State
from model.errors import InputError
from model.rows import as_json
from stores.opening import open_store
from tests.importers.landscape_files.landscape_spellings import same_state
from tests.property.test_mutated_files import FORMS, mutated

SAMPLE = Path(__file__).parents[2] / "samples" / "eksempelkommune"


@pytest.fixture
def landskab(tmp_path: Path) -> Landskab:
    return compose(Settings(store=f"sqlite:///{tmp_path / 'a.db'}", lang="en"))


def stored(landskab: Landskab) -> State:
    """All that the store holds, read anew."""
    return open_store(landskab.store.url).load()


def test_damaged_files_are_imported_or_leave_the_store_untouched(landskab: Landskab):
    landskab.import_path(SAMPLE)
    history, state, answer = landskab.history(), stored(landskab), landskab.impact(["system:kmd-aktiv"])
    refused = 0
    for seed in range(200):
        data, name = mutated(random.Random(seed), FORMS[seed % len(FORMS)])
        try:
            landskab.import_upload(data, name, source="damaged", allow_removals=True)
            history, state = landskab.history(), stored(landskab)
            answer = landskab.impact(["system:kmd-aktiv"])
        except InputError:
            refused += 1
            assert landskab.history() == history, f"seed {seed}"
            assert same_state(stored(landskab), state), f"seed {seed}"
            assert as_json(landskab.impact(["system:kmd-aktiv"])) == as_json(answer), f"seed {seed}"
    assert 20 < refused < 200


def test_a_dry_run_changes_nothing_and_counts_what_an_import_does(landskab: Landskab):
    dry = landskab.import_path(SAMPLE, dry_run=True)
    assert landskab.history() == ()
    done = landskab.import_path(SAMPLE)
    assert (dry.added, dry.changed, dry.removed) == (done.added, done.changed, done.removed)
    assert (dry.revision, done.revision) == (1, 1)


def test_the_same_file_twice_makes_no_revision(landskab: Landskab):
    landskab.import_path(SAMPLE)
    again = landskab.import_path(SAMPLE)
    assert (again.revision, sum(again.added.values()), len(landskab.history())) == (1, 0, 1)


def write(folder: Path, number: int) -> Path:
    """A landscape in which every name and price says which import it is."""
    folder.mkdir(exist_ok=True)
    rows = [f"s{system};S{system} nr {number};{number}" for system in range(300)]
    (folder / "systems.csv").write_text("\n".join(["id;name;annual_cost", *rows]), encoding="utf-8")
    flows = [f"s{system};s{system + 1};required;{number}" for system in range(299)]
    (folder / "flows.csv").write_text("\n".join(["provider;consumer;need;tolerance_hours", *flows]), encoding="utf-8")
    return folder


def test_four_readers_during_imports_see_whole_revisions(landskab: Landskab, tmp_path: Path):
    landskab.import_path(write(tmp_path / "f", 1), source="f")
    stop = threading.Event()
    seen: list[tuple[int, int, float]] = []
    failures: list[BaseException] = []

    def read() -> None:
        while not stop.is_set():
            try:
                landscape = landskab.landscape()
                answer = landskab.impact(["system:s0"], revision=landscape.revision)
                last = answer.affected[-1]
                number = int(last.system.name.rpartition(" ")[2])
                cost = landscape.cell("systems", "s7", "annual_cost")
                assert answer.summary.stops == 299
                assert (last.after_hours, cost) == (299.0 * number, number)
                seen.append((answer.revision, number, last.after_hours))
            except BaseException as error:  # noqa: BLE001 - told to the test below
                failures.append(error)
                return

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for number in range(2, 22):
        landskab.import_path(write(tmp_path / "f", number), source="f")
    stop.set()
    for reader in readers:
        reader.join()
    assert not failures, failures[0]
    assert all(revision == number for revision, number, _ in seen)
    assert len({revision for revision, _, _ in seen}) > 1


def test_two_importers_at_once_both_get_in(tmp_path: Path):
    url = f"sqlite:///{tmp_path / 'a.db'}"
    folders = [write(tmp_path / f"f{number}", number) for number in range(6)]
    refused: list[InputError] = []

    def bring_in(folder: Path) -> None:
        try:
            compose(Settings(store=url)).import_path(folder)
        except InputError as error:
            refused.append(error)

    threads = [threading.Thread(target=bring_in, args=(folder,)) for folder in folders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not refused
    assert sorted(line.source for line in compose(Settings(store=url)).sources()) == [f"f{n}" for n in range(6)]
    assert [entry.number for entry in compose(Settings(store=url)).history()] == list(range(1, 7))
