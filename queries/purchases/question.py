"""Bought data as a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.question import Question

if TYPE_CHECKING:
    from datetime import date

    from model.landscape.landscape import Landscape
    from queries.purchases.answer import PurchasesAnswer
    from visualisations.report.report import Report
    from visualisations.wording.translate import Translate


def _query(landscape: Landscape, as_of: date) -> PurchasesAnswer:
    from queries.purchases.query import purchases

    return purchases(landscape, as_of)


def _report(answer: PurchasesAnswer, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
    from queries.purchases.report import purchases_report

    return purchases_report(answer, landscape, translate=translate, lang=lang)


QUESTION = Question(
    name="purchases",
    title="Data purchases",
    asks="Which data is bought how, by whom, how many times, and for how much?",
    query=_query,
    report=_report,
)
