"""The data purchases say what a slow, literal second version says, for a thousand random landscapes."""

from __future__ import annotations

import json

import pytest

from model.rows import as_json
from queries.purchases.query import purchases
from tests.property import purchases_oracle as oracle
from tests.property.random_contracts import ASKED, landscape_of_rows, random_rows
from tests.soak import times

pytestmark = pytest.mark.soak

HUNDREDS = range(times(10))


def seeds(hundred):
    return range(100 * hundred, 100 * hundred + 100)


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_the_deliveries_are_the_oracles(hundred):
    found = 0
    for seed in seeds(hundred):
        rows = random_rows(seed)
        said = {
            one.flow: {
                "flow": one.flow,
                "consumer": one.consumer,
                "unit": one.unit,
                "source": one.source,
                "giver": one.giver,
                "data": {(carried.register, carried.object) for carried in one.data},
                "price": one.price,
                "annual_price": one.annual_price,
                "feeds": one.feeds_copy,
            }
            for one in purchases(landscape_of_rows(rows), ASKED).deliveries
        }
        wanted = oracle.deliveries(rows, ASKED)
        assert said == wanted, f"seed {seed}"
        found += len(wanted)
    assert found > 100


@pytest.mark.parametrize("hundred", HUNDREDS)
def test_times_prices_and_what_is_repeated_are_the_oracles(hundred):
    for seed in seeds(hundred):
        rows = random_rows(seed)
        answer = purchases(landscape_of_rows(rows), ASKED)
        all_ = oracle.deliveries(rows, ASKED)
        for register in answer.registers:
            those = [one for one in all_.values() if any(datum[0] == register.register for datum in one["data"])]
            known = [one["annual_price"] for one in those if one["annual_price"] is not None]
            assert (register.times, register.prices.priced) == (len(those), len(known)), seed
            unknown = sum(one["price"] == "unknown" for one in those)
            wanted = None if unknown and not known else pytest.approx(sum(known))
            assert (register.prices.annual_price, register.prices.unknown) == (wanted, unknown), seed
            for line in register.objects:
                flows = oracle.bringing(all_.values(), register.register, line.object, rows)
                assert set(line.flows) == flows, (seed, register.register, line.object)
        said = {
            (one.register, one.unit, object_, frozenset(one.flows))
            for one in answer.repeated
            for object_ in one.objects
        }
        assert said == oracle.repeated(rows, ASKED), f"seed {seed}"


def test_the_order_of_rows_does_not_change_a_byte():
    for seed in range(5000, 5200):
        rows = random_rows(seed)
        one, other = (
            json.dumps(as_json(purchases(landscape_of_rows(rows, backwards=backwards), ASKED).as_json()))
            for backwards in (False, True)
        )
        assert one == other, seed
