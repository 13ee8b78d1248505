"""Money and time of a move, and what it takes to close a copy register."""

from __future__ import annotations

from datetime import date

import pytest

from tests.queries.moves.moves_town import CONTRACT, TODAY, asked, move, one, register, town

COPY = {"kind": "copy_register"}


def ending(*ends, **cells):
    """A town whose flow's consumer has contracts with these ends."""
    rows = {f"c{at}": {**CONTRACT, "ends": end} for at, end in enumerate(ends)}
    return town({"f": cells}, contracts=rows)


# Money


def test_a_targets_price_is_taken_from_the_saving():
    assert move(one(), prices={"SF1525": 4000.5})["annual_saving"] == 79_999.5
    live = one(frequency="tidstro")
    assert (move(live)["annual_saving"], move(live)["lacks"]) == (None, ["target_price"])
    assert move(live, prices={"SF6004": 12_000})["annual_saving"] == 72_000


def test_a_price_of_0_is_known_and_an_unknown_one_is_not_0():
    assert move(one(annual_price=0.0))["annual_saving"] == 0
    assert move(one(annual_price=None))["annual_saving"] is None
    assert asked(one(annual_price=None))["totals"] == {"annual_saving_now": 0, "unknown_prices": 1}


def test_the_flows_own_switch_cost_comes_before_the_one_told():
    assert move(one(), switch_cost=5)["switch_cost"] == 60_000
    assert move(one(switch_cost=None), switch_cost=5)["switch_cost"] == 5
    assert move(one(switch_cost=None), switch_cost=0)["lacks"] == []
    assert move(one(switch_cost=0.0))["timing"] == "now"
    assert move(one(switch_cost=None))["pays_below"] == 112_000


@pytest.mark.parametrize(
    ("price", "cost", "months"),
    [
        (12_000.0, 250.0, 0.3),  # 0.25
        (12_000.0, 50.0, 0.1),  # 0.05
        (12_000.0, 49.99, 0),
        (84_000.0, 60_000.0, 8.6),
        (0.3, 0.1, 4),
        (0.0, 100.0, None),
        (12_000.0, 0.0, 0),
    ],
)
def test_payback_is_rounded_halves_up_and_null_without_a_saving(price, cost, months):
    assert move(one(annual_price=price, switch_cost=cost))["payback_months"] == months


def test_a_loss_is_never_paid_back_and_waits_for_the_tender():
    found = move(one(annual_price=1000.0, switch_cost=0.0), prices={"SF1525": 3000})
    assert (found["annual_saving"], found["payback_months"], found["timing"]) == (-2000, None, "next_tender")
    assert found["pays_below"] == pytest.approx(-2000 * 16 / 12)


def test_the_comparison_is_strict_and_not_rounded():
    assert move(one(switch_cost=112_000.0))["timing"] == "next_tender"
    assert move(one(switch_cost=111_999.99))["timing"] == "now"
    assert move(one(annual_price=0.1, switch_cost=0.13))["timing"] == "now"  # 0.1333… is more


# The contract, its end and the months left


@pytest.mark.parametrize(
    ("day", "end", "months"),
    [
        ("2026-11-22", "2028-03-31", 16),
        ("2026-11-22", "2026-12-21", 0),
        ("2026-11-22", "2026-12-22", 1),
        ("2026-11-22", "2026-11-21", 0),
        ("2026-11-22", "2020-01-01", 0),
        ("2027-01-31", "2027-02-27", 0),
        ("2027-01-31", "2027-02-28", 1),
        ("2028-01-31", "2028-02-28", 0),
        ("2028-01-31", "2028-02-29", 1),
        ("2028-02-29", "2029-02-28", 12),
        ("2027-08-31", "2027-09-30", 1),
    ],
)
def test_months_left_are_whole_months_kept_within_their_month(day, end, months):
    landscape = ending(date.fromisoformat(end))
    assert move(landscape, as_of=date.fromisoformat(day))["months_left"] == months


