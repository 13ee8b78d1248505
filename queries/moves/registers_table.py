"""The copy registers as tables: when each can close, what that saves, who stands in the way, who is not warned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from model.schema import texts
from queries.moves.requirement import vendor_of
from visualisations.report.report import Cell, Column, ReportTable

if TYPE_CHECKING:
    from queries.moves.answer import Closing, Move, MovesAnswer, RegisterContract
    from visualisations.wording.wording import Wording


def registers_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
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
        Column(say("Saved from"), "date"),
        Column(say("All at once pays")),
    )
    rows = [_row(closing, parts) for closing in answer.registers]
    note = say(
        "A register's own price is saved only when its last consumer has moved and its contract can be ended ('Saved "
        "from'). Consumers are counted."
    )
    return ReportTable("registers", say("Copy registers"), columns, rows, say("No copy register is in use."), note)


def _row(closing: Closing, parts: Wording) -> Sequence[Cell]:
    say = parts.translate
    together = {True: say("yes"), False: say("no"), None: say("not known")}
    return (
        parts.to_system(closing.id),
        closing.consumers,
        closing.now,
        closing.next_tender,
        closing.unknown,
        closing.blocked,
        closing.closable_from or say("not known"),
        closing.annual_saving_on_close,
        closing.saved_from or say("not known"),
        say("all move now") if closing.consumers and closing.now == closing.consumers else together[closing.together],
    )


def contracts_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
    """What pays for each copy register, and until when it is bound."""
    say = parts.translate
    columns = (
        Column(say("Copy register")),
        Column(say("Contract")),
        Column(say("Annual cost"), "money"),
        Column(say("Covers besides"), "number"),
        Column(say("Ends"), "date"),
        Column(say("Last day to give notice"), "date"),
        Column(say("Irrevocable until"), "date"),
    )
    rows = [_contract(closing, one, parts) for closing in answer.registers for one in closing.contracts]
    rows += [_no_contract(closing, parts) for closing in answer.registers if not closing.contracts]
    note = say(
        "Contracts that are paid on the day. One that covers more than the register goes on when it closes: its price "
        "must be agreed anew with the supplier, and the register's own registered cost stands for its share till then."
    )
    title, empty = say("What pays for the copy registers"), say("No copy register is in use.")
    return ReportTable("contracts", title, columns, rows, empty, note)


def _contract(closing: Closing, one: RegisterContract, parts: Wording) -> Sequence[Cell]:
    irrevocable = one.irrevocable_until if one.irrevocable_until is not None else ""
    dates = (one.ends, one.notice_by, irrevocable)
    return (parts.to_system(closing.id), parts.to_contract(one.id), one.annual_cost, one.besides, *dates)


def _no_contract(closing: Closing, parts: Wording) -> Sequence[Cell]:
    own = parts.landscape.cell("systems", closing.id, "annual_cost")
    cost = own if isinstance(own, float) else None
    return (parts.to_system(closing.id), parts.translate("no contract is registered"), cost, "", None, None, "")


def holders_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
    """Who holds a register back."""
    say = parts.translate
    columns = (Column(say("Copy register")), Column(say("Held back by")))
    rows = [
        (parts.to_system(one.id), parts.to_systems(one.held_back_by)) for one in answer.registers if one.held_back_by
    ]
    return ReportTable("holders", say("Who holds it back"), columns, rows, say("Nobody."))


def hidden_table(answer: MovesAnswer, parts: Wording) -> ReportTable:
    """Who would not be told of a register's end: a row for each consumer of each register."""
    say = parts.translate
    columns = (Column(say("Consumer")), Column(say("Copy register")), Column(say("The register's vendor")))
    rows = [
        (parts.to_system(consumer), parts.to_system(one.id), vendor_of(one.id, parts))
        for one in answer.registers
        for consumer in one.hidden_consumers
    ]
    note = say("Who is not on the vendor's list lacks data the day the register is turned off, and is not warned.")
    given = any("vendor" in _declared(move, parts) for move in answer.moves)
    empty = say("Nobody.") if given else say("No vendor has given a list of who uses its copy register.")
    return ReportTable("hidden", say("Not on the vendor's list"), columns, rows, empty, note)


def _declared(move: Move, parts: Wording) -> tuple[str, ...]:
    """Who has told of a flow."""
    return texts(parts.landscape.cell("flows", move.flow, "declared_by"))
