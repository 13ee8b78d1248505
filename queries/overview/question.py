"""The overview as a question: the whole landscape, one system of it, or the rows of one number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.options import LEAD, Option
from queries.question import Question, Variant

if TYPE_CHECKING:
    from datetime import date

    from model.landscape.landscape import Landscape
    from queries.overview.opened_number import OpenedNumber
    from queries.overview.query import OverviewAnswer
    from queries.overview.system_query import SystemOverview
    from visualisations.report.report import Report
    from visualisations.wording.translate import Translate


def _query(landscape: Landscape, as_of: date, *, lead_months: int = 12) -> OverviewAnswer:
    from queries.overview.query import overview

    return overview(landscape, as_of, lead_months=lead_months)


def _report(answer: OverviewAnswer, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
    from queries.overview.report import overview_report

    return overview_report(answer, landscape, translate=translate, lang=lang)


def _of_system(landscape: Landscape, as_of: date, *, what: str, lead_months: int = 12) -> SystemOverview:
    from queries.overview.system_query import system_overview

    return system_overview(landscape, what, as_of, lead_months=lead_months)


def _report_of_system(answer: SystemOverview, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
    from queries.overview.system_report import overview_system_report

    return overview_system_report(answer, landscape, translate=translate, lang=lang)


def _of_number(landscape: Landscape, as_of: date, *, number: str, lead_months: int = 12) -> OpenedNumber:
    from queries.overview.opened_number import opened_number

    return opened_number(landscape, as_of, number=number, lead_months=lead_months)


def _report_of_number(answer: OpenedNumber, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
    from queries.overview.opened_number import opened_report

    return opened_report(answer, landscape, translate=translate, lang=lang)


QUESTION = Question(
    name="overview",
    title="Overview",
    asks="Which systems are there, what do they cost, when are they tendered, who owns them, what is their future?",
    query=_query,
    report=_report,
    options=(LEAD,),
    variants=(
        Variant(
            Option(
                "system",
                "One system",
                "Only this system: by id, unique name or alias.",
                "WHAT",
                str,
                argument="what",
            ),
            _of_system,
            _report_of_system,
        ),
        Variant(
            Option("number", "One number", "The rows that this number was made from: cost.total.", "KEY", str),
            _of_number,
            _report_of_number,
        ),
    ),
)
