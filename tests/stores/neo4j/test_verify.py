"""Whoever changes the graph by hand is told what differs; whatever an interrupted import left is told as such."""

from __future__ import annotations

import threading

import pytest

from model.claims.batch import Batch
from model.claims.state import State
from model.errors import StoreError
from stores.shared.verified import MOST
from tests.stores.kinds import cypher
from tests.stores.states import assert_same, revision

SYSTEM = "(:System {id: 'a'})"


@pytest.fixture
def store(opened):
    """Two sources, two revisions; something of every kind of node."""
    store = opened("neo4j")
    first = State().with_batch(
        Batch.of(
            "hand",
            systems={
                "a": {"name": "A", "kind": "register", "vendor": "KMD", "successor": ("b",), "capabilities": ("sms",)},
                "b": {"name": "B", "users": 5.0},
            },
            flows={"f": {"provider": "a", "consumer": "b", "via": ("c", "d"), "data_objects": ("x.y",)}},
            contracts={"k": {"name": "K", "flows": ("f", "not there"), "systems": ("a",)}},
        )
    )
    store.append(first, revision(1))
    store.append(first.with_batch(Batch.of("other", units={"u": {"name": "U"}})), revision(2))
    return store


@pytest.fixture
def run(store, neo4j_server):
    with cypher(neo4j_server) as run:
        yield run


def told(store):
    return [(one.what, one.where, one.why) for one in store.verify().differences]


SAID = "The sources say that it is there."
NO_NODE = "Nothing that the sources say makes this node."
NO_RELATIONSHIP = "Nothing that the sources say makes this relationship."


def test_all_is_well_with_the_counts(store):
    found = store.verify()
    assert (found.revisions, found.differences, found.total, found.leftovers) == (2, (), 0, ())
    assert (found.nodes, found.relationships) == (11, 14)


def test_an_empty_server_is_well(opened):
    assert opened("neo4j").verify().revisions == 0


