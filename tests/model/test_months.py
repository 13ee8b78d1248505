"""Counting in months."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest

from model.months import add_months, months_between, quarter_of, quarter_start
from tests.property.slow_months import months_on


@pytest.mark.parametrize(
    ("day", "months", "there"),
    [
        ("2026-01-15", 0, "2026-01-15"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2024-02-29", -12, "2023-02-28"),
        ("2027-08-31", -6, "2027-02-28"),
        ("2028-08-31", -6, "2028-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-05-31", -3, "2026-02-28"),
        ("2026-12-31", 2, "2027-02-28"),
        ("2026-01-01", -1, "2025-12-01"),
        ("2026-04-30", -1, "2026-03-30"),
        ("2100-02-28", 12, "2101-02-28"),
        ("2096-02-29", 48, "2100-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
    ],
)
def test_a_month_on_stays_within_its_month(day, months, there):
    assert add_months(date.fromisoformat(day), months) == date.fromisoformat(there)


def test_it_stays_within_the_calendar():
    assert add_months(date(2026, 5, 31), -12 * 2026) == date.min
    assert add_months(date(2026, 5, 31), 12 * 9999) == date.max
    assert add_months(date.max, 1) == date.max
    assert add_months(date.min, -1) == date.min


def test_it_is_what_counting_one_by_one_gives():
    random = Random(5)
    for _ in range(3000):
        day = date(1996, 1, 1) + timedelta(days=random.randrange(20_000))
        months = random.randrange(-300, 300)
        assert add_months(day, months) == months_on(day, months), (day, months)


def test_between_is_the_largest_number_that_does_not_pass_the_end():
    random = Random(6)
    for _ in range(3000):
        day = date(2020, 1, 1) + timedelta(days=random.randrange(3000))
        end = day + timedelta(days=random.randrange(-800, 800))
        found = months_between(day, end)
        assert months_on(day, found) <= end < months_on(day, found + 1), (day, end)


@pytest.mark.parametrize(
    ("day", "end", "months"),
    [
        ("2026-11-22", "2027-03-31", 4),
        ("2026-11-22", "2027-03-22", 4),
        ("2026-11-22", "2027-03-21", 3),
        ("2026-01-31", "2026-02-28", 1),
        ("2026-01-31", "2026-03-30", 1),
        ("2026-01-31", "2026-03-31", 2),
        ("2026-01-15", "2026-01-15", 0),
        ("2026-01-15", "2026-01-14", -1),
    ],
)
def test_between(day, end, months):
    assert months_between(date.fromisoformat(day), date.fromisoformat(end)) == months


def test_quarters():
    days = [date(2027, month, 15) for month in range(1, 13)]
    assert [quarter_of(day)[-2:] for day in days] == ["Q1"] * 3 + ["Q2"] * 3 + ["Q3"] * 3 + ["Q4"] * 3
    assert {quarter_start(day) for day in days} == {date(2027, month, 1) for month in (1, 4, 7, 10)}
    assert quarter_of(date(9, 1, 1)) == "0009-Q1"
