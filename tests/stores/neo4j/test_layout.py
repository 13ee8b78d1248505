"""The Cypher as text: what stands in it is the program's own, and no reference is left undrawn."""

from __future__ import annotations

import re

import pytest

from model.claims.entities import ENTITIES
from model.claims.state import State
from model.landscape.landscape import Landscape
from model.schema import VOCABULARIES
from stores.neo4j.changes import touched
from stores.neo4j.copies import write_changes, write_copy
from stores.neo4j.cypher import (
    create_links,
    create_nodes,
    delete_copy,
    delete_links,
    delete_nodes,
    delete_unused,
    merge_nodes,
)
from stores.neo4j.layout import CAPABILITY, KIND_LABELS, LABELS, LINKS, NODE_LABELS, VENDOR, constraints, links_of
from stores.neo4j.rows import GraphRows
from tests.property.landscape_chains import random_chain

REFERENCES = [
    (table, field)
    for table, entity in ENTITIES.items()
    for field, declared in entity.fields().items()
    if declared.kind in ("ref", "refs")
]
OWN = re.compile(r"[A-Za-z_ \n$.,:;(){}\[\]<>=|'!*0-9-]*")


@pytest.mark.parametrize(("table", "field"), REFERENCES)
def test_every_reference_is_drawn_to_the_table_that_it_names(table, field):
    (link,) = (link for link in links_of(table) if link.field == field)
    ends = {link.start, link.end}
    assert LABELS[table] in ends
    assert LABELS[ENTITIES[table].fields()[field].target] in ends


def test_what_is_drawn_and_is_no_reference_is_one_of_these():
    """Texts that several rows share, and the short ways between systems."""
    drawn = {(link.owner, link.type) for link in LINKS if (link.owner, link.field) not in REFERENCES}
    assert drawn == {
        ("systems", "SUPPLIED_BY"),
        ("contracts", "SUPPLIED_BY"),
        ("systems", "FOR"),
        ("flows", "FEEDS"),
        ("flows", "PASSES_ON"),
    }


def test_a_relationship_is_told_from_every_other():
    """By its ends and type, and by who says it where two do: so that what a row made can be taken away again."""
    told = [(link.start, link.type, link.end, link.said_by) for link in LINKS]
    assert len(set(told)) == len(told)
    assert {label for link in LINKS for label in (link.start, link.end)} == set(NODE_LABELS)


def test_those_found_by_the_consumer_are_taken_away_first():
    kinds = [link.type for link in links_of("flows")]
    assert max(map(kinds.index, ("FEEDS", "PASSES_ON"))) < kinds.index("FEEDS_INTO")


def test_every_kind_has_a_label_of_its_own():
    assert KIND_LABELS.keys() == VOCABULARIES["kind"].keys()
    assert len(set(KIND_LABELS.values()) | set(NODE_LABELS)) == len(KIND_LABELS) + len(NODE_LABELS)
    assert (KIND_LABELS["support"], KIND_LABELS["copy_register"]) == ("SupportSystem", "CopyRegister")


def test_every_label_is_found_by_its_id():
    made = list(constraints())
    for label in NODE_LABELS:
        assert any(f"FOR (n:{label}) REQUIRE (n.landscape, n.id) IS UNIQUE" in one for one in made), label
    assert all(" IF NOT EXISTS " in one for one in made)
    names = [one.split()[2] for one in made]
    assert len(set(names)) == len(names)


def test_the_queries_as_text():
    assert create_nodes("Unit") == "UNWIND $rows AS row CREATE (n:Unit) SET n = row"
    assert merge_nodes("System", "Register") == (
        "UNWIND $rows AS row MERGE (n:System {landscape: row.landscape, id: row.id})"
        " REMOVE n:Application:Register:CopyRegister:Platform:SupportSystem:SelfService:ManagementInformation"
        " SET n = row, n:Register"
    )
    assert merge_nodes("System") == merge_nodes("System", "Register").removesuffix(", n:Register")
    assert delete_nodes("Flow") == ("UNWIND $ids AS id MATCH (n:Flow {landscape: $landscape, id: id}) DETACH DELETE n")
    assert delete_unused(VENDOR) == ("MATCH (n:Vendor {landscape: $landscape}) WHERE NOT EXISTS { ()-->(n) } DELETE n")
    assert delete_copy(CAPABILITY) == (
        "MATCH (n:Capability {landscape: $landscape}) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"
    )


def test_the_relationships_as_text():
    feeds, covers, via, exposes = (
        next(link for link in LINKS if (link.owner, link.type, link.field) == wanted)
        for wanted in (
            ("flows", "FEEDS", ""),
            ("contracts", "COVERS", "flows"),
            ("flows", "VIA", "via"),
            ("interfaces", "EXPOSES", "system"),
        )
    )
    assert create_links(via).endswith("CREATE (a)-[:VIA {position: row.position}]->(b)")
    assert create_links(covers).endswith("CREATE (a)-[:COVERS {said_by: 'contract'}]->(b)")
    assert delete_links(covers).endswith("-[r:COVERS {said_by: 'contract'}]->(:Flow) DELETE r")
    assert delete_links(exposes).endswith("<-[r:EXPOSES]-(:System) DELETE r")
    assert delete_links(feeds).endswith("-[:FEEDS_INTO]->(:System)<-[r:FEEDS {flow: id}]-(:System) DELETE r")


def test_no_word_of_a_users_stands_in_a_query():
    """Two landscapes that share no word are written with the same texts; the words are all parameters."""
    texts = set()
    old = State()
    for step in random_chain(7, 6):
        landscape = Landscape(step.state)
        write_copy(lambda query, parameters: texts.add(query), GraphRows(landscape, copy=1))
        changes = touched(Landscape(old), landscape)
        write_changes(lambda query, parameters: texts.add(query), GraphRows(landscape, copy=1), changes)
        old = step.state
    assert len(texts) > 50
    assert [text for text in texts if not OWN.fullmatch(text)] == []
    words = {word for text in texts for word in re.findall(r"'([^']*)'", text)}
    assert words == {"flow", "contract"}
    assert [text for text in texts if "ESR" in text or "KMD" in text or "s1" in text] == []
