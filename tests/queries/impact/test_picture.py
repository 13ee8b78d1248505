"""The picture as plain data: who is drawn where, what is folded, and that the numbers are said."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest

from model.rows import Rows
from queries.impact.picture import impact_view
from queries.impact.query import shutdown_impact
from tests.landscapes import landscape
from visualisations.picture.view_layout import orders


def view_of(town, *what, at=None, **options):
    return impact_view(shutdown_impact(town, what, at=at), town, **options)


def by_key(view):
    return {node.key: node for node in view.nodes}


def test_steps_go_from_left_to_right():
    view = view_of(landscape("x a b c", ["x>a required", "a>b required", "x>c supporting"]), "x")
    nodes = by_key(view)
    assert [nodes[f"systems:{id_}"].role for id_ in "xabc"] == ["turned_off", "stops", "stops", "degraded"]
    assert nodes["systems:x"].x < nodes["systems:a"].x == nodes["systems:c"].x < nodes["systems:b"].x
    assert [header.text for header in view.headers] == ["Turned off", "1 step", "2 steps"]
    assert view.summary == "2 systems stop, 1 system is degraded"
    assert view.shown_words == "All 4 turned off or affected systems are shown, of 4 in the landscape"


def test_a_line_goes_from_what_kills_the_flow_to_who_misses_it():
    """The provider lives; the platform that the flow passes does not."""
    view = view_of(landscape("p x a", ["p>a required via x"]), "x")
    (edge,) = view.edges
    assert (edge.source, edge.target, edge.flows, edge.alive) == ("systems:x", "systems:a", ("p>a",), False)
    assert "systems:p" not in by_key(view)


def test_a_flow_with_unknown_need_is_dashed():
    view = view_of(landscape("x a b", ["x>a", "x>b required"]), "x")
    assert {edge.target: edge.unsure for edge in view.edges} == {"systems:a": True, "systems:b": False}
    assert [drawn for _, drawn in view.lines] == ["full", "dashed"]


def test_what_still_comes_is_drawn_between_boxes_that_are_there():
    town = landscape("x y a", ["x>y supporting", "x>a in r", "y>a in r"], requirements=["r: a 1 required"])
    edges = {(edge.source, edge.target): edge.alive for edge in view_of(town, "x").edges}
    assert edges[("systems:x", "systems:a")] is False
    assert edges[("systems:y", "systems:a")] is True


def test_an_interface_or_a_flow_can_be_where_it_starts():
    interfaces = {"i": {"system": "p", "name": "Udtræk"}}
    town = landscape("p a", ["p>a required over i", "f: p>a required"], interfaces=interfaces)
    view = view_of(town, "interface:i")
    assert by_key(view)["interfaces:i"].label == "interface Udtræk"
    assert [(edge.source, edge.target) for edge in view.edges] == [("interfaces:i", "systems:a")]
    view = view_of(town, "flow:f")
    assert [(edge.source, edge.target) for edge in view.edges] == [("flows:f", "systems:a")]


def test_one_id_in_two_tables_is_two_things():
    town = landscape("p a", ["p>a required over a"], interfaces={"a": {"system": "p"}})
    view = view_of(town, "interface:a")
    assert {key.partition(":")[0]: node.role for key, node in by_key(view).items()} == {
        "interfaces": "turned_off",
        "systems": "stops",
    }


def test_what_was_down_before_is_drawn_where_it_is_part_of_the_reason():
    town = landscape(
        {"x": {}, "old": {"in_use_to": date(2020, 1, 1)}, "a": {}},
        ["x>a in r", "old>a in r", "a>a in r"],
        requirements=["r: a 2 required"],
    )
    view = view_of(town, "x", at=date(2027, 1, 1))
    assert by_key(view)["systems:old"].role == "already_down"


def test_leaves_of_a_hub_are_folded_with_their_names():
    leaves = [f"s{number:02}" for number in range(12)]
    view = view_of(
        landscape(f"x a b {' '.join(leaves)}", [*(f"x>{id_} required" for id_ in ["a", *leaves]), "a>b"]), "x"
    )
    (fold,) = [node for node in view.nodes if node.members]
    assert fold.label == "12 systems stop"
    assert len(fold.members) == 12
    assert fold.sections[0].lines == tuple(id_.capitalize() for id_ in leaves)
    assert "S00, S01" in fold.hover[1]
    assert (view.shown, view.folded, view.total) == (3, 12, 15)
    assert "3 of 15" in view.shown_words
    assert {node.fold for node in view.nodes if node.key in fold.members} == {fold.key}


def test_eight_leaves_are_not_folded():
    leaves = [f"s{number}" for number in range(8)]
    view = view_of(landscape(f"x {' '.join(leaves)}", [f"x>{id_} required" for id_ in leaves]), "x")
    assert view.folded == 0


def chain_town(length=60):
    ids = [f"s{number:03}" for number in range(length)]
    return landscape(" ".join(ids), [f"{one}>{other} required" for one, other in pairwise(ids)])


def test_what_is_over_the_budget_is_folded_the_last_first():
    town = landscape(
        "x " + " ".join(f"a{n} b{n}" for n in range(30)),
        [w for n in range(30) for w in (f"x>a{n} required", f"a{n}>b{n}")],
    )
    view = view_of(town, "x", node_budget=20)
    drawn = [node for node in view.nodes if node.fold is None]
    assert len(drawn) <= 20
    assert Counter(node.role for node in drawn if not node.members)["may_stop"] == 0
    assert view.shown + view.folded == view.total == 61


def test_what_the_picture_does_not_hold_is_counted():
    view = view_of(chain_town(), "s000", most=10)
    assert view.shown_words == "11 of 60 turned off or affected systems are shown, 49 only counted"
    assert by_key(view)["more:stops"].label == "49 systems stop"
    assert (view.shown, view.folded, view.total) == (11, 49, 60)


def test_only_what_is_drawn_is_worked_out():
    """A national answer has a hundred thousand rows that are made when they are asked for."""
    town = chain_town()
    answer = shutdown_impact(town, ["s000"])
    made = []
    rows = list(answer.affected)
    counting = Rows(lambda: len(rows), lambda at: made.append(at) or rows[at])
    impact_view(replace(answer, affected=counting), town, most=10)
    assert max(made) < 10


def test_the_chain_and_the_reasons_are_said_in_words():
    node = by_key(view_of(landscape("x a b", ["x>a required", "a>b required after 24"]), "x"))["systems:b"]
    said = {section.heading: section.lines for section in node.sections}
    assert said["Chain"] == ("X → A → B",)
    assert said["Why"] == ("Data from A no longer comes (required)",)
    assert "after 24 hours" in node.hover[1]


def test_the_question_names_what_was_asked():
    town = landscape({f"s{number}": {"vendor": "KMD"} for number in range(5)})
    assert view_of(town, "vendor:KMD").title == "What happens if we turn off everything from the vendor KMD?"
    assert view_of(town, "s1", "s2").title == "What happens if we turn off S1 and S2?"


def test_date_and_revision_stand_below():
    assert view_of(landscape("x"), "x", at=date(2027, 3, 31)).subtitle == "as of 31 Mar 2027, revision 1"


def test_the_same_answer_is_the_same_picture():
    town = chain_town(20)
    assert view_of(town, "s000") == view_of(town, "s000")


def test_boxes_do_not_overlap():
    town = landscape("x " + " ".join(f"a{n}" for n in range(30)), [f"x>a{n} required" for n in range(30)])
    view = view_of(town, "x", node_budget=200)
    places = Counter((node.x, node.y) for node in view.nodes if node.fold is None)
    assert max(places.values()) == 1


@pytest.mark.parametrize("size", [1, 3, 7])
def test_lines_that_need_not_cross_do_not(size):
    left, right = [f"l{n}" for n in range(size)], [f"r{n}" for n in reversed(range(size))]
    columns = {**dict.fromkeys(left, 0), **dict.fromkeys(right, 1)}
    order = orders(columns, [(f"l{n}", f"r{n}") for n in range(size)], [*left, *right])
    assert [order[f"r{n}"] for n in range(size)] == [order[f"l{n}"] for n in range(size)]
