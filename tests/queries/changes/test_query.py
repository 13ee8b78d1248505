"""What changed between two landscapes."""

import json

from hypothesis import given
from hypothesis import strategies as st

from model.claims.batch import Batch
from model.claims.state import State
from model.claims.table_changes import FieldChange
from model.landscape.landscape import Landscape
from queries.changes.query import landscape_diff

EMPTY = Landscape(State())


def landscape(revision=0, **tables):
    return Landscape(State(revision=revision).with_batch(Batch.of("hand", **tables)))


def test_rows_come_change_and_go():
    before = landscape(systems={"a": {"name": "A", "owner": "Bo"}, "b": {"name": "B"}})
    after = landscape(1, systems={"a": {"name": "A", "vendor": "KMD"}, "c": {"name": "C"}})
    (systems,) = landscape_diff(before, after).tables
    assert [row.id for row in systems.added] == ["c"]
    assert [row.id for row in systems.removed] == ["b"]
    assert [(row.id, row.fields) for row in systems.changed] == [
        ("a", (FieldChange("vendor", None, "KMD"), FieldChange("owner", "Bo", None)))
    ]


def test_from_nothing_everything_comes():
    diff = landscape_diff(EMPTY, landscape(systems={"a": {"name": "A"}}, units={"u": {"name": "U"}}))
    assert [(one.table, len(one.added)) for one in diff.tables] == [("systems", 1), ("units", 1)]
    assert (diff.a, diff.b) == (0, 1)


def test_nothing_changed_is_no_table():
    same = {"systems": {"a": {"name": "A"}}}
    assert landscape_diff(landscape(**same), landscape(1, **same)).tables == ()


def test_rows_that_nobody_lists_are_no_change():
    flows = {"f": {"provider": "CPR", "consumer": "a"}}
    systems = {"a": {"name": "A"}}
    diff = landscape_diff(landscape(systems=systems), landscape(1, systems=systems, flows=flows))
    assert [one.table for one in diff.tables] == ["flows"]


def test_as_json_counts_first_and_cuts():
    systems = {name: {"name": name.upper()} for name in "abc"}
    diff = landscape_diff(EMPTY, landscape(systems=systems))
    said = diff.as_json(limit=2)
    assert (said["from"], said["to"], said["added"]["systems"], said["removed"]["systems"]) == (0, 1, 3, 0)
    assert (len(said["tables"][0]["added"]), said["tables"][0]["added_total"]) == (2, 3)
    assert json.loads(json.dumps(diff.as_json())) == diff.as_json()


CELLS = st.fixed_dictionaries(
    {"name": st.sampled_from("AB")},
    optional={"owner": st.sampled_from("XY"), "aliases": st.lists(st.sampled_from("pq"), min_size=1).map(tuple)},
)
ROWS = st.dictionaries(st.sampled_from("abcde"), CELLS)


@given(ROWS, ROWS)
def test_it_says_what_a_plain_comparison_says(before, after):
    diff = landscape_diff(landscape(systems=before), landscape(1, systems=after))
    tables = {one.table: one for one in diff.tables}
    systems = tables.get("systems")
    assert [row.id for row in (systems.added if systems else ())] == sorted(after.keys() - before.keys())
    assert [row.id for row in (systems.removed if systems else ())] == sorted(before.keys() - after.keys())
    changed = {
        row.id: {one.field: (one.before, one.after) for one in row.fields}
        for row in (systems.changed if systems else ())
    }
    wanted = {
        id_: {name: (before[id_].get(name), after[id_].get(name)) for name in ("name", "owner", "aliases")}
        for id_ in before.keys() & after.keys()
        if before[id_] != after[id_]
    }
    assert changed == {
        id_: {f: pair for f, pair in cells.items() if pair[0] != pair[1]} for id_, cells in wanted.items()
    }
