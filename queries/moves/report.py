"""The moves as tables to read: the copy registers first, then what to do, what to ask, what to write, and why."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from queries.moves.plan import open_table, order_table
from queries.moves.registers_table import contracts_table, hidden_table, holders_table, registers_table
from queries.moves.sentences import sentences
from queries.moves.texts import closed_table, reasons_table, requirements_table
from visualisations.report.report import Report
from visualisations.wording.amounts import one_stop
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.moves.answer import MovesAnswer


def moves_report(
    answer: MovesAnswer, landscape: Landscape, *, translate: Callable[[str], str], lang: str = "da"
) -> Report:
    """The answer in sentences and tables, in the language `lang` of `translate`.

    >>> from datetime import date
    >>> from model.landscape.landscape import Landscape; from model.claims.state import State
    >>> from queries.moves.query import moves
    >>> empty = Landscape(State())
    >>> [table.empty for table in moves_report(moves(empty, date(2026, 11, 22)), empty, translate=str).tables][0]
    'No copy register is in use.'
    """
    parts = Wording(landscape, translate, lang)
    plan = (registers_table, contracts_table, order_table, open_table, holders_table, hidden_table)
    texts = (requirements_table, reasons_table, closed_table)
    tables = [make(answer, parts) for make in (*plan, *texts)]
    return Report(translate("Copy registers"), [*map(one_stop, sentences(answer, parts))], tables)
