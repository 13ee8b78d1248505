"""The groups of duplicate solutions as tables: the jobs that cost most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from queries.duplicates.words import evidence_text, job_name, not_for_that, reason_text
from queries.facts.sums import known_sum
from visualisations.report.report import Cell, Column, ReportTable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from model.landscape.landscape import Landscape
    from queries.duplicates.answer import CostLine, DuplicatesAnswer, Group, MemberContract
    from visualisations.wording.wording import Wording


def _by_cost(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda one: (-(one.saving.high or 0.0), -(one.annual_cost or 0.0)))


def groups_table(answer: DuplicatesAnswer, parts: Wording) -> ReportTable:
    """One row per group."""
    translate = parts.translate
    columns = (
        Column(translate("Job")),
        Column(translate("Municipality")),
        Column(translate("Systems")),
        Column(translate("Solutions"), "number"),
        Column(translate("Known annual cost"), "money"),
        Column(translate("Costs not registered"), "number"),
        Column(translate("Known saving, at most"), "money"),
        Column(translate("Known saving, at least"), "money"),
        Column(translate("Of it, leaves anyway"), "money"),
        Column(translate("First to keep")),
        Column(translate("Users"), "number"),
        Column(translate("Confidence"), "share"),
    )
    rows = [_group(group, parts) for group in _by_cost(answer.groups)]
    return ReportTable(
        "groups",
        translate("Same job, several solutions"),
        columns,
        rows,
        empty=translate("No job is done by several solutions, as far as it is registered."),
        note=translate(
            "Systems of one product, or under one contract for them alone, are one solution. At most: the known cost "
            "of the solutions that go. At least: that, less what the one that stays costs more at its own price for "
            "each user; not known where a cost or a number of users is not registered. Leaves anyway: what systems "
            "with a registered last day cost. A cost is that of the paid contracts for the solution alone, else the "
            "system's own."
        ),
    )


def _group(group: Group, parts: Wording) -> Sequence[Cell]:
    return (
        job_name(group.capability, parts),
        group.municipality if group.municipality is not None else "",
        parts.to_systems(group.systems),
        len(group.solutions),
        group.annual_cost,
        group.unknown_costs,
        _sum(group.saving.high, group.saving_unknown, parts),
        parts.computed(group.saving.low),
        _sum(group.leaving_cost, group.leaving_unknown, parts) if group.leaving else "",
        parts.to_system(group.keep),
        _users(group, parts),
        group.confidence,
    )


def _sum(amount: float | None, unknown: int, parts: Wording) -> Cell:
    """A sum of what is known, in words where something is not."""
    return parts.computed(amount) if amount is None or not unknown else parts.cost(amount, unknown)


def _users(group: Group, parts: Wording) -> Cell:
    """What is known of their users, and of how many systems it is not."""
    if group.users is None or not group.unknown_users:
        return group.users
    text = parts.translate("{n} ({count} not registered)")
    return text.format(n=parts.number(group.users), count=parts.number(group.unknown_users))


def systems_table(answer: DuplicatesAnswer, parts: Wording) -> ReportTable:
    """One row per system of a group."""
    translate = parts.translate
    columns = (
        Column(translate("System")),
        Column(translate("Job")),
        Column(translate("Solution"), "number"),
        Column(translate("Units"), beneath=True),
        Column(translate("Vendor")),
        Column(translate("Users"), "number"),
        Column(translate("Annual cost"), "money"),
        Column(translate("Stop or may stop without it"), "number"),
        Column(translate("Contracts"), beneath=True),
        Column(translate("Contract ends"), "date"),
        Column(translate("Notice by"), "date"),
        Column(translate("Can be ended on"), "date"),
        Column(translate("Last day in use"), "date"),
        Column(translate("Why it is counted"), beneath=True),
    )
    rows = [row for group in _by_cost(answer.groups) for row in _rows_of(group, parts)]
    return ReportTable(
        "systems",
        translate("The systems one by one"),
        columns,
        rows,
        empty=translate("No job is done by several solutions, as far as it is registered."),
        note=translate(
            "Systems with the same number are one solution: one product, or one contract that covers only them. "
            "“Can be ended on” stays empty for the solution that is first to keep. A system with several jobs "
            "stands once for each."
        ),
        replies=[
            not_for_that(id_, group.capability, parts)
            for group in _by_cost(answer.groups)
            for solution in group.solutions
            for id_ in solution
        ],
    )


def _rows_of(group: Group, parts: Wording) -> Iterator[Sequence[Cell]]:
    terms = {one.id: one for one in group.contract_terms}
    for place, solution in enumerate(group.solutions, start=1):
        for id_ in solution:
            yield _system(group, id_, place, terms, parts)


def _system(group: Group, id_: str, place: int, terms: dict[str, MemberContract], parts: Wording) -> Sequence[Cell]:
    landscape = parts.landscape
    own = [terms[one] for one in sorted(terms) if id_ in _covered(one, landscape)]
    last = max(own, key=lambda one: (one.ends is None, str(one.ends), one.id), default=None)
    users, last_day = (landscape.cell("systems", id_, field) for field in ("users", "in_use_to"))
    vendor = landscape.cell("systems", id_, "vendor")
    units = [name for unit in _units(landscape, id_) if (name := parts.unit(unit))]
    return (
        parts.to_system(id_),
        job_name(group.capability, parts),
        place,
        units or None,
        None if vendor is None else str(vendor),
        users if isinstance(users, float) else None,
        _paid(group.costs, id_, parts),
        group.dependants[id_],
        parts.to_contracts(one.id for one in own) or None,
        None if last is None else last.ends,
        None if last is None else last.notice_by,
        group.end_dates.get(id_) if id_ in group.end_dates else "",
        last_day if isinstance(last_day, date) else "",
        [evidence_text(one, parts) for one in group.evidence[id_]],
    )


def _paid(lines: Sequence[CostLine], system: str, parts: Wording) -> Cell:
    """What is paid for one system; where it is paid with others, their joint cost in words."""
    own = [line for line in lines if system in line.systems]
    total = known_sum(line.annual_cost for line in own)
    if total is None or all(len(line.systems) == 1 for line in own):
        return total
    text = parts.translate("{amount} together with {systems}")
    others = sorted({id_ for line in own for id_ in line.systems} - {system})
    return text.format(amount=parts.kroner(total), systems=", ".join(str(parts.to_system(id_)) for id_ in others))


def _covered(contract: str, landscape: Landscape) -> tuple[object, ...]:
    systems = landscape.cell("contracts", contract, "systems")
    return systems if isinstance(systems, tuple) else ()


def _units(landscape: Landscape, id_: str) -> list[str]:
    own, using = (landscape.cell("systems", id_, field) for field in ("unit", "using_units"))
    found = [str(own)] if own is not None else []
    return [*found, *(str(one) for one in using if one != own)] if isinstance(using, tuple) else found


def choices_table(answer: DuplicatesAnswer, parts: Wording) -> ReportTable:
    """Which system of each group to keep first, and why."""
    translate = parts.translate
    columns = (
        Column(translate("Job")),
        Column(translate("First to keep")),
        Column(translate("Why, and what speaks against it")),
    )
    rows = [
        (
            job_name(group.capability, parts),
            parts.to_system(group.keep),
            [reason_text(reason, parts) for reason in group.reasons],
        )
        for group in _by_cost(answer.groups)
    ]
    return ReportTable(
        "choices",
        translate("Which to keep"),
        columns,
        rows,
        empty=translate("There is nothing to choose between."),
        note=translate(
            "First is the one that most systems stop without, then one of the common architecture, then the one with "
            "most users, then the one whose contract ends last. It is where the talk begins, not a decision."
        ),
    )


def shared_table(answer: DuplicatesAnswer, parts: Wording) -> ReportTable:
    """Data that several solutions of a group buy."""
    translate = parts.translate
    columns = (
        Column(translate("Job")),
        Column(translate("Data that several of them buy")),
        Column(translate("Of these, price not registered")),
    )
    rows = [
        (
            job_name(group.capability, parts),
            parts.object_cells(group.shared_data),
            parts.object_cells(group.shared_data_unpriced) or "",
        )
        for group in _by_cost(answer.groups)
        if group.shared_data
    ]
    return ReportTable(
        "shared_data",
        translate("Data bought again"),
        columns,
        rows,
        empty=translate("No data is bought by several solutions of one job, as far as it is registered."),
        note=translate("Data that is free, or within a service's flat price, is left out."),
    )
