"""What ends when: each rule on a landscape of a few rows."""

from __future__ import annotations

import json
from datetime import date

import pytest

from model.errors import InputError
from model.rows import as_json
from queries.calendar.query import contract_calendar
from queries.impact.query import shutdown_impact
from tests.landscapes import landscape

ASKED = date(2026, 11, 23)


def day(text):
    return date.fromisoformat(text)


def town(rows="a", flows=(), *, more=None, **contract):
    """One contract `k`, of system `a` where nothing else is said; days as text."""
    cells = {name: days(value) for name, value in contract.items()}
    return landscape(rows, flows, contracts={"k": {"systems": ("a",), **cells}}, **(more or {}))


def days(value):
    if isinstance(value, str) and value[:2] == "20":
        return day(value)
    return tuple(map(day, value)) if isinstance(value, list) else value


def line(place, **options):
    (found,) = contract_calendar(place, options.pop("as_of", ASKED), **options).contracts
    return found


def turned_off(place, **options):
    return contract_calendar(place, options.pop("as_of", ASKED), **options).turns_off.of("k")


def events(place, **options):
    found = contract_calendar(place, options.pop("as_of", ASKED), **options).events
    return {(event.kind, str(event.date)): event.status for event in found}


# -- the dates of a contract ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ends", "months", "notice"),
    [
        ("2027-03-31", 6.0, "2026-09-30"),
        ("2027-08-31", 6.0, "2027-02-28"),
        ("2028-08-31", 6.0, "2028-02-29"),
        ("2028-02-29", 12.0, "2027-02-28"),
        ("2027-03-31", 1.0, "2027-02-28"),
        ("2027-03-31", 0.0, "2027-03-31"),
        ("2027-03-31", 2.5, "2026-12-31"),  # half a month counts as a whole one: too early is safe
    ],
)
def test_the_last_day_to_give_notice_counts_back_from_the_end(ends, months, notice):
    assert line(town(ends=ends, notice_months=months)).notice_by == day(notice)


def test_what_is_not_registered_is_not_counted_from():
    found = line(town())
    assert (found.ends, found.notice_by, found.tender_by, found.tender_quarter) == (None, None, None, None)
    assert (found.state, found.tender) == ("end_unknown", "unknown")
    assert found.lacks == ("ends", "notice_months", "annual_cost")
    assert line(town(ends="2027-03-31")).notice_by is None


def test_a_tender_starts_a_lead_time_before_the_end_unless_its_day_is_registered():
    found = line(town(ends="2027-03-31"))
    assert (found.tender_by, found.tender_from, found.tender_quarter) == (day("2026-03-31"), "lead_time", "2026-Q1")
    assert line(town(ends="2027-08-31"), lead_months=18).tender_by == day("2026-02-28")
    found = line(town(ends="2027-03-31", tender="2026-12-01"))
    assert (found.tender_by, found.tender_from, found.tender_quarter) == (day("2026-12-01"), "registered", "2026-Q4")


def test_nobody_tenders_what_is_out_of_use_by_then():
    leaving = {"a": {"in_use_to": day("2027-03-31")}}
    assert line(town(ends="2027-03-31", more=leaving)).tender == "not_needed"
    assert line(town(ends="2027-03-31", more=leaving)).tender_quarter is None
    assert line(town(ends="2027-03-30", more=leaving)).tender == "needed"
    assert line(town(ends="2027-03-31", tender="2026-12-01", more=leaving)).tender == "needed"
    assert line(town(ends="2027-03-31", more={"a": {"lifecycle": "retired"}})).tender == "not_needed"
    assert line(town(ends="2033-03-31", more={"a": {"in_use_from": day("2028-01-01")}})).tender == "needed"


def test_a_flow_whose_systems_stay_is_tendered_though_the_system_leaves():
    leaving = {"a": {"in_use_to": day("2027-03-31")}}
    assert line(town("a b c", ["b>c under k"], ends="2027-03-31", more=leaving)).tender == "needed"
    assert line(town("a b c", ["a>c under k"], ends="2027-03-31", more=leaving)).tender == "not_needed"
    assert line(town("a b c", ["b>c via a under k"], ends="2027-03-31", more=leaving)).tender == "not_needed"


