"""Where the data of a dead flow could come from instead."""

from __future__ import annotations

from typing import Any

from model.landscape.landscape import Landscape
from tests.landscapes import impact, landscape, without_catalogue


def offers(town: Landscape, *what: str, flow: int = 0) -> list[tuple[str, str, list[str] | None]]:
    work: dict[str, Any] = without_catalogue(impact(town, *what))["to_reestablish"][flow]
    return [(one["kind"], one["system"], one["lacks"]) for one in work["candidates"]]


def test_a_successor_comes_first_then_what_has_the_object() -> None:
    town = landscape("p new s c", ["p>c carries d", "s>s carries d"], p={"successor": ("new",)})
    assert offers(town, "p") == [("successor", "new", None), ("system", "s", [])]


def test_the_provider_itself_is_a_candidate_while_it_lives() -> None:
    town = landscape("p v c", ["p>c via v carries d", "p>v carries d"])
    assert offers(town, "v") == [("same_provider", "p", [])]
    assert offers(town, "p") == []


def test_what_a_system_lacks_is_told_in_the_flows_order() -> None:
    town = landscape("p s c", ["p>c carries z|d|a", "s>s carries d"])
    assert offers(town, "p") == [("system", "s", ["z", "a"])]


def test_what_covers_an_object_has_it() -> None:
    town = landscape("p s t c", ["p>c carries d.x", "s>s carries d", "t>t carries d.x.y"])
    assert offers(town, "p") == [("system", "s", [])]


def test_an_interface_that_nobody_uses_offers_its_objects() -> None:
    interfaces = {"i": {"system": "s", "data_objects": ("d",)}}
    town = landscape("p s c", ["p>c carries d"], interfaces=interfaces)
    assert offers(town, "p") == [("system", "s", [])]
    assert offers(town, "p", "i") == []


def test_a_flow_that_dies_too_offers_nothing() -> None:
    town = landscape("p s v c", ["p>c carries d", "s>s via v carries d"])
    assert offers(town, "p") == [("system", "s", [])]
    assert offers(town, "p", "v") == []


def test_two_that_fall_together_do_not_save_each_other() -> None:
    town = landscape("p s c", ["p>c carries d", "p>s", "s>s carries d"])
    assert offers(town, "p") == []


def test_the_consumer_is_no_candidate_for_itself() -> None:
    town = landscape("p c x", ["p>c carries d", "c>x carries d"], p={"successor": ("c",)})
    assert offers(town, "p") == []


def test_a_system_down_already_is_no_candidate() -> None:
    town = landscape("p s c", ["p>c carries d", "s>s carries d"], s={"lifecycle": "retired"})
    assert offers(town, "p") == []


def test_a_candidate_is_of_the_consumers_municipality_or_of_none() -> None:
    town = landscape(
        {id_: {"municipality": whose} for id_, whose in zip("pcxyz", ("m1", "m1", "m1", "m2", None), strict=True)},
        ["p>c carries d", "x>x carries d", "y>y carries d", "z>z carries d"],
    )
    assert offers(town, "p") == [("system", "x", []), ("system", "z", [])]


def test_a_consumer_of_no_municipality_gets_candidates_of_none() -> None:
    town = landscape("p c x", ["p>c carries d", "x>x carries d"], x={"municipality": "m1"})
    assert offers(town, "p") == []


def test_a_successor_may_be_of_any_municipality() -> None:
    town = landscape("p c x", ["p>c"], p={"successor": ("x",)}, x={"municipality": "m1"})
    assert offers(town, "p") == [("successor", "x", None)]


def test_the_five_best_of_a_kind_are_given_and_all_are_counted() -> None:
    systems = [f"s{number}" for number in range(8)]
    flows = ["p>c carries d|e", *(f"{one}>{one} carries d" for one in systems[:7]), "s7>s7 carries d|e"]
    town = landscape(" ".join(["p", "c", *systems]), flows)
    assert offers(town, "p") == [("system", "s7", []), *(("system", f"s{number}", ["e"]) for number in range(4))]
    assert without_catalogue(impact(town, "p"))["to_reestablish"][0]["candidates_total"] == 8


def test_a_flow_of_which_nothing_is_registered_offers_only_who_is_named() -> None:
    town = landscape("p v s c", ["p>c via v", "s>s carries d"])
    assert offers(town, "v") == [("same_provider", "p", None)]


def test_a_system_is_named_once_by_its_first_kind() -> None:
    town = landscape("p v c", ["p>c via v carries d", "p>v carries d"], p={"successor": ("p",)})
    assert offers(town, "v") == [("successor", "p", [])]


def services(town: Landscape, *what: str) -> dict[str, list[str]]:
    work = impact(town, *what)["to_reestablish"][0]["candidates"]
    return {one["system"]: one["lacks"] for one in work if one["kind"] == "catalogue"}


def test_a_living_catalogue_service_that_has_the_object_is_a_candidate() -> None:
    town = landscape("p c", ["p>c carries person.navn|kun.vores"])
    assert services(town, "p")["SF1520"] == ["kun.vores"]


def test_a_service_falls_with_its_platform_or_when_it_is_turned_off_itself() -> None:
    flows = ["p>c carries person.navn", "CPR>q over SF1520"]
    town = landscape("p c q", flows)
    assert "SF1520" in services(town, "p")
    assert "SF1520" not in services(town, "p", "SF1520")
    assert "SF1520" not in services(town, "p", "SERVICEPLATFORMEN")
    assert "SF1520" not in services(town, "p", "CPR")


def test_a_service_that_is_a_system_of_the_landscape_is_no_catalogue_candidate() -> None:
    town = landscape("p c s", ["p>c carries person.navn"], s={"name": "SF1520"})
    assert "SF1520" not in services(town, "p")
