"""What a fall touches beside the systems: flows to re-establish, flows that fall away, units, capabilities."""

from __future__ import annotations

from typing import Any

from model.landscape.landscape import Landscape
from tests.landscapes import impact, landscape


def work(town: Landscape, *what: str) -> dict[str, dict[str, Any]]:
    return {row["flow"]: row for row in impact(town, *what)["to_reestablish"]}


def test_a_flow_that_t_kills_must_be_re_established_and_says_what_killed_it() -> None:
    town = landscape(
        "p c v o",
        ["f: p>c required via v over i carries d under k"],
        interfaces={"i": {"system": "o"}},
        contracts={"k": {}},
        units="u",
        c={"unit": "u", "owner": "Else"},
    )
    row = work(town, "p", "v", "o", "i", "f")["f"]
    assert row["killed_by"] == ["f", "i", "o", "p", "v"]
    assert (row["provider"], row["consumer"], row["data_objects"], row["need"]) == ("p", "c", ["d"], "required")
    assert (row["unit"], row["owner"], row["contract"]["id"]) == ("u", "Else", "k")


def test_a_flow_that_only_dies_later_is_nobodys_work() -> None:
    town = landscape("a b c", ["a>b required", "b>c required"])
    assert list(work(town, "a")) == ["a>b"]


def test_a_flow_to_what_is_turned_off_or_down_already_is_nobodys_work() -> None:
    town = landscape("a b c", ["a>b required", "a>c required"], c={"lifecycle": "retired"})
    assert list(work(town, "a", "b")) == []


def test_a_flow_dead_before_is_nobodys_work() -> None:
    town = landscape("old a c", ["f: old>c supporting via a"], old={"lifecycle": "retired"})
    assert work(town, "a") == {}


def test_the_work_is_in_the_order_of_the_affected_then_of_flows() -> None:
    flows = ["a2: x>a supporting", "a1: x>a supporting", "x>z required", "x>b", "x>y required"]
    assert list(work(landscape("x a z b y", flows), "x")) == ["x>y", "x>z", "x>b", "a1", "a2"]


def test_what_an_interface_carries_is_to_be_re_established() -> None:
    town = landscape("p c", ["f: p>c over i"], interfaces={"i": {"system": "p", "data_objects": ("e", "d")}})
    assert work(town, "p")["f"]["data_objects"] == ["e", "d"]


def falls_away(town: Landscape, *what: str) -> dict[str, list[str]]:
    return {row["flow"]: row["successor_has"] for row in impact(town, *what)["falls_away"]}


def test_a_flow_into_what_is_turned_off_falls_away() -> None:
    town = landscape("form x y", ["form>x", "x>y", "y>x"], form={"kind": "self_service"})
    assert falls_away(town, "x") == {"form>x": [], "y>x": []}
    assert falls_away(town, "x", "y") == {"form>x": []}


def test_what_the_successor_already_has_is_told() -> None:
    flows = ["form>x carries d.a", "form>new carries d", "other>new carries d.b", "dies: x>new carries d"]
    town = landscape("form x new other", flows, x={"successor": ("new",)})
    assert falls_away(town, "x") == {"form>x": ["form>new"]}


def units(town: Landscape, *what: str) -> list[tuple[str | None, str, list[str]]]:
    return [(row["unit"], row["worst"], row["systems"]) for row in impact(town, *what)["units"]]


def test_units_are_by_worst_then_most_systems_then_id() -> None:
    town = landscape(
        "x a b c d e",
        ["x>a required", "x>b required", "x>c required", "x>d supporting", "x>e"],
        units="u v w t",
        x={"unit": "t"},
        a={"unit": "v", "using_units": ("u",)},
        b={"unit": "v"},
        c={"using_units": ("u", "w")},
        d={"unit": "w"},
    )
    assert units(town, "x") == [
        ("t", "turned_off", ["x"]),
        ("u", "stops", ["a", "c"]),
        ("v", "stops", ["a", "b"]),
        ("w", "stops", ["c", "d"]),
        (None, "may_stop", ["e"]),
    ]


def test_a_unit_that_owns_and_uses_a_system_has_it_once() -> None:
    town = landscape("x", units="u", x={"unit": "u", "using_units": ("u", "u")})
    assert units(town, "x") == [("u", "turned_off", ["x"])]


def capabilities(town: Landscape, *what: str) -> list[tuple[str, list[str], list[str], list[str]]]:
    names = ("capability", "lost", "at_risk", "remaining")
    return [tuple(row[name] for name in names) for row in impact(town, *what)["capabilities"]]


def test_a_capability_of_which_none_remains_stands_first() -> None:
    town = landscape(
        "x a b c d old",
        ["x>a required", "x>b", "x>c supporting"],
        x={"capabilities": ("sms", "mail")},
        a={"capabilities": ("sms",)},
        b={"capabilities": ("mail",)},
        c={"capabilities": ("sms",)},
        d={"capabilities": ("not:mail", "other")},
        old={"capabilities": ("mail",), "lifecycle": "retired"},
    )
    assert capabilities(town, "x") == [("mail", ["x"], ["b"], []), ("sms", ["a", "x"], [], ["c"])]


def test_a_capability_of_what_is_only_degraded_is_not_told() -> None:
    town = landscape("x c", ["x>c supporting"], c={"capabilities": ("sms",)})
    assert capabilities(town, "x") == []


def test_the_flows_around_are_those_with_an_end_or_carrier_that_is_hit() -> None:
    town = landscape(
        "x a b c v far",
        ["x>a required", "b>a carries d", "f: b>c via a", "g: far>v over i", "h: v>far", "far>far"],
        interfaces={"i": {"system": "far"}},
    )
    told = impact(town, "x")["registration"]
    assert told["flows_around"] == 3
    assert told["need_unknown"] == ["b>a", "f"]
    assert told["without_data_objects"] == ["f", "x>a"]
    assert impact(town, "x", "i", "h")["registration"]["flows_around"] == 6
    assert impact(town, "h")["registration"]["flows_around"] == 3


def test_the_need_of_a_flow_in_a_requirement_is_the_requirements() -> None:
    town = landscape("x a", ["f: x>a in r", "g: x>a in s", "h: x>a"], requirements=["r: a required", "s: a"])
    assert impact(town, "x")["registration"]["need_unknown"] == ["g", "h"]


def test_unaffected_systems_without_flows_are_counted() -> None:
    town = landscape("x a b c old", ["x>a required"], old={"lifecycle": "retired"})
    summary = impact(town, "x")["summary"]
    assert (summary["unaffected"], summary["unaffected_without_flows"], summary["already_down"]) == (2, 2, 1)
