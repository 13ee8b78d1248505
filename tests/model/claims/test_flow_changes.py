from __future__ import annotations

import pytest

from model.claims.columns import Table
from model.claims.flow_changes import FlowChange, moved_flows
from model.errors import UnknownName
from tests.landscapes import impact, landscape, verdicts

INTERFACES = Table.of("interfaces", {"i": {"name": "I", "system": "a", "data_objects": ("d",)}})
FLOWS = Table.of(
    "flows",
    {
        "f": {"provider": "a", "consumer": "b", "interface": "i", "via": ("v",), "need": "required"},
        "g": {"provider": "a", "consumer": "b"},
    },
)


def moved(*changes: FlowChange) -> Table:
    return moved_flows(FLOWS, changes, interfaces=INTERFACES)


def test_a_moved_flow_has_another_provider_and_keeps_need_and_way() -> None:
    assert moved(FlowChange("g", "c")).row("g") == {"provider": "c", "consumer": "b"}
    flow = moved(FlowChange("f", "c", "i")).row("f")
    assert (flow["provider"], flow["interface"], flow["via"], flow["need"]) == ("c", "i", ("v",), "required")


def test_the_way_may_be_another_or_none() -> None:
    assert moved(FlowChange("f", "a", via=("w",))).row("f")["via"] == ("w",)
    assert "via" not in moved(FlowChange("f", "a", via=())).row("f")


def test_what_was_carried_over_the_interface_is_carried_still() -> None:
    assert moved(FlowChange("f", "c")).row("f")["data_objects"] == ("d",)


def test_the_other_flows_stay_as_they_are() -> None:
    assert moved(FlowChange("f", "c")).row("g") == FLOWS.row("g")
    assert moved().same_as(FLOWS)


def test_a_flow_that_is_not_there_is_unknown() -> None:
    with pytest.raises(UnknownName):
        moved(FlowChange("h", "c"))


def test_a_plan_leaves_nobody_down_that_lived() -> None:
    """`old` is out of use already; `user` lives on what `new` brings over its interface, and must go on doing so."""
    town = landscape(
        "old new other user",
        ["old>user required carries d", "f: new>user required over i", "other>other carries d"],
        interfaces={"i": {"system": "new", "data_objects": ("d",)}},
        old={"lifecycle": "retired"},
    )
    answer = impact(town, "new")
    assert verdicts(answer) == {"user": "stops"}
    assert {"kind": "system", "system": "other", "lacks": []} in answer["to_reestablish"][0]["candidates"]
    after = impact(town.changed([FlowChange("f", "other")]), "new")
    assert after["affected"] == []
    assert {"system": "user", "reason": "stops"} not in after["already_down"]


def test_a_flow_moved_to_a_catalogue_service_runs_through_its_platform() -> None:
    town = landscape("a b", ["a>b required"]).changed([FlowChange("a>b", "SF1520")])
    assert town.flow("a>b").provider == "CPR"
    assert verdicts(impact(town, "a")) == {}
    assert verdicts(impact(town, "SERVICEPLATFORMEN")) == {"b": "stops"}


def test_a_flow_becomes_several_that_carry_a_part_each() -> None:
    several = moved(
        FlowChange("f", "c", "j", (), ("d",)),
        FlowChange("f", "e", "k", (), ("x", "y"), beside=True),
        FlowChange("f", "h", via=("w",), beside=True),
    )
    assert several.ids == ("f", "f#2", "f#3", "g")
    assert several.row("f") == {
        "provider": "c",
        "consumer": "b",
        "interface": "j",
        "data_objects": ("d",),
        "need": "required",
    }
    assert several.row("f#2") == {**several.row("f"), "provider": "e", "interface": "k", "data_objects": ("x", "y")}
    assert several.row("f#3")["data_objects"] == ("d",)
    assert several.row("f#3")["via"] == ("w",)


def test_a_flow_beside_another_takes_a_free_id_and_no_price() -> None:
    flows = Table.of(
        "flows",
        {
            "f": {"provider": "a", "consumer": "b", "annual_price": 9.0, "switch_cost": 5.0, "contract": "k"},
            "f#2": {"provider": "z", "consumer": "b"},
        },
    )
    several = moved_flows(flows, [FlowChange("f", "c", beside=True)], interfaces=INTERFACES)
    assert several.row("f") == flows.row("f")
    assert several.row("f#3") == {"provider": "c", "consumer": "b", "contract": "k"}


def test_a_flow_beside_one_that_is_not_there_is_unknown() -> None:
    with pytest.raises(UnknownName):
        moved(FlowChange("h", "c", beside=True))


def test_a_landscape_with_a_flow_made_two_needs_both() -> None:
    town = landscape("a b", ["a>b required carries person.navn|person.haendelser"]).changed(
        [
            FlowChange("a>b", "SF1525", via=(), data_objects=("person.navn",)),
            FlowChange("a>b", "SF1320_A", via=(), data_objects=("person.haendelser",), beside=True),
        ]
    )
    assert [town.flow(id_).interface for id_ in ("a>b", "a>b#2")] == ["SF1525", "SF1320_A"]
    assert verdicts(impact(town, "a")) == {}
    assert verdicts(impact(town, "interface:SF1320_A")) == {"b": "stops"}
