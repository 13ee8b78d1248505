"""What is in use on a day."""

from __future__ import annotations

from datetime import date

from model.landscape.in_use import in_use
from tests.landscapes import landscape

DAY = date(2026, 11, 23)


def used(place, day=DAY):
    found = in_use(place, day)
    systems, flows = place.tables["systems"].ids, place.tables["flows"].ids
    return [systems[row] for row in found.system_rows()], [flows[row] for row in found.flow_rows()]


def test_a_system_by_its_days_else_by_its_lifecycle():
    place = landscape(
        {
            "a": {},
            "last-day": {"in_use_to": DAY},
            "gone": {"in_use_to": date(2026, 11, 22)},
            "first-day": {"in_use_from": DAY},
            "next": {"in_use_from": date(2026, 11, 24)},
            "retired": {"lifecycle": "retired"},
            "retired-later": {"lifecycle": "retired", "in_use_to": DAY},
            "planned": {"lifecycle": "planned"},
            "planned-and-begun": {"lifecycle": "planned", "in_use_from": DAY},
        }
    )
    assert used(place)[0] == ["a", "first-day", "last-day", "planned-and-begun", "retired-later"]


def test_a_flow_where_its_ends_and_all_that_carries_it_are():
    place = landscape(
        {"a": {}, "b": {}, "gone": {"lifecycle": "retired"}},
        ["a>b", "a>gone", "gone>b", "v: a>b via gone", "i: a>b over i", "j: a>b over j", "self: a>a"],
        interfaces={"i": {"system": "gone"}, "j": {"system": "b"}},
    )
    assert used(place)[1] == ["a>b", "j", "self"]


def test_nothing():
    assert used(landscape()) == ([], [])