def test_nobody_tenders_again_what_another_contract_has_taken_over():
    contracts = {"k": {"systems": ("a",), "ends": day("2026-01-31"), "tender": day("2025-01-31")}}
    assert contract_calendar(landscape("a", contracts=contracts), ASKED).contracts[0].tender == "needed"
    contracts["l"] = {"systems": ("a",), "ends": day("2028-01-31")}
    found = contract_calendar(landscape("a", contracts=contracts), ASKED).contracts
    assert [(one.id, one.tender) for one in found] == [("k", "not_needed"), ("l", "needed")]


def test_nobody_tenders_what_a_signed_contract_will_take_over():
    contracts = {
        "k": {"systems": ("a", "b"), "ends": day("2027-06-30")},
        "l": {"systems": ("a",), "starts": day("2027-07-01"), "ends": day("2031-06-30")},
    }

    def needs(**more):
        found = contract_calendar(landscape("a b", contracts={**contracts, **more}), ASKED).contracts
        return {one.id: one.tender for one in found}

    assert needs() == {"k": "needed", "l": "needed"}  # nothing takes over for b
    assert needs(m={"systems": ("b",), "starts": day("2027-07-01")})["k"] == "not_needed"
    assert needs(m={"systems": ("b",), "starts": day("2026-01-01")})["k"] == "needed"  # runs beside it: no successor


def test_only_ends_in_the_window_are_asked_about():
    place = town(ends="2027-06-30")
    assert turned_off(place, start=day("2027-06-30"), end=day("2028-06-30")) is not None
    assert turned_off(place, start=day("2027-07-01"), end=day("2028-06-30")) is None


def test_options_are_open_after_the_end_and_not_past():
    found = line(town(ends="2026-05-31", options=["2027-05-31", "2026-08-31", "2025-05-31", "2027-05-31"]))
    assert found.options == (day("2027-05-31"),)
    found = line(town(ends="2027-05-31", options=["2029-05-31", "2028-05-31"]))
    assert found.options == (day("2028-05-31"), day("2029-05-31"))
    assert found.tender_by_extended == day("2028-05-31")


@pytest.mark.parametrize(
    ("cells", "earliest"),
    [
        ({"notice_months": 6.0}, "2027-05-23"),
        ({"notice_months": 6.0, "irrevocable_until": "2028-12-31"}, "2028-12-31"),
        ({"notice_months": 6.0, "irrevocable_until": "2026-12-31", "ends": "2030-12-31"}, "2027-05-23"),
        ({"notice_months": 6.0, "irrevocable_until": "2026-12-31", "ends": "2027-02-28"}, "2027-02-28"),
        ({"notice_months": 6.0, "ends": "2030-12-31"}, None),
        ({"irrevocable_until": "2028-12-31"}, None),
        ({"notice_months": 6.0, "ends": "2026-10-31", "irrevocable_until": "2026-01-31"}, None),
    ],
)
def test_when_it_ends_if_notice_is_given_now(cells, earliest):
    assert line(town(**cells)).earliest_end == (None if earliest is None else day(earliest))


def test_dates_that_cannot_all_be_right_are_named():
    odd = town(starts="2027-01-01", ends="2026-12-31", irrevocable_until="2027-06-30", tender="2026-06-30")
    wanted = ("ends_before_it_starts", "irrevocable_after_its_end", "tender_before_it_starts")
    assert line(odd).contradictions == wanted
    assert line(town(starts="2026-01-01", ends="2026-12-31", irrevocable_until="2026-12-31")).contradictions == ()


