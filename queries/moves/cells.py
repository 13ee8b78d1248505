"""Cells that several tables of moves share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from queries.moves.words import target_name
from visualisations.report.report import Cell, Column, Linked

if TYPE_CHECKING:
    from queries.moves.answer import Move
    from visualisations.wording.translate import Translate
    from visualisations.wording.wording import Wording


def ends_columns(translate: Translate) -> tuple[Column, ...]:
    """Whose flow, from which copy register, and where to."""
    return tuple(map(Column, (translate("Consumer"), translate("Copy register"), translate("Move to"))))


def ends_cells(move: Move, parts: Wording) -> tuple[Cell, ...]:
    """The cells under `ends_columns`."""
    return (parts.to_system(move.consumer), parts.to_system(move.copy_register), targets(move, parts))


def targets(move: Move, parts: Wording) -> Cell:
    """The targets by id and name; with a link where the landscape has a row."""
    rows = parts.landscape.tables["systems"].index
    names = ((one, target_name(one, parts)) for one in move.targets)
    return [Linked(name, "systems", one) if one in rows else name for one, name in names]


def objects(ids: Sequence[str], parts: Wording) -> Cell:
    """Data objects by name."""
    return parts.object_cells(ids)


def contract(move: Move, parts: Wording) -> Cell:
    """The contract that binds the flow."""
    return None if move.contract is None else parts.to_contract(move.contract)


def tender_by(move: Move) -> Cell:
    """When the requirement must be in the tender; a move that is made now waits for none."""
    return "" if move.timing == "now" else move.tender_by
