"""Which flows are asked about, what they need, who can give it: each rule on a landscape of its own."""

from __future__ import annotations

from datetime import date

import pytest

from model.claims.state import State
from model.errors import InputError
from model.landscape.landscape import Landscape
from queries.moves.query import moves
from tests.queries.moves.moves_town import TODAY, asked, move, one, register, town

PAST, LATER = date(2026, 11, 21), date(2027, 6, 30)
COPY = {"kind": "copy_register"}


def flows_asked(landscape) -> list[str]:
    return [row["flow"] for row in asked(landscape)["moves"]]


# Flows asked about


def test_a_copy_register_is_one_by_its_kind_or_by_what_it_stands_for():
    own = town({"own": {"provider": "kopi"}, "other": {"provider": "fag"}}, kopi=COPY, fag={})
    assert flows_asked(own) == ["own"]
    named = town({"named": {"provider": "p"}}, p={"name": "KMD P-data"})
    assert flows_asked(named) == ["named"]
    called = town({"called": {"provider": "DPR"}}, DPR={"kind": "application"})
    assert flows_asked(called) == []


def test_the_shared_copy_is_where_moves_go_and_never_asked_about():
    replica = town({"f": {"provider": "CPR_REPLIKA"}, "g": {}}, CPR_REPLIKA=COPY)
    assert flows_asked(replica) == ["g"]
    assert [row["id"] for row in asked(replica)["registers"]] == ["DPR"]


def test_a_flow_counts_at_every_copy_register_it_uses_and_comes_from_the_first():
    both = town({"f": {"provider": "CPR", "via": ("LOIS", "SERVICEPLATFORMEN", "DPR")}, "g": {"via": ("LOIS",)}})
    assert move(both)["copy_register"] == "LOIS"
    assert move(both, "g")["copy_register"] == "DPR"
    assert [register(both, id_)["consumers"] for id_ in ("DPR", "LOIS")] == [1, 1]


def test_what_a_register_feeds_to_itself_is_not_asked_about_but_what_it_gets_from_another_is():
    fed = town({"f": {"consumer": "DPR"}, "g": {"provider": "CPR", "via": ("DPR",), "consumer": "DPR"}})
    assert flows_asked(fed) == []
    chain = town({"f": {"via": ("LOIS",), "consumer": "LOIS"}})
    assert move(chain)["ways"] == ["first_load"]
    assert [register(chain, id_)["consumers"] for id_ in ("DPR", "LOIS")] == [1, 0]


@pytest.mark.parametrize(
    ("cells", "is_asked"),
    [
        ({"in_use_to": PAST}, False),
        ({"in_use_to": TODAY}, True),
        ({"lifecycle": "retired"}, False),
        ({"lifecycle": "retired", "in_use_to": LATER}, True),
        ({"lifecycle": "phasing_out"}, True),
    ],
)
def test_what_is_out_of_use_on_the_day_is_left_out(cells, is_asked):
    assert bool(flows_asked(town(unik=cells))) is is_asked
    closed = asked(town(DPR=cells))
    assert bool(closed["moves"]) is bool(closed["registers"]) is is_asked


# Demand


def test_origin_is_the_register_that_lists_a_demanded_object():
    assert move(one(provider="LOIS", data_objects=("ejendom.ejer", "virksomhed.stamdata")))["origin"] == [
        "CVR",
        "EJF",
        "TINGBOGEN",
    ]
    assert move(town({"f": {"provider": "kopi"}}, kopi=COPY))["origin"] == []


def test_without_own_objects_those_of_the_interface_are_assumed():
    interfaces = {"i": {"name": "I", "system": "DPR", "data_objects": ("person.navn",)}}
    found = move(town({"f": {"interface": "i", "data_objects": None}}, interfaces=interfaces))
    assert (found["demand"], found["assumed"]) == (["person.navn"], True)


def test_without_any_the_copy_registers_own_list_is_assumed_or_what_its_interfaces_carry():
    assert len(move(one(data_objects=None))["demand"]) == 27
    interfaces = {
        "i": {"name": "I", "system": "kopi", "data_objects": ("person.navn",)},
        "j": {"name": "J", "system": "kopi", "data_objects": ("person.status",)},
    }
    found = move(town({"f": {"provider": "kopi", "data_objects": None}}, kopi=COPY, interfaces=interfaces))
    assert (found["demand"], found["assumed"]) == (["person.navn", "person.status"], True)


def test_a_whole_that_nobody_lists_stands_for_the_parts_the_copy_register_lists():
    found = move(one(provider="EM_CPR", data_objects=("person", "person.navn")))
    assert (found["demand"], found["assumed"]) == (["person.adresse", "person.navn"], True)
    unknown = move(one(data_objects=("hemmelig",)))
    assert (unknown["demand"], unknown["assumed"], unknown["missing"]) == (["hemmelig"], False, ["hemmelig"])


