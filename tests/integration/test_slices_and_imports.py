"""Slices are read while somebody imports: each is of one revision, whole."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from model.claims.batch import Batch
from model.claims.state import State
from stores.neo4j.login import Login
from stores.neo4j.store import Neo4jStore
from tests.stores.states import revision

READERS = 3
IMPORTS = 12


def town(number: int, rows: int) -> State:
    """A star of so many systems, in which every name says the revision."""
    systems = {f"s{row}": {"name": f"n{number}"} for row in range(rows)}
    flows = {f"f{row}": {"provider": "s0", "consumer": f"s{row}", "need": "required"} for row in range(1, rows)}
    return State().with_batch(Batch.of("hand", systems=systems, flows=flows)).as_revision(number)


def read_while(store: Neo4jStore, rows: int, over: threading.Event) -> int:
    """Slices until it is over; how many were read."""
    count = 0
    while not over.is_set() or not count:
        part = store.slice(["s0"])
        seen = (part.revision, set(part.tables["systems"].cells("name")), len(part.tables["systems"]))
        assert seen == (part.revision, {f"n{part.revision}"}, rows)
        assert len(part.tables["flows"]) == rows - 1
        count += 1
    return count


@pytest.mark.neo4j
@pytest.mark.slow
@pytest.mark.parametrize("whole_at_most", [0, 1_000_000], ids=["asked step by step", "loaded whole"])
@pytest.mark.parametrize(("at_once", "rows"), [(0, 300), (1_000_000, 300)], ids=["staged", "one transaction"])
def test_a_slice_is_of_one_revision(neo4j_server, at_once, rows, whole_at_most):
    with neo4j_server.driver() as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS").consume()
    login = Login(neo4j_server.username, neo4j_server.password)
    writer = Neo4jStore(neo4j_server.uri, login, at_once=at_once)
    reader = Neo4jStore(neo4j_server.uri, login, whole_at_most=whole_at_most)
    over = threading.Event()
    writer.append(town(1, rows), revision(1))
    with ThreadPoolExecutor(READERS) as pool:
        reading = [pool.submit(read_while, reader, rows, over) for _ in range(READERS)]
        try:
            for number in range(2, IMPORTS):
                writer.append(town(number, rows), revision(number))
        finally:
            over.set()
        assert all(one.result() for one in reading)
    writer.close()
    reader.close()


@pytest.mark.neo4j
def test_where_a_commit_is_always_coming_a_slice_is_all_of_one_revision(neo4j_server):
    """The steps never meet a quiet moment, and whoever asked gets an answer, not a request to ask again."""
    with neo4j_server.driver() as driver, driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS").consume()
    store = Neo4jStore(neo4j_server.uri, Login(neo4j_server.username, neo4j_server.password), whole_at_most=0)
    store.append(town(1, 30), revision(1))
    with neo4j_server.driver() as driver, driver.session() as session:
        session.run("MATCH (l:Landskab) SET l.coming = coalesce(l.shown, 0) + 1, l.since = timestamp() + 600000")
    part = store.slice(["s0"])
    store.close()
    assert (part.revision, len(part.tables["systems"]), len(part.tables["flows"])) == (1, 30, 29)
