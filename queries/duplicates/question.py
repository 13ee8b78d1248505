"""Duplicate solutions as a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.options import Option, months, share
from queries.question import Question

if TYPE_CHECKING:
    from datetime import date

    from model.landscape.landscape import Landscape
    from queries.duplicates.answer import DuplicatesAnswer
    from visualisations.report.report import Report
    from visualisations.wording.translate import Translate


def _query(
    landscape: Landscape, as_of: date, *, threshold: float | None = None, window_months: int | None = None
) -> DuplicatesAnswer:
    from queries.duplicates.query import THRESHOLD, WINDOW_MONTHS, duplicates

    return duplicates(
        landscape,
        as_of,
        threshold=THRESHOLD if threshold is None else threshold,
        window_months=WINDOW_MONTHS if window_months is None else window_months,
    )


def _report(answer: DuplicatesAnswer, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
    from queries.duplicates.report import duplicates_report

    return duplicates_report(answer, landscape, translate=translate, lang=lang)


QUESTION = Question(
    name="duplicates",
    title="Duplicates",
    asks="Which systems do the same job, what do they cost together, and what would it take to have one?",
    query=_query,
    report=_report,
    options=(
        Option(
            "threshold",
            "Confidence",
            "The confidence from which a finding counts; 0.8 if left out.",
            "N",
            share,
            setting="LANDSKAB_THRESHOLD",
        ),
        Option(
            "window_months",
            "Months of a joint tender",
            "How far apart the end dates of a joint tender may be; 12 months if left out.",
            "N",
            months,
            setting="LANDSKAB_WINDOW_MONTHS",
        ),
    ),
)
