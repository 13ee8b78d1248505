"""The copy registers as tables: when each can close and what that saves, and who stands in the way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from visualisations.report import Cell, Column, ReportTable

if TYPE_CHECKING:
    from queries.moves_answer import Closing, MovesAnswer
    from visualisations.report_parts import Parts


def registers_table(answer: MovesAnswer, parts: Parts) -> ReportTable:
    """One row per copy register, by id."""
    say = parts.translate
    columns = (
        Column(say("Copy register")),
        Column(say("Consumers"), "number"),
        Column(say("Now"), "number"),
        Column(say("Next tender"), "number"),
        Column(say("Not known"), "number"),
        Column(say("Blocked"), "number"),
        Column(say("Can close from"), "date"),
        Column(say("Saved a year when closed"), "money"),
        Column(say("All at once pays")),
    )
    rows = [_row(closing, parts) for closing in answer.registers]
    note = say("A register's own price is saved only when its last consumer has moved. Consumers are counted.")
    return ReportTable("registers", say("Copy registers"), columns, rows, say("No copy register is in use."), note)


def _row(closing: Closing, parts: Parts) -> Sequence[Cell]:
    say = parts.translate
    together = {True: say("yes"), False: say("no"), None: say("not known")}
    return (
        parts.system(closing.id),
        closing.consumers,
        closing.now,
        closing.next_tender,
        closing.unknown,
        closing.blocked,
        closing.closable_from or say("not known"),
        closing.annual_saving_on_close,
        say("all move now") if closing.consumers and closing.now == closing.consumers else together[closing.together],
    )


def holders_table(answer: MovesAnswer, parts: Parts) -> ReportTable:
    """Who holds a register back, and who would not be told of its end."""
    say = parts.translate
    columns = (Column(say("Copy register")), Column(say("Held back by")), Column(say("Not on the vendor's list")))
    rows = [
        (parts.system(one.id), parts.systems(one.held_back_by), parts.systems(one.hidden_consumers))
        for one in answer.registers
        if one.held_back_by or one.hidden_consumers
    ]
    note = say("Who is not on the vendor's list lacks data the day the register is turned off, and is not warned.")
    return ReportTable("holders", say("Who holds it back, and who is not warned"), columns, rows, say("Nobody."), note)
