"""A Neo4j server or an import that is killed at any moment: the landscape is the one before or the one after, whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from threading import Thread

import pytest

from app.http.json_stream import json_chunks
from app.service.verbs import Landskab
from importers.landscape_files.importer import import_path
from model.claims.batch import Batch
from model.claims.columns import Table
from model.claims.state import State
from model.errors import StoreError
from model.landscape.landscape import Landscape
from queries.impact.query import shutdown_impact
from stores.neo4j.login import Login
from stores.neo4j.store import Neo4jStore
from stores.shared.verified import Verified
from stores.sqlite.store import SqliteStore
from tests.integration.tapped import Tap
from tests.neo4j_server.for_tests import missing
from tests.neo4j_server.server import Server, running_server, why_not
from tests.stores.states import assert_same, revision

pytestmark = pytest.mark.neo4j
LANDSKAB = Path(sys.executable).with_name("landskab")
SAMPLE = Path(__file__).parents[2] / "samples" / "eksempelkommune"
WAYS = {"staged": 0, "one transaction": 1_000_000}
"""How a landscape is written -> how many rows are written at once."""
SERVER_KILLS = 5
CLIENT_KILLS = 3
SYSTEMS = """MATCH (r:Revision {current: true}) MATCH (s:System {landscape: r.landscape})
RETURN s.id AS id, s.name AS name"""
LEFT = """MATCH (r:Revision {current: true})
RETURN COUNT { MATCH (c:Copy) WHERE c.landscape <> r.landscape } AS marks,
  COUNT { MATCH (n) WHERE n.landscape <> r.landscape AND NOT n:Copy } AS nodes,
  COUNT { MATCH (c:Claims) WHERE NOT EXISTS { (:Revision)-[:HOLDS]->(c) } } AS claims,
  COUNT { MATCH (k:Column) WHERE NOT EXISTS { (:Claims)-[:HAS]->(k) } } AS columns,
  COUNT { MATCH (b:Content) WHERE NOT EXISTS { (:Column)-->(b) } } AS contents,
  COUNT { MATCH (s:Source) WHERE NOT EXISTS { (s)-[:MADE]->() } } AS sources"""
"""What the newest revision neither holds nor shows."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One of its own: it is killed again and again."""
    if (problem := why_not()) is not None:
        missing(problem)
    with running_server(tmp_path_factory.mktemp("stopped") / "graph") as started:
        yield started


@cache
def sample() -> Batch:
    return import_path(SAMPLE, landscape=Landscape(State()), source="kommunen")


def town_of(number: int) -> State:
    """The sample municipality as revision `number`, in which every system's name says so."""
    systems = sample().tables["systems"]
    rows = {id_: {**systems.row(id_), "name": f"{systems.row(id_)['name']} {number}"} for id_ in systems.ids}
    batch = Batch("kommunen", {**sample().tables, "systems": Table.of("systems", rows)}, sample().provenance)
    return State().with_batch(batch).as_revision(number)


def answer(state: State) -> bytes:
    return b"".join(json_chunks(shutdown_impact(Landscape(state), ["kmd-aktiv", "cpr"])))


@contextmanager
def stored_in(server: Server, uri: str = "", *, at_once: int = 0) -> Iterator[Neo4jStore]:
    with closing(Neo4jStore(uri or server.uri, Login(server.username, server.password), at_once=at_once)) as store:
        yield store


def systems_of(state: State) -> dict[str, str]:
    systems = Landscape(state).tables["systems"]
    return {id_: str(name) for id_, name in zip(systems.ids, systems.cells("name"), strict=True)}


def left(server: Server) -> dict[str, int]:
    """Kinds of things that an import has left, with how many there are."""
    with server.driver() as driver:
        [record] = driver.execute_query(LEFT).records
    return {name: count for name, count in record.items() if count}


def shown(server: Server) -> dict[str, str]:
    """The systems of the graph that the newest revision shows: id and name."""
    with server.driver() as driver:
        records = driver.execute_query(SYSTEMS).records
    return {record["id"]: record["name"] for record in records}


def sound(verified: Verified) -> bool:
    return (verified.differences, verified.total, verified.leftovers) == ((), 0, ())


