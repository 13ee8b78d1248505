"""The six questions: each number, and the rows behind it."""

from __future__ import annotations

import json
from datetime import date

import pytest

from model.claims.batch import Batch
from model.claims.state import State
from model.errors import InputError
from model.landscape.landscape import Landscape
from model.rows import as_json
from queries.calendar.query import contract_calendar
from queries.overview.query import overview
from queries.overview.system_query import system_overview
from tests.landscapes import landscape

ASKED = date(2026, 11, 23)


def rows(place, key):
    return list(overview(place, ASKED).number(key).rows)


def test_systems_in_use_by_kind_to_come_and_out_of_use():
    place = landscape(
        {
            "a": {"business_critical": True},
            "b": {"kind": "self_service", "business_critical": False},
            "gone": {"in_use_to": date(2026, 11, 22), "business_critical": True},
            "last-day": {"in_use_to": ASKED},
            "next": {"in_use_from": date(2026, 11, 24)},
            "plan": {"lifecycle": "planned"},
            "old": {"lifecycle": "retired"},
        },
        ["CPR>a", "nobody>b"],
    )
    assert rows(place, "systems.in_use") == ["CPR", "a", "b", "last-day", "nobody"]
    assert rows(place, "systems.kind.self_service") == ["b"]
    assert rows(place, "systems.kind.register") == ["CPR"]
    assert rows(place, "systems.critical") == ["a"]
    assert rows(place, "systems.to_come") == ["next", "plan"]
    assert rows(place, "systems.out_of_use") == ["gone", "old"]
    assert rows(place, "systems.unlisted") == ["nobody"]


def test_relations_count_flows_in_use_and_where_data_comes_from():
    place = landscape(
        {
            **{one: {} for one in "abcdef"},
            "copy": {"kind": "copy_register"},
            "plat": {"kind": "platform"},
            "gone": {"lifecycle": "retired"},
            "lonely": {},
        },
        [
            "CPR>a required",
            "CPR>b via plat",
            "copy>c supporting",
            "a>d via copy unknown",
            "e>f over i",
            "gone>lonely",
            "a>gone",
        ],
        interfaces={"i": {"system": "plat"}},
    )
    assert len(rows(place, "relations.flows")) == 5
    assert rows(place, "relations.need_unknown") == ["CPR>b", "a>d", "e>f"]
    assert rows(place, "relations.from_register") == ["a", "b"]
    assert rows(place, "relations.from_copy_register") == ["c", "d"]
    assert rows(place, "relations.from_platform") == ["b", "f"]
    assert rows(place, "relations.none") == ["lonely"]


def test_what_they_cost_counts_each_krone_once_and_the_unknown_beside_it():
    place = landscape(
        {
            "a": {"annual_cost": 1.0},
            "b": {"annual_cost": 20.0},
            "c": {"annual_cost": 300.0},
            "d": {},
            "e": {"annual_cost": 4000.0},
        },
        ["a>b", "b>c", "c>d", "d>a"],
        contracts={
            "known": {"systems": ("a",), "flows": ("a>b",), "annual_cost": 50_000.0},
            "unknown": {"systems": ("b",), "flows": ("b>c",)},
            "ended": {"systems": ("e",), "annual_cost": 600_000.0, "ends": date(2026, 1, 1)},
            "to come": {"systems": ("c",), "annual_cost": 9e9, "starts": date(2027, 1, 1)},
            "ended and unused": {"annual_cost": 8e9, "ends": date(2026, 1, 1)},
        },
    )
    answer = overview(place, ASKED)
    assert rows(place, "cost.contracts") == ["ended", "known"]
    assert answer.number("cost.contracts").value == 650_000
    assert rows(place, "cost.contracts.unknown") == ["unknown"]
    assert (rows(place, "cost.systems"), answer.number("cost.systems").value) == (["b", "c"], 320)
    assert rows(place, "cost.systems.unknown") == ["d"]
    assert (rows(place, "cost.flows"), answer.number("cost.flows").value) == ([], None)
    assert rows(place, "cost.flows.unknown") == ["b>c", "c>d", "d>a"]
    total = answer.number("cost.total")
    assert (total.value, total.unknown) == (650_320, 5)
    assert total.parts == ("cost.contracts", "cost.systems", "cost.flows")


def test_a_flow_within_the_flat_price_is_not_unknown():
    assert rows(landscape("a", ["CPR>a over SF1520"]), "cost.flows.unknown") == []
    assert rows(landscape("a", ["CPR>a over SF6004"]), "cost.flows.unknown") == ["CPR>a"]


def test_no_cost_registered_is_no_number():
    total = overview(landscape("a"), ASKED).number("cost.total")
    assert (total.value, total.unknown) == (None, 1)


