"""Which register's data is bought how: each rule on a landscape of a few rows."""

from __future__ import annotations

import json
from datetime import date

from model.claims.batch import Batch
from model.claims.state import State
from model.landscape.landscape import Landscape
from model.rows import as_json
from queries.facts.delivery_costs import Tally
from queries.purchases.query import purchases

ASKED = date(2026, 11, 23)


def town(flows, *, systems=None, interfaces=None, contracts=None, data_objects=None):
    """Flows by id as "provider>consumer" or as cells with `from` "provider>consumer"; consumers are listed systems."""
    rows = {}
    for id_, said in flows.items():
        cells = {"from": said} if isinstance(said, str) else dict(said)
        provider, _, consumer = cells.pop("from").partition(">")
        rows[id_] = {"provider": provider, "consumer": consumer, **cells}
    listed = {one: {} for row in rows.values() for one in (row["consumer"],)} | dict(systems or {})
    named = {id_: {"name": id_.capitalize(), **row} for id_, row in listed.items()}
    tables = {
        "interfaces": {id_: {"name": id_, **row} for id_, row in (interfaces or {}).items()},
        "contracts": {id_: {"name": id_, **row} for id_, row in (contracts or {}).items()},
        "data_objects": data_objects or {},
    }
    return Landscape(State().with_batch(Batch.of("hand", systems=named, flows=rows, **tables)))


def deliveries(*args, **tables):
    return {one.flow: one for one in purchases(town(*args, **tables), ASKED).deliveries}


def whose(place):
    """Register -> object -> times."""
    return {
        one.register: {line.object: line.times for line in one.objects} for one in purchases(place, ASKED).registers
    }


NAME = ("person.navn",)


# -- whose data it is -------------------------------------------------------------------------------------------------


def test_a_register_is_the_registered_one_before_the_catalogues():
    flows = {"f": {"from": "x>a", "data_objects": NAME}}
    assert whose(town(flows, systems={"x": {}})) == {"CPR": {"person.navn": 1}}
    own = {"person": {"register": "mine"}}
    systems = {"x": {}, "mine": {"kind": "register"}}
    assert whose(town(flows, systems=systems, data_objects=own)) == {"mine": {"person.navn": 1}}
    nearer = {**own, "person.navn": {"register": "x"}}
    assert whose(town(flows, systems=systems, data_objects=nearer)) == {"x": {"person.navn": 1}}


def test_a_system_that_stands_for_a_register_is_that_register():
    flows = {"f": {"from": "folk>a", "data_objects": NAME}}
    systems = {"folk": {"aliases": ("CPR",)}}
    assert whose(town(flows, systems=systems)) == {"folk": {"person.navn": 1}}


def test_who_gives_it_decides_among_several_registers_and_a_closed_one_does_not_count():
    bfe, owner = {"data_objects": ("ejendom.bfe",)}, {"data_objects": ("ejendom.vurdering",)}
    found = whose(town({"f": {"from": "MAT>a", **bfe}, "g": {"from": "LOIS>a", **bfe}, "h": {"from": "x>a", **owner}}))
    assert found == {"MAT": {"ejendom.bfe": 1}, None: {"ejendom.bfe": 1}, "VUR": {"ejendom.vurdering": 1}}


def test_a_wide_object_is_the_register_of_its_parts():
    assert whose(town({"f": {"from": "x>a", "data_objects": ("person",)}})) == {"CPR": {"person": 1}}


def test_data_of_no_register_is_no_purchase():
    assert whose(town({"f": {"from": "x>a", "data_objects": ("ydelse.bevilling",)}, "g": "x>a"})) == {}


def test_a_flow_from_a_register_counts_though_nobody_registered_what_it_carries():
    found = whose(town({"f": "CPR>a", "g": "KMD_PDATA>a", "h": "LOIS>a"}))
    assert found == {"CPR": {None: 2}, None: {None: 1}}


def test_a_service_says_whose_data_it_gives_and_an_interface_what_it_carries():
    assert whose(town({"f": {"from": "SERVICEPLATFORMEN>a", "interface": "SF1530"}})) == {"CVR": {None: 1}}
    carried = {"i": {"system": "x", "data_objects": NAME}}
    place = town({"f": {"from": "x>a", "interface": "i"}}, systems={"x": {}}, interfaces=carried)
    assert whose(place) == {"CPR": {"person.navn": 1}}


