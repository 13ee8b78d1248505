"""The calendar and the overview say what a slow, literal second version says, for a thousand random landscapes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from model.rows import as_json
from queries.calendar.query import contract_calendar
from queries.impact.query import shutdown_impact
from queries.overview.query import overview
from tests.property import contracts_oracle as oracle
from tests.property.random_contracts import ASKED, landscape_of_rows, random_rows
from tests.soak import times

pytestmark = pytest.mark.soak

LAST = date(2030, 2, 28)
HUNDREDS = range(times(10))


def seeds(hundred):
    return range(100 * hundred, 100 * hundred + 100)


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_the_events_are_the_oracles(hundred):
    for seed in seeds(hundred):
        rows = random_rows(seed)
        found = contract_calendar(landscape_of_rows(rows), ASKED)
        assert found.end == LAST
        said = {(one.date, one.kind, one.contract, one.status) for one in found.events}
        assert said == oracle.events(rows, ASKED, last=LAST), f"seed {seed}"


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_the_gaps_are_the_oracles(hundred):
    for seed in seeds(hundred):
        rows = random_rows(seed)
        found = contract_calendar(landscape_of_rows(rows), ASKED)
        nothing, without = oracle.gaps(rows, ASKED)
        assert {one.id for one in found.covers_nothing} == nothing, f"seed {seed}"
        assert {one.id: one.why for one in found.without_contract} == without, f"seed {seed}"


def test_the_other_options_are_the_oracles():
    for seed in range(2000, 2200):
        rows = random_rows(seed)
        found = contract_calendar(landscape_of_rows(rows), ASKED, end=date(2028, 8, 31), lead_months=7, soon_months=1)
        said = {(one.date, one.kind, one.contract, one.status) for one in found.events}
        wanted = oracle.events(rows, ASKED, last=date(2028, 8, 31), lead=7, soon=1)
        assert said == wanted, f"seed {seed}"


def test_what_an_end_turns_off_is_what_the_shutdown_question_says():
    asked = 0
    for seed in range(3000, 3150):
        place = landscape_of_rows(random_rows(seed))
        for end in contract_calendar(place, ASKED).turns_off:
            answer = shutdown_impact(place, [f"contract:{end.contract}"], at=end.at)
            words = ("turned_off", "stops", "may_stop", "degraded", "may_degrade", "loses_redundancy")
            for word in words:
                assert getattr(end, word) == getattr(answer.summary, word), (seed, end.contract, word)
            affected = [row.system.id for row in answer.affected if row.verdict in ("stops", "may_stop")]
            assert list(end.affected) == affected, (seed, end.contract)
            asked += 1
    assert asked > 100


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_what_systems_cost_and_who_has_no_contract_is_the_oracles(hundred):
    for seed in seeds(hundred):
        rows = random_rows(seed)
        answer = overview(landscape_of_rows(rows), ASKED)
        town = oracle.Town(rows, ASKED)
        contracts = rows["contracts"]
        paid = {id_ for id_ in contracts if town.runs(id_) or town.runs_on(id_)}
        assert set(answer.number("cost.contracts").rows) == {one for one in paid if "annual_cost" in contracts[one]}, (
            seed
        )
        assert set(answer.number("cost.contracts.unknown").rows) == {
            one for one in paid if "annual_cost" not in contracts[one]
        }, seed
        inside = {one for id_ in paid if "annual_cost" in contracts[id_] for one in town.covers(id_)[0]}
        outside = {one for one in town.systems if town.used(one) and one not in inside}
        known = {one: town.systems[one]["annual_cost"] for one in outside if "annual_cost" in town.systems[one]}
        assert set(answer.number("cost.systems").rows) == set(known), seed
        value = answer.number("cost.systems").value
        assert value == (pytest.approx(sum(known.values())) if known else None), seed
        assert set(answer.number("cost.systems.unknown").rows) == outside - set(known), seed
        bare = set(oracle.gaps(rows, ASKED)[1])
        assert set(answer.number("tender.no_contract").rows) == bare, seed


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_which_systems_are_there_and_what_becomes_of_them_is_the_oracles(hundred):
    common = {"CPR_REPLIKA", "SERVICEPLATFORMEN", "POSTKOMPONENT"}
    for seed in seeds(hundred):
        rows = random_rows(seed)
        answer = overview(landscape_of_rows(rows), ASKED)
        town = oracle.Town(rows, ASKED)
        used = {one for one in town.systems if town.used(one)}
        assert set(answer.number("systems.in_use").rows) == used, seed
        later = {one for one in town.systems if one not in used and oracle.begins_later(town.systems[one], ASKED)}
        assert set(answer.number("systems.to_come").rows) == later, seed
        assert set(answer.number("relations.flows").rows) == {one for one in rows["flows"] if town.flow_used(one)}, seed
        futures: dict[str, set[str]] = {}
        for one in used & rows["systems"].keys():
            row = rows["systems"][one]
            if set(row.get("successor", ())) & common:
                word = "to_common"
            elif row.get("successor"):
                word = "replaced"
            else:
                word = "ends" if "in_use_to" in row or row.get("lifecycle") == "phasing_out" else "no_plan"
            futures.setdefault(word, set()).add(one)
        for word in ("to_common", "replaced", "ends", "no_plan"):
            listed = set(answer.number(f"future.{word}").rows) & rows["systems"].keys()
            assert listed == futures.get(word, set()), (seed, word)


def test_the_order_of_rows_does_not_change_a_byte():
    for seed in range(4000, 4100):
        rows = random_rows(seed)
        for question in (contract_calendar, overview):
            one, other = (
                json.dumps(as_json(question(landscape_of_rows(rows, backwards=backwards), ASKED).as_json()))
                for backwards in (False, True)
            )
            assert one == other, (seed, question)
