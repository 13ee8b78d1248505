"""Search as people type, and everything about one system."""

import json
from itertools import pairwise

import pytest

from model.claims.batch import Batch
from model.claims.entities import ENTITIES
from model.claims.state import State
from model.errors import AmbiguousName, InputError, UnknownName
from model.landscape.landscape import Landscape
from queries.systems.query import find_systems, system_sheet

SYSTEMS = {
    "nova": {"name": "KMD Nova", "vendor": "KMD", "description": "Sagsstyring", "aliases": ("Nova ESDH",)},
    "nov": {"name": "Zebra", "vendor": "Andre"},
    "renov": {"name": "Renovation", "capabilities": ("affald",)},
    "nova-x": {"name": "Novation", "owner": "Ida"},
    "aabenraa": {"name": "Åben Adgang"},
    "cura": {"name": "Cura", "vendor": "Novax", "description": "Omsorg, med æ, ø og å"},
}


def landscape(systems=SYSTEMS, **tables):
    return Landscape(State().with_batch(Batch.of("hand", systems=systems, **tables)))


def ids(text, **how):
    return [system.id for system in find_systems(landscape(), text, **how).items]


def test_exact_before_prefix_before_word_before_anywhere():
    assert ids("nov") == ["nov", "nova", "nova-x", "cura", "renov"]
    assert ids("nova")[0] == "nova"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("KMD  nova", "nova"),
        ("nova esdh", "nova"),
        ("åben", "aabenraa"),
        ("ÅBEN ADGANG", "aabenraa"),
        ("A\u030aben", "aabenraa"),
        ("affald", "renov"),
        ("omsorg", "cura"),
        ("nova kmd", "nova"),
        ("sagsstyring nova", "nova"),
        ("KMD Nvoa", "nova"),
        ("renovasion", "renov"),
    ],
)
def test_it_is_found_by_what_people_write(text, found):
    assert ids(text)[0] == found


def test_what_is_like_nothing_is_not_found():
    assert find_systems(landscape(), "xyzzy").total == 0
    assert find_systems(landscape({}), "xyzzy").total == 0


def test_an_empty_text_finds_all_by_name():
    names = [system.name for system in find_systems(landscape(), " ").items]
    assert names == ["Cura", "KMD Nova", "Novation", "Renovation", "Zebra", "Åben Adgang"]


@pytest.mark.parametrize("text", ["", "nov", "o", "kmd"])
def test_pages_hold_every_find_once(text):
    whole = find_systems(landscape(), text, limit=1000)
    assert whole.next is None
    seen, cursor = [], None
    while True:
        page = find_systems(landscape(), text, limit=2, cursor=cursor)
        assert page.total == whole.total
        seen += page.items
        cursor = page.next
        if cursor is None:
            break
    assert seen == list(whole.items)


@pytest.mark.parametrize("cursor", ["", "x", "MS4y", "Li4u", "æ", "MS4tMS4"])
def test_a_cursor_that_is_none_is_said(cursor):
    with pytest.raises(InputError):
        find_systems(landscape(), "", cursor=cursor)


def test_a_cursor_holds_for_its_own_revision_and_text():
    cursor = find_systems(landscape(), "o", limit=1).next
    later = Landscape(State(revision=4).with_batch(Batch.of("hand", systems=SYSTEMS)))
    for where, text in ((landscape(), "nov"), (later, "o")):
        with pytest.raises(InputError):
            find_systems(where, text, cursor=cursor)
    with pytest.raises(InputError):
        find_systems(landscape(), "o", limit=0)


TOWN = landscape(
    {
        "aktiv": {"name": "KMD Aktiv", "vendor": "KMD", "unit": "ydelse", "using_units": ("job",)},
        "momentum": {"name": "Momentum", "owner": "Bo", "vendor": "KMD", "unit": "job"},
        "sp": {"name": "Platformen", "kind": "platform"},
        "alene": {"name": "Alene"},
    },
    interfaces={"i": {"name": "Ydelser", "system": "aktiv", "data_objects": ("ydelse",)}},
    flows={
        "1": {"provider": "aktiv", "consumer": "momentum", "interface": "i", "via": ("sp",), "need": "required"},
        "2": {"provider": "CPR", "consumer": "aktiv", "contract": "p"},
        "3": {"provider": "momentum", "consumer": "aktiv", "requirement": "r", "data_objects": ("x",)},
    },
    requirements={"r": {"consumer": "aktiv", "need": "required", "name": "Løn"}},
    contracts={
        "c": {"name": "Drift", "systems": ("aktiv",)},
        "p": {"name": "Data"},
        "f": {"name": "Flow", "flows": ("1",)},
    },
    units={
        "ydelse": {"name": "Ydelse", "parent": "velfaerd"},
        "velfaerd": {"name": "Velfærd", "parent": "top"},
        "top": {"name": "Top"},
        "job": {"name": "Job"},
    },
)


