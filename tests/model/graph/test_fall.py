"""Verdicts, and what is down before anything is turned off."""

from __future__ import annotations

from datetime import date

import pytest

from model.graph.fall import before
from model.landscape.landscape import Landscape
from tests.landscapes import impact, landscape, rows, verdicts


@pytest.mark.parametrize(
    ("flows", "verdict", "at_least"),
    [
        (["a>c required"], "stops", "stops"),
        (["a>c unknown"], "may_stop", "degraded"),
        (["a>c"], "may_stop", "degraded"),
        (["a>c required carries d", "b>c required carries d"], "may_stop", None),
        (["a>c supporting"], "degraded", "degraded"),
        (["a>c supporting carries d", "b>c required carries d"], "may_degrade", None),
        (["a>c in r", "b>c in r"], "loses_redundancy", None),
    ],
)
def test_each_verdict_and_what_is_certain_of_it(flows: list[str], verdict: str, at_least: str | None) -> None:
    answer = impact(landscape("a b c", flows, requirements=["r: c 1 required"]), "a")
    assert [(row["verdict"], row["at_least"]) for row in answer["affected"]] == [(verdict, at_least)]


def test_the_strongest_verdict_stands_first_then_steps_then_id() -> None:
    flows = ["x>z required", "x>a supporting", "z>m required", "z>b required", "x>k"]
    assert list(verdicts(impact(landscape("x z a m b k", flows), "x"))) == ["z", "b", "m", "k", "a"]


def test_what_is_turned_off_is_not_affected() -> None:
    town = landscape("a b c", ["a>b required", "b>c required"])
    assert verdicts(impact(town, "a", "b")) == {"c": "stops"}
    assert impact(town, "a", "b")["summary"]["turned_off"] == 2


@pytest.mark.parametrize(
    ("row", "at", "reason"),
    [
        ({}, None, None),
        ({"lifecycle": "retired"}, None, "out_of_use"),
        ({"lifecycle": "planned"}, None, "out_of_use"),
        ({"lifecycle": "phasing_out"}, None, None),
        ({"lifecycle": "phasing_in"}, "2027-01-01", None),
        ({"in_use_to": date(2027, 1, 1)}, None, None),
        ({"in_use_to": date(2027, 1, 1)}, "2027-01-01", None),
        ({"in_use_to": date(2027, 1, 1)}, "2027-01-02", "out_of_use"),
        ({"in_use_from": date(2027, 1, 1)}, "2026-12-31", "out_of_use"),
        ({"in_use_from": date(2027, 1, 1)}, "2027-01-01", None),
        ({"in_use_from": date(2027, 1, 1), "lifecycle": "planned"}, "2027-01-01", None),
        ({"in_use_to": date(2027, 1, 1), "lifecycle": "retired"}, "2026-01-01", None),
        ({"in_use_to": date(2027, 1, 1), "lifecycle": "planned"}, "2026-01-01", "out_of_use"),
        ({"in_use_from": date(2020, 1, 1), "lifecycle": "retired"}, "2026-01-01", "out_of_use"),
    ],
)
def test_a_system_is_out_of_use_by_its_dates_else_by_its_lifecycle(
    row: dict[str, object], at: str | None, reason: str | None
) -> None:
    answer = impact(landscape("a x", a=row), "x", at=at)
    assert answer["already_down"] == ([{"system": "a", "reason": reason}] if reason else [])
    assert answer["summary"]["already_down"] == (1 if reason else 0)


@pytest.fixture
def town() -> Landscape:
    """`old` is out of use; `sure` stops with it, `maybe` may, `weak` lives."""
    return landscape(
        "old sure maybe weak x",
        ["old>sure required", "old>maybe", "old>weak supporting", "x>maybe required", "x>sure required", "sure>x"],
        old={"lifecycle": "retired"},
    )


def test_what_stops_with_what_is_out_of_use_is_down_already(town: Landscape) -> None:
    assert impact(town, "weak")["already_down"] == [
        {"system": "old", "reason": "out_of_use"},
        {"system": "sure", "reason": "stops"},
        {"system": "maybe", "reason": "may_stop"},
        {"system": "x", "reason": "may_stop"},
    ]


def test_what_only_may_stop_already_counts_as_living(town: Landscape) -> None:
    answer = impact(town, "x")
    assert verdicts(answer) == {"maybe": "stops"}
    assert answer["summary"] == {
        "systems": 5,
        "turned_off": 1,
        "already_down": 2,
        "stops": 1,
        "may_stop": 0,
        "degraded": 0,
        "may_degrade": 0,
        "loses_redundancy": 0,
        "unaffected": 1,
        "unaffected_without_flows": 0,
    }


def test_a_requirement_lost_already_is_not_lost_again() -> None:
    town = landscape("old a c", ["old>c supporting", "a>c supporting in r"], old={"lifecycle": "retired"})
    assert rows(impact(town, "a"))["c"]["why"][0]["requirement"] == "r"
    gone = landscape(
        "old a c", ["old>c in r", "a>c in r"], requirements=["r: c 2 supporting"], old={"lifecycle": "retired"}
    )
    assert rows(impact(gone, "a"))["c"]["verdict"] == "loses_redundancy"


def test_a_leg_dead_already_has_spent_its_tolerance() -> None:
    town = landscape(
        "old a c", ["old>c in r after 100", "a>c in r after 2"], requirements=["r: c 1 required after 3"],
        old={"lifecycle": "retired"},
    )  # fmt: skip
    assert (rows(impact(town, "a"))["c"]["steps"], rows(impact(town, "a"))["c"]["after_hours"]) == (1, 5.0)


def test_turning_off_what_is_down_already_adds_nothing(town: Landscape) -> None:
    answer = impact(town, "old")
    assert (answer["affected"], answer["summary"]["already_down"], answer["turned_off"]) == ([], 1, ["old"])


def test_a_date_is_worked_out_once_and_questions_do_not_disturb_it() -> None:
    town = landscape("a b c", ["a>b required", "b>c required"], a={"in_use_to": date(2026, 1, 1)})
    assert before(town.graph, date(2027, 1, 1)).stops.tolist() == [1, 2]
    assert before(town.graph, date(2025, 1, 1)).stops.tolist() == []
    assert verdicts(impact(town, "a", at="2025-01-01")) == {"b": "stops", "c": "stops"}
    assert verdicts(impact(town, "a", at="2027-01-01")) == {}
    assert verdicts(impact(town, "b")) == {"c": "stops"}
