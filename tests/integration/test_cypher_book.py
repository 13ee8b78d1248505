"""The Cypher book on a real server gives what plain Python gives: the sample, random and awkward landscapes."""

from __future__ import annotations

import itertools
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase, Query

from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.landscape.landscape import Landscape
from queries.cypher_book.book import CypherQuery, cypher_book, cypher_query
from queries.systems.system_sheet import system_sheet
from stores.neo4j.login import Login
from stores.neo4j.store import Neo4jStore
from tests.integration.cypher_oracle import ORACLE
from tests.landscapes import landscape, landscape_of
from tests.property.random_landscapes import random_case, show
from tests.stores.kinds import emptied

LANDSKAB = Path(sys.executable).with_name("landskab")
SAMPLE = Path(__file__).parents[2] / "samples" / "eksempelkommune"
AT = "2026-03-01T08:00:00+00:00"
PATIENCE = 120
"""Seconds after which the server gives up a query: one that goes through every chain would never end."""
BOOK = {query.name: query for query in cypher_book()}


class Graph:
    """A server with one landscape, and the same landscape in Python."""

    def __init__(self, session: Any, town: Landscape) -> None:
        self.session = session
        self.town = town

    def run(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        """The rows, dates in ISO form."""
        rows = self.session.run(Query(text, timeout=PATIENCE), parameters)
        return [{key: plain(row[key]) for key in row.keys()} for row in rows]  # noqa: SIM118 - a record is no dict

    def ask(self, name: str, **parameters: object) -> list[dict[str, Any]]:
        return self.run(cypher_query(name).text, **parameters)

    def agrees(self, name: str, **parameters: str) -> list[dict[str, Any]]:
        """The rows, once they are those of plain Python."""
        rows = self.ask(name, **parameters)
        assert rows == list(ORACLE[name](self.town, **parameters)), f"{name} {parameters}"
        return rows


def plain(value: Any) -> Any:
    return value.iso_format() if hasattr(value, "iso_format") else value


def examples(query: CypherQuery) -> dict[str, str]:
    return {one.name: one.example.strip("'") for one in query.parameters}


@pytest.fixture(scope="module")
def session(neo4j_server, tmp_path_factory) -> Iterator[Any]:
    address = emptied(neo4j_server, tmp_path_factory.mktemp("cypher"))
    login = (address.username, address.password)
    with (
        GraphDatabase.driver(address.uri, auth=login, notifications_min_severity="OFF") as driver,
        driver.session() as session,
    ):
        yield session


@pytest.fixture(scope="module")
def store(neo4j_server, session) -> Iterator[Neo4jStore]:
    store = Neo4jStore(neo4j_server.uri, Login(neo4j_server.username, neo4j_server.password))
    yield store
    store.close()


@pytest.fixture(scope="module")
def environ(neo4j_server) -> dict[str, str]:
    login = {"NEO4J_USERNAME": neo4j_server.username, "NEO4J_PASSWORD": neo4j_server.password}
    return {"PATH": os.environ["PATH"], "LANDSKAB_STORE": neo4j_server.uri, **login}


@pytest.fixture
def shown(session, store):
    """Makes a landscape the newest one."""

    def show(town: Landscape) -> Graph:
        state = town.state.as_revision(store.newest() + 1)
        store.append(state, Revision(state.revision, AT, "import", "hand"))
        return Graph(session, Landscape(state))

    return show


@pytest.fixture
def sample(session, store, shown, environ) -> Graph:
    """The sample, imported by the program itself; again where another test has put its own landscape there."""
    newest = store.load(store.newest()) if store.newest() else State()
    if list(newest.sources) != ["eksempelkommune"]:
        if newest.sources:
            shown(Landscape(State()))
        subprocess.run([LANDSKAB, "import", SAMPLE], env=environ, check=True, capture_output=True)
    return Graph(session, Landscape(store.load(store.newest())))


@pytest.mark.parametrize("name", BOOK)
def test_on_the_sample_the_example_gives_what_python_gives(sample, name):
    assert sample.agrees(name, **examples(BOOK[name]))


def test_on_the_sample_every_system_reaches_what_a_search_reaches(sample):
    for system in sample.town.tables["systems"].ids:
        sample.agrees("reach", what=system)
        sample.agrees("direct_consumers", what=system)


def test_the_direct_consumers_are_those_of_the_systems_page(sample):
    for system in ("CPR", "kmd-aktiv", "SERVICEPLATFORMEN"):
        lines = system_sheet(sample.town, system).needed_by
        expected = [(line.flow.id, line.flow.consumer, line.consumer_name, sorted(line.carries)) for line in lines]
        rows = sample.ask("direct_consumers", what=system)
        got = [(row["flow"], row["consumer"], row["consumer_name"], row["data_objects"]) for row in rows]
        assert sorted(got) == sorted(expected)


def test_on_the_sample_between_many_systems_and_units(sample):
    systems, units = sample.town.tables["systems"].ids, sample.town.tables["units"].ids
    for giver, taker in itertools.product(systems[::16], systems[::11]):
        sample.agrees("shortest_chain", giver=giver, taker=taker)
    answers = set()
    for giver, taker in itertools.product(units[::3], units[::2]):
        answers |= {row["answer"] for row in sample.agrees("single_points", giver=giver, taker=taker)}
    assert len(answers) == 3


@pytest.mark.parametrize("query", BOOK.values(), ids=BOOK)
def test_what_the_program_prints_runs_as_it_is(sample, environ, query):
    printed = subprocess.run([LANDSKAB, "cypher", query.name], env=environ, check=True, capture_output=True)
    assert sample.run(printed.stdout.decode()) == sample.ask(query.name, **examples(query))


@pytest.mark.parametrize("query", BOOK.values(), ids=BOOK)
def test_ids_stand_with_names_and_nothing_is_left_blank(sample, query):
    for row in sample.ask(query.name, **examples(query)):
        assert None not in row.values()
        assert any("name" in key for key in row)


DECOY = """CREATE (a:System:Register:CopyRegister {landscape: -1, id: 'CPR', name: 'decoy'})
CREATE (b:System:Register {landscape: -1, id: 'decoy', name: 'decoy'})
CREATE (a)-[:PROVIDES]->(f:Flow {landscape: -1, id: 'decoy'})-[:FEEDS_INTO]->(b)
CREATE (a)-[:FEEDS {flow: 'decoy'}]->(b)-[:BELONGS_TO]->(:Unit {landscape: -1, id: 'jobcenter'})
CREATE (:Contract {landscape: -1, id: 'decoy', ends: date('2027-01-01')})-[:COVERS]->(a)
CREATE (a)-[:BELONGS_TO]->(:Unit {landscape: -1, id: 'ejendomme'})"""


def test_a_copy_beside_the_newest_is_not_read(sample):
    before = {name: sample.ask(name, **examples(query)) for name, query in BOOK.items()}
    sample.run(DECOY)
    try:
        assert {name: sample.ask(name, **examples(query)) for name, query in BOOK.items()} == before
    finally:
        sample.run("MATCH (n {landscape: -1}) DETACH DELETE n")


@pytest.mark.parametrize("seed", range(12))
def test_on_random_landscapes_every_query_gives_what_python_gives(shown, seed):
    case = random_case(seed)
    graph = shown(landscape_of(case.tables))
    systems, units = graph.town.tables["systems"].ids[:6], graph.town.tables["units"].ids
    try:
        for name in ("flows_by_register", "copy_register_consumers", "systems_by_capability_and_unit"):
            graph.agrees(name)
        graph.agrees("undeclared_flows")
        graph.agrees("contracts_ending", first="2026-06-01", last="2027-01-01")
        for what in systems:
            graph.agrees("reach", what=what)
            graph.agrees("direct_consumers", what=what)
        for giver, taker in itertools.product(systems, systems):
            graph.agrees("shortest_chain", giver=giver, taker=taker)
        for giver, taker in itertools.product(units, units):
            graph.agrees("single_points", giver=giver, taker=taker)
    except AssertionError as error:
        raise AssertionError(show(case)) from error


def test_circles_and_hubs_are_walked_once(shown):
    """Forty systems that all feed each other: no query that followed every chain would come to an end."""
    ids = [f"s{number:02}" for number in range(40)]
    rows = {id_: {"name": id_, "unit": "a" if id_ < "s20" else "b"} for id_ in ids}
    pairs = itertools.permutations(ids, 2)
    graph = shown(landscape(rows, (f"{one}>{other}" for one, other in pairs), units="a b"))
    assert len(graph.agrees("reach", what="s07")) == 39
    assert len(graph.agrees("shortest_chain", giver="s00", taker="s39")) == 1
    [row] = graph.agrees("single_points", giver="a", taker="b")
    assert row["answer"] == "there are ways around every system"


def test_a_bridge_between_two_circles_is_a_single_point(shown):
    """Units a and b are circles of their own; all that gets across runs over the hub, which no unit answers for."""
    rows = {f"{unit}{number}": {"name": f"{unit}{number}", "unit": unit} for unit in "ab" for number in range(3)}
    ring = [f"{unit}{number}>{unit}{(number + 1) % 3}" for unit in "ab" for number in range(3)]
    bridge = ["a0>hub", "a1>hub", "hub>b0", "x: a2>hub via b2"]
    graph = shown(landscape({**rows, "hub": {"name": "The hub"}}, [*ring, *bridge], units="a b"))
    assert graph.agrees("single_points", giver="a", taker="b") == [
        {"answer": "every chain passes this system", "number": 1, "system": "hub", "name": "The hub"}
        | {"stands_in": "neither unit"},
        {"answer": "every chain passes this system", "number": 2, "system": "b0", "name": "b0"}
        | {"stands_in": "the taking unit"},
    ]
    [row] = graph.agrees("single_points", giver="b", taker="a")
    assert row["answer"] == "no chain is registered"
    assert graph.ask("single_points", giver="a", taker="nowhere") == []
    assert graph.ask("single_points", giver="a", taker="a") == []


def test_a_unit_within_another_keeps_its_systems_to_itself(shown):
    units = {"all": {"name": "All"}, "part": {"name": "Part", "parent": "all"}}
    units |= {"under": {"name": "Under", "parent": "part"}}
    rows = {"boss": {"name": "Boss", "unit": "all"}, "end": {"name": "End", "unit": "under"}}
    flows = {"f": {"provider": "boss", "consumer": "end"}}
    graph = shown(Landscape(State().with_batch(Batch.of("hand", systems=rows, flows=flows, units=units))))
    assert [row["system"] for row in graph.agrees("single_points", giver="all", taker="part")] == ["boss", "end"]
    assert [row["answer"] for row in graph.agrees("single_points", giver="part", taker="all")] == [
        "no chain is registered"
    ]


def test_what_is_not_registered_is_called_so(shown):
    graph = shown(landscape({"a": {"name": "A"}, "b": {"name": "B"}}, ["a>b"], contracts={"k": {"systems": ("a",)}}))
    [reached] = graph.agrees("reach", what="a")
    assert (reached["unit"], reached["unit_name"]) == ("not registered", "not registered")
    [flow] = graph.agrees("direct_consumers", what="a")
    assert (flow["need"], flow["interface"], flow["data_objects"]) == ("not registered", "not registered", [])
    [contract] = graph.agrees("contracts_ending", first="2026-01-01", last="2026-12-31")
    assert (contract["ends"], contract["vendor"], contract["systems"]) == ("not registered", "not registered", ["a"])
    [group] = graph.agrees("systems_by_capability_and_unit")
    assert (group["capability"], group["unit"], group["systems"]) == ("not registered", "not registered", ["a", "b"])
    assert graph.ask("reach", what="nobody") == []
    assert re.search("no system has that id", cypher_query("reach").read.en)
