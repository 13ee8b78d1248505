"""The history in the server is a chain of seals: an entry that is altered, removed, moved or inserted is told."""

from __future__ import annotations

import pytest

from stores.port import Store
from tests.stores.kinds import cypher
from tests.stores.states import marked, revision

pytestmark = pytest.mark.neo4j


@pytest.fixture
def store(opened):
    return filled(opened("neo4j"), 3)


@pytest.fixture
def run(store, neo4j_server):
    with cypher(neo4j_server) as run:
        yield run


def filled(store: Store, count: int) -> Store:
    state = store.load()
    for number in range(store.newest() + 1, count + 1):
        state = marked(number, before=state)
        store.append(state, revision(number))
    return store


def test_a_whole_history_is_sealed_from_its_beginning(store, run):
    found = store.verify()
    assert (found.total, found.revisions, found.sealed_from) == (0, 3, 1)
    assert [row["seal"].hex() for row in run("MATCH (r:Revision {number: 3}) RETURN r.seal AS seal")] == [found.head]


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (r:Revision {number: 2}) SET r.note = 'else'",
        "MATCH (r:Revision {number: 2}) SET r.at = '2020-01-01T00:00:00+00:00'",
        "MATCH (r:Revision {number: 2}) SET r.at = datetime()",
        "MATCH (r:Revision {number: 2}) SET r.kind = 'undo'",
        "MATCH (r:Revision {number: 2}) SET r.kind = ['undo']",
        "MATCH (r:Revision {number: 2}) REMOVE r.source",
        "MATCH (r:Revision {number: 2}) SET r.order = ['a']",
        "MATCH (r:Revision {number: 2}) SET r.order = 7",
        "MATCH (r:Revision {number: 2}) REMOVE r.seal",
        "MATCH (r:Revision {number: 2}) SET r.seal = 'sealed'",
        "MATCH (r:Revision {number: 2})-[h:HOLDS {position: 2}]->() SET r.sources = r.sources[..2] DELETE h",
        "MATCH (r:Revision {number: 2})-[h:HOLDS]->() SET h.position = h.position + 1",
        "MATCH (r:Revision {number: 2})-[:HOLDS]->(c) CREATE (r)-[:HOLDS {position: 3, source: 'd'}]->(c)",
        "MATCH (r:Revision {number: 2}) DETACH DELETE r",
        "MATCH (r:Revision {number: 2}), (s:Revision {number: 1}) SET r.number = 9 SET s.number = 2 SET r.number = 1",
    ],
)
def test_an_altered_entry_is_found(store, run, query):
    run(query)
    found = store.verify()
    assert "revision 2" in {one.where for one in found.differences}
    assert found.head is None


def test_an_entry_whose_claims_are_those_of_another_is_found(store, run):
    """Everything in it can be read; only the chain tells."""
    run(
        "MATCH (r:Revision {number: 2})-[h:HOLDS]->(), (:Revision {number: 1})-[o:HOLDS {position: h.position}]->(c)"
        " DELETE h CREATE (r)-[:HOLDS {position: o.position, source: o.source}]->(c)"
    )
    where = "revision 2"
    assert [(one.what, one.where) for one in store.verify().differences] == [("changed", where)]


@pytest.mark.parametrize(
    ("number", "where"),
    [
        ("0", "revision 0"),
        ("4", "revision 4"),
        ("'2'", "revision '2'"),
        ("2.5", "revision 2.5"),
        ("null", "revision None"),
    ],
)
def test_an_inserted_entry_is_found(store, run, number, where):
    run(
        "MATCH (r:Revision {number: 2})-[h:HOLDS]->(c) WITH r, collect([h, c]) AS held"
        f" CREATE (n:Revision) SET n = r{{.*, number: {number}}} WITH n, held UNWIND held AS one"
        " WITH n, one[0] AS h, one[1] AS c CREATE (n)-[:HOLDS {position: h.position, source: h.source}]->(c)"
    )
    found = store.verify()
    assert where in {one.where for one in found.differences}
    assert found.head is None


def test_an_older_history_is_sealed_from_the_next_entry_on_and_the_first_seal_covers_what_was_there(store, run):
    run("MATCH (r:Revision) REMOVE r.seal")
    run("MATCH (l:Landskab {key: 'landskab'}) SET l.version = 1")
    found = store.verify()
    assert (found.total, found.sealed_from, found.head) == (0, None, None)
    filled(store, 4)
    found = store.verify()
    assert (found.total, found.sealed_from) == (0, 4)
    assert run("MATCH (l:Landskab {key: 'landskab'}) RETURN l.version AS version") == [{"version": 2}]
    run("MATCH (r:Revision {number: 1}) SET r.note = 'else'")
    assert [one.where for one in store.verify().differences] == ["revision 4"]


def test_the_same_history_has_the_same_newest_seal_in_a_file(store, opened):
    """So a seal that was noted down proves a copy as well, whichever way it was made."""
    file = filled(opened("sqlite"), 3)
    assert file.verify().head == store.verify().head is not None
