"""Every rule of "which systems do the same job?" on a landscape small enough to be read."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from model.errors import InputError
from queries.duplicates.answer import DuplicatesAnswer, Group
from queries.duplicates.query import duplicates
from tests.landscapes import landscape

DAY = date(2026, 11, 23)


def asked(*args: Any, on: date = DAY, **more: Any) -> DuplicatesAnswer:
    return duplicates(landscape(*args, **more), on)


def sms(*ids: str, **fields: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Systems of one town that are tagged sms."""
    return {id_: {"capabilities": ("sms",), "municipality": "Sorø", **fields.get(id_, {})} for id_ in ids}


def only_group(answer: DuplicatesAnswer) -> Group:
    (group,) = answer.groups
    return group


def test_two_systems_with_one_tag_are_a_group():
    group = only_group(asked(sms("alfa", "birk")))
    assert (group.capability, group.municipality, group.systems) == ("sms", "Sorø", ["alfa", "birk"])
    assert group.solutions == [["alfa"], ["birk"]]
    assert group.confidence == 1.0


def test_one_system_is_no_group():
    assert asked(sms("alfa")).groups == []


def test_towns_are_asked_one_by_one():
    assert asked({**sms("alfa"), "birk": {"capabilities": ("sms",), "municipality": "Ringsted"}}).groups == []


def test_what_is_shared_counts_in_the_only_town():
    group = only_group(asked({**sms("alfa"), "fælles": {"capabilities": ("sms",)}}))
    assert (group.municipality, group.systems) == ("Sorø", ["alfa", "fælles"])


def test_what_is_shared_counts_in_the_towns_that_use_it():
    rows = {**sms("alfa"), "birk": {"capabilities": ("sms",), "municipality": "Ringsted"}}
    rows |= {"fælles": {"capabilities": ("sms",)}, "esdh": {"municipality": "Ringsted"}}
    assert [group.municipality for group in asked(rows, ["esdh>fælles"]).groups] == ["Ringsted"]


def test_without_towns_all_are_one():
    group = only_group(asked({"alfa": {"capabilities": ("sms",)}, "birk": {"capabilities": ("sms",)}}))
    assert group.municipality is None


@pytest.mark.parametrize("row", [{"lifecycle": "retired"}, {"lifecycle": "planned"}, {"in_use_to": date(2026, 11, 22)}])
def test_what_is_out_of_use_on_the_day_is_left_out(row):
    assert asked(sms("alfa", "birk", birk=row)).groups == []


@pytest.mark.parametrize("kind", ["platform", "support", "register"])
def test_what_all_use_on_purpose_is_left_out(kind):
    assert asked(sms("alfa", "birk", birk={"kind": kind})).groups == []


def test_flis_counts_as_management_information():
    group = only_group(asked({"FLIS": {}, "targit": {"name": "TARGIT"}}))
    assert (group.capability, group.systems) == ("management_information", ["FLIS", "targit"])


# -- jobs ---------------------------------------------------------------------------------------------------------


def test_no_said_by_the_municipality_removes_a_guess_for_good():
    rows = {"a": {"name": "Captia"}, "b": {"name": "SBSYS"}}
    assert [group.capability for group in asked(rows).groups] == ["esdh"]
    answer = asked({**rows, "b": {"name": "SBSYS", "capabilities": ("not:esdh",)}})
    assert (answer.groups, answer.proposals) == ([], [])


def test_a_tag_taken_back_is_none():
    assert asked(sms("alfa", "birk", birk={"capabilities": ("sms", "not:sms")})).groups == []


def test_the_municipalitys_word_goes_before_the_catalogues():
    (group,) = asked(
        {"a": {"name": "SBSYS", "capabilities": ("gis",)}, "b": {"name": "QGIS", "capabilities": ("gis",)}}
    ).groups
    assert group.capability == "gis"


def test_a_known_product_whose_vendor_contradicts_is_not_that_product():
    rows = {"a": {"name": "Cirius", "vendor": "Formpipe"}, "b": {"name": "Omada", "vendor": "Omada A/S"}}
    evidence = {row: asked({**rows, "c": {"name": "SOFD Core"}}).groups[0].evidence for row in rows}
    assert list(evidence["a"]) == ["b", "c"]
    job = asked({**rows, "c": {"name": "SOFD Core"}}).groups[0].capability
    others = {"c": {"name": "SOFD Core"}, "d": {"name": "Dunham", "capabilities": (job,)}}
    assert only_group(asked({"b": rows["b"], **others})).systems == ["b", "c", "d"]
    assert only_group(asked({"b": {"name": "Omada", "vendor": "Tandlægerne ApS"}, **others})).systems == ["c", "d"]


