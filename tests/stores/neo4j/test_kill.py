"""A program that dies in the middle of an import into a server leaves the revision before or the one after, whole.

The server finds the connection gone, undoes the open transaction and lets go of its lock: the next import goes on.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from model.claims.state import State
from stores.neo4j.login import Login
from stores.neo4j.store import Neo4jStore
from tests.soak import times
from tests.stores.kinds import emptied
from tests.stores.sqlite.killed_writer import SOURCES, noisy
from tests.stores.states import revision

ROOT = Path(__file__).parents[3]
KILLS = times(50)


@pytest.mark.soak
@pytest.mark.parametrize("at_once", [0, 2_000], ids=["beside the landscape", "in one transaction"])
def test_a_kill_at_any_moment_leaves_whole_revisions(at_once, neo4j_server, tmp_path):
    address = emptied(neo4j_server, tmp_path)
    environ = {**os.environ, "NEO4J_USERNAME": address.username, "NEO4J_PASSWORD": address.password}
    store = Neo4jStore(address.uri, Login(address.username, address.password), at_once=at_once)
    rng = random.Random(2026)
    newest = 0
    command = [sys.executable, "-m", "tests.stores.sqlite.killed_writer", str(at_once)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, env=environ, stdin=pipe, stdout=pipe, text=True) as program:
        for seed in range(KILLS):
            stored, delay = seed % 2, rng.randrange(1_000_000)  # in the first import, or after one
            reported = killed(program, f"{address.uri} {seed} {stored} {delay} 0\n")
            newest = assert_whole(store, at_least=max(newest, reported))
        assert program.stdin is not None
        program.stdin.close()
    assert newest >= KILLS // 2  # imports did end between the kills
    state = noisy(newest + 1, rng)
    store.append(state, revision(newest + 1))
    assert store.verify().leftovers == ()
    store.close()


def killed(program, order):
    """The newest revision that a writer had reported when it was killed, 0 for none."""
    program.stdin.write(order)
    program.stdin.flush()
    reported = 0
    for line in program.stdout:
        word, number = line.split()
        if word == "died":
            assert int(number) == signal.SIGKILL
            return reported
        reported = int(number)
    raise AssertionError("the writer's program ended")


def assert_whole(store, at_least):
    """Every revision holds what it was given, and the graph is the newest one's; gives the newest."""
    found = store.verify()  # waits until the server has found the writer dead
    assert found.differences == ()
    newest = store.newest()
    assert newest >= at_least
    for number in range(1, newest + 1):
        assert begins(store.load(number)) == {str(number)}
    return newest


def begins(state: State) -> set[str]:
    assert tuple(state.sources) == SOURCES
    names = (name for claims in state.sources.values() for name in claims.tables["systems"].cells("name"))
    return {str(name).split()[0] for name in names}
