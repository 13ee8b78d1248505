"""The texts of the moves: requirements to paste into tenders, the reasons, and what has closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from queries.moves.cells import contract, tender_by
from queries.moves.reasons import CLOSED
from queries.moves.requirement import requirement, verify_with
from queries.moves.words import reason_text, target_name, timing_word
from visualisations.report.report import Cell, Column, ReportTable

if TYPE_CHECKING:
    from queries.moves.answer import Move, MovesAnswer
    from visualisations.wording.wording import Wording


def requirements_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
    """The texts for the tenders: what is made now first, then those that must be ready first."""
    say = parts.translate
    columns = (
        Column(say("In the tender by"), "date"),
        Column(say("Contract")),
        Column(say("Consumer")),
        Column(say("Requirement")),
        Column(say("Verify with the supplier")),
    )
    moves = [move for move in sorted(answer.moves, key=_soonest) if move.targets]
    rows = [_requirement(move, parts) for move in moves]
    empty = say("No flow has anywhere to go.")
    note = say("What moves now goes into a change of the contract; a date that has passed: the requirement is late.")
    return ReportTable("requirements", say("Requirements for the tenders"), columns, rows, empty, note)


def _soonest(move: Move) -> tuple[bool, date, str]:
    return (move.timing != "now", move.tender_by or date.max, move.flow)


def _requirement(move: Move, parts: Wording) -> Sequence[Cell]:
    return (
        tender_by(move),
        contract(move, parts),
        parts.to_system(move.consumer),
        requirement(move, parts),
        verify_with(move, parts),
    )


def reasons_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
    """Why each flow is to move when it is; what has closed stands in a table of its own."""
    say = parts.translate
    columns = (Column(say("Consumer")), Column(say("Copy register")), Column(say("When")), Column(say("Reasons")))
    rows = [_reasons(move, parts) for move in answer.moves]
    return ReportTable("reasons", say("Why"), columns, rows, say("No flow comes from a copy register."))


def _reasons(move: Move, parts: Wording) -> Sequence[Cell]:
    told = [reason_text(reason, parts) for reason in move.reasons if reason.text != CLOSED]
    return (
        parts.to_system(move.consumer),
        parts.to_system(move.copy_register),
        timing_word(move, parts.translate),
        told,
    )


def closed_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
    """Closed services and registers that list what is demanded, each once."""
    say = parts.translate
    reasons = (reason for move in answer.moves for reason in move.reasons if reason.text == CLOSED)
    found = {reason.values["closed"][0]: reason.values["successor"] for reason in reasons}
    rows = [(target_name(id_, parts), [target_name(one, parts) for one in found[id_]]) for id_ in sorted(found)]
    columns = (Column(say("Closed")), Column(say("Successor")))
    title, empty = say("Closed services and registers that had the data"), say("No closed service had any of the data.")
    return ReportTable("closed", title, columns, rows, empty, sheet=say("Closed services and registers"))
