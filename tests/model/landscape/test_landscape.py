from __future__ import annotations

from datetime import date

import pytest

from model.claims.batch import Batch
from model.claims.entities import System
from model.claims.flow_changes import FlowChange
from model.claims.state import State
from model.landscape.landscape import Landscape
from tests.landscapes import batch, impact, landscape, verdicts


def test_an_empty_landscape_is_a_landscape() -> None:
    empty = Landscape(State())
    assert (empty.revision, empty.unlisted, len(empty.tables["systems"])) == (0, (), 0)


def test_a_row_is_an_entity_that_keeps_its_blanks() -> None:
    town = landscape("a", a={"in_use_to": date(2027, 1, 1), "aliases": ("x",)})
    system = town.system("a")
    assert system == System.model_construct(id="a", name="A", in_use_to=date(2027, 1, 1), aliases=("x",))
    assert (system.kind, system.vendor, system.using_units, system.inherited) == (None, None, (), frozenset())


def test_every_table_gives_its_entities() -> None:
    town = landscape(
        "a b",
        ["f: a>b required carries d.x in r over i under k"],
        interfaces={"i": {"system": "a"}},
        requirements=["r: b 2"],
        contracts={"k": {"systems": ("a",)}},
        units="u",
        parents={"d": "all"},
    )
    assert town.flow("f").data_objects == ("d.x",)
    assert town.interface("i").system == "a"
    assert town.requirement("r").needed == "2"
    assert town.contract("k").systems == ("a",)
    assert town.unit("u").name == "U"
    assert town.data_object("d").parent == "all"
    assert (town.get("flows", "f"), town.get("flows", "g")) == (town.flow("f"), None)
    with pytest.raises(KeyError):
        town.flow("g")


def test_a_data_objects_register_is_read_under_its_own_name() -> None:
    state = State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}}, data_objects={"d": {"register": "a"}}))
    assert Landscape(state).data_object("d").register_ == "a"


def test_a_cell_is_as_registered_and_a_name_falls_back_on_the_id() -> None:
    town = landscape("a b", ["f: a>b"], a={"vendor": "V"})
    assert (town.cell("systems", "a", "vendor"), town.cell("systems", "b", "vendor")) == ("V", None)
    assert town.cell("systems", "z", "vendor") is None
    assert (town.name_of("systems", "a"), town.name_of("flows", "f")) == ("A", "f")
    assert ("systems", "a") in town
    assert ("systems", "z") not in town


def test_the_sources_of_a_row_are_those_that_list_it() -> None:
    state = State().with_batch(batch("kitos", "a b", ["f: a>z"])).with_batch(batch("hand", "a"))
    town = Landscape(state)
    assert [town.sources_of("systems", id_) for id_ in "abz"] == [("hand", "kitos"), ("kitos",), ()]
    assert town.claims("systems", "z") == ()


def test_a_system_of_no_kind_and_no_entry_counts_as_an_application() -> None:
    town = landscape("a b", b={"kind": "register"})
    assert list(town.kinds.cells()) == ["application", "register"]


def test_a_row_that_stands_for_an_entry_inherits_kind_and_successor_and_says_so() -> None:
    town = landscape("aktiv ky", aktiv={"name": "KMD Aktiv"}, ky={"name": "KY"})
    assert town.stands_for["aktiv"].id == "KMD_AKTIV"
    aktiv = town.system("aktiv")
    assert (aktiv.kind, aktiv.successor) == ("application", ("ky",))
    assert aktiv.inherited == {"kind", "successor"}
    assert town.cell("systems", "aktiv", "kind") is None


def test_a_row_that_says_its_own_kind_and_successor_inherits_neither() -> None:
    town = landscape(
        "aktiv ky b", aktiv={"name": "KMD Aktiv", "kind": "platform", "successor": ("b",)}, ky={"name": "KY"}
    )
    aktiv = town.system("aktiv")
    assert (aktiv.kind, aktiv.successor, aktiv.inherited) == ("platform", ("b",), frozenset())


def test_a_row_stands_for_an_entry_by_its_id_or_an_alias_too() -> None:
    town = landscape("KMD_AKTIV x", KMD_AKTIV={"name": "Det gamle"}, x={"aliases": ("sapa",)})
    assert {id_: entry.id for id_, entry in town.stands_for.items()} == {"KMD_AKTIV": "KMD_AKTIV", "x": "sapa"}


def test_an_inherited_successor_is_of_the_same_municipality_or_of_none() -> None:
    town = landscape(
        {
            "s-aktiv": {"name": "KMD Aktiv", "municipality": "Sorø"},
            "s-ky": {"name": "KY", "municipality": "Sorø"},
            "r-aktiv": {"name": "KMD Aktiv", "municipality": "Ringsted"},
            "r-ky": {"name": "KY", "municipality": "Ringsted"},
            "l-aktiv": {"name": "KMD Aktiv", "municipality": "Lejre"},
        }
    )
    successors = {id_: town.system(id_).successor for id_ in ("s-aktiv", "r-aktiv", "l-aktiv")}
    assert successors == {"s-aktiv": ("s-ky",), "r-aktiv": ("r-ky",), "l-aktiv": ()}


def test_a_changed_landscape_answers_anew_and_the_first_is_as_it_was() -> None:
    town = landscape("a b c", ["a>c required"])
    changed = town.changed([FlowChange("a>c", "b")])
    assert verdicts(impact(changed, "a")) == {}
    assert verdicts(impact(changed, "b")) == {"c": "stops"}
    assert verdicts(impact(town, "a")) == {"c": "stops"}
    assert changed.revision == town.revision
