"""The answer to "which systems do the same job?" against a second, slow one, and laws that hold for any landscape."""

from __future__ import annotations

import json
from datetime import date
from random import Random
from typing import Any

import pytest

from model.claims.batch import Batch
from model.claims.state import State
from model.graph.stopping import Stopping
from model.landscape.landscape import Landscape
from queries.duplicates.query import duplicates
from queries.impact.query import shutdown_impact
from tests.landscapes import landscape_of as of_tables
from tests.property.duplicates_oracle import Oracle
from tests.property.random_landscapes import random_case
from tests.soak import times

pytestmark = pytest.mark.soak

AS_OF = date(2026, 11, 23)
DAYS = (date(2026, 6, 30), date(2026, 11, 23), date(2027, 5, 31), date(2027, 12, 31), date(2028, 2, 29), None)
NAMES = (
    "Alfa",
    "Birk",
    "Cedor",
    "Dunham",
    "Elva",
    "Fjeldo",
    "Gribskov",
    "Hvalros",
    "Ibsen",
    "Jasmin",
    "Kolibri",
    "Lama",
)


def random_town(seed: int) -> dict[str, dict[str, dict[str, Any]]]:
    """Tables of 4 to 12 tagged systems of two municipalities, with contracts and flows."""
    rng = Random(seed)
    ids = [f"s{number}" for number in range(rng.randint(4, 12))]
    flow_ids = [f"f{number}" for number in range(rng.randint(0, 25))]
    systems = {
        id_: {
            "name": NAMES[int(id_[1:])],
            "municipality": rng.choice(("Sorø", "Sorø", "Ringsted")),
            "capabilities": rng.choice(((), ("sms",), ("sms",), ("gis",), ("gis", "sms"), ("sms", "not:sms"))),
            "kind": rng.choice((None, None, None, "platform", "register")),
            "product": rng.choice((None, None, None, "OS2forms", "XFlow", "Byg og Miljø")),
            "users": rng.choice((None, 0.0, 10.0, 40.0, 250.0)),
            "annual_cost": rng.choice((None, 0.0, 1000.0, 48000.0, 120000.0)),
            "lifecycle": rng.choice((None, None, None, "phasing_out", "retired")),
            "in_use_to": rng.choice((None, None, None, *DAYS[:3])),
        }
        for id_ in ids
    }
    flows = {
        id_: {
            "provider": rng.choice(ids),
            "consumer": rng.choice(ids),
            "data_objects": tuple(sorted(rng.sample(("d1", "d2", "d3"), rng.choice((0, 1, 1, 2))))),
            "need": rng.choice((None, "required", "supporting")),
            "annual_price": rng.choice((None, 0.0, 500.0, 8000.0)),
            "contract": rng.choice((None, None, None, "k0")),
        }
        for id_ in flow_ids
    }
    contracts = {
        f"k{number}": {
            "id": f"k{number}",
            "name": f"Contract {number}",
            "systems": tuple(sorted(rng.sample(ids, rng.choice((0, 1, 1, 2, 3))))),
            "flows": tuple(sorted(rng.sample(flow_ids, min(len(flow_ids), rng.choice((0, 0, 0, 1)))))),
            "starts": rng.choice((None, None, *DAYS[:3])),
            "ends": rng.choice(DAYS),
            "annual_cost": rng.choice((None, 0.0, 9000.0, 36000.5)),
            "notice_months": rng.choice((None, 0.0, 3.0, 6.0, 12.0)),
            "irrevocable_until": rng.choice((None, None, *DAYS)),
        }
        for number in range(rng.randint(1, 6))
    }
    return {"systems": systems, "flows": flows, "contracts": contracts}


def landscape_of(town: dict[str, dict[str, dict[str, Any]]], rng: Random | None = None) -> Landscape:
    def rows(table: str) -> dict[str, dict[str, Any]]:
        listed = list(town[table].items())
        if rng is not None:
            rng.shuffle(listed)
        return {
            id_: {field: value or None if value == () else value for field, value in row.items() if field != "id"}
            for id_, row in listed
        }

    return Landscape(State().with_batch(Batch.of("town", **{table: rows(table) for table in town})))


@pytest.mark.parametrize("part", range(times(8)))
def test_the_answer_is_the_second_one(part):
    for seed in range(part * 40, part * 40 + 40):
        town = random_town(seed)
        landscape = landscape_of(town)

        def stopping(id_: str, asked: Landscape = landscape) -> int:
            affected = shutdown_impact(asked, [f"system:{id_}"], at=AS_OF).affected
            return sum(row.verdict in ("stops", "may_stop") for row in affected)

        oracle = Oracle(town["systems"], town["flows"], town["contracts"], AS_OF, stopping)
        said = duplicates(landscape, AS_OF, window_months=7).as_json()
        expected = oracle.groups()
        shown = [{key: group[key] for key in expected[0]} for group in said["groups"]] if expected else said["groups"]
        assert shown == expected, (seed, town)
        overlaps = {(o["data_object"], o["provider"], tuple(o["systems"]), o["annual_price"]) for o in said["overlaps"]}
        assert overlaps == oracle.overlaps(), (seed, town)
        tenders = [(t["capability"], t["from"], t["to"], t["systems"]) for t in said["joint_tenders"]]
        assert tenders == oracle.joint_tenders(7), (seed, town)


def test_the_order_of_rows_changes_no_byte():
    for seed in range(60):
        town = random_town(seed)
        plain, shuffled = (duplicates(landscape_of(town, rng), AS_OF) for rng in (None, Random(seed)))
        assert json.dumps(plain.as_json()) == json.dumps(shuffled.as_json()), (seed, town)


def test_a_higher_threshold_never_finds_more():
    rows = {
        f"s{number}": {"name": name, "description": text}
        for number, (name, text) in enumerate(
            [
                ("Beskedboks", "Sender besked på mobilen"),
                ("Varsling", "Udsender tekst til telefonen"),
                ("Notifikation", "besked"),
                ("Kort", "luftfoto og lag"),
                ("Plankort", "viser planer"),
            ]
        )
    }
    landscape = Landscape(State().with_batch(Batch.of("town", systems=rows)))
    counted = []
    for threshold in (0.5, 0.6, 0.7, 0.8, 0.9, 1.0):
        answer = duplicates(landscape, AS_OF, threshold=threshold)
        counted.append(sum(len(group.systems) for group in answer.groups))
        assert all(group.confidence >= threshold for group in answer.groups)
        assert all(0.5 <= one.confidence < threshold for one in answer.proposals)
    assert counted == sorted(counted, reverse=True)
    assert counted[0] > counted[-1]


@pytest.mark.parametrize("part", range(times(4)))
def test_the_short_count_of_what_stops_is_the_long_one(part):
    for seed in range(part * 50, part * 50 + 50):
        case = random_case(seed)
        landscape = of_tables(case.tables)
        day = None if case.at is None else date.fromisoformat(case.at)
        short, beside_hub = (Stopping(landscape.graph, day, large=large) for large in (False, True))
        for row, id_ in enumerate(landscape.tables["systems"].ids):
            affected = shutdown_impact(landscape, [f"system:{id_}"], at=day).affected
            long = sum(one.verdict in ("stops", "may_stop") for one in affected)
            assert short.without(row) == long, (seed, id_, case)
            assert beside_hub.without(row) == long, (seed, id_, case)