def test_dates_at_the_edges_of_the_calendar():
    found = line(town(ends="2027-01-31", notice_months=1e9), lead_months=10**9)
    assert (found.notice_by, found.tender_by) == (date.min, date.min)
    place = landscape("a", contracts={"k": {"systems": ("a",), "ends": date.max, "notice_months": 3.0}})
    assert line(place).notice_by == date(9999, 9, 30)
    found = contract_calendar(place, date.max)
    assert [event.kind for event in found.events] == ["tender", "notice", "end"]


# -- events -----------------------------------------------------------------------------------------------------------


def test_an_end_is_overdue_while_what_it_covers_is_in_use():
    assert events(town(ends="2026-10-31", tender="2027-01-01"))["end", "2026-10-31"] == "overdue"
    gone = {"a": {"in_use_to": day("2026-10-31")}}
    assert ("end", "2026-10-31") not in events(town(ends="2026-10-31", more=gone))


def test_the_day_of_asking_itself_is_not_overdue():
    assert events(town(ends="2026-11-23", tender="2026-11-23")) == {
        ("end", "2026-11-23"): "soon",
        ("tender", "2026-11-23"): "soon",
    }


def test_a_notice_is_overdue_until_the_end_and_then_past():
    notice = ("notice", "2026-09-30")
    place = town(ends="2027-03-31", notice_months=6.0)
    assert events(place)[notice] == "overdue"
    assert events(place, as_of=day("2027-03-31"))[notice] == "overdue"
    assert notice not in events(place, as_of=day("2027-04-01"))
    assert events(place, as_of=day("2027-04-01"), start=day("2026-01-01"))[notice] == "passed"


def test_soon_ends_with_the_month():
    place = town(ends="2027-05-31")
    assert events(place, as_of=day("2026-11-30"))["end", "2027-05-31"] == "later"
    assert events(place, as_of=day("2026-12-01"))["end", "2027-05-31"] == "soon"
    assert events(place, as_of=day("2026-11-30"), soon_months=7)["end", "2027-05-31"] == "soon"


def test_the_window_is_two_years_and_overdue_is_always_shown():
    place = town(ends="2028-11-23", irrevocable_until="2028-11-24", options=["2029-11-23"], tender="2020-01-01")
    assert events(place) == {("tender", "2020-01-01"): "overdue", ("end", "2028-11-23"): "later"}
    wider = events(place, end=day("2029-12-31"))
    assert wider["option", "2029-11-23"] == wider["irrevocable", "2028-11-24"] == "later"
    later = contract_calendar(place, ASKED, start=day("2028-12-01"))
    assert (later.start, later.end) == (day("2028-12-01"), day("2030-12-01"))
    assert [event.kind for event in later.events] == ["tender", "option"]


def test_events_stand_by_date_then_kind_then_contract():
    both = {"systems": ("a",), "ends": day("2027-06-30"), "notice_months": 0.0, "tender": day("2027-06-30")}
    place = landscape("a", contracts={"x": both, "b": both})
    found = contract_calendar(place, ASKED).events
    assert [(event.kind, event.contract) for event in found] == [
        ("end", "b"),
        ("end", "x"),
        ("notice", "b"),
        ("notice", "x"),
        ("tender", "b"),
        ("tender", "x"),
    ]


def test_a_window_that_ends_before_it_starts_is_refused():
    with pytest.raises(InputError, match="before it starts"):
        contract_calendar(town(), ASKED, start=day("2027-01-01"), end=day("2026-12-31"))
    with pytest.raises(InputError, match="numbers of months"):
        contract_calendar(town(), ASKED, lead_months=-1)


# -- quarters, cost, gaps ---------------------------------------------------------------------------------------------


