"""Sentences that more than one door says."""

from __future__ import annotations

from datetime import date

from queries.impact.query import shutdown_impact
from queries.impact.words import ShutdownWording
from tests.landscapes import landscape


def why_none(town, *what, at=None):
    words = ShutdownWording(town, str)
    return [words.no_candidate(row) for row in shutdown_impact(town, what, at=at).to_reestablish if not row.candidates]


def test_a_flow_that_nobody_can_bring_names_the_successor_that_is_not_in_use_yet():
    town = landscape("x a new", ["x>a required"], x={"successor": ("new",)}, new={"in_use_from": date(2028, 1, 1)})
    assert why_none(town, "x", at=date(2027, 3, 31)) == ["none known; the successor New is not in use then"]
    assert why_none(town, "x", at=date(2028, 3, 31)) == []


def test_a_successor_that_is_itself_the_consumer_is_not_out_of_use():
    assert why_none(landscape("x a", ["x>a required"], x={"successor": ("a",)}), "x") == ["none known"]


def test_without_a_successor_none_is_known():
    assert why_none(landscape("x a", ["x>a required"]), "x") == ["none known"]


def test_several_things_are_named_together():
    town = landscape("x y z")
    words = ShutdownWording(town, str)
    assert words.things(shutdown_impact(town, ["x", "y", "z"])) == "X, Y and Z"
    assert words.things(shutdown_impact(town, ["x"])) == "X"
