"""Every import touches all rows whose drawing it changes: else the graph in a server would slowly grow wrong."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from model.claims.state import State
from model.landscape.landscape import Landscape
from stores.neo4j.changes import touched
from stores.neo4j.layout import LABELS, LINKS
from stores.neo4j.rows import SHARED, GraphRows
from tests.property.landscape_chains import random_chain, shown
from tests.soak import times

pytestmark = pytest.mark.soak

BLOCK, LENGTH = 40, 12
Drawn = dict[tuple[str, str], list[Any]]


@pytest.mark.parametrize("first", range(0, times(120), BLOCK))
def test_what_is_drawn_otherwise_is_touched(first: int) -> None:
    for seed in range(first, first + BLOCK):
        old = State()
        for step in random_chain(seed, LENGTH):
            missed = list(missed_between(old, step.state))
            assert not missed, (
                f"seed {seed}, revision {step.state.revision}: {missed}\n{shown(old)}\n{shown(step.state)}"
            )
            old = step.state


def missed_between(old: State, new: State) -> Iterator[tuple[str, str]]:
    """Rows that are drawn in another way now and that nobody would write again."""
    before, after = Landscape(old), Landscape(new)
    changes = touched(before, after)
    drawn_before, drawn_after = drawn(before), drawn(after)
    for table, id_ in sorted(drawn_before.keys() | drawn_after.keys()):
        if drawn_before.get((table, id_)) != drawn_after.get((table, id_)):
            here = (table, id_) in drawn_after
            if id_ not in (changes[table].written if here else changes[table].removed):
                yield table, id_


def drawn(landscape: Landscape) -> Drawn:
    """Per row its node and the relationships that it makes."""
    rows = GraphRows(landscape, copy=1)
    tables = landscape.tables
    found: Drawn = {}
    for table in LABELS:
        for id_ in tables[table].ids:
            found[table, id_] = list(rows.nodes(table, [id_]))
    ids = {
        label: {row["id"] for _, row in rows.nodes(table, landscape.tables[table].ids)}
        for table, label in LABELS.items()
    }
    ids |= {label: {row["id"] for row in rows.shared_nodes(label)} for label in SHARED}
    for link in LINKS:
        for id_ in tables[link.owner].ids:
            kept = [row for row in rows.links(link, [id_]) if row["a"] in ids[link.start] and row["b"] in ids[link.end]]
            found[link.owner, id_].append((link.type, link.end, kept))
    return found
