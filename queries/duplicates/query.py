"""Which systems do the same job, what do they cost together, what would it take to have one? See docs/duplicates.md."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from model.errors import InputError
from model.landscape.landscape import Landscape
from queries.duplicates.answer import DuplicatesAnswer, DuplicatesSummary, Group, Proposal
from queries.duplicates.costs import total, within, without
from queries.duplicates.data import Data, overlaps
from queries.duplicates.groups import DuplicateGroups
from queries.duplicates.jobs import AT_LEAST
from queries.duplicates.members import Members
from queries.duplicates.tenders import joint_tenders
from queries.duplicates.twice import Twice
from queries.facts.end_dates import EndDates

THRESHOLD, WINDOW_MONTHS = 0.8, 12
"""The confidence from which a finding counts, and the months of a joint tender's window, where nobody says."""


def duplicates(
    landscape: Landscape, as_of: date, *, threshold: float = THRESHOLD, window_months: int = WINDOW_MONTHS
) -> DuplicatesAnswer:
    """Systems in use on a day that do the same job, and what can be merged or tendered together.

    threshold: from 0.5 to 1; findings below it are proposals. window_months: 0 or more. Raises `InputError` otherwise.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> rows = {"link": {"name": "LINK", "capabilities": ("sms",)}, "beskedboks": {"name": "Beskedboks",
    ...         "description": "Sender besked på mobilen til borgere der har en aftale"}}
    >>> answer = duplicates(Landscape(State().with_batch(Batch.of("hand", systems=rows))), date(2026, 11, 23))
    >>> [(group.capability, group.systems) for group in answer.groups]
    [('sms', ['beskedboks', 'link'])]
    """
    if not AT_LEAST <= threshold <= 1:
        raise InputError(f"The threshold is a confidence from {AT_LEAST} to 1, not {threshold}.")
    if window_months < 0:
        raise InputError(f"The window is a number of months, 0 or more, not {window_months}.")
    members = Members(landscape, as_of)
    ends = EndDates(landscape, members.contracts)
    data = Data(members)
    groups = DuplicateGroups(members, ends, data, threshold=threshold)
    ids = members.table.ids
    jobs = {ids[row]: frozenset(job.capability for job in found) for row, found in groups.counted.items()}
    found = groups.all()
    return DuplicatesAnswer(
        as_of=as_of,
        revision=landscape.revision,
        threshold=threshold,
        window_months=window_months,
        summary=_summary(found),
        groups=found,
        proposals=_proposals(members, threshold),
        same_system_twice=Twice(members).all(),
        overlaps=overlaps(members, data, jobs),
        joint_tenders=joint_tenders(members, ends, groups.by_job, window_months),
    )


def _summary(groups: Sequence[Group]) -> DuplicatesSummary:
    lines = [line for group in groups for line in group.costs]
    staying = {id_ for group in groups for id_ in {*group.systems} - group.end_dates.keys()}
    others = without(lines, staying)
    leaving = {id_ for group in groups for id_ in group.leaving}
    return DuplicatesSummary(
        jobs=len(groups),
        systems=len({id_ for group in groups for id_ in group.systems}),
        annual_cost=total(lines),
        others=total(others),
        leaving=total(within(others, leaving)),
    )


def _proposals(members: Members, threshold: float) -> list[Proposal]:
    found = [
        Proposal(members.table.ids[row], job.capability, job.confidence, job.evidence)
        for row, jobs in members.jobs.items()
        for job in jobs
        if AT_LEAST <= job.confidence < threshold
    ]
    return sorted(found, key=lambda one: (-one.confidence, one.system, one.capability))
