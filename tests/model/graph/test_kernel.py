"""How far and how soon: steps, and hours with their waiting losses."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import pytest

from tests.landscapes import impact, landscape, rows


def reached(
    systems: str, flows: Iterable[str], *what: str, requirements: Iterable[str] = ()
) -> dict[str, tuple[int, float]]:
    """System -> steps and hours of its verdict."""
    answer = impact(landscape(systems, flows, requirements=requirements), *what)
    return {id_: (row["steps"], row["after_hours"]) for id_, row in rows(answer).items()}


def test_a_chain_counts_its_links_and_adds_its_tolerances() -> None:
    flows = ["a>b required after 8", "b>c required", "c>d required after 2.5"]
    assert reached("a b c d", flows, "a") == {"b": (1, 8.0), "c": (2, 8.0), "d": (3, 10.5)}


def test_the_shortest_way_counts_for_steps_and_the_quickest_for_hours() -> None:
    flows = ["a>d required after 24", "a>b required after 1", "b>c required after 1", "c>d required after 1"]
    assert reached("a b c d", flows, "a")["d"] == (1, 3.0)


def test_a_way_that_is_short_and_slow_is_overtaken_and_does_not_count_twice() -> None:
    flows = ["a>c required after 10", "a>b required after 1", "b>c required after 1", "c>d required after 1"]
    assert reached("a b c d", flows, "a")["d"] == (2, 3.0)


def test_the_death_that_loses_a_group_counts() -> None:
    flows = ["a>c in r after 10", "b>c in r after 1", "e>c in r"]
    town = landscape("a b c e x", [*flows, "x>b required after 2"], requirements=["r: c 2 required after 5"])
    assert rows(impact(town, "a", "e"))["c"]["after_hours"] == 15.0
    assert rows(impact(town, "x", "a"))["c"]["after_hours"] == 15.0
    assert rows(impact(town, "x", "e"))["c"]["after_hours"] == 8.0
    assert [rows(impact(town, *what))["c"]["steps"] for what in (("a", "e"), ("x", "a"), ("x", "e"))] == [1, 2, 2]


def test_a_flow_in_a_group_dies_once_though_several_of_its_carriers_fall() -> None:
    flows = ["a>c via v in r", "b>c in r"]
    assert reached("a b c v", flows, "a", "v", requirements=["r: c 1 required"]) == {"c": (1, 0.0)}
    answer = impact(landscape("a b c v", flows, requirements=["r: c 1 required"]), "a", "v")
    assert rows(answer)["c"]["verdict"] == "loses_redundancy"


def test_a_lost_spare_leg_is_gone_at_once_whatever_its_tolerance() -> None:
    flows = ["a>b required after 3", "b>c in r after 48", "d>c in r"]
    assert reached("a b c d", flows, "a", requirements=["r: c 1 required after 9"])["c"] == (2, 3.0)


def test_a_weakened_system_has_the_hours_of_its_supporting_loss() -> None:
    assert reached("a b", ["a>b supporting after 6"], "a") == {"b": (1, 6.0)}


def test_a_system_that_is_weakened_first_and_falls_later_has_the_hours_of_its_fall() -> None:
    flows = ["s: a>b supporting after 1", "r: a>b required after 9", "b>c required"]
    assert reached("a b c", flows, "a") == {"b": (1, 9.0), "c": (2, 9.0)}


def test_a_degraded_system_kills_nothing() -> None:
    assert reached("a b c", ["a>b supporting", "b>c required"], "a") == {"b": (1, 0.0)}


def test_a_cycle_cannot_hasten_its_own_fall() -> None:
    flows = ["x>a required after 10", "a>b required", "b>a required"]
    assert reached("a b x", flows, "x") == {"a": (1, 10.0), "b": (2, 10.0)}


def test_a_cycle_that_nothing_reaches_stands() -> None:
    assert reached("a b x", ["a>b required", "b>a required"], "x") == {}


def test_a_system_may_need_itself() -> None:
    flows = ["a>a required", "a>b required", "x>a required after 2"]
    assert reached("a b x", flows, "a") == {"b": (1, 0.0)}
    assert reached("a b x", flows, "x") == {"a": (1, 2.0), "b": (2, 2.0)}


def test_a_self_supporting_leg_saves_nobody_who_has_lost_the_other() -> None:
    flows = ["x>a in r", "a>a in r"]
    assert reached("a x", flows, "x", requirements=["r: a 2 required"]) == {"a": (1, 0.0)}
    answer = impact(landscape("a x", flows, requirements=["r: a 1 required"]), "x")
    assert rows(answer)["a"]["verdict"] == "loses_redundancy"


def test_many_tolerances_at_a_time_are_felt_in_order_of_time() -> None:
    """Each of twenty waits another while; whoever is late does not hold up the others."""
    systems = [f"s{wait:02}" for wait in range(20)]
    flows = [f"x>{system} required after {wait * 7 % 20}" for wait, system in enumerate(systems)]
    flows += [f"{one}>{two} required after 1" for one, two in pairwise(systems)]
    hours = {int(id_[1:]): after for id_, (_, after) in reached(" ".join(["x", *systems]), flows, "x").items()}
    best = [0.0] * 20
    for wait in range(20):
        best[wait] = min(wait * 7 % 20, best[wait - 1] + 1 if wait else 99)
    assert [hours[wait] for wait in range(20)] == best


def test_decimal_tolerances_add_as_decimals() -> None:
    assert reached("a b c", ["a>b required after 0.1", "b>c required after 0.2"], "a")["c"] == (2, 0.3)


def test_two_ways_of_the_same_decimal_hours_are_the_same_hours() -> None:
    flows = ["a>b required after 0.7", "b>c required after 0.1", "a>c required after 0.8"]
    row = rows(impact(landscape("a b c", flows), "a"))["c"]
    assert (row["steps"], row["after_hours"], row["chain"]) == (1, 0.8, ["a", "c"])
    assert "hours_chain" not in row


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_several_things_at_once_are_one_question(order: tuple[str, str]) -> None:
    flows = ["a>c in r", "b>c in r after 4"]
    assert reached("a b c", flows, *order, requirements=["r: c 1 required"]) == {"c": (1, 4.0)}


def test_turning_off_a_flow_and_its_interface_kills_it_once() -> None:
    town = landscape(
        "a b c",
        ["f: a>c in r over i", "b>c in r"],
        interfaces={"i": {"system": "a"}},
        requirements=["r: c 1 required"],
    )
    assert rows(impact(town, "f", "i", "a"))["c"]["verdict"] == "loses_redundancy"
