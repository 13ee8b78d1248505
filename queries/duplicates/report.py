"""Duplicate solutions as tables to read: the jobs that cost most first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from queries.duplicates.groups_tables import choices_table, groups_table, shared_table, systems_table
from queries.duplicates.lists import overlaps_table, proposals_table, tenders_table, twice_table
from visualisations.report.report import Report
from visualisations.wording.amounts import one_stop
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.duplicates.answer import DuplicatesAnswer, Totals
    from visualisations.wording.translate import Translate

GROUPS = (groups_table, systems_table, choices_table, shared_table)
LISTS = (twice_table, proposals_table, overlaps_table, tenders_table)


def duplicates_report(answer: DuplicatesAnswer, landscape: Landscape, *, translate: Translate, lang: str) -> Report:
    """The duplicates in the reader's language."""
    parts = Wording(landscape, translate, lang)
    tables = (*GROUPS, *LISTS)
    return Report(
        title=translate("Duplicates"),
        sentences=[*map(one_stop, _sentences(answer, parts))],
        tables=[table(answer, parts) for table in tables],
    )


def _sentences(answer: DuplicatesAnswer, parts: Wording) -> Iterator[str]:
    translate = parts.translate
    summary = answer.summary
    text = translate("Jobs that several solutions do: {groups}. Systems that do them: {systems}.")
    yield text.format(groups=parts.number(summary.jobs), systems=parts.number(summary.systems))
    if answer.groups:
        text = translate("Their known annual cost together: {cost}.")
        yield text.format(cost=_cost(summary.annual_cost, parts))
        text = translate(
            "With one solution for each job the known annual cost of the others falls away: {cost}. What the solution "
            "that stays then costs more is taken off in the table, where users and prices are known."
        )
        yield text.format(cost=_cost(summary.others, parts))
    if any(group.leaving for group in answer.groups):
        text = translate("Of that, the annual cost of systems that leave anyway, by their registered last day: {cost}.")
        yield text.format(cost=_cost(summary.leaving, parts))
    if answer.proposals:
        text = translate("Guesses that are not counted and wait for a yes or a no: {count}.")
        yield text.format(count=parts.number(len(answer.proposals)))
    text = translate(
        "A finding counts from a confidence of {share} %: of a hundred such findings at least so many should be right."
    )
    yield text.format(share=parts.number(100 * answer.threshold))


def _cost(totals: Totals, parts: Wording) -> str:
    return parts.cost(totals.annual_cost, totals.unknown)