def test_tenders_of_a_quarter_stand_together_with_known_and_unknown_cost():
    place = landscape(
        "a b c d",
        contracts={
            "k1": {"systems": ("a",), "tender": day("2027-01-01"), "annual_cost": 100.0},
            "k2": {"systems": ("b",), "tender": day("2027-03-31")},
            "k3": {"systems": ("c",), "tender": day("2027-04-01"), "annual_cost": 5.0},
            "k4": {"systems": ("d",), "tender": day("2026-11-01"), "annual_cost": 0.0},
        },
    )
    found = contract_calendar(place, ASKED).tenders
    rows = [(one.quarter, one.contracts, one.annual_cost, one.cost_unknown, one.overdue) for one in found]
    assert rows == [
        ("2026-Q4", ("k4",), 0.0, 0, 1),
        ("2027-Q1", ("k1", "k2"), 100.0, 1, 0),
        ("2027-Q2", ("k3",), 5.0, 0, 0),
    ]
    assert found[1].first_day == day("2027-01-01")


def test_the_summary_counts_what_is_paid_and_keeps_the_unknown_apart():
    place = landscape(
        "a b c",
        contracts={
            "runs": {"systems": ("a",), "annual_cost": 100.0, "ends": day("2027-01-01")},
            "no-end": {"systems": ("b",), "annual_cost": 10.0},
            "cost-unknown": {"systems": ("a",), "ends": day("2027-01-01")},
            "run-out": {"systems": ("c",), "annual_cost": 1000.0, "ends": day("2026-01-01")},
            "renewed": {"systems": ("a",), "annual_cost": 20000.0, "ends": day("2026-01-01")},
            "run-out-unused": {"annual_cost": 7.0, "ends": day("2026-01-01")},
            "to-come": {"systems": ("a",), "annual_cost": 5000.0, "starts": day("2027-01-01")},
        },
    )
    summary = contract_calendar(place, ASKED).summary
    assert (summary.annual_cost, summary.cost_unknown) == (1110.0, 1)
    assert (summary.contracts, summary.ended_in_use, summary.end_unknown) == (7, 1, 2)


def test_what_a_calendar_stands_on_and_is_not_registered_is_listed():
    place = landscape(
        "a",
        contracts={
            "bare": {},
            "ended": {"ends": day("2020-01-01")},
            "full": {"ends": day("2027-01-01"), "notice_months": 3.0, "annual_cost": 1.0},
            "no-notice": {"ends": day("2027-01-01"), "annual_cost": 0.0},
        },
    )
    found = contract_calendar(place, ASKED).unknown
    assert [(one.id, one.lacks) for one in found] == [
        ("no-notice", ("notice_months",)),
        ("bare", ("ends", "notice_months", "annual_cost")),
    ]


def test_contracts_that_cover_nothing_in_use():
    place = landscape(
        {
            "a": {},
            "gone": {"lifecycle": "retired"},
            "next": {"in_use_from": day("2028-01-01")},
            "plan": {"lifecycle": "planned"},
        },
        ["a>gone under by-flow", "a>a2 under by-live-flow"],
        contracts={
            "used": {"systems": ("a", "gone")},
            "nothing": {},
            "all-gone": {"systems": ("gone",)},
            "to-come": {"systems": ("gone", "next")},
            "planned": {"systems": ("plan",)},
            "by-flow": {},
            "by-live-flow": {},
            "lists-flow": {"flows": ("a>a2",)},
            "ended": {"ends": day("2020-01-01")},
        },
    )
    found = contract_calendar(place, ASKED).covers_nothing
    assert {one.id: one.why for one in found} == {
        "all-gone": "out_of_use",
        "by-flow": "out_of_use",
        "nothing": "nothing_registered",
        "planned": "not_yet_in_use",
        "to-come": "not_yet_in_use",
    }


def test_systems_in_use_without_a_contract_in_force():
    place = landscape(
        {
            **{name: {} for name in ("none", "ended", "to-come", "runs", "both", "no-end", "ends-today")},
            "gone": {"lifecycle": "retired"},
            "reg": {"kind": "register"},
        },
        contracts={
            "old": {"systems": ("ended", "both"), "ends": day("2026-11-22")},
            "new": {"systems": ("to-come",), "starts": day("2026-11-24")},
            "now": {"systems": ("runs", "both"), "starts": day("2026-11-23"), "ends": day("2027-11-23")},
            "today": {"systems": ("ends-today",), "ends": day("2026-11-23")},
            "open": {"systems": ("no-end",)},
        },
    )
    found = contract_calendar(place, ASKED).without_contract
    assert [(one.id, one.why, one.contracts) for one in found] == [
        ("ended", "ended", ["old"]),
        ("none", "none", ()),
        ("to-come", "not_begun", ["new"]),
    ]


