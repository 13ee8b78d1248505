"""Readers see one revision throughout and are never blocked, by whatever is imported meanwhile."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest

from model.claims.state import State
from stores.port import Store
from stores.sqlite.store import SqliteStore
from tests.stores.kinds import kinds
from tests.stores.states import marked, marks, revision

ROOT = Path(__file__).parents[2]
IMPORTS = {"sqlite": 30, "neo4j": 15, "neo4j staged": 15}


@pytest.fixture(params=kinds(*IMPORTS))
def kind(request):
    return request.param


@pytest.fixture
def store(kind, opened):
    return opened(kind)


def test_four_processes_see_whole_revisions_while_others_are_imported(store, kind, environ):
    state = _appended(store, State(), 1)
    with ExitStack() as stack:
        readers = [stack.enter_context(_reader(store, environ)) for _ in range(4)]
        for reader in readers:
            assert reader.stdout is not None
            assert reader.stdout.readline() == "ready\n"
        for number in range(2, IMPORTS[kind] + 2):
            state = _appended(store, state, number)
        ended = [reader.communicate() for reader in readers]
    assert [(reader.returncode, errors) for reader, (_, errors) in zip(readers, ended, strict=True)] == [(0, "")] * 4
    for said, _ in ended:
        seen = json.loads(said)
        assert seen == sorted(seen)  # nobody sees the past again
        assert (seen[0], seen[-1]) == (1, IMPORTS[kind] + 1)


def test_threads_of_one_store_see_whole_revisions_while_another_imports(store, kind):
    state = _appended(store, State(), 1)
    done = threading.Event()
    wrong: list[object] = []
    seen: set[int] = set()

    def read() -> None:
        try:
            while not done.is_set():
                loaded = store.load()
                seen.add(loaded.revision)
                if marks(loaded) != {str(loaded.revision)}:
                    wrong.append(marks(loaded))
        except Exception as error:  # noqa: BLE001 (a thread's error is told by the test, not by the thread)
            wrong.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    for number in range(2, IMPORTS[kind] + 2):
        state = _appended(store, state, number)
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert seen


def test_a_read_in_progress_keeps_its_revision_and_holds_nobody_up(tmp_path):
    """A reader stops between two columns of revision 1; two imports are done; the reader goes on with revision 1."""
    path = tmp_path / "landskab.db"
    store = SqliteStore(path, wait_seconds=0)
    state = _appended(store, State(), 1)
    other = SqliteStore(path, wait_seconds=0)
    with other._connections.reading() as connection:
        assert connection is not None
        before = connection.execute("SELECT max(number) FROM revision").fetchone()
        for number in (2, 3):
            state = _appended(store, state, number)
        assert connection.execute("SELECT max(number) FROM revision").fetchone() == before == (1,)
        assert marks(other._state(connection, 1)) == {"1"}
    assert marks(other.load()) == {"3"}
    store.close()
    other.close()


def _appended(store: Store, before: State, number: int) -> State:
    state = marked(number, before=before)
    store.append(state, revision(number))
    return state


@pytest.fixture
def environ(request, kind):
    """The environment of a reader: with the login, where the store is a server's."""
    if kind == "sqlite":
        return os.environ
    server = request.getfixturevalue("neo4j_server")
    return {**os.environ, "NEO4J_USERNAME": server.username, "NEO4J_PASSWORD": server.password}


def _reader(store: Store, environ: Mapping[str, str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.stores.looping_reader", store.url.removeprefix("sqlite:///")]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, stderr=pipe, text=True)
