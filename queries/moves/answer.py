"""The answer to "which flows can leave a paid copy register": one frozen object for every door."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

Timing = Literal["blocked", "unknown", "next_tender", "now"]
WORST_FIRST: tuple[Timing, ...] = ("blocked", "unknown", "next_tender", "now")
"""Which of a consumer's flows decides for the consumer."""
Lack = Literal["data_objects", "cover", "annual_price", "target_price", "switch_cost", "contract_end"]
Number = int | float
Ids = tuple[str, ...]
Day = date
"""The type, where a field is called `date`."""


@lru_cache(maxsize=4096)
def exact(number: Number | None) -> Fraction | None:
    """A number as it is written, so that 0.1 is a tenth; `None` stays unknown.

    >>> exact(0.1)
    Fraction(1, 10)
    """
    return None if number is None else Fraction(str(number))


def plain(number: Fraction | None) -> Number | None:
    """The number as JSON has it: whole where it is whole.

    >>> plain(Fraction(6, 2)), plain(Fraction(1, 2)), plain(None)
    (3, 0.5, None)
    """
    if number is None:
        return None
    return int(number) if number.denominator == 1 else float(number)


@dataclass(frozen=True, slots=True)
class MoveReason:
    """A sentence of a few words with places; `values` fill them, ids as tuples, so that a reader may see names.

    >>> str(MoveReason("{closed} is closed; its successor is {successor}", {"closed": "A", "successor": ("B", "C")}))
    'A is closed; its successor is B, C'
    """

    text: str
    values: Mapping[str, str | Ids] = field(default_factory=dict)

    def __str__(self) -> str:
        """The sentence in English, with ids."""
        return self.text.format(**{key: v if isinstance(v, str) else ", ".join(v) for key, v in self.values.items()})


@dataclass(frozen=True, slots=True)
class Move:
    """One flow and where it can go. Money in kroner, `None` where unknown; months are whole, payback to one decimal.

    Not in the JSON: `registers`, every copy register it counts at; `supplied`, which objects each target gives;
    `unpriced`, the targets whose price is neither told nor known.
    """

    flow: str
    consumer: str
    copy_register: str
    origin: Ids
    demand: Ids
    assumed: bool
    ways: Ids
    targets: Ids
    exact: bool
    covered: Ids
    missing: Ids
    verify: Ids
    annual_saving: Number | None
    switch_cost: Number | None
    contract: str | None
    months_left: int | None
    payback_months: Number | None
    pays_below: Number | None
    timing: Timing
    forced: bool
    lacks: tuple[Lack, ...]
    date: Day | None
    tender_by: Day | None
    reasons: tuple[MoveReason, ...]
    registers: Ids
    supplied: Mapping[str, Ids]
    unpriced: Ids

    @property
    def all_covered(self) -> bool:
        """Whether it is known what the consumer needs, and all of it can be had elsewhere."""
        return bool(self.demand) and not self.missing

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "flow": self.flow,
            "consumer": self.consumer,
            "copy_register": self.copy_register,
            "origin": list(self.origin),
            "demand": list(self.demand),
            "assumed": self.assumed,
            "ways": list(self.ways),
            "targets": list(self.targets),
            "exact": self.exact,
            "covered": list(self.covered),
            "missing": list(self.missing),
            "verify": list(self.verify),
            "annual_saving": self.annual_saving,
            "switch_cost": self.switch_cost,
            "contract": self.contract,
            "months_left": self.months_left,
            "payback_months": self.payback_months,
            "pays_below": self.pays_below,
            "timing": self.timing,
            "forced": self.forced,
            "lacks": list(self.lacks),
            "date": _iso(self.date),
            "tender_by": _iso(self.tender_by),
            "reasons": [str(reason) for reason in self.reasons],
        }


@dataclass(frozen=True, slots=True)
class RegisterContract:
    """A paid contract that lists a copy register, with its dates; `besides`: how much else it covers."""

    id: str
    annual_cost: float | None
    ends: Day | None
    notice_by: Day | None
    irrevocable_until: Day | None
    besides: int


@dataclass(frozen=True, slots=True)
class Closing:
    """A copy register and what it takes to close it. `now` … `unknown` count consumers.

    `contracts`: those that pay for it. `saved_from`: the first day on which all have left and its contract can be
    ended; `None` where one of these is not known, or there is no contract. Neither is in the JSON.
    """

    id: str
    consumers: int
    now: int
    next_tender: int
    blocked: int
    unknown: int
    together: bool | None
    closable_from: date | None
    annual_saving_on_close: Number | None
    held_back_by: Ids
    hidden_consumers: Ids
    contracts: tuple[RegisterContract, ...]
    saved_from: date | None

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "id": self.id,
            "consumers": self.consumers,
            "now": self.now,
            "next_tender": self.next_tender,
            "blocked": self.blocked,
            "unknown": self.unknown,
            "together": self.together,
            "closable_from": _iso(self.closable_from),
            "annual_saving_on_close": self.annual_saving_on_close,
            "held_back_by": list(self.held_back_by),
            "hidden_consumers": list(self.hidden_consumers),
        }


@dataclass(frozen=True, slots=True)
class MovesAnswer:
    """`moves` by flow id, `registers` by id, `order` the moves that can be planned, the most money first.

    `annual_saving_now` leaves out what is not known; `unknown_prices` counts the flows that lack their own price or
    their target's. Not in the JSON: `from_closed`, how many flows are still registered from copy registers out of use.
    """

    as_of: date
    moves: tuple[Move, ...]
    registers: tuple[Closing, ...]
    order: Ids
    annual_saving_now: Number
    unknown_prices: int
    from_closed: int

    def as_json(self) -> dict[str, Any]:
        """The document of the specification."""
        return {
            "as_of": self.as_of.isoformat(),
            "moves": [move.as_json() for move in self.moves],
            "registers": [closing.as_json() for closing in self.registers],
            "order": list(self.order),
            "totals": {"annual_saving_now": self.annual_saving_now, "unknown_prices": self.unknown_prices},
        }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
