"""Which systems do the same job, what do they cost together, what would it take to have one? See docs/duplicates.md."""

from __future__ import annotations

from datetime import date

from model.errors import InputError
from model.landscape import Landscape
from queries.duplicates_answer import DuplicatesAnswer, Proposal
from queries.duplicates_data import Data, overlaps
from queries.duplicates_groups import Groups
from queries.duplicates_jobs import AT_LEAST
from queries.duplicates_members import Members
from queries.duplicates_tenders import joint_tenders
from queries.duplicates_terms import Terms
from queries.duplicates_twice import Twice

THRESHOLD, WINDOW_MONTHS = 0.8, 12
"""The confidence from which a finding counts, and the months of a joint tender's window, where nobody says."""


def duplicates(
    landscape: Landscape, as_of: date, *, threshold: float = THRESHOLD, window_months: int = WINDOW_MONTHS
) -> DuplicatesAnswer:
    """Systems in use on a day that do the same job, and what can be merged or tendered together.

    threshold: from 0.5 to 1; findings below it are proposals. window_months: 0 or more. Raises `InputError` otherwise.

    >>> from model.batch import Batch; from model.state import State
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
    members, terms = Members(landscape, as_of), Terms(landscape, as_of)
    data = Data(members)
    groups = Groups(members, terms, data, threshold=threshold)
    ids = members.table.ids
    jobs = {ids[row]: frozenset(job.capability for job in found) for row, found in groups.counted.items()}
    return DuplicatesAnswer(
        as_of=as_of,
        revision=landscape.revision,
        threshold=threshold,
        window_months=window_months,
        groups=groups.all(),
        proposals=_proposals(members, threshold),
        same_system_twice=Twice(members, terms).all(),
        overlaps=overlaps(members, data, jobs),
        joint_tenders=joint_tenders(members, terms, groups.by_job, window_months),
    )


def _proposals(members: Members, threshold: float) -> list[Proposal]:
    found = [
        Proposal(members.table.ids[row], job.capability, job.confidence, job.evidence)
        for row, jobs in members.jobs.items()
        for job in jobs
        if AT_LEAST <= job.confidence < threshold
    ]
    return sorted(found, key=lambda one: (-one.confidence, one.system, one.capability))
