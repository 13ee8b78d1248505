"""Sums of what may not be registered."""

from __future__ import annotations

from collections.abc import Iterable
from math import fsum


def known_sum(amounts: Iterable[float | None]) -> float | None:
    """The sum of what is known, to a hundredth, whatever the order; `None` where there is something and none is known.

    >>> known_sum([0.1, None, 0.2]), known_sum([None]), known_sum([])
    (0.3, None, 0.0)
    """
    every = list(amounts)
    known = [amount for amount in every if amount is not None]
    return round(fsum(known), 2) if known or not every else None
