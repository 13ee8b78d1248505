"""After the proposed moves, as tables to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from visualisations.report.report import Cell, Column, Report, ReportTable
from visualisations.wording.amounts import one_stop
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.moves.after import AfterMoves, ClosedAfter
    from visualisations.wording.translate import Translate


def moves_after_report(answer: AfterMoves, landscape: Landscape, *, translate: Translate, lang: str) -> Report:
    """What turning off each copy register does before and after every move of now."""
    parts = Wording(landscape, translate, lang)
    free = [one.id for one in answer.registers if not one.still_fed]
    sentences = [
        translate("Moves of now that are made here: {moved}. Nothing is stored.").format(
            moved=parts.number(len(answer.moved))
        ),
        translate("Copy registers that nobody gets data from afterwards: {names}.").format(
            names=", ".join(str(parts.to_system(id_)) for id_ in free) or translate("none")
        ),
    ]
    tables = [_registers(answer, parts), _moved(answer, parts)]
    return Report(translate("After the moves"), [*map(one_stop, sentences)], tables)


def _registers(answer: AfterMoves, parts: Wording) -> ReportTable:
    say = parts.translate
    words = (say("stops"), say("may stop"), say("is degraded or may be"))
    columns = (
        Column(say("If turned off")),
        *(Column(say("{what}, before").format(what=word), "number") for word in words),
        *(Column(say("{what}, after").format(what=word), "number") for word in words),
        Column(say("Still gets data from it")),
    )
    rows = [_row(one, parts) for one in answer.registers]
    note = say("Numbers of systems, by the shutdown question, as things are registered.")
    return ReportTable(
        "after", say("Turning off each copy register"), columns, rows, say("No copy register is in use."), note
    )


def _row(one: ClosedAfter, parts: Wording) -> tuple[Cell, ...]:
    before, after = one.before, one.after
    hit = (after.stops, after.may_stop, after.degraded + after.may_degrade) if after else (0, 0, 0)
    return (
        parts.to_system(one.id),
        *(before.stops, before.may_stop, before.degraded + before.may_degrade),
        *hit,
        parts.to_systems(one.still_fed) or parts.translate("nobody"),
    )


def _moved(answer: AfterMoves, parts: Wording) -> ReportTable:
    say = parts.translate
    rows = [(parts.to_flow(id_), id_) for id_ in answer.moved]
    columns = (Column(say("Flow")), Column(say("Id")))
    return ReportTable("moved", say("Flows that have moved"), columns, rows, say("No flow moves now."))
