"""The smallest set of targets that gives all that can be had, and of equals the one that is best advised."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from queries.moves.answer import Ids
from queries.moves.supply import Source

MOST_EXACT = 12
"""Up to so many candidates every set is tried."""
Price = Callable[[str], Fraction | None]


@dataclass(frozen=True, slots=True)
class TargetCover:
    """The chosen `targets`, sorted; `exact`: whether no smaller set does. `supplied`: what each of them gives."""

    targets: Ids
    exact: bool
    verify: frozenset[str]
    supplied: Mapping[str, Ids]


def advised(ways: Iterable[str]) -> frozenset[str]:
    """The services that KOMBIT recommends for these ways of use.

    >>> sorted(advised(["search", "subscription"])), sorted(advised([]))
    (['SF1320_A', 'SF1520'], ['SF1525'])
    """
    used = set(ways)
    rules = (("real_time", "SF6004"), ("first_load", "SF6002"), ("search", "SF1520"))
    first = next((service for way, service in rules if way in used), "SF1525")
    return frozenset({first, "SF1320_A"} if "subscription" in used else {first})


def cover(sources: Mapping[str, Source], ways: Iterable[str], price: Price) -> TargetCover:
    """The cover of the objects of `sources`; `price`: a target's annual price, `None` where unknown.

    >>> navn = Source(frozenset({"SF1520", "SF1525"}), frozenset({"SF1525"}))
    >>> cover({"person.navn": navn}, [], lambda _: Fraction(0)).targets
    ('SF1525',)
    """
    return _Choice(sources, advised(ways), price).made()


class _Choice:
    def __init__(self, sources: Mapping[str, Source], recommended: frozenset[str], price: Price) -> None:
        self._sources = sources
        self._recommended = recommended
        self._price = price
        self._candidates = sorted(frozenset().union(*(source.targets for source in sources.values())))

    def made(self) -> TargetCover:
        few = len(self._candidates) <= MOST_EXACT
        targets = self._smallest() if few else self._step_by_step()
        verify = frozenset(one for one in self._sources if self._unsure(one, targets))
        return TargetCover(targets, few, verify, self._supplied(targets))

    def _smallest(self) -> Ids:
        wanted = {source.targets for source in self._sources.values()}
        for size in range(len(self._candidates) + 1):
            sets = combinations(self._candidates, size)
            whole = [one for one in sets if all(not needed.isdisjoint(one) for needed in wanted)]
            if len(whole) == 1:
                return whole[0]
            if whole:
                return min(whole, key=lambda targets: self._rank(targets, self._sources))
        raise AssertionError("all candidates together cover everything")

    def _step_by_step(self) -> Ids:
        left = dict(self._sources)
        chosen: list[str] = []
        while left:
            best = min(self._candidates, key=lambda target: self._gain_rank(target, left))
            chosen.append(best)
            left = {one: source for one, source in left.items() if best not in source.targets}
        return tuple(sorted(chosen))

    def _gain_rank(self, target: str, left: Mapping[str, Source]) -> tuple[object, ...]:
        given = {one: source for one, source in left.items() if target in source.targets}
        return (-len(given), *self._rank((target,), given))

    def _rank(self, targets: Ids, objects: Iterable[str]) -> tuple[object, ...]:
        """Best first: most advised, fewest objects to verify, no unknown price, lower price, ids in order."""
        prices = [self._price(target) for target in targets]
        return (
            -len(self._recommended.intersection(targets)),
            sum(self._unsure(one, targets) for one in objects),
            None in prices,
            sum(known for known in prices if known is not None),
            targets,
        )

    def _unsure(self, data_object: str, targets: Ids) -> bool:
        return self._sources[data_object].verified.isdisjoint(targets)

    def _supplied(self, targets: Ids) -> Mapping[str, Ids]:
        found: dict[str, list[str]] = {target: [] for target in targets}
        for one in sorted(self._sources):
            found[self._giver(one, targets)].append(one)
        return {target: tuple(objects) for target, objects in found.items()}

    def _giver(self, data_object: str, targets: Ids) -> str:
        source = self._sources[data_object]
        giving = (target for target in targets if target in source.targets)
        return min(giving, key=lambda one: (one not in source.verified, one not in self._recommended, one))