def test_what_is_reported_to_a_register_or_platform_is_no_purchase():
    flows = {
        "report": {"from": "a>CPR", "data_objects": NAME},
        "between": {"from": "CPR>EJF", "data_objects": NAME},
        "to platform": {"from": "a>SERVICEPLATFORMEN", "data_objects": NAME},
        "to the shared copy": {"from": "CPR>CPR_REPLIKA", "data_objects": NAME},
        "by a service that takes": {"from": "a>b", "interface": "SF1601", "data_objects": NAME},
    }
    assert deliveries(flows) == {}


def test_only_what_is_in_use_is_bought():
    flows = {"f": {"from": "CPR>a", "via": ("p",)}, "g": "CPR>gone", "h": "CPR>a"}
    systems = {"p": {"lifecycle": "retired"}, "gone": {"in_use_to": date(2026, 11, 22)}}
    assert list(deliveries(flows, systems=systems)) == ["h"]


# -- where from -------------------------------------------------------------------------------------------------------


def test_where_it_comes_from():
    flows = {
        "1 register": "CPR>a",
        "2 file": {"from": "CPR>a", "mode": "file"},
        "3 platform": {"from": "CPR>a", "via": ("SERVICEPLATFORMEN",)},
        "4 service": {"from": "CPR>a", "interface": "SF1520"},
        "5 platform gives": {"from": "DATAFORDELER>a", "data_objects": ("adresse.adresse",)},
        "6 shared copy": "CPR_REPLIKA>a",
        "7 copy": "KMD_PDATA>a",
        "8 through a copy": {"from": "CPR>a", "via": ("SERVICEPLATFORMEN", "DPR")},
        "9 file of a copy": {"from": "KMD_PDATA>a", "mode": "file"},
        "A system": {"from": "x>a", "data_objects": NAME},
        "B system through the platform": {"from": "x>a", "via": ("SERVICEPLATFORMEN",), "data_objects": NAME},
    }
    found = deliveries(flows, systems={"x": {}})
    assert {id_[0]: (one.source, one.giver) for id_, one in found.items()} == {
        "1": ("register", "CPR"),
        "2": ("file", "CPR"),
        "3": ("platform", "SERVICEPLATFORMEN"),
        "4": ("platform", "SERVICEPLATFORMEN"),
        "5": ("platform", "DATAFORDELER"),
        "6": ("platform", "CPR_REPLIKA"),
        "7": ("copy_register", "KMD_PDATA"),
        "8": ("copy_register", "DPR"),
        "9": ("copy_register", "KMD_PDATA"),
        "A": ("system", "x"),
        "B": ("system", "x"),
    }
    assert found["9 file of a copy"].mode == "file"


# -- what it costs ----------------------------------------------------------------------------------------------------


def test_a_price_is_registered_included_or_unknown_and_never_taken_for_0():
    flows = {
        "registered": {"from": "CPR>a", "annual_price": 100.0, "interface": "SF1520"},
        "nothing": {"from": "CPR>a", "annual_price": 0.0},
        "flat": {"from": "CPR>a", "interface": "SF1520"},
        "free": {"from": "DAR>a", "via": ("DATAFORDELER",)},
        "per call": {"from": "CPR>a", "interface": "SF6004"},
        "blank": "CPR>a",
    }
    found = deliveries(flows)
    assert {id_: (one.price, one.annual_price) for id_, one in found.items()} == {
        "registered": ("registered", 100.0),
        "nothing": ("registered", 0.0),
        "flat": ("included", None),
        "free": ("included", None),
        "per call": ("unknown", None),
        "blank": ("unknown", None),
    }
    assert purchases(town(flows), ASKED).summary.prices == Tally(100.0, 2, 2, 2)


def test_nothing_known_is_no_sum():
    assert Tally.of([("unknown", None), ("included", None)]).annual_price is None
    assert Tally.of([("included", None)]).annual_price == 0.0
    assert Tally.of([]) == Tally(0.0, 0, 0, 0)


def test_a_flow_counts_once_in_its_register_and_whole_at_each_object():
    flows = {"f": {"from": "CPR>a", "data_objects": ("person.navn", "person.adresse"), "annual_price": 70.0}}
    (register,) = purchases(town(flows), ASKED).registers
    assert (register.times, register.prices.annual_price) == (1, 70.0)
    assert [(one.object, one.prices.annual_price) for one in register.objects] == [
        ("person.adresse", 70.0),
        ("person.navn", 70.0),
    ]