def test_of_several_contracts_the_last_end_counts_and_none_only_if_none_has_one():
    assert move(ending(date(2027, 1, 1), date(2029, 1, 1), None))["contract"] == "c1"
    assert move(ending(None, None))["contract"] == "c0"
    assert move(ending(None))["lacks"] == ["contract_end"]
    assert move(ending())["contract"] is None
    assert move(ending(date(2029, 1, 1), date(2029, 1, 1)))["contract"] == "c0"


def test_the_flows_contracts_are_the_one_it_names_and_those_that_list_it():
    contracts = {
        "long": {**CONTRACT, "ends": date(2035, 1, 1)},
        "named": {"name": "N", "ends": date(2027, 1, 1)},
        "lists": {"name": "L", "flows": ("f",), "ends": date(2027, 6, 1)},
    }
    assert move(town({"f": {"contract": "named"}}, contracts=contracts))["contract"] == "lists"


def test_a_consumer_that_goes_out_of_use_first_ends_the_flow():
    leaving = {"in_use_to": date(2027, 5, 31)}
    assert move(town(unik=leaving))["months_left"] == 6
    assert move(town(unik=leaving, contracts={}))["months_left"] == 6
    assert move(town(unik={"in_use_to": date(2040, 1, 1)}))["months_left"] == 16


def test_a_tender_registered_or_the_end_less_the_lead_time_is_when_the_requirement_must_be_in():
    assert move(town())["tender_by"] == "2027-03-31"
    assert move(town(), lead_months=1)["tender_by"] == "2028-02-29"
    planned = town(contracts={"c": {**CONTRACT, "tender": date(2027, 1, 15)}})
    assert move(planned)["tender_by"] == "2027-01-15"
    leaving = town(unik={"in_use_to": date(2027, 5, 31)})
    assert move(leaving)["tender_by"] == "2027-03-31"  # the contract's end, not the consumer's
    assert move(ending(None))["tender_by"] is None


# When


def closing(last, **cells):
    return town({"f": cells}, DPR={**COPY, "in_use_to": last})


def test_a_register_that_closes_before_the_end_forces_the_move_on_its_last_day():
    found = move(closing(date(2027, 6, 30), switch_cost=1e9))
    assert (found["timing"], found["forced"], found["date"]) == ("now", True, "2027-06-30")


def test_one_that_closes_on_the_end_or_later_forces_nothing():
    assert move(closing(date(2028, 3, 31), switch_cost=1e9))["timing"] == "next_tender"
    assert move(closing(date(2028, 3, 30), switch_cost=1e9))["forced"] is True


def test_no_end_counts_as_after_the_closing():
    found = move(town(contracts={}, DPR={**COPY, "in_use_to": date(2040, 1, 1)}))
    assert (found["timing"], found["forced"], found["lacks"]) == ("now", True, ["contract_end"])


def test_the_earliest_last_day_of_all_copy_registers_counts():
    both = town({"f": {"via": ("LOIS",), "switch_cost": 1e9}}, LOIS={**COPY, "in_use_to": date(2027, 1, 31)})
    found = move(both)
    assert (found["date"], found["copy_register"]) == ("2027-01-31", "DPR")
    assert any(reason.startswith("LOIS closes") for reason in found["reasons"])


def test_what_is_not_covered_is_not_forced():
    found = move(closing(date(2027, 6, 30), data_objects=("person.navn", "hemmelig")))
    assert (found["timing"], found["forced"], found["date"]) == ("unknown", False, None)


def test_a_flow_whose_contract_has_ended_leaves_on_the_day_of_asking_or_later():
    found = move(ending(date(2026, 1, 1)))
    assert (found["months_left"], found["timing"], found["date"]) == (0, "next_tender", TODAY.isoformat())
    unknown = move(ending(date(2026, 1, 1), annual_price=None))
    assert (unknown["timing"], unknown["date"]) == ("unknown", TODAY.isoformat())


# Closing a copy register

FIRST, SECOND = {"consumer": "a"}, {"consumer": "b"}
UNTIL_2028 = {"name": "C", "systems": ("a", "b"), "ends": date(2028, 3, 31)}


