"""How complete the registration is, as every answer tells it."""

from __future__ import annotations

from datetime import date
from typing import Any

from model.landscape.landscape import Landscape
from tests.landscapes import impact, landscape


def registration(town: Landscape, *what: str, at: str | None = None) -> dict[str, Any]:
    return impact(town, *what, at=at)["registration"]  # type: ignore[no-any-return]


def test_a_system_that_is_no_end_and_no_carrier_of_a_flow_has_none() -> None:
    town = landscape(
        "p c way owner alone",
        ["p>c via way over i"],
        interfaces={"i": {"system": "owner"}, "unused": {"system": "alone"}},
    )
    assert registration(town, "p")["systems_without_flows"] == ["alone"]


def test_a_requirement_that_no_flow_names_is_told() -> None:
    town = landscape("a b", ["a>b in used"], requirements=["used: b", "unused: b"])
    assert registration(town, "a")["requirements_without_flows"] == ["unused"]


def test_a_flow_from_a_register_with_neither_interface_nor_via_may_run_anywhere() -> None:
    town = landscape(
        "r a b",
        ["direct: r>b", "over: r>b over i", "passing: r>b via a", "other: a>b"],
        interfaces={"i": {"system": "r"}},
        r={"kind": "register"},
    )
    assert registration(town, "a")["way_unknown"] == ["direct"]


def contracts(**ends: date | None) -> dict[str, dict[str, Any]]:
    return {id_: {"ends": end} for id_, end in ends.items()}


def test_a_contract_has_ended_the_day_after_its_end() -> None:
    town = landscape("a b", ["f: a>b under k"], contracts=contracts(k=date(2027, 6, 30)))
    assert registration(town, "a", at="2027-06-30")["contract_ended"] == []
    assert registration(town, "a", at="2027-07-01")["contract_ended"] == ["f"]
    assert registration(town, "a")["contract_ended"] == []


def test_of_several_contracts_the_one_that_ends_last_binds() -> None:
    flows = ["f: a>b under early", "g: a>b"]
    rows = contracts(early=date(2026, 1, 1), late=date(2028, 1, 1), never=None)
    listed = {**rows, "late": {**rows["late"], "flows": ("f",)}, "never": {**rows["never"], "flows": ("g",)}}
    town = landscape("a b", flows, contracts=listed)
    assert registration(town, "a", at="2027-01-01")["contract_ended"] == []
    assert registration(town, "a", at="2029-01-01")["contract_ended"] == ["f"]
    terms = {row["flow"]: row["contract"]["id"] for row in impact(town, "a")["to_reestablish"]}
    assert terms == {"f": "late", "g": "never"}


def test_of_contracts_that_end_together_the_smallest_id_binds() -> None:
    rows = {id_: {"ends": date(2027, 1, 1), "flows": ("f",)} for id_ in ("k2", "k1")}
    town = landscape("a b", ["f: a>b"], contracts=rows)
    assert impact(town, "a")["to_reestablish"][0]["contract"]["id"] == "k1"


def test_a_flow_without_a_contract_is_bound_by_its_consumers() -> None:
    town = landscape(
        "a b",
        ["f: a>b"],
        contracts={
            "k": {
                "systems": ("b",),
                "ends": date(2027, 1, 1),
                "irrevocable_until": date(2026, 1, 1),
                "notice_months": 6.0,
            },
            "providers": {"systems": ("a",)},
        },
    )
    assert impact(town, "a", at="2030-01-01")["to_reestablish"][0]["contract"] == {
        "id": "k",
        "ends": "2027-01-01",
        "irrevocable_until": "2026-01-01",
        "notice_months": 6.0,
    }
    assert registration(town, "a", at="2030-01-01")["contract_ended"] == []