def test_a_group_is_as_sure_as_its_least_sure_member():
    group = only_group(asked({"a": {"name": "Captia"}, "b": {"name": "B", "capabilities": ("esdh",)}}))
    assert group.confidence == 0.97
    assert [(one.kind, one.text) for one in group.evidence["a"]] == [("product", "KMD WorkZone")]
    assert [(one.kind, one.text) for one in group.evidence["b"]] == [("tag", "esdh")]


def test_the_words_of_a_registration_are_its_evidence():
    text = "Sender besked på mobilen til borgere der har en aftale"
    group = only_group(asked({"a": {"name": "Beskedboks", "description": text}, "b": {"capabilities": ("sms",)}}))
    assert {one.kind for one in group.evidence["a"]} == {"words"}
    assert all(one.text in f"Beskedboks {text}" for one in group.evidence["a"])


def test_a_feature_is_no_job():
    rows = {
        "care": {"name": "Omsorgssystem", "description": "Sygeplejejournal med journalføring af medicin og besøg"},
        "sbsys": {"name": "SBSYS"},
    }
    answer = asked(rows)
    assert (answer.groups, [one for one in answer.proposals if one.capability == "esdh"]) == ([], [])


def test_below_the_threshold_a_guess_waits():
    rows = {"a": {"name": "Captia"}, "b": {"name": "SBSYS"}}
    answer = duplicates(landscape(rows), DAY, threshold=0.98)
    assert answer.groups == []
    assert [(one.system, one.capability, one.confidence) for one in answer.proposals] == [
        ("a", "esdh", 0.97),
        ("b", "esdh", 0.97),
    ]


def test_a_kle_task_is_a_job_and_a_main_group_is_none():
    rows = {"a": {"kle": ("27.36.04",)}, "b": {"kle": ("27.36.04 G01",)}, "c": {"kle": ("27",)}, "d": {"kle": ("27",)}}
    group = only_group(asked(rows))
    assert (group.capability, group.systems) == ("27.36.04", ["a", "b"])


def test_no_said_of_a_kle_task_removes_it_too():
    rows = {"a": {"kle": ("27.36.04",)}, "b": {"kle": ("27.36.04",), "capabilities": ("not:27.36.04",)}}
    assert asked(rows).groups == []


def test_a_system_of_many_kle_tasks_is_for_none_of_them():
    many = ("27.36.04", "27.36.05", "27.36.06", "27.36.07")
    assert asked({"a": {"kle": many}, "b": {"kle": ("27.36.04",)}}).groups == []


@pytest.mark.parametrize(("threshold", "months"), [(0.4, 12), (1.1, 12), (0.8, -1)])
def test_settings_out_of_range_are_errors(threshold, months):
    with pytest.raises(InputError):
        duplicates(landscape("a"), DAY, threshold=threshold, window_months=months)


# -- solutions ----------------------------------------------------------------------------------------------------


def test_systems_of_one_product_are_one_solution():
    rows = sms("alfa", "birk", "cedor", alfa={"product": "OS2forms"}, birk={"product": "OS2forms"})
    assert only_group(asked(rows)).solutions == [["alfa", "birk"], ["cedor"]]
    assert asked({id_: rows[id_] for id_ in ("alfa", "birk")}).groups == []


def test_a_contract_that_covers_nothing_else_makes_one_solution():
    contract = {"k": {"systems": ("alfa", "birk")}}
    assert asked(sms("alfa", "birk"), contracts=contract).groups == []
    wider = {"k": {"systems": ("alfa", "birk", "esdh")}}
    assert only_group(asked({**sms("alfa", "birk"), "esdh": {}}, contracts=wider)).solutions == [["alfa"], ["birk"]]


