"""The contract calendar as tables to read: what is overdue first."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from queries.calendar.contracts_tables import all_table, turned_off_table, unused_table, without_table
from queries.calendar.dates_tables import coming_table, overdue_table, quarters_table, unknown_table
from visualisations.report.report import Report
from visualisations.wording.amounts import one_stop
from visualisations.wording.day_words import day_text
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.calendar.answer import CalendarAnswer
    from visualisations.wording.translate import Translate

DATES = (overdue_table, coming_table, quarters_table, unknown_table)
CONTRACTS = (turned_off_table, unused_table, without_table, all_table)


def calendar_report(answer: CalendarAnswer, landscape: Landscape, *, translate: Translate, lang: str) -> Report:
    """The calendar in the reader's language."""
    parts = Wording(landscape, translate, lang)
    tables = (*DATES, *CONTRACTS)
    return Report(
        title=translate("Contracts and tenders"),
        sentences=[*map(one_stop, _sentences(answer, parts))],
        tables=[table(answer, parts) for table in tables],
    )


def _sentences(answer: CalendarAnswer, parts: Wording) -> Iterator[str]:
    translate, summary = parts.translate, answer.summary
    text = translate("Dates overdue: {overdue}. Dates within {months} from {day}: {soon}. Shown: {start} to {end}.")
    day, start, end = (day_text(one, translate) for one in (answer.as_of, answer.start, answer.end))
    yield text.format(
        overdue=summary.overdue,
        soon=summary.soon,
        months=_months(answer.soon_months, parts),
        day=day,
        start=start,
        end=end,
    )
    if summary.ended_in_use:
        text = translate("Contracts that have run out while what they cover is still in use: {count}.")
        yield text.format(count=summary.ended_in_use)
    if not summary.contracts:
        yield translate("No contract is registered.")
        return
    text = translate("Contracts: {count}. Known annual cost of those that are paid: {cost}.")
    yield text.format(count=summary.contracts, cost=parts.cost(summary.annual_cost, summary.cost_unknown))
    text = translate("Contracts whose end is not registered: {ends}; whose months of notice are not: {notice}.")
    yield text.format(ends=summary.end_unknown, notice=summary.notice_unknown)
    text = translate("Systems in use without a contract in force: {count}; registers are not counted.")
    yield text.format(count=summary.without_contract)
    text = translate("A tender starts {months} before its contract ends, unless its day is registered.")
    yield text.format(months=_months(answer.lead_months, parts))


def _months(number: int, parts: Wording) -> str:
    return parts.counted(number, parts.translate("1 month"), parts.translate("{n} months"))