@dataclass
class Town:
    """The revision that the server should hold, and what the kills have done so far."""

    server: Server
    tap: Tap
    number: int = 0
    cut: int = 0
    remains: int = 0

    def stored(self, at_once: int) -> int:
        """Import the next revision, which cleans up what was left; gives how many bytes that took."""
        self.tap.after(None)
        self.number += 1
        with stored_in(self.server, self.tap.uri, at_once=at_once) as store:
            store.append(town_of(self.number), revision(self.number))
        assert left(self.server) == {}
        return self.tap.sent

    def check(self, refused: StoreError | None) -> None:
        """After a kill in the middle of the next import: it is there wholly or not at all, and nobody was misled."""
        with stored_in(self.server) as store:
            history, loaded = store.history(), store.load()
        assert loaded.revision in (self.number, self.number + 1)
        stored = loaded.revision == self.number + 1
        assert stored or refused, "it was reported as stored and is not"
        assert not (stored and refused) or "Look in the history" in str(refused), f"it is stored, and said: {refused}"
        self.cut += loaded.revision == self.number
        self.number = loaded.revision
        self.remains += bool(left(self.server))
        expected = town_of(self.number)
        assert history == tuple(revision(number) for number in range(1, self.number + 1))
        assert_same(loaded, expected)
        assert answer(loaded) == answer(expected)
        assert shown(self.server) == systems_of(expected)


@pytest.fixture
def town(server: Server) -> Iterator[Town]:
    with server.driver() as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    with Tap(int(server.uri.rpartition(":")[2])) as tap:
        yield Town(server, tap)


def moments(count: int, seed: int) -> list[float]:
    """Parts of an import, from its first bytes to its last."""
    rng = random.Random(seed)
    return [(place + rng.random()) / count for place in range(count)]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_server_killed_in_the_middle_of_an_import_has_the_landscape_before_or_after(town: Town, way: str):
    at_once = WAYS[way]
    town.stored(at_once)
    size = town.stored(at_once)
    for place, part in enumerate(moments(SERVER_KILLS, seed=len(way))):
        town.check(killed_while_importing(town, int(part * size), at_once))
        if place % 2:  # the others leave theirs to the one that is killed next
            town.stored(at_once)
    town.stored(at_once)
    assert town.cut >= SERVER_KILLS - 2, "the server was killed too late"
    assert town.remains or way != "staged", "no import was interrupted that had written something"
    with stored_in(town.server) as store:
        assert sound(store.verify())


def killed_while_importing(town: Town, at: int, at_once: int) -> StoreError | None:
    """Import the next revision; when so many bytes are sent the server is killed and started anew at once.

    What the import said where it did not say that it was stored.
    """
    again = Thread(target=lambda: (town.server.kill(), town.server.restart()))
    town.tap.after(at, again.start)
    try:
        with stored_in(town.server, town.tap.uri, at_once=at_once) as store:
            store.append(town_of(town.number + 1), revision(town.number + 1))
    except StoreError as refused:
        return refused
    else:
        return None
    finally:
        again.join()


@dataclass
class Pair:
    """The same imports into the server and into a file, whose landscapes must be the same."""

    server: Server
    file: SqliteStore
    folder: Path
    rows: int

    def written(self, number: int) -> Path:
        """A landscape file of so many systems, in which every name says the number."""
        lines = ["id;navn", *(f"s{row};System {row} {number}" for row in range(self.rows))]
        self.folder.mkdir(exist_ok=True)
        (self.folder / "systemer.csv").write_text("\n".join(lines), encoding="utf-8-sig")
        return self.folder

    def command(self, tap: Tap, folder: Path) -> subprocess.Popen[bytes]:
        environ = {**os.environ, "NEO4J_USERNAME": self.server.username, "NEO4J_PASSWORD": self.server.password}
        words = [LANDSKAB, "--store", tap.uri, "import", folder, "--source", "kommunen"]
        return subprocess.Popen(words, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def check(self, *, at_least: int) -> int:
        """The newest revision, after as much was brought into the file; the import at hand may be in the server."""
        with stored_in(self.server) as store:
            history, loaded = store.history(), store.load()
        assert [one.number for one in history] in (list(range(1, at_least + more)) for more in (1, 2))
        while self.file.newest() < loaded.revision:
            Landskab(self.file).import_path(self.folder, source="kommunen")
        assert_same(loaded, self.file.load())
        assert set(shown(self.server).values()) == set(loaded.sources["kommunen"].tables["systems"].cells("name"))
        return loaded.revision


@pytest.mark.slow
@pytest.mark.parametrize("rows", [100, 2_100], ids=["one transaction", "staged"])
def test_a_command_killed_in_the_middle_of_an_import_leaves_the_landscape_before_or_after(
    town: Town, tmp_path: Path, rows: int
):
    cut = number = size = 0
    with closing(SqliteStore(tmp_path / "same.db")) as file:
        pair = Pair(town.server, file, tmp_path / "folder", rows)
        for part in (None, None, *moments(CLIENT_KILLS, seed=rows), None):
            town.tap.after(None)
            process = pair.command(town.tap, pair.written(number + 1))
            if part is not None:
                town.tap.after(int(part * size), process.kill)
            code = process.wait()
            before, number = number, pair.check(at_least=number)
            cut += code == -signal.SIGKILL and number == before
            if part is None:
                assert (code, number, left(town.server)) == (0, before + 1, {})
                size = town.tap.sent
    assert cut, "the import was killed too late"