def test_a_contract_that_was_replaced_makes_no_solution():
    contracts: dict[str, dict[str, Any]] = {"k": {"systems": ("alfa", "birk"), "ends": date(2026, 11, 22)}}
    assert asked(sms("alfa", "birk"), contracts=contracts).groups == []  # it runs on: nothing took over
    contracts |= {id_: {"systems": (id_,)} for id_ in ("alfa", "birk")}
    assert len(asked(sms("alfa", "birk"), contracts=contracts).groups) == 1


def test_a_contract_that_covers_other_flows_does_not():
    rows = {**sms("alfa", "birk"), "x": {}, "y": {}}
    contract = {"k": {"systems": ("alfa", "birk")}}
    assert asked(rows, ["x>alfa under k"], contracts=contract).groups == []
    assert len(asked(rows, ["x>y under k"], contracts=contract).groups) == 1


# -- numbers ------------------------------------------------------------------------------------------------------


def test_unknown_costs_and_users_are_counted_and_never_zero():
    group = only_group(asked(sms("alfa", "birk", alfa={"annual_cost": 1000.0, "users": 5.0})))
    assert (group.annual_cost, group.unknown_costs, group.users, group.unknown_users) == (1000.0, 1, 5.0, 1)
    unknown = only_group(asked(sms("alfa", "birk")))
    assert (unknown.annual_cost, unknown.unknown_costs, unknown.users) == (None, 2, None)
    assert (unknown.saving.low, unknown.saving.high) == (None, None)


def test_saving_is_what_the_others_cost_less_what_the_kept_one_costs_more():
    fields = {"alfa": {"annual_cost": 50_000.0, "users": 100.0}, "birk": {"annual_cost": 30_000.0, "users": 40.0}}
    group = only_group(asked(sms("alfa", "birk", **fields)))
    assert (group.keep, group.saving.low, group.saving.high) == ("alfa", 10_000.0, 30_000.0)


@pytest.mark.parametrize("gap", [("alfa", "annual_cost"), ("alfa", "users"), ("birk", "users")])
def test_the_low_saving_is_unknown_where_a_part_of_it_is(gap):
    fields = {"alfa": {"annual_cost": 50_000.0, "users": 100.0}, "birk": {"annual_cost": 30_000.0, "users": 40.0}}
    fields[gap[0]].pop(gap[1])
    group = only_group(asked(sms("alfa", "birk", "x", **fields), ["alfa>x required"]))
    assert (group.saving.low, group.saving.high is not None) == (None, True)


def test_what_a_saving_lacks_is_counted_beside_it():
    leaving = {"annual_cost": 10.0, "in_use_to": date(2027, 1, 31)}
    rows = sms("alfa", "birk", "cedor", alfa={"users": 9.0}, birk=leaving, cedor={"in_use_to": date(2027, 1, 31)})
    group = only_group(asked(rows))
    assert (group.saving.high, group.saving_unknown) == (10.0, 1)
    assert (group.leaving_cost, group.leaving_unknown) == (10.0, 1)


def test_what_is_shared_is_not_put_in_a_town_by_a_flow_out_of_use():
    rows = {**sms("alfa"), "birk": {"capabilities": ("sms",), "municipality": "Ringsted"}}
    rows |= {"fælles": {"capabilities": ("sms",)}, "død": {"lifecycle": "retired"}}
    flows = ["fælles>alfa", "fælles>birk via død"]
    assert [group.municipality for group in asked(rows, flows).groups] == ["Sorø"]


def test_a_contract_that_was_replaced_binds_no_more():
    contracts = {
        "old": {"systems": ("birk",), "ends": date(2026, 1, 31), "irrevocable_until": date(2029, 1, 1)},
        "new": {"systems": ("birk",), "ends": date(2027, 6, 30), "notice_months": 1.0},
    }
    group = only_group(asked(sms("alfa", "birk", alfa={"users": 1.0}), contracts=contracts))
    assert group.end_dates == {"birk": date(2027, 6, 30)}


def test_a_solution_costs_what_the_paid_contracts_for_it_alone_do():
    fields = {"alfa": {"annual_cost": 1.0, "users": 9.0}, "birk": {"annual_cost": 2.0}}
    contracts = {"k": {"systems": ("birk",), "annual_cost": 700.0}}
    group = only_group(asked(sms("alfa", "birk", **fields), contracts=contracts))
    assert (group.annual_cost, group.unknown_costs, group.saving.high) == (701.0, 0, 700.0)
    assert [(line.source, line.id, line.annual_cost) for line in group.costs] == [
        ("systems", "alfa", 1.0),
        ("contracts", "k", 700.0),
    ]
    contracts["k"]["systems"] = ("birk", "other")  # what pays for more than the solution says nothing of the solution
    wider = asked({**sms("alfa", "birk", **fields), "other": {}}, contracts=contracts)
    assert (only_group(wider).annual_cost, only_group(wider).saving.high) == (3.0, 2.0)


