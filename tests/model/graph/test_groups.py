"""Which flows stand in for each other, in the certain and in the possible reading."""

from __future__ import annotations

import pytest

from model.graph.groups import needed_of
from tests.landscapes import impact, landscape, rows, verdicts


@pytest.mark.parametrize(
    ("needed", "flows", "count"),
    [
        (None, 3, 1),
        ("1", 3, 1),
        ("2", 3, 2),
        ("0", 3, 1),
        ("9", 3, 3),
        ("0%", 3, 1),
        ("50%", 4, 2),
        ("50%", 3, 2),
        ("66.7%", 3, 3),
        ("66.6%", 3, 2),
        ("100%", 3, 3),
        ("28%", 25, 7),
        ("7%", 100, 7),
        ("14.0%", 50, 7),
        ("0.1%", 3, 1),
    ],
)
def test_needed_is_a_count_or_an_exact_percent_rounded_up_within_the_flows(
    needed: str | None, flows: int, count: int
) -> None:
    assert needed_of(needed, flows) == count


def test_flows_with_the_same_data_object_stand_in_for_each_other_for_certain() -> None:
    town = landscape("a b c", ["a>c required carries d", "b>c required carries d"])
    assert verdicts(impact(town, "a")) == {"c": "may_stop"}
    assert verdicts(impact(town, "a", "b")) == {"c": "stops"}


def test_an_ancestor_covers_the_part_and_not_the_other_way() -> None:
    town = landscape("a b c", ["a>c required carries d.x", "b>c required carries d"])
    assert verdicts(impact(town, "a")) == {"c": "may_stop"}
    assert verdicts(impact(town, "b")) == {"c": "stops"}


def test_a_registered_parent_covers_instead_of_the_part_before_the_dot() -> None:
    flows = ["a>c required carries d.x", "b>c supporting carries d", "e>c supporting carries p"]
    assert verdicts(impact(landscape("a b c e", flows), "a", "e")) == {"c": "may_stop"}
    town = landscape("a b c e", flows, parents={"d.x": "p"})
    assert verdicts(impact(town, "a", "e")) == {"c": "stops"}
    assert verdicts(impact(town, "a", "b")) == {"c": "may_stop"}


def test_a_declared_flow_covers_an_undeclared_one_and_not_the_other_way() -> None:
    town = landscape("a b c", ["a>c required carries d", "b>c carries d in r"], requirements=["r: c 1 required"])
    assert verdicts(impact(town, "a")) == {"c": "may_stop"}
    assert verdicts(impact(town, "b")) == {"c": "stops"}


def test_a_flow_without_data_objects_stands_alone() -> None:
    town = landscape("a b c", ["a>c required", "b>c required"])
    assert verdicts(impact(town, "a")) == {"c": "stops"}


def test_what_the_interface_carries_counts_where_the_flow_says_nothing() -> None:
    town = landscape(
        "a b c",
        ["a>c required over i", "b>c required carries d", "e: b>c supporting carries e over i"],
        interfaces={"i": {"system": "a", "data_objects": ("d",)}},
    )
    assert verdicts(impact(town, "b")) == {"c": "may_stop"}


def test_the_need_of_a_data_object_is_the_strongest_that_carries_exactly_it() -> None:
    town = landscape("a b c", ["a>c supporting carries d", "b>c required carries d.x"])
    assert rows(impact(town, "a", "b"))["c"]["why"] == [
        {"kind": "data", "requirement": "d.x", "need": "required", "needed": 1, "dead": ["a>c", "b>c"], "alive": []},
        {"kind": "data", "requirement": "d", "need": "supporting", "needed": 1, "dead": ["a>c"], "alive": []},
    ]


@pytest.mark.parametrize(
    ("needs", "need"),
    [("supporting required", "required"), ("supporting unknown", "unknown"), ("supporting supporting", "supporting")],
)
def test_a_blank_need_of_a_requirement_is_the_strongest_of_its_flows(needs: str, need: str) -> None:
    one, two = needs.split()
    town = landscape("a b c", [f"a>c {one} in r", f"b>c {two} in r"], requirements=["r: c"])
    assert rows(impact(town, "a", "b"))["c"]["why"][0]["need"] == need


def test_a_requirements_own_need_counts_and_not_its_flows() -> None:
    town = landscape("a c", ["a>c required in r"], requirements=["r: c supporting"])
    assert verdicts(impact(town, "a")) == {"c": "degraded"}


def test_a_requirement_without_flows_is_never_lost() -> None:
    town = landscape("a c", ["a>c supporting"], requirements=["r: c 1 required"])
    assert verdicts(impact(town, "a")) == {"c": "degraded"}


def test_all_flows_of_a_requirement_count_whatever_they_carry() -> None:
    flows = ["a>c carries d in r", "b>c carries e in r", "e>c in r"]
    town = landscape("a b c e", flows, requirements=["r: c 2 required"])
    assert verdicts(impact(town, "a")) == {"c": "loses_redundancy"}
    assert verdicts(impact(town, "a", "b")) == {"c": "stops"}
