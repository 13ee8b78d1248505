"""Why a row is in the answer: chains of ids, and the requirements that were lost."""

from __future__ import annotations

from typing import Any

from model.landscape.landscape import Landscape
from tests.landscapes import impact, landscape, rows


def row(town: Landscape, system: str, *what: str, at: str | None = None) -> dict[str, Any]:
    return rows(impact(town, *what, at=at))[system]


def test_a_chain_starts_with_what_is_turned_off_and_ends_with_the_system() -> None:
    town = landscape("a b c", ["a>b required", "b>c required"])
    assert row(town, "c", "a")["chain"] == ["a", "b", "c"]
    assert "hours_chain" not in row(town, "c", "a")


def test_a_chain_may_start_with_an_interface_or_a_flow() -> None:
    town = landscape("a b c", ["f: a>b required over i", "b>c required"], interfaces={"i": {"system": "a"}})
    assert row(town, "c", "i")["chain"] == ["i", "b", "c"]
    assert row(town, "c", "f")["chain"] == ["f", "b", "c"]
    assert row(town, "c", "f", "i", "a")["chain"] == ["a", "b", "c"]


def test_a_chain_passes_over_whatever_carried_the_flow() -> None:
    town = landscape("x p c", ["p>c required via v", "x>v required"])
    assert row(town, "c", "x")["chain"] == ["x", "v", "c"]


def test_of_several_chains_the_smallest_as_a_list_of_ids() -> None:
    flows = ["x>b required", "x>a required", "b>z required", "a>z required", "w>c required", "c>z required"]
    town = landscape("x w a b c z", flows)
    assert row(town, "z", "x", "w")["chain"] == ["w", "c", "z"]
    assert row(town, "z", "x")["chain"] == ["x", "a", "z"]


def test_the_smallest_chain_is_so_from_its_first_id_and_not_from_its_last() -> None:
    flows = ["x1>b required", "x2>a required", "b>z required", "a>z required"]
    assert row(landscape("x1 x2 a b z", flows), "z", "x1", "x2")["chain"] == ["x1", "b", "z"]


def test_ids_are_compared_as_ids_and_not_as_numbers_of_rows() -> None:
    """The flow's id stands between those of the systems that carry it."""
    town = landscape("a z c", ["m: a>c required via z"])
    assert row(town, "c", "m", "z")["chain"] == ["m", "c"]
    assert row(town, "c", "m", "a")["chain"] == ["a", "c"]


def test_where_the_hours_come_another_way_that_way_stands_beside() -> None:
    flows = ["a>d required after 24", "a>b required", "b>d required after 1"]
    found = row(landscape("a b d", flows), "d", "a")
    assert (found["chain"], found["hours_chain"]) == (["a", "d"], ["a", "b", "d"])
    assert (found["steps"], found["after_hours"]) == (1, 1.0)


def test_hours_are_assumed_where_a_blank_tolerance_lies_on_the_chain_of_the_hours() -> None:
    blank = landscape("a b c", ["a>b required", "b>c required after 3"])
    assert [row(blank, system, "a")["hours_assumed"] for system in "bc"] == [True, True]
    said = landscape("a b c", ["a>b required after 0", "b>c required after 3"])
    assert [row(said, system, "a")["hours_assumed"] for system in "bc"] == [False, False]


def test_a_blank_tolerance_beside_the_chain_is_not_assumed() -> None:
    town = landscape("a b c", ["f: a>c required after 0", "b>c required"])
    assert row(town, "c", "a")["hours_assumed"] is False


def test_the_tolerance_of_a_declared_requirement_counts_among_the_assumed() -> None:
    flows = ["a>c required after 1 in r"]
    assert row(landscape("a c", flows, requirements=["r: c"]), "c", "a")["hours_assumed"] is True
    assert row(landscape("a c", flows, requirements=["r: c after 0"]), "c", "a")["hours_assumed"] is False


def test_a_lost_spare_leg_assumes_nothing_in_its_last_link() -> None:
    town = landscape("a b c", ["a>c in r", "b>c in r"], requirements=["r: c 1 required"])
    assert row(town, "c", "a")["hours_assumed"] is False


def test_why_tells_every_lost_requirement_by_need_then_id() -> None:
    flows = ["a>c supporting carries d", "z: a>c required", "y: a>c required", "a2: a>c in r", "b>c in r"]
    found = row(landscape("a b c", flows, requirements=["r: c 2 unknown"]), "c", "a")["why"]
    assert [(why["kind"], why["requirement"], why["need"]) for why in found] == [
        ("flow", "y", "required"),
        ("flow", "z", "required"),
        ("declared", "r", "unknown"),
        ("data", "d", "supporting"),
    ]
    assert found[2] == {
        "kind": "declared",
        "requirement": "r",
        "need": "unknown",
        "needed": 2,
        "dead": ["a2"],
        "alive": ["b>c"],
    }


def test_a_data_object_that_one_flow_brings_is_in_the_possible_reading_that_flow() -> None:
    town = landscape("a c", ["f: a>c unknown carries d"])
    assert [(why["kind"], why["requirement"]) for why in row(town, "c", "a")["why"]] == [("flow", "f")]
    sure = landscape("a c", ["f: a>c required carries d"])
    assert [(why["kind"], why["requirement"]) for why in row(sure, "c", "a")["why"]] == [("data", "d")]


def test_a_lost_spare_leg_names_the_requirements_that_are_short_of_it() -> None:
    flows = ["a>c in r", "b>c in r", "e>c in s"]
    town = landscape("a b c e", flows, requirements=["r: c 1 required", "s: c 1 required"])
    assert row(town, "c", "a")["why"] == [
        {"kind": "declared", "requirement": "r", "need": "required", "needed": 1, "dead": ["a>c"], "alive": ["b>c"]}
    ]