def test_systems_under_one_contract_are_paid_together_and_once():
    fields = {id_: {"annual_cost": 5.0} for id_ in ("birk", "cedor")} | {"alfa": {"users": 9.0}}
    contracts: dict[str, dict[str, Any]] = {"k": {"systems": ("birk", "cedor"), "annual_cost": 700.0}}
    answer = asked(sms("alfa", "birk", "cedor", **fields), contracts=contracts)
    group = only_group(answer)
    assert (group.solutions, group.annual_cost, group.unknown_costs) == ([["alfa"], ["birk", "cedor"]], 700.0, 1)
    assert (answer.summary.others.annual_cost, answer.summary.others.unknown) == (700.0, 0)
    contracts["k"].pop("annual_cost")
    assert only_group(asked(sms("alfa", "birk", "cedor", **fields), contracts=contracts)).annual_cost == 10.0


def test_a_renewed_contract_costs_once():
    contracts = {
        "old": {"systems": ("birk",), "annual_cost": 900.0, "ends": date(2026, 1, 31)},
        "new": {"systems": ("birk",), "annual_cost": 700.0, "ends": date(2028, 1, 31)},
    }
    assert only_group(asked(sms("alfa", "birk"), contracts=contracts)).annual_cost == 700.0


def test_what_leaves_anyway_is_told_apart():
    fields: dict[str, dict[str, Any]] = {
        "alfa": {"users": 9.0},
        "birk": {"annual_cost": 5.0, "in_use_to": date(2027, 1, 31)},
        "cedor": {"annual_cost": 7.0},
    }
    answer = asked(sms("alfa", "birk", "cedor", **fields))
    group = only_group(answer)
    assert (group.leaving, group.leaving_cost, group.saving.high) == ({"birk": date(2027, 1, 31)}, 5.0, 12.0)
    assert answer.summary.leaving.annual_cost == 5.0
    del fields["birk"]["annual_cost"]
    assert only_group(asked(sms("alfa", "birk", "cedor", **fields))).leaving_cost is None


def test_each_krone_is_counted_once_over_all_groups():
    fields = {"alfa": {"annual_cost": 5.0, "capabilities": ("gis", "sms")}, "birk": {"annual_cost": 7.0}}
    rows = {**sms("alfa", "birk", **fields), **sms("cedor", cedor={"annual_cost": 9.0, "capabilities": ("gis",)})}
    answer = asked(rows)
    assert [(one.capability, one.annual_cost) for one in answer.groups] == [("gis", 14.0), ("sms", 12.0)]
    assert (answer.summary.jobs, answer.summary.systems, answer.summary.annual_cost.annual_cost) == (2, 3, 21.0)


def test_units_vendors_and_contracts_are_named_once():
    rows = sms(
        "alfa",
        "birk",
        alfa={"vendor": "KMD", "unit": "it", "using_units": ("skat",)},
        birk={"vendor": "kmd", "unit": "it"},
    )
    contracts = {"k": {"systems": ("alfa",)}, "l": {"systems": ("birk",)}}
    group = only_group(asked(rows, contracts=contracts, units="it skat"))
    assert (group.units, group.vendors, group.contracts) == (["it", "skat"], ["KMD"], ["k", "l"])


def test_notice_is_given_so_many_months_before_the_end():
    terms = {"k": {"systems": ("alfa",), "ends": date(2027, 8, 31), "notice_months": 6.0}}
    (one,) = only_group(asked(sms("alfa", "birk"), contracts=terms)).contract_terms
    assert (one.ends, one.notice_by) == (date(2027, 8, 31), date(2027, 2, 28))


def test_dependants_are_those_that_stop_or_may_stop():
    rows = {**sms("alfa", "birk"), "x": {}, "y": {}, "z": {}}
    group = only_group(asked(rows, ["alfa>x required", "x>y", "birk>z supporting"]))
    assert group.dependants == {"alfa": 2, "birk": 0}


