"""The moves as changes to flows: the landscape as it would be after them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from model.claims.flow_changes import FlowChange
from queries.moves.answer import Move, MovesAnswer, Timing

NOW: tuple[Timing, ...] = ("now",)


def changes(answer: MovesAnswer, timing: Collection[Timing] = NOW) -> list[FlowChange]:
    """What `Landscape.changed` needs to make the moves of these timings, by flow id.

    A flow with several targets becomes one flow for each, carrying what that target gives. A move that would leave its
    consumer without some of its data is left out.

    >>> from datetime import date
    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> from model.landscape.landscape import Landscape
    >>> from queries.moves.query import moves
    >>> flow = {"provider": "DPR", "consumer": "a", "data_objects": ("person.navn",), "annual_price": 9e3,
    ...         "switch_cost": 0.0}
    >>> system = {"name": "A", "in_use_to": date(2030, 1, 1)}
    >>> town = Landscape(State().with_batch(Batch.of("hand", systems={"a": system}, flows={"DPR>a": flow})))
    >>> [(one.flow, one.provider) for one in changes(moves(town, date(2026, 11, 22)))]
    [('DPR>a', 'SF1525')]
    """
    chosen = (move for move in answer.moves if move.timing in timing and move.all_covered)
    return [change for move in chosen for change in _of(move)]


def _of(move: Move) -> Iterator[FlowChange]:
    giving = [target for target in move.targets if move.supplied[target]]
    several = len(giving) > 1
    for number, target in enumerate(giving):
        objects = move.supplied[target] if several else None
        yield FlowChange(move.flow, target, via=(), data_objects=objects, beside=number > 0)
