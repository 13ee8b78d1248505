"""Pictures without a question: one system with its neighbours, and the whole landscape."""

from __future__ import annotations

import pytest

from model.errors import UnknownName
from queries.systems.picture import landscape_view
from tests.landscapes import landscape

TOWN = landscape(
    {"x": {}, "p": {"kind": "register"}, "q": {}, "c": {}, "far": {}, "sp": {"kind": "platform"}},
    ["p>x", "x>c required", "c>far", "q>x", "x>q", "p>far via sp"],
)


def columns(view):
    return {node.key.partition(":")[2]: node.column for node in view.nodes}


def test_a_system_stands_between_what_it_needs_and_who_needs_it():
    view = landscape_view(TOWN, "x")
    assert columns(view) == {"x": 1, "p": 0, "q": 0, "c": 2}
    assert view.shown_words == "All 4 systems are shown"
    assert {(edge.source, edge.target) for edge in view.edges} == {
        ("systems:p", "systems:x"),
        ("systems:q", "systems:x"),
        ("systems:x", "systems:q"),
        ("systems:x", "systems:c"),
    }


def test_what_passes_a_platform_is_around_it():
    assert columns(landscape_view(TOWN, "sp")) == {"sp": 1, "p": 0, "far": 2}


def test_the_whole_landscape_stands_by_kind():
    view = landscape_view(TOWN)
    assert columns(view) == {"x": 2, "p": 0, "q": 2, "c": 2, "far": 2, "sp": 1}
    assert view.summary == "6 systems, 6 flows"


def test_systems_with_few_flows_are_folded_and_counted():
    town = landscape(
        "hub " + " ".join(f"a{n}" for n in range(40)),
        [f"hub>a{n}" for n in range(40)] + [f"a{n}>hub" for n in range(20)],
    )
    view = landscape_view(town, node_budget=12)
    assert sum(node.fold is None for node in view.nodes) <= 12
    assert view.shown + view.folded == view.total == 41
    assert view.shown_words == f"{view.shown} of 41 systems are shown one by one, {view.folded} are folded"


def test_an_unknown_system():
    with pytest.raises(UnknownName):
        landscape_view(TOWN, "nothing")


def test_an_empty_landscape():
    assert landscape_view(landscape()).nodes == ()