def test_a_givers_own_cost_is_that_of_its_own_contract_else_its_own():
    flows = {name: f"{name}>a" for name in ("KMD_PDATA", "DPR", "LOIS", "EM_CPR", "KMD_VDATA")}
    systems = {name: {"annual_cost": 5.0} for name in ("KMD_PDATA", "DPR", "LOIS")}
    contracts = {
        "alone 1": {"systems": ("KMD_PDATA",), "annual_cost": 100.0},
        "alone 2": {"systems": ("KMD_PDATA",), "annual_cost": 10.0},
        "shared": {"systems": ("DPR", "KMD_VDATA"), "annual_cost": 1000.0},
        "unknown": {"systems": ("LOIS",)},
        "with a flow": {"systems": ("EM_CPR",), "flows": ("EM_CPR",), "annual_cost": 7.0},
    }
    found = purchases(town(flows, systems=systems, contracts=contracts), ASKED).givers
    assert {one.system: (one.own_cost, one.own_cost_from) for one in found} == {
        "KMD_PDATA": (110.0, "contract"),
        "DPR": (5.0, "system"),
        "LOIS": (5.0, "system"),
        "EM_CPR": (None, None),
        "KMD_VDATA": (None, None),
    }


# -- the same data twice ----------------------------------------------------------------------------------------------


def repeated(flows, **tables):
    return purchases(town(flows, **tables), ASKED).repeated


UNITS = {"a": {"unit": "job"}, "b": {"unit": "job"}, "c": {"unit": "school"}, "d": {}}


def test_the_same_data_to_the_same_unit_is_pointed_out():
    flows = {one: {"from": f"CPR>{one}", "data_objects": NAME, "annual_price": 10.0} for one in "abcd"}
    (one,) = repeated(flows, systems=UNITS)
    assert (one.register, one.unit, one.objects, one.flows) == ("CPR", "job", NAME, ("a", "b"))
    assert (one.consumers, one.same_system, one.prices.annual_price) == (("a", "b"), False, 20.0)
    assert purchases(town(flows, systems=UNITS), ASKED).summary.without_unit == 1


def test_twice_to_one_system_may_be_a_reserve():
    (one,) = repeated({"f": "CPR>a", "g": "KMD_PDATA>a"}, systems=UNITS) or [None]
    assert one is None  # nobody knows whether they carry the same
    carry = {"data_objects": NAME}
    (one,) = repeated({"f": {"from": "CPR>a", **carry}, "g": {"from": "KMD_PDATA>a", **carry}}, systems=UNITS)
    assert (one.same_system, one.sources) == (True, ("register", "copy_register"))


def test_a_wider_object_brings_the_narrower_one_too():
    flows = {"f": {"from": "CPR>a", "data_objects": ("person",)}, "g": {"from": "CPR>b", "data_objects": NAME}}
    (one,) = repeated(flows, systems=UNITS)
    assert (one.objects, one.flows) == (NAME, ("f", "g"))
    (register,) = purchases(town(flows, systems=UNITS), ASKED).registers
    assert [(line.object, line.times, line.within_wider) for line in register.objects] == [
        ("person.navn", 2, 1),
        ("person", 1, 0),
    ]


def test_objects_that_the_same_flows_bring_stand_together():
    both = ("person.adresse", "person.navn")
    flows = {"f": {"from": "CPR>a", "data_objects": both}, "g": {"from": "CPR>b", "data_objects": both}}
    assert [one.objects for one in repeated(flows, systems=UNITS)] == [both]


def test_what_feeds_a_copy_register_is_not_the_units():
    flows = {"f": {"from": "CPR>DPR", "data_objects": NAME}, "g": {"from": "DPR>a", "data_objects": NAME}}
    place = town(flows, systems={**UNITS, "DPR": {"unit": "job"}})
    assert (list(purchases(place, ASKED).repeated), purchases(place, ASKED).summary.feeds) == ([], 1)


def test_the_json_is_plain_and_does_not_depend_on_the_order_of_rows():
    flows = {f"f{n}": {"from": f"CPR>{'abcd'[n % 4]}", "data_objects": NAME, "annual_price": n / 7} for n in range(9)}
    said = [
        json.dumps(as_json(purchases(town(dict(rows), systems=UNITS), ASKED).as_json()))
        for rows in (flows.items(), reversed(flows.items()))
    ]
    assert said[0] == said[1]
    document = json.loads(said[0])
    assert document["registers"][0]["sources"] == {
        "register": 9,
        "copy_register": 0,
        "platform": 0,
        "file": 0,
        "system": 0,
    }
    assert document["deliveries"][0]["data"] == [{"object": "person.navn", "register": "CPR"}]
    assert as_json(purchases(town(flows), ASKED).as_json(), 2)["deliveries_total"] == 9
