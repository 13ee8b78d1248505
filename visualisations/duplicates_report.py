"""Duplicate solutions as tables to read: the jobs that cost most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from queries.sums import known_sum
from visualisations.duplicates_words import evidence_text, job_name, not_for_that, reason_text, yes_or_no
from visualisations.report import Cell, Column, Report, ReportTable
from visualisations.report_parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from model.landscape import Landscape
    from queries.duplicates_answer import ContractTerms, CostLine, DuplicatesAnswer, Group, Totals
    from visualisations.report_parts import Translate


def duplicates_report(answer: DuplicatesAnswer, landscape: Landscape, *, translate: Translate, lang: str) -> Report:
    """The duplicates in the reader's language."""
    parts = Parts(landscape, translate, lang)
    tables = (_groups, _systems, _choices, _shared, _twice, _proposals, _overlaps, _tenders)
    return Report(
        title=translate("Duplicates"),
        sentences=list(_sentences(answer, parts)),
        tables=[table(answer, parts) for table in tables],
    )


def _sentences(answer: DuplicatesAnswer, parts: Parts) -> Iterator[str]:
    translate = parts.translate
    summary = answer.summary
    text = translate("Jobs that several solutions do: {groups}. Systems that do them: {systems}.")
    yield text.format(groups=parts.number(summary.jobs), systems=parts.number(summary.systems))
    if answer.groups:
        text = translate("Together these systems cost {cost} a year.")
        yield text.format(cost=_cost(summary.annual_cost, parts))
        text = translate(
            "With one solution for each job the known cost of the others falls away: {cost} a year at most. What the "
            "solution that stays then costs more is in the low figure, where users and prices are known."
        )
        yield text.format(cost=_cost(summary.others, parts))
    if any(group.leaving for group in answer.groups):
        text = translate("Of that, systems that leave anyway, by their registered last day, cost {cost} a year.")
        yield text.format(cost=_cost(summary.leaving, parts))
    if answer.proposals:
        text = translate("Guesses that are not counted and wait for a yes or a no: {count}.")
        yield text.format(count=parts.number(len(answer.proposals)))
    text = translate(
        "A finding counts from a confidence of {share} %: of a hundred such findings at least so many should be right."
    )
    yield text.format(share=parts.number(100 * answer.threshold))


def _cost(totals: Totals, parts: Parts) -> str:
    return parts.cost(totals.annual_cost, totals.unknown)


def _by_cost(groups: Iterable[Group]) -> list[Group]:
    return sorted(groups, key=lambda one: (-(one.saving.high or 0.0), -(one.annual_cost or 0.0)))


def _groups(answer: DuplicatesAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    columns = (
        Column(translate("Job")),
        Column(translate("Municipality")),
        Column(translate("Systems")),
        Column(translate("Solutions"), "number"),
        Column(translate("Known annual cost"), "money"),
        Column(translate("Costs not registered"), "number"),
        Column(translate("Saving at most"), "money"),
        Column(translate("Saving at least"), "money"),
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
            "At most: the known cost of the solutions that go. At least: that, less what the one that stays costs more "
            "at its own price for each user; not known where a cost or a number of users is not registered. Leaves "
            "anyway: what systems with a registered last day cost. A cost is that of the paid contracts for the "
            "solution alone, else the system's own."
        ),
    )


def _group(group: Group, parts: Parts) -> Sequence[Cell]:
    return (
        job_name(group.capability, parts),
        group.municipality if group.municipality is not None else "",
        parts.systems(group.systems),
        len(group.solutions),
        group.annual_cost,
        group.unknown_costs,
        parts.computed(group.saving.high),
        parts.computed(group.saving.low),
        parts.computed(group.leaving_cost) if group.leaving else "",
        parts.system(group.keep),
        group.users,
        group.confidence,
    )


def _systems(answer: DuplicatesAnswer, parts: Parts) -> ReportTable:
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
            "“Can be ended on” stays empty for the solution that is first to keep."
        ),
        replies=[
            not_for_that(id_, group.capability, parts)
            for group in _by_cost(answer.groups)
            for solution in group.solutions
            for id_ in solution
        ],
    )


def _rows_of(group: Group, parts: Parts) -> Iterator[Sequence[Cell]]:
    terms = {one.id: one for one in group.contract_terms}
    for place, solution in enumerate(group.solutions, start=1):
        for id_ in solution:
            yield _system(group, id_, place, terms, parts)


def _system(group: Group, id_: str, place: int, terms: dict[str, ContractTerms], parts: Parts) -> Sequence[Cell]:
    landscape = parts.landscape
    own = [terms[one] for one in sorted(terms) if id_ in _covered(one, landscape)]
    last = max(own, key=lambda one: (one.ends is None, str(one.ends), one.id), default=None)
    users, last_day = (landscape.cell("systems", id_, field) for field in ("users", "in_use_to"))
    vendor = landscape.cell("systems", id_, "vendor")
    units = [name for unit in _units(landscape, id_) if (name := parts.unit(unit))]
    return (
        parts.system(id_),
        job_name(group.capability, parts),
        place,
        units or None,
        None if vendor is None else str(vendor),
        users if isinstance(users, float) else None,
        _paid(group.costs, id_, parts),
        group.dependants[id_],
        parts.contracts(one.id for one in own) or None,
        None if last is None else last.ends,
        None if last is None else last.notice_by,
        group.end_dates.get(id_) if id_ in group.end_dates else "",
        last_day if isinstance(last_day, date) else "",
        [evidence_text(one, parts) for one in group.evidence[id_]],
    )


