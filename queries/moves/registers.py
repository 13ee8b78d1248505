"""What it takes to close each copy register: its price is saved only when the last consumer has left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from model.landscape.landscape import Landscape
from model.months import months_between
from queries.facts.contract_terms import Terms
from queries.facts.contracts import Contracts
from queries.facts.end_dates import EndDates
from queries.moves.answer import WORST_FIRST, Closing, Ids, Move, RegisterContract, Timing, exact, plain


class Closings:
    """The copy registers and who uses them. `vendors_list`: flows that the vendor has declared."""

    def __init__(self, landscape: Landscape, contracts: Contracts, vendors_list: frozenset[str]) -> None:
        self._as_of = contracts.as_of
        self._vendors_list = vendors_list
        self._contracts = contracts
        self._ends = EndDates(landscape, contracts)

    def of(self, register: str, moves: Sequence[Move]) -> Closing:
        """One copy register with the flows that count at it."""
        by_consumer: dict[str, list[Move]] = {}
        for move in moves:
            by_consumer.setdefault(move.consumer, []).append(move)
        dates = {consumer: _leaves(flows) for consumer, flows in by_consumer.items()}
        counts = Counter(_worst(flows) for flows in by_consumer.values())
        closable = _last(dates.values()) if dates else None
        saved = self._saved(register)
        return Closing(
            id=register,
            consumers=len(by_consumer),
            now=counts["now"],
            next_tender=counts["next_tender"],
            blocked=counts["blocked"],
            unknown=counts["unknown"],
            together=self._together(saved, closable, moves),
            closable_from=closable,
            annual_saving_on_close=plain(saved),
            held_back_by=self._held_back(dates, closable),
            hidden_consumers=self._hidden(by_consumer),
            contracts=tuple(self._contract(one, register) for one in self._paid(register)),
            saved_from=_last([closable, self._ends.end_of(register)]),
        )

    def _paid(self, register: str) -> Sequence[Terms]:
        return [one for one in self._ends.of_system(register) if one.id in self._contracts.paid]

    def _contract(self, one: Terms, register: str) -> RegisterContract:
        systems, flows = self._contracts.rows[one.id]
        besides = 0 if one.id in self._contracts.alone.get(register, ()) else len(systems) - 1 + len(flows)
        return RegisterContract(one.id, one.annual_cost, one.ends, one.notice_by, one.irrevocable_until, besides)

    def _saved(self, register: str) -> Fraction | None:
        """The cost of the paid contracts for it alone, where each of them has one; else its own annual cost."""
        return exact(self._contracts.own_cost(register)[0])

    def _together(self, saved: Fraction | None, closable: date | None, moves: Sequence[Move]) -> bool | None:
        """Whether moving all at once pays: the register's price till it closes and each saving, against the changes."""
        later = [move for move in moves if move.timing != "now"]
        gains = [_gain(move) for move in later]
        costs = [exact(move.switch_cost) for move in later]
        if saved is None or closable is None or None in gains or None in costs:
            return None
        if not later:
            return False
        gain = saved * months_between(self._as_of, closable) + sum(one for one in gains if one is not None)
        return gain > 12 * sum(one for one in costs if one is not None)

    def _held_back(self, dates: Mapping[str, date | None], closable: date | None) -> Ids:
        if closable is None:
            return tuple(sorted(consumer for consumer, day in dates.items() if day is None))
        last = (consumer for consumer, day in dates.items() if day == closable)
        return tuple(sorted(last)) if closable > self._as_of else ()

    def _hidden(self, by_consumer: Mapping[str, Sequence[Move]]) -> Ids:
        """Consumers that the vendor's list does not name, once the vendor has given one."""
        named = {c for c, flows in by_consumer.items() if any(one.flow in self._vendors_list for one in flows)}
        return tuple(sorted(by_consumer.keys() - named)) if named else ()


def _gain(move: Move) -> Fraction | None:
    """What a flow saves until its contract ends, times 12."""
    saving = exact(move.annual_saving)
    return None if saving is None or move.months_left is None else saving * move.months_left


def _worst(moves: Iterable[Move]) -> Timing:
    return min((move.timing for move in moves), key=WORST_FIRST.index)


def _leaves(moves: Iterable[Move]) -> date | None:
    return _last(move.date for move in moves)


def _last(dates: Iterable[date | None]) -> date | None:
    """The last of some dates; `None` where one is unknown."""
    known = list(dates)
    return None if None in known else max(day for day in known if day is not None)
