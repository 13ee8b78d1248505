"""The ends of contracts as a question, with a calendar file and a time line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.options import LEAD, Option, read_date
from queries.question import FileKind, Illustration, Question

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from model.landscape.landscape import Landscape
    from queries.calendar.answer import CalendarAnswer
    from visualisations.report.report import Report
    from visualisations.wording.translate import Translate


def _query(
    landscape: Landscape, as_of: date, *, start: date | None = None, end: date | None = None, lead_months: int = 12
) -> CalendarAnswer:
    from queries.calendar.query import contract_calendar

    return contract_calendar(landscape, as_of, start=start, end=end, lead_months=lead_months)


def _report(answer: CalendarAnswer, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
    from queries.calendar.report import calendar_report

    return calendar_report(answer, landscape, translate=translate, lang=lang)


def _calendar_file(
    answer: CalendarAnswer, landscape: Landscape, /, *, translate: Translate, lang: str, stamp: datetime | None
) -> bytes:
    from queries.calendar.calendar_file import calendar_file

    return calendar_file(answer, landscape, translate=translate, lang=lang, stamp=stamp)


def _time_line(
    answer: CalendarAnswer, landscape: Landscape, /, *, translate: Translate, lang: str, link: Callable[[str], str]
) -> str:
    from queries.calendar.picture import contract_timeline

    return contract_timeline(answer, landscape, translate=translate, lang=lang, link=link)


QUESTION = Question(
    name="calendar",
    title="Contracts",
    asks="What ends when, what must be given notice, and when must a tender start?",
    query=_query,
    report=_report,
    options=(
        Option("start", "From", "The first day shown; the day of asking if left out.", "DATE", read_date),
        Option("end", "To", "The last day shown; 24 months on if left out.", "DATE", read_date),
        LEAD,
    ),
    files=(
        FileKind(
            ".ics",
            "text/calendar; charset=utf-8",
            "Calendar file",
            "Write the dates as an iCalendar file too, which Outlook opens.",
            _calendar_file,
        ),
    ),
    drawing=Illustration("Contracts on a time line", _time_line),
)