def test_data_that_several_solutions_buy():
    rows = {**sms("alfa", "birk"), "cpr": {}}
    flows = {"f1": {"provider": "cpr", "consumer": "alfa"}, "f2": {"provider": "cpr", "consumer": "birk"}}

    def shared(*prices: float | None) -> tuple[Any, Any]:
        town = landscape(rows)
        bought = {
            id_: {**flow, "data_objects": ("d1",), "annual_price": price}
            for (id_, flow), price in zip(flows.items(), prices, strict=True)
        }
        from model.claims.batch import Batch
        from model.landscape.landscape import Landscape

        state = town.state.with_batch(Batch.of("more", flows=bought))
        group = only_group(duplicates(Landscape(state), DAY))
        return group.shared_data, group.shared_data_unpriced

    assert shared(500.0, 900.0) == (["d1"], [])
    assert shared(500.0, None) == (["d1"], ["d1"])
    assert shared(500.0, 0.0) == ([], [])
    assert shared(None, None) == (["d1"], ["d1"])  # not registered is not free


# -- keep ---------------------------------------------------------------------------------------------------------


def test_kept_is_the_one_that_most_stop_without():
    rows = {**sms("alfa", "birk", birk={"users": 1.0}, alfa={"users": 900.0}), "x": {}}
    group = only_group(asked(rows, ["birk>x required"]))
    assert group.keep == "birk"
    assert [reason.text for reason in group.reasons] == [
        "Birk first: 1 systems stop or may stop without it; without Alfa 0 do.",
        "Against it: Alfa has more users, 900.",
    ]


def test_then_the_one_of_the_common_architecture():
    rows = {"nem": {"name": "NemSMS"}, "link": {"name": "CPSMS", "users": 900.0}}
    group = only_group(asked(rows))
    assert group.keep == "nem"
    assert group.reasons[0].text == "NemSMS first: it is part of the common architecture, and CPSMS is not."


def test_then_the_one_with_most_users_unknown_last():
    assert only_group(asked(sms("alfa", "birk", birk={"users": 3.0}))).keep == "birk"


def test_then_the_one_whose_contract_ends_last():
    terms = {
        "k": {"systems": ("alfa",), "ends": date(2027, 1, 31)},
        "l": {"systems": ("birk",), "ends": date(2027, 2, 1)},
    }
    assert only_group(asked(sms("alfa", "birk"), contracts=terms)).keep == "birk"
    terms["k"].pop("ends")
    assert only_group(asked(sms("alfa", "birk"), contracts=terms)).keep == "birk"


def test_then_the_first_by_id():
    group = only_group(asked(sms("birk", "alfa")))
    assert group.keep == "alfa"
    assert group.reasons[0].text.startswith("Nothing that is registered tells Alfa and Birk apart")


def test_what_speaks_against_the_kept_one_is_said():
    leaving = {"lifecycle": "phasing_out", "users": 9.0, "annual_cost": 900.0}
    rows = sms("alfa", "birk", alfa=leaving, birk={"users": 5.0, "annual_cost": 5.0})
    terms = {"k": {"systems": ("alfa",), "ends": date(2026, 10, 31)}}
    texts = [reason.text for reason in only_group(asked(rows, contracts=terms)).reasons]
    assert texts[1:] == [
        "Against it: it is being phased out.",
        "Against it: its last contract ended on 2026-10-31.",
        "Against it: Birk costs less for each user, 1 kr. a year and not 100.",
    ]


def test_a_paid_copy_register_is_not_kept_without_a_word():
    rows = sms("alfa", "birk", alfa={"users": 9.0, "kind": "copy_register"})
    texts = [reason.text for reason in only_group(asked(rows)).reasons]
    assert texts[1:] == [
        "Against it: it is a paid copy register; which of its flows can move to shared services, moves says."
    ]


def test_only_systems_outside_the_kept_solution_are_ended():
    fields = {id_: {"product": "OS2forms", "annual_cost": 7.0} for id_ in ("alfa", "birk")}
    group = only_group(asked(sms("alfa", "birk", "cedor", alfa={**fields["alfa"], "users": 9.0}, birk=fields["birk"])))
    assert (group.keep, list(group.end_dates), group.saving.high) == ("alfa", ["cedor"], None)


# -- end dates ----------------------------------------------------------------------------------------------------


