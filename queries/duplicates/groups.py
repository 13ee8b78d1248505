"""The groups: systems of one municipality that do the same job, and what it would take to have one solution."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from model.folding import fold
from model.graph.stopping import Stopping
from model.lazily import lazily
from queries.duplicates.answer import Group, MemberContract
from queries.duplicates.costs import costs, total, within, without
from queries.duplicates.data import Data, shared
from queries.duplicates.jobs import Job
from queries.duplicates.keep import candidate, reasons, saving
from queries.duplicates.members import Members
from queries.duplicates.solutions import solutions
from queries.facts.end_dates import EndDates


@dataclass(frozen=True, slots=True)
class CandidateGroup:
    """A group before its numbers: rows of its systems, and what each is for."""

    capability: str
    municipality: str | None
    jobs: Mapping[int, Job]
    solutions: Sequence[Sequence[str]]


class DuplicateGroups:
    """All groups of a day."""

    def __init__(self, members: Members, ends: EndDates, data: Data, *, threshold: float) -> None:
        self._members = members
        self._ends = ends
        self._data = data
        self._threshold = threshold
        self._dependants: dict[int, int] = {}

    @lazily
    def counted(self) -> Mapping[int, Sequence[Job]]:
        """Row -> the jobs that count, those at the threshold or above."""
        found = ((row, [job for job in jobs if job.confidence >= self._threshold]) for row, jobs in self._jobs())
        return {row: jobs for row, jobs in found if jobs}

    def _jobs(self) -> Iterable[tuple[int, Sequence[Job]]]:
        return self._members.jobs.items()

    @lazily
    def by_job(self) -> Mapping[str, Mapping[int, Job]]:
        """Capability -> the rows of the systems that are for it, with their job."""
        found: dict[str, dict[int, Job]] = {}
        for row, jobs in self.counted.items():
            for job in jobs:
                found.setdefault(job.capability, {})[row] = job
        return found

    def all(self) -> list[Group]:
        """By municipality, then capability; a KLE task only where no capability says the same of the same systems."""
        found = [one for capability in sorted(self.by_job) for one in self._of(capability)]
        said = {(one.municipality, frozenset(one.jobs)) for one in found if not one.capability[:1].isdigit()}
        kept = [
            one
            for one in found
            if not one.capability[:1].isdigit() or (one.municipality, frozenset(one.jobs)) not in said
        ]
        return [self._group(one) for one in sorted(kept, key=lambda one: (one.municipality or "", one.capability))]

    def _of(self, capability: str) -> list[CandidateGroup]:
        jobs = self.by_job[capability]
        if len(jobs) < 2:
            return []
        found = []
        for municipality, rows in self._members.by_municipality(sorted(jobs)).items():
            parts = solutions(self._members, rows) if len(rows) > 1 else []
            if len(parts) > 1:
                found.append(CandidateGroup(capability, municipality, {row: jobs[row] for row in rows}, parts))
        return found

    @lazily
    def _stopping(self) -> Stopping:
        return Stopping(self._members.landscape.graph, self._members.as_of)

    def dependants(self, row: int) -> int:
        """How many systems stop or may stop without one, on the day."""
        if row not in self._dependants:
            self._dependants[row] = self._stopping.without(row)
        return self._dependants[row]

    def _group(self, found: CandidateGroup) -> Group:
        members, ends, rows = self._members, self._ends, list(found.jobs)
        ids = [members.table.ids[row] for row in rows]
        weighed = sorted(
            (candidate(members, ends, row, self.dependants(row)) for row in rows), key=lambda one: one.rank()
        )
        kept = weighed[0]
        staying = next(part for part in found.solutions if kept.id in part)
        others = [one for one in weighed if one.id not in staying]
        lines = [line for part in found.solutions for line in costs(members, part)]
        paid, falling = total(lines), without(lines, staying)
        leaving = {one.id: one.last_day for one in others if one.last_day is not None}
        left = total(within(falling, leaving))
        users = [number for row in rows if (number := members.number(row, "users")) is not None]
        contracts = ends.by_id(ids)
        objects, unpriced = shared(found.solutions, self._data.into(ids))
        return Group(
            capability=found.capability,
            municipality=found.municipality,
            systems=ids,
            solutions=found.solutions,
            units=sorted({unit for row in rows for unit in members.units(row)}),
            users=fsum(users) if users else None,
            unknown_users=len(rows) - len(users),
            annual_cost=paid.annual_cost,
            unknown_costs=paid.unknown,
            costs=lines,
            vendors=_spelled_once(members.text(row, "vendor") for row in rows),
            contracts=sorted(contracts),
            contract_terms=[MemberContract.of(contracts[id_]) for id_ in sorted(contracts)],
            shared_data=objects,
            shared_data_unpriced=unpriced,
            dependants={members.table.ids[row]: self.dependants(row) for row in rows},
            confidence=min(job.confidence for job in found.jobs.values()),
            evidence={members.table.ids[row]: job.evidence for row, job in found.jobs.items()},
            keep=kept.id,
            reasons=reasons(kept, others, members.as_of),
            end_dates={one: ends.end_of(one) for one in sorted(one.id for one in others)},
            leaving=dict(sorted(leaving.items())),
            leaving_cost=left.annual_cost,
            leaving_unknown=left.unknown,
            saving=saving(kept, others, total(falling)),
            saving_unknown=total(falling).unknown,
        )


def _spelled_once(vendors: Iterable[str | None]) -> list[str]:
    """Vendors that fold alike once, in the smallest spelling; sorted."""
    found: dict[str, str] = {}
    for vendor in vendors:
        if vendor is not None:
            found[fold(vendor)] = min(vendor, found.get(fold(vendor), vendor))
    return sorted(found.values())