def test_a_sheet_has_what_it_needs_and_who_needs_it():
    sheet = system_sheet(TOWN, "KMD aktiv")
    assert [(line.flow.id, line.provider_name) for line in sheet.needs] == [
        ("2", "Det Centrale Personregister"),
        ("3", "Momentum"),
    ]
    assert [(line.consumer_name, line.interface_name, line.via_names, line.carries) for line in sheet.needed_by] == [
        ("Momentum", "Ydelser", ("Platformen",), ("ydelse",))
    ]
    assert [line.flow.id for line in system_sheet(TOWN, "sp").passes_through] == ["1"]
    assert [row.id for row in sheet.interfaces] == ["i"]
    assert [row.id for row in sheet.requirements] == ["r"]


def test_a_contract_covers_it_directly_or_by_a_flow():
    assert [row.id for row in system_sheet(TOWN, "aktiv").contracts] == ["c", "f", "p"]
    assert [row.id for row in system_sheet(TOWN, "momentum").contracts] == ["f"]


def test_units_stand_with_those_above():
    units = system_sheet(TOWN, "aktiv").units
    assert [(unit.name, unit.role, unit.within) for unit in units] == [
        ("Ydelse", "in_charge", ("velfaerd", "top")),
        ("Job", "using", ()),
    ]


def test_gaps_are_coded_words_with_numbers():
    def gaps(what):
        return {gap.code: gap.count for gap in system_sheet(TOWN, what).gaps}

    assert gaps("aktiv") == {"no_owner": None, "need_unknown": 1, "without_data_objects": 1, "way_unknown": 1}
    assert gaps("momentum") == {}
    assert gaps("alene").keys() == {"no_owner", "no_unit", "no_vendor", "no_contract", "no_cost", "no_flows"}
    assert "unlisted" not in gaps("CPR")


def test_the_catalogue_stands_beside_and_not_as_its_own():
    sheet = system_sheet(landscape({"a": {"name": "KMD Aktiv"}}), "a")
    entry = dict(sheet.catalogue)
    assert entry["vendor"]
    assert entry["source"]
    assert entry["confidence"] in ("verified", "partly", "unverified", "assumed")
    assert sheet.system.vendor is None
    assert "vendor" not in sheet.system.inherited
    assert system_sheet(TOWN, "alene").catalogue is None


def test_claims_say_who_since_when_and_whose_counts():
    state = State().with_batch(Batch.of("one", systems={"a": {"name": "A", "owner": "Bo"}}))
    state = state.with_batch(Batch.of("two", systems={"a": {"name": "A", "owner": "Ida"}}))
    sheet = system_sheet(Landscape(state), "a")
    owners = [(one.source, one.value, one.since, one.decides) for one in sheet.claims if one.field == "owner"]
    assert owners == [("one", "Bo", 1, False), ("two", "Ida", 2, True)]
    assert sheet.listed_by == ("one", "two")


def test_a_row_that_is_only_referred_to_says_why():
    assert system_sheet(TOWN, "CPR").added == "catalogue"
    assert system_sheet(TOWN, "CPR").listed_by == ()


def test_a_sheet_as_json_has_every_column_and_cuts_its_lists():
    whole = system_sheet(TOWN, "aktiv").as_json()
    assert list(whole)[: len(ENTITIES["systems"].fields())] == list(ENTITIES["systems"].fields())
    assert whole["owner"] is None
    assert whole["needs"][0].keys() >= ENTITIES["flows"].fields().keys()
    assert json.loads(json.dumps(whole)) == whole
    cut = system_sheet(TOWN, "aktiv").as_json(limit=1)
    assert (len(cut["needs"]), cut["needs_total"]) == (1, 2)
    assert (len(cut["claims"]), cut["claims_total"]) == (1, len(whole["claims"]))


def test_an_unknown_or_ambiguous_system_is_said():
    with pytest.raises(UnknownName):
        system_sheet(TOWN, "nobody")
    twice = landscape({"a": {"name": "Same"}, "b": {"name": "same"}})
    with pytest.raises(AmbiguousName):
        system_sheet(twice, "SAME")


def test_flows_stand_by_id():
    flows = {f"f{n}": {"provider": "a", "consumer": "b"} for n in range(30)}
    sheet = system_sheet(landscape({"a": {"name": "A"}, "b": {"name": "B"}}, flows=flows), "a")
    shown = [line.flow.id for line in sheet.needed_by]
    assert len(shown) == 30
    assert all(one < two for one, two in pairwise(shown))