def end_of_birk(*terms: dict[str, Any]) -> date | None:
    contracts = {f"k{place}": {"systems": ("birk",), **one} for place, one in enumerate(terms)}
    group = only_group(asked(sms("alfa", "birk", alfa={"users": 1.0}), contracts=contracts))
    return group.end_dates["birk"]


def test_many_registrations_of_one_name_are_one_finding():
    rows = {f"s{number}": {"name": "Blanket", "vendor": "KMD" if number < 6 else "EG"} for number in range(8)}
    found = asked({**rows, "x": {"name": "Blanket", "vendor": "KMD", "owner": "Ida"}}).same_system_twice
    assert [one.systems for one in found] == [["s0", "s1", "s2", "s3", "s4", "s5", "x"], ["s6", "s7"]]
    assert (found[0].keep, found[0].reasons[0].values["count"]) == ("x", 7)


def test_without_a_contract_the_end_is_unknown():
    assert end_of_birk() is None


def test_after_the_last_day_of_notice_it_does_not_end_with_its_contract():
    contracts = {"k": {"systems": ("birk",), "ends": date(2026, 2, 28), "notice_months": 1.0}}
    rows = sms("alfa", "birk", alfa={"users": 1.0})
    ends = {day: only_group(asked(rows, contracts=contracts, on=day)).end_dates["birk"] for day in SHORT_MONTH}
    assert ends == SHORT_MONTH


SHORT_MONTH = {date(2026, 1, 28): date(2026, 2, 28), date(2026, 1, 31): date(2026, 3, 1)}


def test_it_ends_with_its_contract_where_notice_can_still_be_given():
    assert end_of_birk({"ends": date(2027, 12, 31), "notice_months": 6.0}) == date(2027, 12, 31)
    assert end_of_birk({"ends": date(2027, 5, 23), "notice_months": 6.0}) == date(2027, 5, 23)


def test_else_after_the_notice():
    assert end_of_birk({"ends": date(2027, 5, 22), "notice_months": 6.0}) == date(2027, 5, 23)
    assert end_of_birk({"ends": date(2025, 1, 1), "notice_months": 3.0}) == date(2027, 2, 23)


def test_never_before_it_may_be_revoked():
    terms = {"ends": date(2025, 1, 1), "notice_months": 3.0, "irrevocable_until": date(2028, 6, 30)}
    assert end_of_birk(terms) == date(2028, 6, 30)


def test_the_last_contract_counts_and_one_without_end_is_last():
    first, second = {"ends": date(2027, 1, 31)}, {"ends": date(2027, 6, 30)}
    assert end_of_birk(first, second) == date(2027, 6, 30)
    assert end_of_birk(first, {}) is None


def test_an_unknown_notice_is_not_none():
    assert end_of_birk({"ends": date(2027, 1, 31)}) == date(2027, 1, 31)
    assert end_of_birk({"ends": date(2026, 1, 31)}) is None


# -- the separate lists -------------------------------------------------------------------------------------------


def pairs(rows: dict[str, dict[str, Any]]) -> list[list[str]]:
    return [list(one.systems) for one in asked(rows).same_system_twice]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "TM Tand", "vendor": "TM Care"}, {"name": "TM-tand"}),
        ({"name": "KMD Momentum", "vendor": "KMD A/S"}, {"name": "Momentum"}),
        ({"name": "Renomatic ApS"}, {"name": "renomatic"}),
        ({"name": "Tidsbestilling"}, {"name": "Tidsbestiling"}),
        ({"name": "Vejbogen", "aliases": ("Vejregisteret",)}, {"name": "Vejregisteret"}),
        (
            {"name": "Vagtskema", "product": "ProMark", "unit": "u"},
            {"name": "Tidsur", "product": "Promark", "unit": "u"},
        ),
    ],
)
def test_two_registrations_of_one_system(one, other):
    assert pairs({"a": one, "b": other}) == [["a", "b"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "Momentum", "vendor": "KMD"}, {"name": "Momentum", "vendor": "Schultz"}),
        ({"name": "Sag", "municipality": "Sorø"}, {"name": "Sag", "municipality": "Ringsted"}),
        ({"name": "Modul 12"}, {"name": "Modul 13"}),
        ({"name": "Vej"}, {"name": "Vek"}),
        ({"name": "Ark A", "product": "Excel", "unit": "u"}, {"name": "Ark B", "product": "Excel", "unit": "u"}),
        ({"name": "Blanket x", "product": "OS2forms", "unit": "u", "kind": "self_service"},
         {"name": "Skema y", "product": "OS2forms", "unit": "u", "kind": "self_service"}),
    ],
)  # fmt: skip
def test_two_systems(one, other):
    assert pairs({"a": one, "b": other}) == []


