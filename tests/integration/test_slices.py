"""The answer on a slice, read from a real server, is the answer on the whole: the same bytes, the same refusals."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from fastapi.testclient import TestClient

from app.application import create_app
from app.composition import compose
from app.settings import Settings
from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.errors import LandskabError
from model.landscape.landscape import Landscape
from model.rows import as_json
from queries.impact.query import shutdown_impact
from stores.neo4j.login import Login
from stores.neo4j.store import WHOLE_AT_MOST, Neo4jStore
from tests.docs.pages import ROOT
from tests.landscapes import landscape, landscape_of
from tests.property.random_landscapes import random_case, show

SEEDS = range(40)
AT = "2026-03-01T08:00:00+00:00"


@pytest.fixture(scope="module", params=[0, WHOLE_AT_MOST], ids=["asked step by step", "loaded whole"])
def store(request, neo4j_server) -> Iterator[Neo4jStore]:
    from neo4j import GraphDatabase

    login = (neo4j_server.username, neo4j_server.password)
    with GraphDatabase.driver(neo4j_server.uri, auth=login) as driver:
        driver.execute_query("MATCH (n) DETACH DELETE n")
    store = Neo4jStore(neo4j_server.uri, Login(*login), whole_at_most=request.param)
    yield store
    store.close()


def stored(store: Neo4jStore, state: State) -> Landscape:
    """The state as the newest revision of the store."""
    number = store.newest() + 1
    store.append(state.as_revision(number), Revision(number, AT, "import", "hand"))
    return Landscape(state.as_revision(number))


def told(town: Landscape, what, at: date | None) -> str:
    """The whole answer, or the refusal in words."""
    try:
        return json.dumps(as_json(shutdown_impact(town, what, at=at)), ensure_ascii=False)
    except LandskabError as error:
        return f"{type(error).__name__}: {error}"


def both(store: Neo4jStore, town: Landscape, *what: str, at: date | None = None) -> tuple[str, str]:
    return told(town, what, at), told(Landscape.of_slice(store.slice(what, at)), what, at)


def test_random_landscapes_give_the_same_answer_on_a_slice(store):
    for seed in SEEDS:
        case = random_case(seed)
        town = stored(store, landscape_of(case.tables).state)
        day = date.fromisoformat(case.at) if isinstance(case.at, str) else case.at
        whole, part = both(store, town, *case.turn_off, at=day)
        assert part == whole, f"seed {seed}\n{show(case)}"


def sample() -> State:
    from importers.landscape_files.importer import import_path

    folder = ROOT / "samples" / "eksempelkommune"
    return State().with_batch(import_path(folder, source="eksempelkommune", landscape=Landscape(State())))


QUESTIONS = [
    (["kmd-aktiv"], None),
    (["KMD P-data"], date(2027, 6, 1)),
    (["vendor:KMD"], None),
    (["leverandør: kmd "], date(2028, 1, 1)),
    (["CPR"], None),
    (["Serviceplatformen", "kmd-sag"], None),
    (["findes ikke"], None),
    (["KMD"], None),
    (["system:KMD"], None),
    (["flow:findes-ikke"], None),
    ([], None),
]


def test_the_sample_gives_the_same_answers_and_refusals(store):
    town = stored(store, sample())
    contracts, interfaces, flows = (town.tables[name].ids for name in ("contracts", "interfaces", "flows"))
    more = [([f"contract:{contracts[0]}"], None), ([f"contract:{contracts[7]}"], date(2027, 1, 1))]
    more += [([interfaces[3]], None), ([interfaces[9], flows[40]], None), ([flows[5].upper()], None)]
    for what, at in [*QUESTIONS, *more]:
        whole, part = both(store, town, *what, at=at)
        assert part == whole, what


@pytest.mark.parametrize(
    ("whole_at_most", "systems", "flows", "counted"),
    [
        (7, {"x", "a", "b"}, {"x>a", "a>b"}, 5),
        (8, {"x", "a", "b", "far", "away"}, {"x>a", "a>b", "far>away"}, None),
    ],
    ids=["one row too many", "as many as are loaded whole"],
)
def test_a_slice_holds_what_can_be_reached_or_all_that_is_no_more_than_so_many_rows(
    store, neo4j_server, whole_at_most, systems, flows, counted
):
    town = landscape("x a b far away", ["x>a required", "a>b required", "far>away required"])
    stored(store, town.state)
    login = Login(neo4j_server.username, neo4j_server.password)
    with closing(Neo4jStore(neo4j_server.uri, login, whole_at_most=whole_at_most)) as other:
        part = other.slice(["x"])
    assert set(part.tables["systems"].ids) == systems
    assert set(part.tables["flows"].ids) == flows
    assert (part.whole.systems if part.whole else None) == counted


def test_what_only_misses_something_is_where_the_search_ends(store):
    town = stored(store, landscape("x a b", ["x>a supporting", "a>b required"]).state)
    whole, part = both(store, town, "x")
    assert part == whole
    assert {row["system"]["id"] for row in json.loads(part)["affected"]} == {"a"}


def test_two_that_stand_for_a_successor_are_no_successor_on_a_slice_either(store):
    """Both stand for KY; a slice that held only one of them would take it for the successor."""
    rows = {
        "aktiv": {"name": "KMD Aktiv"},
        "a": {"name": "A"},
        "ky1": {"name": "Kommunernes Ydelsessystem"},
        "ky2": {"name": "Kommunernes Ydelsessystem (KY)"},
    }
    flows = {
        "f": {"provider": "aktiv", "consumer": "a", "need": "required"},
        "g": {"provider": "ky1", "consumer": "a", "need": "supporting"},
    }
    town = stored(store, State().with_batch(Batch.of("hand", systems=rows, flows=flows)))
    whole, part = both(store, town, "aktiv")
    assert part == whole


def command(login: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    program = [sys.executable, "-c", "from app.cli.main import main; main()", *words]
    return subprocess.run(program, env=os.environ | login, cwd=ROOT, capture_output=True, text=True, check=False)


def test_every_door_gives_the_same_bytes_from_a_slice(store, neo4j_server):
    stored(store, sample())
    login = {"NEO4J_USERNAME": neo4j_server.username, "NEO4J_PASSWORD": neo4j_server.password}
    landskab = compose(Settings(store=neo4j_server.uri, server=login))
    client = TestClient(create_app(landskab), base_url="http://127.0.0.1:8000")
    question = {"turn_off": ["KMD Aktiv"], "at": "2027-03-31"}
    whole = client.post("/api/v1/impact", json=question)
    part = client.post("/api/v1/impact?slice=true", json=question)
    assert whole.status_code == part.status_code == 200
    assert part.content == whole.content
    line = ["--store", neo4j_server.uri, "impact", "KMD Aktiv", "--at", "2027-03-31"]
    for more in (["--json"], ["--limit", "5"]):
        said = [command(login, *line, *more, *extra) for extra in ([], ["--slice"])]
        assert [(one.returncode, one.stderr) for one in said] == [(0, ""), (0, "")]
        assert said[0].stdout == said[1].stdout
    refused = client.post("/api/v1/impact?slice=true&revision=1", json=question)
    assert refused.status_code == 422
    assert "A slice is of the newest revision" in refused.json()["detail"]
    unknown = [client.post(f"/api/v1/impact{ask}", json={"turn_off": ["findes ikke"]}) for ask in ("", "?slice=true")]
    assert [one.status_code for one in unknown] == [422, 422]
    assert unknown[0].json() == unknown[1].json()
    landskab.store.close()


def test_a_file_has_no_slices(tmp_path):
    landskab = compose(Settings(store=f"sqlite:///{tmp_path / 'a.db'}"))
    with pytest.raises(LandskabError, match="Only a Neo4j store can give a slice"):
        landskab.slice(["x"])