def test_a_registered_parent_covers_in_place_of_the_dots():
    found = move(town(objects={"person.adresse": {"parent": "andet"}}))
    assert found["covered"] == ["person.adresse"]  # it is listed itself
    below = town({"f": {"data_objects": ("person.navn.kalde",)}}, objects={"person.navn.kalde": {"parent": "andet"}})
    assert move(below)["missing"] == ["person.navn.kalde"]


@pytest.mark.parametrize(
    ("words", "ways"),
    [
        ("Tidstro", ["real_time"]),
        ("realtid", ["real_time"]),
        ("Real time", ["real_time"]),
        ("real-time", ["real_time"]),
        ("Historik", ["history"]),
        ("personsøgning", ["search"]),
        ("Search", ["search"]),
        ("Ansøgning, besøg, forsøg og undersøgelse", []),
        ("Ansøgningssøgning", ["search"]),
        ("abonnement", ["subscription"]),
        ("ved hændelser", ["subscription"]),
        ("Subscription", ["subscription"]),
        ("dataudtræk", ["first_load"]),
        ("Initial load", ["first_load"]),
        ("fuld  kopi", ["first_load"]),
        ("online", []),
    ],
)
def test_words_tell_the_way_of_use(words, ways):
    assert move(one(frequency=words))["ways"] == ways
    named = town({"f": {"interface": "i"}}, interfaces={"i": {"name": words, "system": "DPR"}})
    assert move(named)["ways"] == ways
    assert move(town({"f": {"interface": words}}))["ways"] == ways


def test_a_file_and_a_consumer_that_is_a_copy_register_mean_a_first_load():
    assert move(one(mode="file"))["ways"] == ["first_load"]
    assert move(town({"f": {"consumer": "kopi"}}, kopi=COPY))["ways"] == ["first_load"]


def test_a_subscription_to_person_data_demands_the_events():
    assert move(one(frequency="abonnement"))["demand"] == ["person.adresse", "person.haendelser"]
    assert move(one(provider="LOIS", frequency="abonnement", data_objects=("geo.inddeling",)))["demand"] == [
        "geo.inddeling"
    ]


# Supply


def test_what_only_an_unfit_service_has_is_covered_but_to_verify():
    found = move(one(frequency="tidstro", data_objects=("person.digital_post_status",)))
    assert (found["targets"], found["verify"]) == (["SF1520"], ["person.digital_post_status"])


def test_a_service_out_of_use_in_the_file_is_no_target_and_its_successor_is_named():
    retired = town(SF1525={"lifecycle": "retired", "successor": ("SF1520",)})
    found = move(retired)
    assert found["targets"] == ["SF1520"]
    assert "SF1525 is closed; its successor is SF1520" in found["reasons"]
    assert move(town(SF1525={"in_use_to": TODAY}))["targets"] == ["SF1525"]


def test_another_municipalitys_row_says_nothing_of_a_service():
    gone = {"name": "SF1525", "lifecycle": "retired", "municipality": "Ringsted"}
    assert move(town(local=gone, unik={"municipality": "Sorø"}))["targets"] == ["SF1525"]
    assert move(town(local=gone, unik={"municipality": "Ringsted"}))["targets"] == ["SF1520"]
    shared = {"name": "SF1525", "lifecycle": "retired"}
    assert move(town(local=shared, unik={"municipality": "Sorø"}))["targets"] == ["SF1520"]


def test_a_register_gives_its_data_itself_where_no_distributor_does():
    ledger = {"provider": "LOIS", "data_objects": ("tinglysning.rettigheder",)}
    assert move(one(**ledger))["targets"] == ["TINGBOGEN"]
    without = town(
        {"f": {"provider": "LOIS", "data_objects": ("geo.inddeling",)}}, DATAFORDELER={"lifecycle": "retired"}
    )
    assert move(without)["targets"] == ["DAGI"]


def test_the_distributor_is_as_sure_as_the_best_of_its_registers():
    assert move(one(provider="LOIS", data_objects=("ejendom.bfe",)))["verify"] == []
    assert move(one(provider="LOIS", data_objects=("bygning.stamdata",)))["verify"] == ["bygning.stamdata"]


# Proposal


def test_a_search_with_a_subscription_takes_both_advised_services():
    assert move(one(frequency="søgning og abonnement"))["targets"] == ["SF1320_A", "SF1520"]


def test_of_equals_the_known_price_comes_before_the_lower_one():
    church = {"data_objects": ("person.folkekirke",)}
    assert move(one(**church))["targets"] == ["SF6002"]
    assert move(one(**church), prices={"SF6002": 700})["targets"] == ["SF6002"]
    assert move(one(**church), prices={"SF6002": 700, "SF6004": 500})["targets"] == ["SF6004"]


