"""What deliveries cost: known prices summed, and beside the sum how many are unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from queries.facts.sums import known_sum

PriceBasis = Literal["registered", "included", "unknown"]
"""`included`: the catalogue says that the service is free, or within the municipality's flat price."""


@dataclass(frozen=True, slots=True)
class Tally:
    """Prices of some deliveries in DKK a year.

    `annual_price` sums the `priced`; `None` where there is none of them and some are `unknown`. Those `included` have
    no price of their own.
    """

    annual_price: float | None
    priced: int
    included: int
    unknown: int

    @classmethod
    def of(cls, prices: Iterable[tuple[PriceBasis, float | None]]) -> Tally:
        """Sum them.

        >>> Tally.of([("registered", 100.0), ("unknown", None)])
        Tally(annual_price=100.0, priced=1, included=0, unknown=1)
        >>> Tally.of([("unknown", None)]).annual_price is None
        True
        """
        listed = list(prices)
        counts = Counter(basis for basis, _ in listed)
        known = [price for _, price in listed if price is not None]
        return cls(
            annual_price=known_sum(known) if known or not counts["unknown"] else None,
            priced=counts["registered"],
            included=counts["included"],
            unknown=counts["unknown"],
        )
