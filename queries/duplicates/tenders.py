"""Systems of several municipalities with the same job that could be tendered together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from model.months import add_months
from queries.duplicates.answer import JointTender
from queries.duplicates.jobs import Job
from queries.duplicates.members import Members
from queries.facts.end_dates import EndDates

Ending = tuple[date, str, str]
"""End date, system, municipality."""


def joint_tenders(
    members: Members, ends: EndDates, by_job: Mapping[str, Mapping[int, Job]], months: int
) -> list[JointTender]:
    """By capability, then first date; windows of two or more municipalities."""
    found = []
    for capability in sorted(by_job):
        endings = sorted(_endings(members, ends, by_job[capability]))
        for window in windows(endings, months):
            towns = sorted({municipality for _, _, municipality in window})
            if len(towns) > 1:
                systems = sorted(id_ for _, id_, _ in window)
                found.append(JointTender(capability, window[0][0], window[-1][0], systems, towns))
    return found


def _endings(members: Members, ends: EndDates, jobs: Mapping[int, Job]) -> Iterator[Ending]:
    for row in jobs:
        municipality, id_ = members.municipalities.get(row), members.table.ids[row]
        day = ends.end_of(id_) if municipality is not None else None
        if municipality is not None and day is not None:
            yield day, id_, municipality


def windows(endings: Sequence[Ending], months: int) -> list[list[Ending]]:
    """Endings from the earliest on, each in one window of so many months; sorted.

    >>> days = [(date(2027, 1, 31), "a", "A"), (date(2028, 1, 31), "b", "B"), (date(2028, 2, 1), "c", "C")]
    >>> [[id_ for _, id_, _ in window] for window in windows(days, 12)]
    [['a', 'b'], ['c']]
    """
    found: list[list[Ending]] = []
    for one in endings:
        if found and one[0] <= add_months(found[-1][0][0], months):
            found[-1].append(one)
        else:
            found.append([one])
    return found