def test_contracts_by_vendor_however_it_is_spelt():
    contracts = {
        "k1": {"vendor": "KMD", "annual_cost": 10.0},
        "k2": {"vendor": " kmd ", "annual_cost": 5.0},
        "k3": {"vendor": "EG", "annual_cost": 100.0},
        "k4": {"vendor": "KMD"},
        "k5": {"annual_cost": 1000.0},
    }
    (cost,) = [one for one in overview(landscape(contracts=contracts), ASKED).sections if one.key == "cost"]
    vendors = [one for one in cost.numbers if one.key.startswith("cost.vendor.")]
    assert [(one.subject.strip(), one.value, one.rows, one.unknown) for one in vendors] == [
        ("EG", 100.0, ("k3",), 0),
        ("kmd", 15.0, ("k1", "k2", "k4"), 1),
    ]


def test_when_they_are_tendered_by_quarter():
    place = landscape(
        {**{one: {} for one in "abcde"}, "reg": {"kind": "register"}},
        contracts={
            "late": {"systems": ("a",), "ends": date(2027, 1, 1)},
            "soon": {"systems": ("b",), "ends": date(2028, 1, 31)},
            "same": {"systems": ("c",), "tender": date(2027, 3, 31)},
            "open": {"systems": ("d",)},
            "out": {"systems": ("e",), "ends": date(2026, 1, 1)},
        },
    )
    assert rows(place, "tender.overdue") == ["late", "out"]
    assert rows(place, "tender.quarter.2027-Q1") == ["same", "soon"]
    assert rows(place, "tender.unknown") == ["open", "same"]
    assert rows(place, "tender.run_out") == ["out"]
    assert rows(place, "tender.no_contract") == ["e"]
    sooner = overview(place, ASKED, lead_months=0)
    assert sooner.number("tender.overdue").rows == ("out",)


def test_who_owns_them():
    place = landscape(
        {"a": {"owner": "Ida", "unit": "it"}, "b": {"unit": "it"}, "c": {}, "reg": {"kind": "register"}}, units="it"
    )
    assert (rows(place, "owners.owned"), rows(place, "owners.none")) == (["a"], ["b", "c"])
    assert (rows(place, "owners.no_unit"), rows(place, "owners.unit.it")) == (["c"], ["a", "b"])


def test_each_system_has_one_future():
    place = landscape(
        {
            "ky": {},
            "to-ky": {"successor": ("ky",), "in_use_to": date(2027, 1, 1)},
            "to-b": {"successor": ("b",), "lifecycle": "phasing_out"},
            "b": {},
            "ends": {"in_use_to": date(2027, 1, 1)},
            "phasing": {"lifecycle": "phasing_out"},
        },
    )
    assert rows(place, "future.common") == ["ky"]
    assert rows(place, "future.to_common") == ["to-ky"]
    assert rows(place, "future.replaced") == ["to-b"]
    assert rows(place, "future.ends") == ["ends", "phasing"]
    assert rows(place, "future.no_plan") == ["b"]


def test_copy_registers_and_what_the_catalogue_closes():
    place = landscape("a", ["KMD_PDATA>a", "CPR_REPLIKA>a", "DPR>a", "ESR>a"])
    assert rows(place, "future.copy_registers") == ["DPR", "KMD_PDATA"]
    assert rows(place, "future.closing") == ["ESR", "KMD_PDATA"]


def test_who_stands_on_the_common_architecture():
    place = landscape("a b c d e", ["SDI>a", "b>c via SERVICEPLATFORMEN", "d>e", "d>YDI"])
    assert rows(place, "future.on_common") == ["a", "b", "c", "d"]


def test_a_line_a_system():
    place = landscape(
        {"a": {"annual_cost": 5.0, "owner": "Ida", "unit": "it"}, "b": {}, "gone": {"lifecycle": "retired"}},
        ["CPR>a", "b>a", "x2: b>a", "a>b", "a>a", "gone>a"],
        units="it",
        contracts={
            "k": {"systems": ("a", "b"), "annual_cost": 9.0, "ends": date(2028, 3, 31)},
            "old": {"systems": ("a",), "ends": date(2020, 3, 31), "annual_cost": 1.0},
        },
    )
    a = next(one for one in overview(place, ASKED).systems if one.id == "a")
    assert (a.gets_from, a.gives_to, a.registers, a.owner, a.unit) == (2, 1, ["CPR"], "Ida", "it")
    assert (a.annual_cost, a.contract, a.contract_cost, a.shared_with) == (5.0, "k", 9.0, 1)
    assert (a.contract_ends, a.tender_by, a.tender_quarter) == (date(2028, 3, 31), date(2027, 3, 31), "2027-Q1")
    assert [one.id for one in overview(place, ASKED).systems] == ["CPR", "a", "b"]


def test_a_number_that_is_not_there_is_an_error():
    with pytest.raises(InputError, match="no number"):
        overview(landscape("a"), ASKED).number("systems.all")
    with pytest.raises(InputError, match="months"):
        overview(landscape("a"), ASKED, lead_months=-1)


