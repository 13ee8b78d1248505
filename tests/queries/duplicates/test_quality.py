"""How often the shipped weights are right about the registrations that they have not been learnt from."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.capabilities.registrations import Labelled, registrations
from model.catalogue.catalogue import load_catalogue
from queries.duplicates.jobs import Jobs, RegisteredSystem, strongest


@pytest.fixture(scope="module")
def held() -> list[Labelled]:
    return [row for row in registrations() if row.set_aside and row.clear]


@pytest.fixture(scope="module")
def found(held: list[Labelled]) -> list[str]:
    jobs = Jobs(load_catalogue())
    said = [strongest(jobs.of(RegisteredSystem(row.name, row.description, row.vendor or None))) for row in held]
    return [job.capability if job is not None and job.confidence >= 0.8 else "" for job in said]


def test_the_list_is_large_and_half_of_it_is_hard():
    rows = registrations()
    assert len(rows) >= 800
    assert len({(row.name, row.description) for row in rows}) == len(rows)
    assert {row.capability for row in rows} == {*load_catalogue().capabilities, ""}
    assert 0.5 <= sum(not row.capability for row in rows) / len(rows) < 0.6
    assert 0.2 < sum(row.set_aside for row in rows) / len(rows) < 0.3
    assert min(Counter(row.capability for row in rows).values()) >= 40


def test_findings_are_right(held, found):
    said = [(row.capability, one) for row, one in zip(held, found, strict=True) if one]
    assert sum(true == one for true, one in said) / len(said) >= 0.95


def test_most_are_found(held, found):
    there = [(row.capability, one) for row, one in zip(held, found, strict=True) if row.capability]
    assert sum(true == one for true, one in there) / len(there) >= 0.80