def test_a_register_that_nobody_uses_is_listed():
    found = register(town({}, DPR={**COPY, "annual_cost": 5000.0}))
    assert (found["consumers"], found["closable_from"], found["held_back_by"]) == (0, None, [])
    assert (found["together"], found["annual_saving_on_close"]) == (None, 5000)


def test_the_price_of_a_register_is_that_of_the_contracts_for_it_alone():
    alone = {"name": "K", "systems": ("DPR",), "annual_cost": 300.0}
    shared = {"name": "S", "systems": ("DPR", "unik"), "annual_cost": 9000.0}
    with_flow = {"name": "F", "systems": ("DPR",), "flows": ("f",), "annual_cost": 9000.0}

    def saved(**contracts) -> float | None:
        return register(town(contracts=contracts, DPR={**COPY, "annual_cost": 7.0}))["annual_saving_on_close"]

    assert saved(alone=alone, shared=shared, with_flow=with_flow) == 300
    assert saved(alone=alone, more={**alone, "annual_cost": 200.0}) == 500
    assert saved(alone=alone, more={**alone, "annual_cost": None}) == 7
    assert saved(shared=shared) == 7
    assert register(town(DPR=COPY))["annual_saving_on_close"] is None


def test_the_worst_of_a_consumers_flows_decides_and_the_last_of_their_dates():
    flows = {
        "now": {},
        "later": {"switch_cost": 1e9},
        "gone": {"data_objects": ("ejendom.esr_nr",), "consumer": "b"},
        "fine": {"consumer": "b"},
    }
    found = register(town(flows))
    assert (found["consumers"], found["next_tender"], found["blocked"], found["now"]) == (2, 1, 1, 0)
    assert (found["closable_from"], found["held_back_by"]) == (None, ["b"])
    assert register(town({"now": {}, "later": {"switch_cost": 1e9}}))["closable_from"] == "2028-03-31"


def test_a_register_whose_every_flow_moves_today_is_held_back_by_nobody():
    found = register(town(DPR={**COPY, "annual_cost": 1.0}))
    assert (found["closable_from"], found["held_back_by"], found["together"]) == ("2026-11-22", [], False)


def test_together_counts_the_registers_own_price_until_it_closes():
    flows = {"a": {**FIRST, "annual_price": 12_000.0}, "b": {**SECOND, "annual_price": 12_000.0}}

    def together(own: float | None) -> bool | None:
        cells = {**COPY, "annual_cost": own}
        return register(town(flows, contracts={"c": UNTIL_2028}, DPR=cells))["together"]  # type: ignore[no-any-return]

    # 16 months: 16 x own + 2 x 12,000 x 16 against 12 x 120,000, so more than 66,000
    assert (together(66_000.0), together(66_000.5), together(None)) == (False, True, None)


def test_together_is_not_known_where_a_flow_that_waits_lacks_a_part():
    flows = {"a": {**FIRST, "annual_price": None}, "b": {**SECOND, "annual_price": 12_000.0}}
    landscape = town(flows, contracts={"c": UNTIL_2028}, DPR={**COPY, "annual_cost": 1e9})
    assert register(landscape)["together"] is None


def test_hidden_consumers_are_those_that_the_vendors_list_does_not_name():
    told = town({"a": {**FIRST, "declared_by": ("vendor",)}, "b": {**SECOND, "declared_by": ("municipality",)}})
    assert register(told)["hidden_consumers"] == ["b"]
    untold = town({"a": FIRST, "b": {**SECOND, "declared_by": ("municipality",)}})
    assert register(untold)["hidden_consumers"] == []


def test_the_order_is_by_money_then_date_then_id_and_unknown_money_last():
    flows = {
        "small": {"annual_price": 70_000.0},
        "late": {"switch_cost": 1e9},
        "b": {},
        "a": {},
        "forced": {"provider": "LOIS", "annual_price": None, "data_objects": ("geo.inddeling",)},
        "open": {"annual_price": None},
    }
    found = asked(town(flows, LOIS={**COPY, "in_use_to": date(2027, 1, 31)}))
    assert found["order"] == ["a", "b", "late", "small", "forced"]
    assert found["totals"] == {"annual_saving_now": 84_000 * 2 + 70_000, "unknown_prices": 2}