def test_what_speaks_for_a_merge_is_said():
    rows = {
        "a": {"name": "TM Tand", "vendor": "TM Care", "owner": "Ida"},
        "b": {"name": "TM-Tand", "vendor": "TM Care", "owner": "Ida", "users": 3.0},
    }
    (twice,) = asked(rows, contracts={"k": {"name": "Aftale", "systems": ("a", "b")}}).same_system_twice
    assert twice.keep == "b"
    assert [reason.text for reason in twice.reasons] == [
        "The names are the same once vendor, legal form and punctuation are taken off: TM Tand, TM-Tand.",
        "Both are from TM Care.",
        "Both have the owner Ida.",
        "One contract covers both: Aftale.",
    ]


def priced(**prices: tuple[str, float | None]) -> list[tuple[str, str, list[str], float]]:
    """Overlaps of flows from p; each named by its consumer."""
    from model.claims.batch import Batch
    from model.landscape.landscape import Landscape

    rows = {"p": {}, "lis": {"capabilities": ("sms",)}, "bi": {"capabilities": ("sms",)}, "care": {}, "dental": {}}
    flows = {
        id_: {"provider": "p", "consumer": id_, "data_objects": (data,), "annual_price": price}
        for id_, (data, price) in prices.items()
    }
    state = landscape(rows).state.with_batch(Batch.of("more", flows=flows))
    found = duplicates(Landscape(state), DAY).overlaps
    return [(one.data_object, one.provider, list(one.systems), one.annual_price) for one in found]


def test_overlaps_are_of_systems_without_a_job_in_common():
    assert priced(care=("d", 500.0), dental=("d", 700.0)) == [("d", "p", ["care", "dental"], 1200.0)]
    assert priced(lis=("d", 500.0), care=("d", 700.0)) == [("d", "p", ["care", "lis"], 1200.0)]
    assert priced(lis=("d", 500.0), bi=("d", 700.0)) == []


def test_overlaps_are_of_one_data_object_and_at_a_price_each():
    assert priced(care=("d", 500.0), dental=("e", 700.0)) == []
    assert priced(care=("d", 500.0), dental=("d", None)) == []
    assert priced(care=("d", 500.0), dental=("d", 0.0)) == []


def test_joint_tenders_are_of_several_towns_in_one_window():
    ends = {"a": date(2027, 6, 30), "b": date(2028, 6, 30), "c": date(2028, 7, 1), "d": date(2028, 8, 1)}
    towns = {"a": "Sorø", "b": "Ringsted", "c": "Sorø", "d": "Sorø"}
    rows = {id_: {"capabilities": ("sms",), "municipality": town} for id_, town in towns.items()}
    contracts = {f"k{id_}": {"systems": (id_,), "ends": day} for id_, day in ends.items()}
    (tender,) = asked(rows, contracts=contracts).joint_tenders
    assert (tender.systems, tender.municipalities) == (["a", "b"], ["Ringsted", "Sorø"])
    assert (tender.first, tender.last) == (ends["a"], ends["b"])


def test_the_json_has_the_names_that_are_fixed():
    rows = sms("alfa", "birk", birk={"name": "Alfa"})
    plain = asked(rows).as_json()
    wanted = ["capability", "municipality", "systems", "solutions", "units", "users", "annual_cost", "unknown_costs"]
    wanted += ["vendors", "contracts", "shared_data", "dependants", "confidence", "evidence", "keep", "reasons"]
    assert {*wanted, "end_dates", "saving"} <= set(plain["groups"][0])
    assert plain["groups"][0]["evidence"]["alfa"] == [{"kind": "tag", "text": "sms"}]
    assert plain["groups"][0]["saving"] == {"low": None, "high": None}
    assert set(plain["same_system_twice"][0]) == {"systems", "reasons", "keep"}
    assert all(isinstance(text, str) for text in plain["same_system_twice"][0]["reasons"])