def test_the_calendar_says_the_same_numbers():
    place = landscape(
        {"a": {}, "b": {"in_use_to": date(2026, 12, 1)}, "c": {}, "reg": {"kind": "register"}},
        contracts={
            "k1": {"systems": ("a",), "ends": date(2026, 10, 1), "annual_cost": 3.0},
            "k2": {"systems": ("b",), "ends": date(2027, 10, 1)},
            "k3": {"systems": ("c",), "annual_cost": 8.0},
        },
    )
    answer, calendar = overview(place, ASKED), contract_calendar(place, ASKED)
    assert answer.number("cost.contracts").value == calendar.summary.annual_cost
    assert answer.number("cost.contracts").unknown == calendar.summary.cost_unknown
    assert len(answer.number("tender.run_out").rows) == calendar.summary.ended_in_use
    assert len(answer.number("tender.unknown").rows) == calendar.summary.end_unknown
    assert len(answer.number("tender.no_contract").rows) == calendar.summary.without_contract
    overdue = [one.contract for one in calendar.events if (one.kind, one.status) == ("tender", "overdue")]
    assert list(answer.number("tender.overdue").rows) == overdue


def test_every_count_is_the_number_of_its_rows_and_the_json_is_plain():
    place = landscape("a b", ["CPR>a", "a>b"], contracts={"k": {"systems": ("a",), "annual_cost": 4.0}})
    document = json.loads(json.dumps(as_json(overview(place, ASKED).as_json())))
    assert [one["key"] for one in document["sections"]] == [
        "systems",
        "relations",
        "cost",
        "tender",
        "owners",
        "future",
    ]
    numbers = [number for section in document["sections"] for number in section["numbers"]]
    assert len({one["key"] for one in numbers}) == len(numbers)
    assert all(one["value"] == len(one["rows"]) for one in numbers if one["unit"] == "count")
    assert document["systems"][0]["id"] == "CPR"


# -- one system -------------------------------------------------------------------------------------------------------


def test_one_system_in_six_answers():
    place = landscape(
        {
            "a": {"annual_cost": 7.0, "successor": ("ky", "later"), "using_units": ("job",), "vendor": "KMD"},
            "b": {},
            "ky": {},
            "later": {"lifecycle": "planned"},
            "gone": {"lifecycle": "retired"},
        },
        ["CPR>a via KMD_PDATA carries person.navn", "b>a", "x2: b>a", "a>b", "gone>a"],
        units="job",
        contracts={
            "k": {"systems": ("a", "b"), "ends": date(2028, 3, 31), "notice_months": 1.0},
            "open": {"systems": ("a",)},
        },
    )
    one = system_overview(place, "A", ASKED)
    near = [(other.id, other.flows, other.passing) for other in one.gets_from]
    assert near == [("b", ("b>a", "x2"), False), ("CPR", ("CPR>a",), False), ("KMD_PDATA", ("CPR>a",), True)]
    assert [other.id for other in one.gives_to] == ["b"]
    assert [(line.register, line.sources, line.givers) for line in one.data_sources] == [
        ("CPR", ["copy_register"], ["KMD_PDATA"])
    ]
    assert [(line.id, line.shared_with, line.notice_by) for line in one.contracts] == [
        ("open", [], None),
        ("k", ["b"], date(2028, 2, 29)),
    ]
    assert [(line.id, line.in_use, line.common) for line in one.successors] == [
        ("ky", True, True),
        ("later", False, False),
    ]
    assert (one.future, one.copies, one.annual_cost, one.vendor) == ("to_common", ["KMD_PDATA"], 7.0, "KMD")
    assert (one.flow_prices.unknown, one.flow_prices.annual_price) == (3, None)
    json.dumps(as_json(one.as_json()))


def test_a_system_of_the_catalogue_says_whether_it_is_closed():
    assert system_overview(landscape("a", ["KMD_PDATA>a"]), "KMD_PDATA", ASKED).closed is True
    assert system_overview(landscape("a", ["KMD_PDATA>a"]), "a", ASKED).closed is None
    assert system_overview(landscape("a", ["CPR>a"]), "CPR", ASKED).closed is False


def test_a_number_that_is_not_there_names_those_that_are():
    answer = overview(landscape("a"), ASKED)
    with pytest.raises(InputError, match=r"Did you mean: cost\.total"):
        answer.number("cost.totl")
    with pytest.raises(InputError, match=r"Its numbers are: systems\.in_use, .*future\.on_common\.$"):
        answer.number("nix")


def test_a_system_is_not_its_own_neighbour_and_a_flow_to_itself_is_one():
    place = landscape("a", ["a>a"])
    assert overview(place, ASKED).number("relations.none").rows == ()
    page = system_overview(place, "a", ASKED)
    assert (page.gets_from, page.gives_to) == ([], [])


def test_a_flow_of_a_paid_contract_is_paid_with_that():
    contracts = {"k": {"name": "K", "systems": ("a",), "annual_cost": 900.0}}
    flows = {"f": {"provider": "b", "consumer": "a", "annual_price": 50.0, "contract": "k"}}
    rows = {"a": {"name": "A", "annual_cost": 70.0}, "b": {"name": "B"}}
    place = Landscape(State().with_batch(Batch.of("hand", systems=rows, flows=flows, contracts=contracts)))
    page = system_overview(place, "a", ASKED)
    assert (page.paid_with_contract, page.flow_prices.annual_price, page.flow_prices.included) == (True, 0.0, 1)
    assert overview(place, ASKED).number("cost.total").value == 900.0
