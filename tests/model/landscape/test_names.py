from __future__ import annotations

import pytest

from model.claims.flow_changes import FlowChange
from model.errors import AmbiguousName, InputError, UnknownName
from model.landscape.landscape import Landscape
from tests.landscapes import landscape


@pytest.fixture
def town() -> Landscape:
    return landscape(
        "aktiv pay-1 pay-2 kmd",
        ["f1: aktiv>kmd", "aktiv>pay-1"],
        interfaces={"udtræk": {"system": "aktiv", "name": "Ydelsesudtræk"}},
        contracts={"k1": {"name": "Driftsaftale", "systems": ("aktiv",)}},
        aktiv={"name": "KMD  Aktiv", "vendor": "KMD", "aliases": ("Kontanthjælp", "Aktiv")},
        **{"pay-1": {"name": "Løn"}, "pay-2": {"name": "løn ", "vendor": "  kmd "}},
    )


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("pay-1", ("system", "pay-1")),
        (" pay-1 ", ("system", "pay-1")),
        ("PAY-1", ("system", "pay-1")),
        ("kmd aktiv", ("system", "aktiv")),
        ("KONTANTHJÆLP", ("system", "aktiv")),
        ("system:kontanthjælp", ("system", "aktiv")),
        ("System: KMD Aktiv", ("system", "aktiv")),
        ("ydelsesudtræk", ("interface", "udtræk")),
        ("interface:udtræk", ("interface", "udtræk")),
        ("f1", ("flow", "f1")),
        ("flow:F1", ("flow", "f1")),
        ("aktiv>pay-1", ("flow", "aktiv>pay-1")),
        ("vendor:KMD", ("vendor", "kmd")),
        ("VENDOR:  kmd ", ("vendor", "kmd")),
        ("driftsaftale", ("contract", "k1")),
        ("contract:k1", ("contract", "k1")),
    ],
)
def test_a_word_means_one_thing(town: Landscape, word: str, meant: tuple[str, str]) -> None:
    assert town.names.meant(word) == meant


def test_a_name_of_two_systems_is_ambiguous_and_says_which(town: Landscape) -> None:
    with pytest.raises(AmbiguousName) as caught:
        town.names.meant("løn")
    assert caught.value.fits == ("system:pay-1", "system:pay-2")


def test_a_word_for_a_system_and_a_vendor_needs_its_kind(town: Landscape) -> None:
    with pytest.raises(AmbiguousName) as caught:
        town.names.meant("kmd")
    assert caught.value.fits == ("system:kmd", "vendor:kmd")
    assert town.names.meant("system:kmd") == ("system", "kmd")


def test_every_spelling_offered_for_an_ambiguous_word_means_one_thing(town: Landscape) -> None:
    for word in ("kmd", "løn"):
        with pytest.raises(AmbiguousName) as caught:
            town.names.meant(word)
        assert [town.names.meant(spelling) for spelling in caught.value.fits]


def test_an_exact_id_comes_before_names_of_its_kind() -> None:
    town = landscape("a b", a={"name": "b"}, b={"name": "Noget"})
    assert town.names.meant("b") == ("system", "b")
    with pytest.raises(AmbiguousName):
        town.names.meant("B")


def test_an_exact_id_of_one_kind_does_not_hide_another_kind() -> None:
    town = landscape("a b", ["x: a>b"], contracts={"x": {"systems": ("a",)}})
    with pytest.raises(AmbiguousName) as caught:
        town.names.meant("x")
    assert set(caught.value.fits) == {"flow:x", "contract:x"}


def test_a_flows_id_counts_as_it_is_written_unless_nothing_else_fits() -> None:
    town = landscape("a b", ["LØN: a>b", "fil: a>b"], a={"name": "Løn"})
    assert town.names.meant("løn") == ("system", "a")
    assert town.names.meant("FIL") == ("flow", "fil")
    assert town.names.meant("flow:løn") == ("flow", "LØN")


def test_a_colon_in_an_id_is_no_kind() -> None:
    town = landscape({"sorø:aktiv": {}})
    assert town.names.meant("sorø:aktiv") == ("system", "sorø:aktiv")
    assert town.names.meant("system:sorø:aktiv") == ("system", "sorø:aktiv")


def test_an_unknown_word_suggests_the_nearest_names(town: Landscape) -> None:
    with pytest.raises(UnknownName) as caught:
        town.names.meant("KMD Aktv")
    assert caught.value.text == "KMD Aktv"
    assert caught.value.nearest[:2] == ("KMD Aktiv", "KMD")


def test_spellings_that_fold_alike_are_suggested_once() -> None:
    town = landscape("a b c", a={"vendor": "KMD"}, b={"vendor": " kmd"}, c={"vendor": "Kmd  "})
    assert town.names.nearest("KMDD", kinds=("vendor",)) == ["KMD"]


def test_an_unknown_word_of_a_kind_suggests_that_kind_only(town: Landscape) -> None:
    with pytest.raises(UnknownName) as caught:
        town.names.meant("contract:Driftaftale")
    assert caught.value.nearest == ("Driftsaftale",)
    assert caught.value.text == "Driftaftale"


@pytest.mark.parametrize("word", ["", "  ", "system:", "vendor:", "zzzzqqqq"])
def test_a_word_that_fits_nothing_is_unknown(town: Landscape, word: str) -> None:
    with pytest.raises(UnknownName):
        town.names.meant(word)


def test_a_landscape_without_rows_knows_no_names() -> None:
    with pytest.raises(UnknownName) as caught:
        landscape().names.meant("KMD")
    assert caught.value.nearest == ()


def test_composed_and_decomposed_letters_are_the_same_name() -> None:
    town = landscape("a", a={"name": "Ældre og Århus"})
    assert town.names.meant("ældre og a\u030arhus") == ("system", "a")


def test_a_change_is_named_as_in_a_question(town: Landscape) -> None:
    change = town.names.change(FlowChange("F1", "kontanthjælp", "Ydelsesudtræk", ("PAY-1",)))
    assert change == FlowChange("f1", "aktiv", "udtræk", ("pay-1",))


def test_a_catalogue_service_as_provider_is_its_registers_interface(town: Landscape) -> None:
    assert town.names.change(FlowChange("f1", "SF1520")) == FlowChange("f1", "CPR", "SF1520")


def test_a_change_to_what_nobody_knows_is_an_error(town: Landscape) -> None:
    for change in (FlowChange("f9", "aktiv"), FlowChange("f1", "zzzzqqqq"), FlowChange("f1", "løn")):
        with pytest.raises(InputError):
            town.names.change(change)
