"""Which contracts are paid and what a system costs by itself: each rule on a landscape of a few rows."""

from __future__ import annotations

from datetime import date

import pytest

from queries.calendar.query import contract_calendar
from queries.facts.contracts import Contracts
from queries.moves.query import moves
from queries.overview.query import overview
from queries.purchases.query import purchases
from tests.landscapes import landscape

ASKED = date(2026, 11, 23)
OVER, OVER_BEFORE, TO_COME, LATER = date(2026, 1, 31), date(2024, 1, 31), date(2027, 1, 1), date(2028, 1, 31)


def of(*systems, **cells):
    return {"systems": systems, **cells}


def paid(place):
    return sorted(Contracts(place, ASKED).paid)


def test_a_renewed_contract_is_not_paid_twice():
    place = landscape("a", contracts={"old": of("a", ends=OVER), "new": of("a", ends=LATER)})
    assert paid(place) == ["new"]


def test_a_contract_that_has_ended_is_paid_while_something_of_it_has_no_other():
    place = landscape("a b", contracts={"old": of("a", "b", ends=OVER), "new": of("a", ends=LATER)})
    assert paid(place) == ["new", "old"]


def test_of_those_that_have_ended_only_the_last_is_paid():
    place = landscape("a", contracts={"first": of("a", ends=OVER_BEFORE), "second": of("a", ends=OVER)})
    assert paid(place) == ["second"]


def test_until_the_next_begins_the_one_that_ended_is_paid():
    place = landscape("a", contracts={"old": of("a", ends=OVER), "new": of("a", starts=TO_COME, ends=LATER)})
    assert paid(place) == ["old"]


@pytest.mark.parametrize("row", [{"lifecycle": "retired"}, {"in_use_to": OVER}])
def test_what_is_out_of_use_keeps_no_contract_alive(row):
    assert paid(landscape({"a": row}, contracts={"old": of("a", ends=OVER)})) == []


def test_a_flow_goes_with_its_ends_where_the_contract_lists_one():
    contracts = {"old": of("a", ends=OVER), "new": of("a", ends=LATER)}
    assert paid(landscape("a b", ["a>b under old"], contracts=contracts)) == ["new"]


def test_a_flow_by_itself_keeps_its_contract_paid():
    assert paid(landscape("a b", ["a>b under old"], contracts={"old": {"ends": OVER}})) == ["old"]


def test_the_calendar_and_the_overview_count_a_renewed_contract_once():
    contracts = {
        "old": of("a", ends=OVER, annual_cost=900.0, notice_months=3.0, tender=OVER_BEFORE),
        "new": of("a", ends=LATER, annual_cost=700.0, notice_months=3.0),
    }
    place = landscape("a", contracts=contracts)
    calendar, shown = contract_calendar(place, ASKED), overview(place, ASKED)
    assert (calendar.summary.annual_cost, calendar.summary.ended_in_use, calendar.summary.overdue) == (700.0, 0, 0)
    assert (shown.number("cost.contracts").value, shown.number("tender.run_out").rows) == (700.0, ())
    assert shown.number("tender.overdue").rows == ()


# -- what a system costs by itself -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("contracts", "flows", "cost"),
    [
        ({"k": of("a", annual_cost=300.0)}, [], (300.0, "contract")),
        ({"k": of("a", annual_cost=300.0), "l": of("a", annual_cost=0.1)}, [], (300.1, "contract")),
        ({"k": of("a", annual_cost=300.0), "l": of("a")}, [], (50.0, "system")),
        ({"k": of("a", annual_cost=300.0, ends=OVER), "l": of("a", annual_cost=200.0)}, [], (200.0, "contract")),
        ({"k": of("a", annual_cost=300.0, starts=TO_COME)}, [], (50.0, "system")),
        ({"k": of("a", "b", annual_cost=300.0)}, [], (50.0, "system")),
        ({"k": of("a", annual_cost=300.0)}, ["a>b under k"], (300.0, "contract")),
        ({"k": of("a", annual_cost=300.0)}, ["c>b via a under k"], (300.0, "contract")),
        ({"k": of("a", annual_cost=300.0)}, ["c>b under k"], (50.0, "system")),
        ({"k": of("a", annual_cost=300.0, flows=("f",))}, ["f: a>b"], (50.0, "system")),
    ],
)
def test_a_system_costs_what_the_paid_contracts_for_it_alone_do(contracts, flows, cost):
    place = landscape("a b c", flows, contracts=contracts, a={"annual_cost": 50.0})
    assert Contracts(place, ASKED).own_cost("a") == cost


def test_a_cost_that_is_nowhere_is_not_known():
    assert Contracts(landscape("a"), ASKED).own_cost("a") == (None, None)


def test_closing_a_register_and_buying_from_it_show_the_same_cost():
    contracts = {
        "old": of("KMD_PDATA", ends=OVER, annual_cost=900.0),
        "new": of("KMD_PDATA", ends=LATER, annual_cost=700.0),
    }
    place = landscape("unik", ["KMD_PDATA>unik carries person.navn under new"], contracts=contracts)
    (closing,) = moves(place, ASKED).registers
    (giver,) = purchases(place, ASKED).givers
    assert (closing.annual_saving_on_close, giver.own_cost, giver.own_cost_from) == (700, 700.0, "contract")