@pytest.mark.parametrize(
    ("query", "difference"),
    [
        (
            "MATCH (n:System {id: 'a'}) SET n.name = 'Å'",
            ("changed", SYSTEM, "'name' is 'Å' and should be 'A'."),
        ),
        (
            "MATCH (n:System {id: 'b'}) REMOVE n.users",
            ("changed", "(:System {id: 'b'})", "'users' is not there and should be 5.0."),
        ),
        (
            "MATCH (n:System {id: 'a'}) SET n.note = 'mine'",
            ("changed", SYSTEM, "'note' is 'mine' and should not be there."),
        ),
        (
            "MATCH (n:System {id: 'a'}) SET n.claimed_by = ['me', 'hand']",
            ("changed", SYSTEM, "'claimed_by' is ['me', 'hand'] and should be ['hand']."),
        ),
        (
            "MATCH (n:System {id: 'a'}) REMOVE n:Register",
            ("changed", SYSTEM, "Its labels are System and should be Register, System."),
        ),
        (
            "MATCH (n:Vendor) SET n.name = 'kmd'",
            ("changed", "(:Vendor {id: 'kmd'})", "'name' is 'kmd' and should be 'KMD'."),
        ),
        ("MATCH (n:Unit {id: 'u'}) DETACH DELETE n", ("missing", "(:Unit {id: 'u'})", SAID)),
        (
            "MATCH (n:Unit {id: 'u'}) CREATE (:Unit {landscape: n.landscape, id: 'v'})",
            ("extra", "(:Unit {id: 'v'})", NO_NODE),
        ),
        (
            "MATCH (n:Unit {id: 'u'}) CREATE (:Unit {landscape: n.landscape, id: ['v']})",
            ("extra", "(:Unit {id: ['v']})", NO_NODE),
        ),
        (
            "CREATE (:Unit {id: 'v'})",
            ("extra", "(:Unit {landscape: None})", "1 of them belong to no landscape."),
        ),
        ("CREATE (:Note:Mine)", ("extra", "(:Mine:Note)", "1 of them belong to no landscape.")),
        (
            "MATCH (a:System {id: 'b'}), (b:System {id: 'a'}) CREATE (a)-[:SUCCEEDED_BY]->(b)",
            ("extra", "(:System {id: 'b'})-[:SUCCEEDED_BY]->(:System {id: 'a'})", NO_RELATIONSHIP),
        ),
        (
            "MATCH (a:System {id: 'a'}), (b:System {id: 'b'}) CREATE (a)-[:SUCCEEDED_BY]->(b)",
            ("extra", "(:System {id: 'a'})-[:SUCCEEDED_BY]->(:System {id: 'b'})", NO_RELATIONSHIP),
        ),
        (
            "MATCH (a:System {id: 'a'}), (b:Unit) CREATE (a)-[:LIKES]->(b)",
            ("extra", "(:System {id: 'a'})-[:LIKES]->(:Unit {id: 'u'})", NO_RELATIONSHIP),
        ),
        (
            "MATCH (a:Revision {number: 1}), (b:Unit) CREATE (a)-[:LIKES]->(b)",
            ("extra", "(:Revision {id: null})-[:LIKES]->(:Unit {id: 'u'})", NO_RELATIONSHIP),
        ),
        (
            "MATCH (:System)-[r:SUCCEEDED_BY]->() DELETE r",
            ("missing", "(:System {id: 'a'})-[:SUCCEEDED_BY]->(:System {id: 'b'})", SAID),
        ),
        (
            "MATCH (:System)-[r:FEEDS]->() DELETE r",
            ("missing", "(:System {id: 'a'})-[:FEEDS {flow: 'f'}]->(:System {id: 'b'})", SAID),
        ),
        (
            "MATCH (c:Contract)-[:COVERS]->(f:Flow) CREATE (c)-[:COVERS {said_by: 'flow'}]->(f)",
            ("extra", "(:Contract {id: 'k'})-[:COVERS {said_by: 'flow'}]->(:Flow {id: 'f'})", NO_RELATIONSHIP),
        ),
        (
            "MATCH (c:Copy) SET c.drawn_by = 'another'",
            (
                "changed",
                "(:Copy {landscape: 1})",
                "The graph was drawn by another edition of the program; the next import draws it anew.",
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_changed_by_hand_is_named(store, run, query, difference):
    run(query)
    assert told(store) == [difference]


def test_a_relationship_that_says_something_else_is_both_extra_and_missing(store, run):
    run("MATCH (:Flow)-[r:VIA {position: 2}]->() SET r.position = 7")
    end = "->(:System {id: 'd'})"
    assert told(store) == [
        ("missing", f"(:Flow {{id: 'f'}})-[:VIA {{position: 2}}]{end}", SAID),
        ("extra", f"(:Flow {{id: 'f'}})-[:VIA {{position: 7}}]{end}", NO_RELATIONSHIP),
    ]


def test_a_node_without_its_label_is_missing_with_all_that_it_makes(store, run):
    run("MATCH (n:System {id: 'b'}) REMOVE n:System")
    found = told(store)
    assert ("missing", "(:System {id: 'b'})", SAID) in found
    assert ("missing", "(:System {id: 'a'})-[:SUCCEEDED_BY]->(:System {id: 'b'})", SAID) in found
    assert {what for what, where, _ in found if "'b'" not in where} == {"extra"}  # what has only the other label


def test_many_differences_are_counted(store, run):
    run(
        "MATCH (n:Unit) UNWIND range(1, $count) AS i CREATE (:Unit {landscape: n.landscape, id: toString(i)})",
        count=MOST + 50,
    )
    found = store.verify()
    assert (len(found.differences), found.total) == (MOST, MOST + 50)


@pytest.mark.parametrize(
    ("query", "what"),
    [
        (
            "MATCH (:Revision {number: 1})-[:HOLDS]->()-[:HAS]->()-[:OF]->(c) WITH c LIMIT 1 SET c.bytes = c.digest",
            ("damaged", "revision 1"),
        ),
        ("MATCH (k:Column {table: 'units'}) DETACH DELETE k", ("damaged", "revision 2")),
        ("MATCH (k:Column {table: 'units'}) REMOVE k.content", ("damaged", "revision 2")),
        ("MATCH (c:Claims) SET c.imported = 'x'", ("damaged", "revision 1")),
        ("MATCH (:Revision {number: 1})-[r:HOLDS]->() DELETE r", ("damaged", "revision 1")),
        ("MATCH (r:Revision {number: 1}) DETACH DELETE r", ("missing", "revision 1")),
        ("MATCH (r:Revision {number: 2}) REMOVE r.current", ("damaged", "(:Revision {current: true})")),
        ("MATCH (r:Revision {number: 1}) SET r.current = true", ("damaged", "(:Revision {current: true})")),
    ],
)
def test_what_the_revisions_hold_is_checked(store, run, query, what):
    run(query)
    assert what in [one[:2] for one in told(store)]


def test_what_an_interrupted_import_left_is_told_and_is_no_difference(store, run):
    run("CREATE (:Copy {landscape: 3}) CREATE (:System {landscape: 3, id: 'a'}) CREATE (:Claims {digest: 'd'})")
    run("CREATE (:Content {digest: 'd', part: 0}), (:Column {field: 'x'})-[:OF]->(:Content {digest: 'e', part: 0})")
    run("CREATE (:Source {name: 'gone'})")
    found = store.verify()
    assert found.differences == ()
    left = {"(:System {landscape: 3})", "(:Claims)", "(:Column)", "(:Content)", "(:Source)"}
    assert {one.where for one in found.leftovers} == left
    store.append(store.load().with_batch(Batch.of("other", units={"w": {"name": "W"}})), revision(3))
    assert store.verify().leftovers == ()


@pytest.mark.parametrize(
    "query",
    [
        "MATCH (n:System) DETACH DELETE n",
        "MATCH (n:System {id: 'a'}) SET n.name = 'Hand', n:Platform",
        "MATCH ()-[r:FEEDS]->() DELETE r",
        "CREATE (:System {id: 'by hand'}), (:Flow {landscape: 99, id: 'f'}), (:Copy {landscape: 98})",
    ],
)
def test_a_graph_that_was_spoilt_by_hand_is_drawn_anew(store, run, query):
    before, history = store.load(), store.history()
    run(query)
    store.redraw()
    found = store.verify()
    assert (found.differences, found.leftovers) == ((), ())
    assert store.history() == history
    assert_same(store.load(), before)


def test_what_is_somebody_elses_is_left_where_it_is(store, run):
    run("CREATE (:Person {name: 'Bo'})")
    store.redraw()
    assert run("MATCH (n:Person) RETURN n.name AS name") == [{"name": "Bo"}]


def test_an_empty_server_has_nothing_to_draw(opened):
    store = opened("neo4j")
    store.redraw()
    assert store.newest() == 0


def test_a_graph_of_another_edition_is_drawn_anew_by_the_next_import(store, run):
    run("MATCH (c:Copy) SET c.drawn_by = 'another'")
    run("MATCH (n:System {id: 'a'}) SET n:Platform REMOVE n:Register")  # as another catalogue might say
    store.append(store.load().with_batch(Batch.of("other", units={"w": {"name": "W"}})), revision(3))
    assert told(store) == []


def test_a_vendor_is_called_by_the_first_of_the_spellings_that_are_left(store, run):
    """The smallest case: only rows go, none is written."""
    spelt = {"a": {"name": "A", "vendor": "KMD"}, "b": {"name": "B", "vendor": "kmd"}}
    store.append(store.load().with_batch(Batch.of("hand", systems=spelt)), revision(3))
    store.append(store.load().with_batch(Batch.of("hand", systems={"b": spelt["b"]})), revision(4))
    assert run("MATCH (n:Vendor) RETURN n.name AS name") == [{"name": "kmd"}]
    assert told(store) == []


def test_a_flow_over_no_interface_is_not_over_the_one_that_is_called_none(store, run):
    rows = {"interfaces": {"None": {"name": "None", "system": "b"}}, "flows": {"f": {"provider": "a", "consumer": "c"}}}
    store.append(store.load().with_batch(Batch.of("hand", **rows)), revision(3))
    assert run("MATCH ()-[r:PASSES_ON]->() RETURN r") == []


def test_of_several_that_write_first_one_wins_and_the_others_are_told(opened, neo4j_server):
    """Also where the server has no constraint yet and all make them at once."""
    with cypher(neo4j_server) as run:
        for row in run("SHOW CONSTRAINTS YIELD name"):
            run(f"DROP CONSTRAINT {row['name']}")
    stores = [opened("neo4j") for _ in range(5)]
    said = []
    start = threading.Barrier(len(stores))

    def write(store):
        start.wait()
        try:
            store.append(State(revision=1), revision(1))
            said.append("stored")
        except StoreError as error:
            said.append(type(error).__name__)

    threads = [threading.Thread(target=write, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["StoreConflict"] * 4 + ["stored"]
