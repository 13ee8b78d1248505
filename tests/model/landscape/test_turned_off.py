from __future__ import annotations

import pytest

from model.errors import AmbiguousName, InputError, UnknownName
from model.landscape.landscape import Landscape
from tests.landscapes import impact, landscape, verdicts


@pytest.fixture
def town() -> Landscape:
    return landscape(
        "a b c d",
        ["f: a>b required over i", "g: b>c required under named", "h: c>d required"],
        interfaces={"i": {"system": "a"}},
        contracts={
            "covers": {"systems": ("a",), "flows": ("h",)},
            "named": {},
            "empty": {"vendor": "KMD"},
            "dangling": {"flows": ("nowhere",)},
        },
        a={"vendor": "KMD"},
        b={"vendor": " kmd"},
        c={"vendor": "KMD A/S"},
    )


def off(town: Landscape, *what: str) -> list[str]:
    return impact(town, *what)["turned_off"]  # type: ignore[no-any-return]


def test_a_system_an_interface_and_a_flow_are_themselves(town: Landscape) -> None:
    assert off(town, "a", "i", "g") == ["a", "g", "i"]


def test_a_vendor_is_its_systems_case_and_spaces_folded(town: Landscape) -> None:
    assert off(town, "vendor:Kmd") == ["a", "b"]
    assert off(town, "kmd a/s") == ["c"]


def test_a_contract_is_its_systems_and_flows(town: Landscape) -> None:
    assert off(town, "covers") == ["a", "h"]


def test_a_contract_is_the_flows_that_name_it(town: Landscape) -> None:
    assert off(town, "named") == ["g"]


@pytest.mark.parametrize("contract", ["empty", "dangling"])
def test_a_contract_that_covers_nothing_is_an_error(town: Landscape, contract: str) -> None:
    with pytest.raises(InputError, match="covers no system and no flow"):
        impact(town, contract)


def test_one_word_that_covers_nothing_spoils_the_question(town: Landscape) -> None:
    with pytest.raises(InputError, match="covers no system and no flow"):
        impact(town, "a", "empty")


def test_nothing_asked_is_an_error(town: Landscape) -> None:
    with pytest.raises(InputError, match="Say what is turned off"):
        impact(town)


def test_the_same_thing_said_twice_is_said_once(town: Landscape) -> None:
    twice, once = impact(town, "a", "system:A", "vendor:kmd", "b"), impact(town, "a", "b")
    assert {**twice, "asked": once["asked"]} == once


def test_a_vendor_nobody_has_is_unknown(town: Landscape) -> None:
    with pytest.raises(UnknownName):
        impact(town, "vendor:Netcompany")


def test_an_ambiguous_word_turns_nothing_off() -> None:
    town = landscape("kmd b", ["kmd>b required"], b={"vendor": "KMD"})
    with pytest.raises(AmbiguousName):
        impact(town, "kmd")
    assert verdicts(impact(town, "system:kmd")) == {"b": "stops"}
    assert off(town, "vendor:kmd") == ["b"]


def test_an_interface_turned_off_kills_its_flows_and_leaves_its_system() -> None:
    town = landscape("a b c", ["a>b required over i", "a>c required"], interfaces={"i": {"system": "a"}})
    assert verdicts(impact(town, "i")) == {"b": "stops"}


def test_a_system_turned_off_kills_the_flows_over_its_interfaces() -> None:
    town = landscape("owner a b", ["a>b required over i"], interfaces={"i": {"system": "owner"}})
    assert verdicts(impact(town, "owner")) == {"b": "stops"}
