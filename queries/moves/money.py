"""What a move saves, costs and may cost: exact fractions, and `None` where a part is unknown."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

TENTH = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Money:
    """Of one flow, in kroner: what it saves a year and what changing it costs."""

    saving: Fraction | None
    switch_cost: Fraction | None
    months_left: int | None

    @property
    def pays_below(self) -> Fraction | None:
        """What is saved until the contract ends: what the change may cost."""
        if self.saving is None or self.months_left is None:
            return None
        return self.saving * self.months_left / 12

    @property
    def payback_months(self) -> Fraction | None:
        """Months until the change is paid, to one decimal, halves up."""
        if self.saving is None or self.switch_cost is None or self.saving <= 0:
            return None
        return halves_up(self.switch_cost / self.saving * 12)

    @property
    def pays_now(self) -> bool:
        """Whether changing before the contract ends earns more than it costs, strictly and unrounded."""
        below = self.pays_below
        return below is not None and self.switch_cost is not None and below > self.switch_cost


def halves_up(number: Fraction) -> Fraction:
    """A number above 0 to one decimal, halves up.

    >>> float(halves_up(Fraction(1, 4))), float(halves_up(Fraction(60000, 84000) * 12))
    (0.3, 8.6)
    """
    return math.floor(number / TENTH + Fraction(1, 2)) * TENTH