def test_up_to_twelve_candidates_are_exact_and_more_are_chosen_one_by_one():
    single = [
        *("sag.metadata", "organisation.enhed", "klassifikation.kle", "adgang.rolle", "adgang.token", "sms.besked"),
        *("oekonomi.debitor", "post.modtaget", "virksomhed.se_relation", "sundhed.indlaeggelse", "haendelse.besked"),
        "indkomst.aarsopgoerelse",
    ]
    twelve = town({"f": {"provider": "kopi", "data_objects": tuple(single)}}, kopi=COPY)
    assert (len(move(twelve)["targets"]), move(twelve)["exact"]) == (12, True)
    more = town({"f": {"provider": "kopi", "data_objects": (*single, "person.navn")}}, kopi=COPY)
    assert (len(move(more)["targets"]), move(more)["exact"]) == (13, False)
    assert any("one by one" in reason for reason in move(more)["reasons"])


# Gaps


def test_a_gap_is_certain_where_all_that_listed_the_object_are_closed_and_sure():
    found = move(one(provider="LOIS", data_objects=("ejendom.esr_nr", "ejendom.ejer")))
    assert (found["timing"], found["missing"], found["verify"]) == ("blocked", ["ejendom.esr_nr"], [])
    assert (found["lacks"], found["date"], found["annual_saving"]) == ([], None, None)
    assert found["covered"] == ["ejendom.ejer"]


def test_a_gap_that_was_only_assumed_is_to_verify():
    interfaces = {"i": {"name": "I", "system": "LOIS", "data_objects": ("ejendom.esr_nr",)}}
    found = move(town({"f": {"provider": "LOIS", "interface": "i", "data_objects": None}}, interfaces=interfaces))
    assert (found["timing"], found["lacks"], found["verify"]) == ("unknown", ["cover"], ["ejendom.esr_nr"])


def test_one_certain_gap_blocks_whatever_else_is_to_verify():
    found = move(one(provider="LOIS", data_objects=("ejendom.esr_nr", "hemmelig")))
    assert (found["timing"], found["lacks"], found["verify"]) == ("blocked", ["cover"], ["hemmelig"])


def test_a_living_register_out_of_use_in_the_file_makes_a_certain_gap():
    gone = town({"f": {"provider": "LOIS", "data_objects": ("geo.inddeling",)}}, DAGI={"lifecycle": "retired"})
    assert move(gone)["timing"] == "blocked"


def test_a_flow_of_which_nobody_knows_what_it_carries_lacks_its_data_objects():
    bare = town({"f": {"provider": "kopi", "data_objects": None}}, kopi={**COPY, "in_use_to": LATER})
    found = move(bare)
    assert (found["timing"], found["lacks"], found["demand"]) == ("unknown", ["data_objects"], [])
    assert (found["annual_saving"], found["date"], found["forced"]) == (None, None, False)


# Reasons and what is asked


def test_freshness_that_nobody_registered_is_a_reason():
    def says_so(landscape) -> bool:
        return any("freshness not registered" in reason for reason in move(landscape)["reasons"])

    assert says_so(one())
    assert says_so(one(mode="unknown"))
    assert not says_so(one(frequency="online"))
    assert not says_so(one(mode="automatic"))
    assert not says_so(town({"f": {"interface": "i"}}, interfaces={"i": {"name": "Historik", "system": "DPR"}}))


def test_reasons_name_a_targets_agreement_and_a_closed_ones_successor():
    reasons = move(one(provider="KMD_INDKOMST", data_objects=("indkomst.eindkomst",)))["reasons"]
    assert "SF0770_A takes an agreement: abonnementsaftale med SKAT kræves" in reasons
    reasons = move(one(provider="LOIS", data_objects=("ejendom.ejer",)))["reasons"]
    assert "OIS is closed; its successor is DATAFORDELER" in reasons


@pytest.mark.parametrize("prices", [{"SF9999": 1}, {"DPR": 1}, {"SF6004": -1}, {"SF6004": float("inf")}])
def test_a_price_that_can_not_be_meant_is_refused(prices):
    with pytest.raises(InputError):
        asked(town(), prices=prices)


def test_an_empty_landscape_has_an_empty_answer():
    assert asked(town({})) == {
        "as_of": "2026-11-22",
        "moves": [],
        "registers": [],
        "order": [],
        "totals": {"annual_saving_now": 0, "unknown_prices": 0},
    }


@pytest.mark.parametrize("told", [{"switch_cost": -1}, {"switch_cost": float("nan")}, {"lead_months": -1}])
def test_a_cost_or_a_lead_time_below_nothing_is_refused(told):
    with pytest.raises(InputError):
        moves(Landscape(State()), TODAY, **told)
