"""An impact answer as a workbook to take to a meeting: an overview, then one sheet per part of the answer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from model.landscape.landscape import Landscape
from queries.impact import sheets_of_verdicts, sheets_of_work
from queries.impact.answer import ImpactAnswer
from queries.impact.overview_sheet import overview_lines
from queries.impact.words import ShutdownWording
from visualisations.sheet.plain_sheets import SheetWriter
from visualisations.sheet.sheet_data import SheetData
from visualisations.sheet.sheet_writer import MAX_ROWS, new_workbook
from visualisations.wording.translate import Translate

if TYPE_CHECKING:
    pass

PARTS: tuple[Callable[[ImpactAnswer, ShutdownWording], SheetData], ...] = (
    sheets_of_verdicts.affected,
    sheets_of_verdicts.why,
    sheets_of_verdicts.already_down,
    sheets_of_work.to_reestablish,
    sheets_of_work.candidates,
    sheets_of_work.falls_away,
    sheets_of_verdicts.units,
    sheets_of_verdicts.capabilities,
    sheets_of_work.registration,
)
"""The sheets after the overview, in their order."""

_LARGE = 20_000
"""Affected systems from which rows are written out as they come."""
_TOP = 2
"""Rows above a sheet's headings."""


def write_impact_workbook(
    answer: ImpactAnswer,
    landscape: Landscape,
    path: Path,
    *,
    translate: Translate,
    lang: str = "da",
    max_rows: int = MAX_ROWS,
) -> None:
    """Write an answer to `path` as `.xlsx`, in the language `lang` of `translate`.

    What a sheet or a cell cannot hold is left out, and the overview says so and how much. `max_rows` counts a
    sheet's rows, headings among them. Raises `InputError` where `path` cannot be written; what was there is then
    unchanged.
    """
    words = ShutdownWording(landscape, translate, lang)
    with new_workbook(path, large=len(answer.affected) > _LARGE) as workbook:
        writer = SheetWriter(workbook, translate, max_rows)
        overview = workbook.add_worksheet(translate("Overview"))
        contents = [writer.sheet(part(answer, words)) for part in PARTS]
        writer.overview(overview, words.question(answer), overview_lines(answer, words, contents))
