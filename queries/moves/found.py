"""Where a demand can be met: the targets, what is missing, and what was closed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from model.catalogue.catalogue import Catalogue, Entry
from queries.facts.prices import is_included
from queries.moves.answer import Ids
from queries.moves.cover import TargetCover, cover
from queries.moves.demand import Demand
from queries.moves.supply import Supply


@dataclass(frozen=True, slots=True)
class FoundTargets:
    """`missing`: objects without any source; `lost`: those of them where that is certain. `closed`: who gave any."""

    cover: TargetCover
    covered: Ids
    missing: Ids
    lost: frozenset[str]
    closed: tuple[Entry, ...]


class Finder:
    """Finds the targets of a demand; equal demands are worked out once."""

    def __init__(self, supply: Supply, prices: Prices) -> None:
        self._supply = supply
        self._prices = prices
        self._kept: dict[tuple[Ids, Ids, frozenset[str]], FoundTargets] = {}

    def of(self, demand: Demand, consumer: str) -> FoundTargets:
        """Where a consumer can have what it demands."""
        closed = self._supply.closed(consumer)
        key = (demand.objects, demand.ways, closed)
        if key not in self._kept:
            self._kept[key] = self._found(demand, closed)
        return self._kept[key]

    def _found(self, demand: Demand, closed: frozenset[str]) -> FoundTargets:
        offered = {one: self._supply.source(one, demand.ways, closed) for one in demand.objects}
        sources = {one: source for one, source in offered.items() if source is not None}
        missing = tuple(one for one in demand.objects if one not in sources)
        listing = {entry.id: entry for one in demand.objects for entry in self._supply.listing(one)}
        return FoundTargets(
            cover=cover(sources, demand.ways, self._prices.of),
            covered=tuple(sources),
            missing=missing,
            lost=frozenset(one for one in missing if self._supply.gap_is_verified(one, closed)),
            closed=tuple(listing[id_] for id_ in sorted(listing) if id_ in closed),
        )


class Prices:
    """What a target costs a year: as `told`, nothing where the catalogue says flat or free, else unknown."""

    def __init__(self, catalogue: Catalogue, told: Mapping[str, Fraction]) -> None:
        self._catalogue = catalogue
        self._told = told
        self._sums: dict[Ids, Fraction | None] = {}

    def of(self, target: str) -> Fraction | None:
        """Kroner a year; `None` where nobody knows."""
        free = is_included(self._catalogue.entry(target))
        return self._told.get(target, Fraction(0) if free else None)

    def sum_of(self, targets: Ids) -> Fraction | None:
        """Of several; `None` where one is unknown."""
        if targets not in self._sums:
            prices = [self.of(target) for target in targets]
            known = sum((one for one in prices if one is not None), Fraction(0))
            self._sums[targets] = None if None in prices else known
        return self._sums[targets]
