"""The moves that can be planned, in order, and those of which something must be known first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from queries.moves.cells import contract, ends_cells, ends_columns, objects
from queries.moves.requirement import verify_with
from queries.moves.words import lack_words, timing_word
from visualisations.report.report import Cell, Column, ReportTable

if TYPE_CHECKING:
    from queries.moves.answer import Move, MovesAnswer
    from visualisations.wording.wording import Wording


def order_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
    """What moves now or in the next tender, the most money first."""
    say = parts.translate
    columns = (
        *ends_columns(say),
        Column(say("When")),
        Column(say("Date"), "date"),
        Column(say("Saves a year"), "money"),
        Column(say("Change costs"), "money"),
        Column(say("Pays below"), "money"),
        Column(say("Months to pay back"), "number"),
        Column(say("Contract")),
    )
    by_flow = {move.flow: move for move in answer.moves}
    rows = [_planned(by_flow[flow], parts) for flow in answer.order]
    title, empty = say("What moves, and in which order"), say("No flow can be planned.")
    note = say(
        "The most money first. 'Pays below': what the change may cost before it is cheaper to wait; empty where nobody "
        "can wait. A saving is the flow's own registered price; a price that is only a share of the register's "
        "contract is saved with the register."
    )
    return ReportTable("order", title, columns, rows, empty, note, sheet=say("Moves in order"))


def _planned(move: Move, parts: Wording) -> Sequence[Cell]:
    return (
        *ends_cells(move, parts),
        timing_word(move, parts.translate),
        move.date,
        parts.computed(move.annual_saving),
        move.switch_cost,
        "" if move.forced else parts.computed(move.pays_below),
        parts.computed(_payback(move)),
        contract(move, parts),
    )


def _payback(move: Move) -> float | str | None:
    """Nothing to say where the move saves nothing; `None` where a part is unknown."""
    known = move.annual_saving is not None and move.switch_cost is not None
    return "" if known and move.payback_months is None else move.payback_months


def open_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
    """Flows of which something is not known, forced ones too: what, what cannot be had, and whom to ask."""
    say = parts.translate
    columns = (
        *ends_columns(say),
        Column(say("When")),
        Column(say("What must be known")),
        Column(say("Not to be had")),
        Column(say("Pays below"), "money"),
        Column(say("Can leave on"), "date"),
        Column(say("Ask")),
    )
    rows = [_unplanned(move, parts) for move in answer.moves if move.lacks or move.missing]
    note = say("A price that is not registered is never counted as 0.")
    return ReportTable("open", say("What must be known first"), columns, rows, say("Nothing is lacking."), note)


def _unplanned(move: Move, parts: Wording) -> Sequence[Cell]:
    lacks = lack_words(parts.translate)
    return (
        *ends_cells(move, parts),
        timing_word(move, parts.translate),
        [lacks[one] for one in move.lacks],
        objects(move.missing, parts),
        parts.computed(move.pays_below),
        parts.computed(move.date),
        verify_with(move, parts),
    )
