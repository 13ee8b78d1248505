"""After the proposed moves: what turning off each copy register does then, beside what it does now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from model.landscape.in_use import in_use
from model.landscape.landscape import Landscape
from model.schema import texts
from queries.facts.document import Documented
from queries.impact.answer import Summary
from queries.impact.query import shutdown_impact
from queries.moves.applied import changes
from queries.moves.query import moves


@dataclass(frozen=True, slots=True)
class ClosedAfter:
    """A copy register turned off before the moves and after them; `still_fed` are its consumers after them, by id.

    `after` is `None` where nothing refers to the register any more: turning it off concerns nobody.
    """

    id: str
    before: Summary
    after: Summary | None
    still_fed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AfterMoves(Documented):
    """The moves that were made (flow ids), and what closing then does."""

    as_of: date
    moved: tuple[str, ...]
    registers: tuple[ClosedAfter, ...]


def after_moves(landscape: Landscape, as_of: date, **options: Any) -> AfterMoves:
    """Make every `now` move and turn off each copy register on that day; options as of `moves`.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> flow = {"provider": "DPR", "consumer": "a", "data_objects": ("person.navn",), "need": "required",
    ...         "annual_price": 9e3, "switch_cost": 0.0}
    >>> system = {"name": "A", "in_use_to": date(2030, 1, 1)}
    >>> town = Landscape(State().with_batch(Batch.of("hand", systems={"a": system}, flows={"DPR>a": flow})))
    >>> [one] = after_moves(town, date(2026, 11, 22)).registers
    >>> one.id, one.before.stops, one.after, one.still_fed
    ('DPR', 1, None, ())
    """
    answer = moves(landscape, as_of, **options)
    made = changes(answer)
    moved = tuple(dict.fromkeys(change.flow for change in made))
    later = landscape.changed(made) if made else landscape
    return AfterMoves(
        as_of=as_of,
        moved=moved,
        registers=tuple(_closed(one.id, landscape, later, as_of) for one in answer.registers),
    )


def _closed(register: str, before: Landscape, after: Landscape, at: date) -> ClosedAfter:
    then = _summary(after, register, at) if ("systems", register) in after else None
    return ClosedAfter(register, _summary(before, register, at), then, tuple(sorted(_fed(after, register, at))))


def _summary(landscape: Landscape, register: str, at: date) -> Summary:
    return shutdown_impact(landscape, [f"system:{register}"], at=at).summary


def _fed(landscape: Landscape, register: str, at: date) -> set[str]:
    """The systems in use that get something from it or through it."""
    flows, systems = landscape.tables["flows"], landscape.tables["systems"]
    used = in_use(landscape, at).systems
    rows = zip(flows.cells("provider"), flows.cells("via"), flows.cells("consumer"), strict=True)
    fed = {str(to) for provider, via, to in rows if register == provider or register in texts(via)}
    return {system for system in fed if used[systems.index[system]]}
