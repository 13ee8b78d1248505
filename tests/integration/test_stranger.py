"""Somebody else's program reads the graph: the plain driver, plain Cypher, and nothing of this project.

Only the fixture is ours: it brings the landscape in, by the command that a person would use.
"""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

LANDSKAB = Path(sys.executable).with_name("landskab")
SAMPLE = Path(__file__).parents[2] / "samples" / "eksempelkommune"
Run = Callable[..., Any]

CPR_DATA = """
MATCH (now:Revision {current: true})
MATCH (cpr:System {landscape: now.landscape, id: 'CPR'})
MATCH p = (cpr)-[:FEEDS|PASSES_ON*1..]->(s:System)
WHERE s <> cpr
RETURN s.id AS id, min(length(p)) AS steps
"""
STRAIGHT_FROM_CPR = """
MATCH (now:Revision {current: true})
MATCH (cpr:System {landscape: now.landscape, id: 'CPR'})-[:PROVIDES]->(f:Flow)-[:FEEDS_INTO]->(s:System)
RETURN f.id AS flow, s.id AS id, s.name AS name
"""


@pytest.fixture
def read(neo4j_server, monkeypatch) -> Iterator[Run]:
    """Plain Cypher, on a server with nothing in it yet."""
    login = (neo4j_server.username, neo4j_server.password)
    monkeypatch.setenv("NEO4J_USERNAME", login[0])
    monkeypatch.setenv("NEO4J_PASSWORD", login[1])
    monkeypatch.setenv("LANDSKAB_STORE", neo4j_server.uri)
    with GraphDatabase.driver(neo4j_server.uri, auth=login) as driver:
        with driver.session() as session:
            session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS").consume()
        yield lambda text: [record.data() for record in driver.execute_query(text).records]


def landskab(*words: str | Path) -> Any:
    """The program as a process of its own; its JSON."""
    done = subprocess.run([LANDSKAB, *words, "--json"], env=os.environ, check=True, capture_output=True)
    return json.loads(done.stdout)


def certain(folder: Path) -> Path:
    """The sample, all of it in use and every need required: whoever gets CPR data, directly or not, stops."""
    folder.mkdir()
    for file in SAMPLE.glob("*.csv"):
        with file.open(encoding="utf-8-sig", newline="") as sheet:
            rows = list(csv.DictReader(sheet, delimiter=";"))
        for row in rows:
            if file.stem == "dataflow":
                row |= {"behov": "påkrævet", "krav": ""}
            if file.stem == "systemer":
                row |= {"livscyklus": "", "i brug fra": "", "udfases": ""}
        with (folder / file.name).open("w", encoding="utf-8", newline="") as sheet:
            writer = csv.DictWriter(sheet, rows[0], delimiter=";")
            writer.writeheader()
            writer.writerows(rows)
    return folder


def test_who_gets_cpr_data_directly_or_not(read, tmp_path):
    landskab("import", certain(tmp_path / "town"))
    answer = landskab("impact", "CPR")
    affected = {row["system"]["id"] for row in answer["affected"]}
    assert {row["id"] for row in read(CPR_DATA)} == affected
    assert len(affected) > 90


def test_who_gets_it_straight_from_cpr(read):
    landskab("import", SAMPLE)
    sheet = landskab("system", "CPR")
    needed_by = {(line["id"], line["consumer"], line["consumer_name"]) for line in sheet["needed_by"]}
    assert {(row["flow"], row["id"], row["name"]) for row in read(STRAIGHT_FROM_CPR)} == needed_by
    assert len(needed_by) > 20


def test_whoever_the_program_says_is_hit_gets_cpr_data(read):
    """Needs, reserves and gaps make fewer of them than get the data, never others."""
    landskab("import", SAMPLE)
    steps = {row["id"]: row["steps"] for row in read(CPR_DATA)}
    affected = {row["system"]["id"]: row["steps"] for row in landskab("impact", "CPR")["affected"]}
    assert affected.keys() < steps.keys()
    assert all(steps[id_] <= affected[id_] for id_ in affected)
