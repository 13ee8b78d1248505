"""When a flow moves: the first rule that holds, and the day that follows from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from model.lazily import lazily
from queries.moves.answer import Ids, Lack, Timing
from queries.moves.binding import Binding
from queries.moves.money import Money


@dataclass(frozen=True)  # no slots: what is worked out once is kept
class TimingFacts:
    """What the rules look at. `closes`: the earliest last day of the flow's copy registers, if any; `closing`: whose.

    `impossible`: what is missing for certain; `gaps`: what is missing and to verify.
    """

    demanded: bool
    impossible: Ids
    gaps: Ids
    price_known: bool
    target_prices_known: bool
    closes: date | None
    closing: str
    money: Money
    binding: Binding

    @property
    def all_covered(self) -> bool:
        """Whether it is known what is needed, and all of it can be had."""
        return self.demanded and not self.impossible and not self.gaps

    @property
    def forced(self) -> bool:
        """Whether waiting for the contract's end leaves the consumer without data."""
        if self.closes is None or not self.all_covered:
            return False
        return self.binding.end is None or self.closes < self.binding.end

    @lazily
    def lacks(self) -> tuple[Lack, ...]:
        """What must be known before money can decide."""
        return tuple(self._lacking())

    def _lacking(self) -> Iterator[Lack]:
        if not self.demanded:
            yield "data_objects"
        if self.gaps:
            yield "cover"
        if not self.price_known:
            yield "annual_price"
        if not self.target_prices_known:
            yield "target_price"
        if self.money.switch_cost is None:
            yield "switch_cost"
        if self.binding.end is None:
            yield "contract_end"

    @lazily
    def timing(self) -> Timing:
        """The first that holds."""
        if self.impossible:
            return "blocked"
        if self.forced:
            return "now"
        if self.lacks:
            return "unknown"
        return "now" if self.money.pays_now else "next_tender"

    def date(self, as_of: date) -> date | None:
        """The day of the move; `None` where it cannot be said."""
        if self.forced:
            return self.closes
        if self.timing == "now":
            return as_of
        waits = self.timing == "next_tender" or (self.timing == "unknown" and self.all_covered)
        return max(self.binding.end, as_of) if waits and self.binding.end is not None else None