def test_a_contract_covers_the_flows_that_name_it_too():
    place = landscape(
        "a b", ["f: a>b under k", "g: b>a"], contracts={"k": {"systems": ("b",), "flows": ("g", "not-there")}}
    )
    found = line(place)
    assert (found.systems, found.flows) == (("b",), ("f", "g"))


# -- what its end turns off -------------------------------------------------------------------------------------------


def test_what_its_end_would_turn_off_is_the_shutdown_questions_answer():
    place = town(
        "a b c d",
        ["a>b required", "b>c supporting", "a>d required"],
        ends="2027-06-30",
        more={"d": {"in_use_to": day("2027-01-01")}},
    )
    found = turned_off(place)
    assert (found.at, found.turned_off, found.stops, found.degraded) == (day("2027-06-30"), 1, 1, 1)
    assert found.affected == ("b",)
    summary = shutdown_impact(place, ["contract:k"], at=found.at).summary
    assert (summary.stops, summary.may_stop, summary.degraded) == (found.stops, found.may_stop, found.degraded)


def test_a_landscape_that_was_asked_on_another_day_says_what_a_new_one_says():
    def place():
        leaves = {"c": {"in_use_to": day("2026-06-30")}}
        return town("a b c", ["a>b required", "b>c required"], more=leaves)

    one = place()
    found = [turned_off(one, as_of=when) for when in (day("2026-01-01"), day("2026-12-31"), day("2026-12-30"))]
    assert found == [turned_off(place(), as_of=one.at) for one in found]
    assert [(one.at, one.stops) for one in found] == [
        (day("2026-01-01"), 2),
        (day("2026-12-31"), 1),
        (day("2026-12-30"), 1),
    ]


def test_when_its_end_is_asked_about():
    assert turned_off(town()).at == ASKED
    assert turned_off(town(ends="2026-01-31")).at == ASKED
    assert turned_off(town(ends="2026-01-31", more={"a": {"lifecycle": "retired"}})) is None
    assert turned_off(town(ends="2028-11-23")).at == day("2028-11-23")
    assert turned_off(town(ends="2028-11-24")) is None
    assert turned_off(town(ends="2028-11-24"), end=day("2028-11-24")).at == day("2028-11-24")
    assert turned_off(town(systems=())) is None


def test_joint_tenders_name_the_municipalities():
    both = {"a": {"municipality": "Sorø"}, "b": {"municipality": "Ringsted"}}
    assert line(town("a b", systems=("b", "a"), more=both)).municipalities == ("Ringsted", "Sorø")


def test_the_json_has_plain_values_and_the_order_of_rows_does_not_matter():
    contracts = {
        f"k{n}": {"systems": ("a",), "ends": date(2027, n, 28), "notice_months": 3.0, "options": (date(2029, n, 28),)}
        for n in range(1, 10)
    }
    said = [
        json.dumps(as_json(contract_calendar(landscape("a b", ["a>b"], contracts=dict(rows)), ASKED).as_json()))
        for rows in (contracts.items(), reversed(contracts.items()))
    ]
    assert said[0] == said[1]
    document = json.loads(said[0])
    assert document["as_of"] == "2026-11-23"
    assert document["contracts"][0]["notice_by"] == "2026-10-28"
    assert document["contracts"][0]["irrevocable_until"] is None
    assert as_json(document, limit=1)["events_total"] == len(document["events"])


def test_nothing_registered_is_an_answer():
    found = contract_calendar(landscape(), ASKED)
    assert (found.summary.contracts, found.summary.annual_cost, list(found.events)) == (0, 0, [])
