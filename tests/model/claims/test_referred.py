"""What somebody refers to and nobody lists is there all the same, and marked."""

from __future__ import annotations

from model.claims.batch import Batch
from model.claims.state import State
from model.landscape.landscape import Landscape
from tests.landscapes import batch, impact, landscape


def test_a_system_that_nobody_lists_is_a_bare_row_and_unlisted() -> None:
    town = landscape("a", ["gone>a required"])
    assert town.added["systems"] == {"gone": "unlisted"}
    assert town.system("gone").name == "gone"
    assert town.unlisted == ("gone",)
    assert impact(town, "gone")["registration"]["unlisted"] == ["gone"]
    assert impact(town, "gone")["summary"]["systems"] == 2


def test_every_place_that_may_name_a_system_is_looked_at() -> None:
    town = landscape(
        "a",
        ["p>c via v"],
        interfaces={"i": {"system": "s"}},
        requirements=["r: q"],
        contracts={"k": {"systems": ("t",)}},
        a={"successor": ("n",)},
    )
    assert sorted(town.added["systems"]) == ["c", "n", "p", "q", "s", "t", "v"]


def test_a_row_gone_from_its_only_source_stays_as_a_bare_row() -> None:
    state = State().with_batch(batch("kitos", "a b")).with_batch(batch("hand", "", ["a>b required"]))
    assert Landscape(state).unlisted == ()
    gone = Landscape(state.with_batch(batch("kitos", "b")))
    assert (gone.unlisted, gone.system("a").name) == (("a",), "a")


def test_interfaces_contracts_and_units_may_be_bare_too() -> None:
    town = landscape("a b", ["a>b over i under k"], a={"unit": "u", "using_units": ("w",)})
    assert town.unlisted == ("i", "k", "u", "w")
    assert (town.interface("i").system, town.contract("k").name, town.unit("u").name) == (None, "k", "u")


def test_a_requirement_that_nobody_lists_is_its_flows_consumers() -> None:
    town = landscape("a b", ["a>b required in r"])
    assert (town.requirement("r").consumer, town.unlisted) == ("b", ("r",))
    assert impact(town, "a")["affected"][0]["why"][0]["requirement"] == "r"


def test_a_flow_that_only_a_contract_names_gets_no_row_and_is_unlisted() -> None:
    town = landscape("a", contracts={"k": {"flows": ("f",), "systems": ("a",)}})
    assert len(town.tables["flows"]) == 0
    assert town.unlisted == ("f",)
    assert impact(town, "k")["turned_off"] == ["a"]


def test_the_parts_of_a_data_objects_id_are_there_up_to_a_registered_parent() -> None:
    town = landscape("a b", ["a>b carries d.x.y|e.x"], parents={"e.x": "f.z"})
    assert town.tables["data_objects"].ids == ("d", "d.x", "d.x.y", "e.x", "f", "f.z")
    assert "e" not in town.tables["data_objects"].index
    assert set(town.added["data_objects"].values()) == {"part"}
    assert town.unlisted == ()


def test_a_catalogue_register_appears_with_its_name_and_kind_and_is_not_unlisted() -> None:
    town = landscape("a", ["CPR>a required"])
    cpr = town.system("CPR")
    assert (cpr.name, cpr.kind, cpr.inherited) == ("Det Centrale Personregister", "register", {"kind"})
    assert (town.added["systems"], town.unlisted) == ({"CPR": "catalogue"}, ())
    assert impact(town, "CPR")["registration"]["way_unknown"] == ["CPR>a"]


def test_a_catalogue_service_appears_as_an_interface_of_its_platform() -> None:
    town = landscape("a", ["CPR>a required over SF1520"])
    assert town.interface("SF1520").system == "SERVICEPLATFORMEN"
    assert town.system("SERVICEPLATFORMEN").kind == "platform"
    assert town.added["interfaces"] == {"SF1520": "catalogue"}
    assert list(impact(town, "SERVICEPLATFORMEN")["affected"][0]["chain"]) == ["SERVICEPLATFORMEN", "a"]


def test_a_catalogue_service_is_an_interface_of_the_row_that_stands_for_its_platform() -> None:
    town = landscape("a sp", ["CPR>a required over SF1520"], sp={"name": "Serviceplatformen"})
    assert town.interface("SF1520").system == "sp"
    assert "SERVICEPLATFORMEN" not in town.tables["systems"].index


def test_a_listed_row_of_a_catalogue_id_is_the_municipalitys_own() -> None:
    town = landscape("a CPR", ["CPR>a required"], CPR={"name": "Vores CPR", "kind": "copy_register"})
    assert town.added["systems"] == {}
    assert (town.system("CPR").name, town.system("CPR").kind) == ("Vores CPR", "copy_register")


def test_a_known_data_object_brings_its_name() -> None:
    town = landscape("a b", ["a>b carries person.navn"])
    assert town.data_object("person.navn").name == "Navn"
    assert town.added["data_objects"]["person.navn"] == "catalogue"


def test_a_registered_parent_is_there_with_its_own_parts() -> None:
    state = State().with_batch(Batch.of("hand", data_objects={"x": {"parent": "p.q"}}))
    assert Landscape(state).tables["data_objects"].ids == ("p", "p.q", "x")
