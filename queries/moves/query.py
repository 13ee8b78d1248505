"""Which flows can leave a paid copy register, where to, what is saved, and when? The definition: docs/moves.md.

The steps stand one to a file: `moves_flows` (which flows), `moves_demand` (what is needed), `moves_supply` (who gives
it), `moves_cover` (the smallest set), `moves_binding`, `moves_money` and `moves_timing` (when); `moves_one` takes one
flow through them, and `moves_registers` sums up.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from math import isfinite

from model.errors import InputError
from model.landscape.landscape import Landscape
from queries.facts.contracts import Contracts
from queries.moves.answer import Closing, Move, MovesAnswer, Number, exact, plain
from queries.moves.flows import asked_flows, copy_registers, out_of_use
from queries.moves.one import FlowMoves, MovesOptions
from queries.moves.registers import Closings


def moves(
    landscape: Landscape,
    as_of: date,
    *,
    switch_cost: Number | None = None,
    prices: Mapping[str, Number] | None = None,
    lead_months: int = 12,
) -> MovesAnswer:
    """What can be moved from copy registers to shared services, as of a day.

    `switch_cost`: kroner for changing a flow that has none registered. `prices`: catalogue id of a target -> kroner a
    year. `lead_months`: how long before a contract's end its tender must know the requirement. Raises `InputError` for
    a price of something that is no service, no register and not Datafordeleren, or that is below 0; for a switch
    cost or a lead time below 0.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> flow = {"provider": "KMD_PDATA", "consumer": "unik", "data_objects": ("person.adresse",), "annual_price": 84e3}
    >>> landscape = Landscape(State().with_batch(Batch.of("hand", systems={"unik": {"name": "Unik"}},
    ...     flows={"f": flow}, contracts={"c": {"name": "C", "systems": ("unik",), "ends": date(2028, 3, 31)}})))
    >>> move = moves(landscape, date(2026, 11, 22), switch_cost=60000).moves[0]
    >>> move.targets, move.timing, move.pays_below, move.payback_months
    (('SF1525',), 'now', 112000, 8.6)
    """
    if switch_cost is not None and not (isfinite(switch_cost) and switch_cost >= 0):
        raise InputError("The cost of changing a flow must be a number not below 0.")
    if lead_months < 0:
        raise InputError("A lead time is a number of months, 0 or more.")
    gone = out_of_use(landscape, as_of)
    asked = MovesOptions(as_of, exact(switch_cost), _told(landscape, prices or {}), lead_months)
    contracts = Contracts(landscape, as_of)
    return _Asking(landscape, contracts, FlowMoves(landscape, asked, contracts, gone), gone).answer()


def _told(landscape: Landscape, prices: Mapping[str, Number]) -> Mapping[str, Fraction]:
    for id_, price in prices.items():
        entry = landscape.catalogue.entry(id_)
        if entry is None or entry.section not in {"service", "register"}:
            raise InputError(f"{id_!r} is no service or register of the catalogue, so it has no price as a target.")
        if not (isfinite(price) and price >= 0):
            raise InputError(f"The price of {id_} must be a number not below 0.")
    return {id_: Fraction(str(price)) for id_, price in prices.items()}


class _Asking:
    """One question being answered."""

    def __init__(self, landscape: Landscape, contracts: Contracts, one: FlowMoves, gone: frozenset[str]) -> None:
        self._as_of = contracts.as_of
        self._registers = copy_registers(landscape, gone)
        closed = copy_registers(landscape, frozenset()) - self._registers
        self._from_closed = len(asked_flows(landscape, closed, gone)) if closed else 0
        self._flows = asked_flows(landscape, self._registers, gone)
        self._moves = tuple(one.of(flow) for flow in self._flows)
        vendors_list = frozenset(flow.id for flow in self._flows if "vendor" in flow.declared_by)
        self._closings = Closings(landscape, contracts, vendors_list)

    def answer(self) -> MovesAnswer:
        unpriced = [move for move in self._moves if not {"annual_price", "target_price"}.isdisjoint(move.lacks)]
        return MovesAnswer(
            as_of=self._as_of,
            moves=self._moves,
            registers=self._registers_with_moves(),
            order=tuple(move.flow for move in sorted(filter(_plannable, self._moves), key=_most_money_first)),
            annual_saving_now=_saved_now(self._moves),
            unknown_prices=len(unpriced),
            from_closed=self._from_closed,
        )

    def _registers_with_moves(self) -> tuple[Closing, ...]:
        by_register: dict[str, list[Move]] = {register: [] for register in sorted(self._registers)}
        for move in self._moves:
            for register in move.registers:
                by_register[register].append(move)
        return tuple(self._closings.of(register, moves) for register, moves in by_register.items())


def _plannable(move: Move) -> bool:
    return move.timing in {"now", "next_tender"}


def _most_money_first(move: Move) -> tuple[object, ...]:
    """Largest saving first and an unknown one last; then by date, then by id."""
    saving = exact(move.annual_saving)
    return (saving is None, 0 if saving is None else -saving, move.date, move.flow)


def _saved_now(moves: tuple[Move, ...]) -> Number:
    """The known savings of what pays or must move now."""
    known = (exact(move.annual_saving) for move in moves if move.timing == "now")
    return plain(sum((saving for saving in known if saving is not None), Fraction(0))) or 0