def _paid(lines: Sequence[CostLine], system: str, parts: Parts) -> Cell:
    """What is paid for one system; where it is paid with others, their joint cost in words."""
    own = [line for line in lines if system in line.systems]
    total = known_sum(line.annual_cost for line in own)
    if total is None or all(len(line.systems) == 1 for line in own):
        return total
    text = parts.translate("{amount} together with {systems}")
    others = sorted({id_ for line in own for id_ in line.systems} - {system})
    return text.format(amount=parts.kroner(total), systems=", ".join(str(parts.system(id_)) for id_ in others))


def _covered(contract: str, landscape: Landscape) -> tuple[object, ...]:
    systems = landscape.cell("contracts", contract, "systems")
    return systems if isinstance(systems, tuple) else ()


def _units(landscape: Landscape, id_: str) -> list[str]:
    own, using = (landscape.cell("systems", id_, field) for field in ("unit", "using_units"))
    found = [str(own)] if own is not None else []
    return [*found, *(str(one) for one in using if one != own)] if isinstance(using, tuple) else found


def _choices(answer: DuplicatesAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    columns = (
        Column(translate("Job")),
        Column(translate("First to keep")),
        Column(translate("Why, and what speaks against it")),
    )
    rows = [
        (
            job_name(group.capability, parts),
            parts.system(group.keep),
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


def _shared(answer: DuplicatesAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    columns = (
        Column(translate("Job")),
        Column(translate("Data that several of them buy")),
        Column(translate("Of these, price not registered")),
    )
    rows = [
        (
            job_name(group.capability, parts),
            parts.objects(group.shared_data),
            parts.objects(group.shared_data_unpriced) or "",
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


def _twice(answer: DuplicatesAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    columns = (
        Column(translate("Registrations")),
        Column(translate("What speaks for it")),
        Column(translate("Fuller registration")),
    )
    rows = [
        (parts.systems(one.systems), [reason_text(reason, parts) for reason in one.reasons], parts.system(one.keep))
        for one in answer.same_system_twice
    ]
    return ReportTable(
        "same_system_twice",
        translate("Perhaps the same system twice"),
        columns,
        rows,
        empty=translate("No two registrations look like one system."),
        note=translate("Nothing is merged by itself: correct the registration where the two are one."),
    )


def _proposals(answer: DuplicatesAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    columns = (
        Column(translate("System")),
        Column(translate("Perhaps for")),
        Column(translate("Confidence"), "share"),
        Column(translate("Because of")),
        Column(translate("Yes"), "command"),
        Column(translate("No"), "command"),
    )
    rows = [
        (
            parts.system(one.system),
            job_name(one.capability, parts),
            one.confidence,
            [evidence_text(evidence, parts) for evidence in one.evidence],
            f"landskab tag {one.system} {one.capability}",
            f"landskab tag {one.system} not:{one.capability}",
        )
        for one in answer.proposals
    ]
    return ReportTable(
        "proposals",
        translate("Guesses that wait for an answer"),
        columns,
        rows,
        empty=translate("No guess waits for an answer."),
        note=translate("They are counted nowhere until somebody says yes."),
        replies=[yes_or_no(one.system, one.capability, parts) for one in answer.proposals],
    )


def _overlaps(answer: DuplicatesAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    columns = (
        Column(translate("Data")),
        Column(translate("Bought from")),
        Column(translate("Systems")),
        Column(translate("Annual price"), "money"),
    )
    rows = [
        (parts.object(one.data_object), parts.system(one.provider), parts.systems(one.systems), one.annual_price)
        for one in answer.overlaps
    ]
    return ReportTable(
        "overlaps",
        translate("Other systems that buy the same data"),
        columns,
        rows,
        empty=translate("No two systems pay the same provider for the same data, as far as it is registered."),
        note=translate("A flow that carries several kinds of data stands in a row for each, with its whole price."),
        sheet=translate("Others that buy the same"),
    )


def _tenders(answer: DuplicatesAnswer, parts: Parts) -> ReportTable:
    translate = parts.translate
    columns = (
        Column(translate("Job")),
        Column(translate("First end"), "date"),
        Column(translate("Last end"), "date"),
        Column(translate("Municipalities")),
        Column(translate("Systems")),
    )
    rows = [
        (job_name(one.capability, parts), one.first, one.last, list(one.municipalities), parts.systems(one.systems))
        for one in answer.joint_tenders
    ]
    return ReportTable(
        "joint_tenders",
        translate("Could be tendered together"),
        columns,
        rows,
        empty=translate("No two municipalities have systems for the same job that can end within the same window."),
        note=translate("The window is {months}.").format(
            months=parts.counted(answer.window_months, translate("1 month"), translate("{n} months"))
        ),
    )
