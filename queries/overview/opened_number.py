"""One number of the overview, opened: the rows that it was made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from queries.facts.document import document
from queries.overview.query import OverviewAnswer, overview
from queries.overview.rows_report import overview_rows_report

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from visualisations.report.report import Report


@dataclass(frozen=True, slots=True)
class OpenedNumber:
    """A number by its key, with the overview that it stands in."""

    overview: OverviewAnswer
    key: str

    def as_json(self) -> dict[str, Any]:
        """The number as it stands in the overview."""
        plain: dict[str, Any] = {"as_of": self.overview.as_of.isoformat(), **document(self.overview.number(self.key))}
        return plain


def opened_number(landscape: Landscape, as_of: date, *, number: str, lead_months: int = 12) -> OpenedNumber:
    """The number of that key. Raises `InputError` where the overview has none."""
    answer = overview(landscape, as_of, lead_months=lead_months)
    answer.number(number)
    return OpenedNumber(answer, number)


def opened_report(answer: OpenedNumber, landscape: Landscape, *, translate: Callable[[str], str], lang: str) -> Report:
    """Its rows as tables."""
    return overview_rows_report(answer.overview, answer.key, landscape, translate=translate, lang=lang)
