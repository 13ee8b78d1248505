"""The way from paid copy registers as a question: the moves, or what comes after them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from queries.options import LEAD, Option, amount, prices, yes
from queries.question import Question, Variant

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from model.landscape.landscape import Landscape
    from queries.moves.after import AfterMoves
    from queries.moves.answer import MovesAnswer
    from visualisations.report.report import Report
    from visualisations.wording.translate import Translate


def _query(
    landscape: Landscape,
    as_of: date,
    *,
    switch_cost: float | None = None,
    prices: Mapping[str, float] | None = None,
    lead_months: int = 12,
) -> MovesAnswer:
    from queries.moves.query import moves

    return moves(landscape, as_of, switch_cost=switch_cost, prices=prices, lead_months=lead_months)


def _report(answer: MovesAnswer, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
    from queries.moves.report import moves_report

    return moves_report(answer, landscape, translate=translate, lang=lang)


def _after(
    landscape: Landscape,
    as_of: date,
    *,
    switch_cost: float | None = None,
    prices: Mapping[str, float] | None = None,
    lead_months: int = 12,
) -> AfterMoves:
    from queries.moves.after import after_moves

    return after_moves(landscape, as_of, switch_cost=switch_cost, prices=prices, lead_months=lead_months)


def _report_after(answer: AfterMoves, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
    from queries.moves.after_report import moves_after_report

    return moves_after_report(answer, landscape, translate=translate, lang=lang)


QUESTION = Question(
    name="moves",
    title="Copy registers",
    asks="Which flows can leave a paid copy register, where to, what is saved, and when?",
    query=_query,
    report=_report,
    options=(
        Option(
            "switch_cost",
            "Cost of changing a flow",
            "What changing one flow costs where it is not registered.",
            "N",
            amount,
            setting="LANDSKAB_SWITCH_COST",
        ),
        Option(
            "price",
            "Price of a target",
            "A target's annual price, again for each.",
            "ID=N",
            prices,
            several=True,
            argument="prices",
            example="SF6004=12000",
        ),
        LEAD,
    ),
    variants=(
        Variant(
            Option(
                "apply",
                "After the moves",
                "Make the moves of now and turn off each copy register; nothing is stored.",
                "",
                yes,
            ),
            _after,
            _report_after,
            button="After the moves …",
        ),
    ),
)
