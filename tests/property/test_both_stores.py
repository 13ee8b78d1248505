"""Random chains of imports, edits, removals, orders and undos: both stores give the same bytes at every revision.

And after every step the graph in the server is the one that a fresh drawing of that landscape would be.
"""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path

import pytest

from importers.landscape_files.importer import import_path
from model.claims.state import State
from model.errors import LandskabError
from model.landscape.landscape import Landscape
from stores.port import Store
from tests.landscapes import impact_bytes
from tests.property.landscape_chains import random_chain, shown
from tests.queries.impact.test_cases import FOLDERS, expected_of
from tests.stores.kinds import STORES
from tests.stores.states import revision
from visualisations.sheet.landscape_export import export_landscape

KINDS = {"neo4j": range(4), "neo4j staged": range(4, 6)}
LENGTH = 15
ASKED = ("system:ESR", "system:s1", "system:None", "vendor:KMD", "contract:k1", "flow:f1", "interface:i1")


@pytest.mark.neo4j
@pytest.mark.parametrize(("kind", "seed"), [(kind, seed) for kind, seeds in KINDS.items() for seed in seeds])
def test_both_stores_say_the_same_at_every_revision(kind: str, seed: int, tmp_path: Path, neo4j_server: object) -> None:
    stores = [STORES[one](tmp_path, lambda: neo4j_server) for one in ("sqlite", kind)]
    last = State()
    for step in random_chain(seed, LENGTH):
        for store in stores:
            store.append(step.state, step.revision)
        found = stores[1].verify()
        told = f"seed {seed}, revision {step.revision.number}\n{shown(last)}\n{shown(step.state)}"
        assert (found.differences, found.leftovers) == ((), ()), told
        last = step.state
    for store in stores:
        store.close()
    with ExitStack() as stack:
        fresh = [STORES[one](tmp_path, lambda: neo4j_server) for one in ("sqlite", kind)]
        for store in fresh:
            stack.callback(store.close)
        assert list(fresh[0].history()) == list(fresh[1].history())
        for number in range(1, LENGTH + 1):
            said, said_too = (said_at(store, number, tmp_path) for store in fresh)
            assert said == said_too, f"seed {seed}, revision {number}"


def said_at(store: Store, number: int, folder: Path) -> dict[str, bytes]:
    """Every answer and the whole export of a revision, as bytes."""
    landscape = Landscape(store.load(number))
    path = folder / f"{number} {store.url.partition(':')[0]}"
    notes = export_landscape(landscape, path)
    files = {file.name: file.read_bytes() for file in path.iterdir()} if path.exists() else {}
    answers = {what: answer_to(landscape, what).encode() for what in ASKED}
    return {**files, **answers, "notes": json.dumps([note.replace(str(path), "") for note in notes]).encode()}


def answer_to(landscape: Landscape, what: str) -> str:
    try:
        return impact_bytes(landscape, what)
    except LandskabError as error:
        return str(error)


@pytest.mark.neo4j
def test_the_impact_cases_come_out_of_both_stores_exactly(tmp_path: Path, neo4j_server: object) -> None:
    """Each case is one revision of one landscape: imported, appended, and loaded by another store object."""
    kinds = ("sqlite", "neo4j")
    stores = [STORES[kind](tmp_path, lambda: neo4j_server) for kind in kinds]
    wanted = []
    for number, folder in enumerate(FOLDERS, start=1):
        state = State().with_batch(import_path(folder, source="case", landscape=Landscape(State())))
        question = expected_of(folder)
        wanted.append((question, impact_bytes(Landscape(state), *question["turn_off"], at=question.get("at"))))
        for store in stores:
            store.append(state.as_revision(number), revision(number, source="case"))
    for kind, store in zip(kinds, stores, strict=True):
        store.close()
        fresh = STORES[kind](tmp_path, lambda: neo4j_server)
        for number, (question, answer) in enumerate(wanted, start=1):
            landscape = Landscape(fresh.load(number).as_revision(1))
            assert impact_bytes(landscape, *question["turn_off"], at=question.get("at")) == answer, FOLDERS[number - 1]
        assert fresh.verify().differences == ()
        fresh.close()
