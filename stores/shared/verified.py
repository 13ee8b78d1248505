"""What a look through a whole store found: how much there is, and what is not as it was written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from model.errors import StoreAway, StoreError, StoreTooNew
from stores.shared.sealed import SealedEntry, broken

What = Literal["missing", "extra", "changed", "damaged", "leftover"]
MOST = 1_000
"""Differences that are told one by one; the others are counted."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as the sources' claims make it.

    what: it is not there; it is there and nothing claims it; it is another; it cannot be read; or an interrupted import
    left it (that one does no harm). where: a revision, or a part of the graph as a pattern. why: a sentence.
    """

    what: What
    where: str
    why: str


@dataclass(frozen=True, slots=True)
class Verified:
    """How much was looked through, and the first differences of `total`; leftovers are no differences.

    sealed_from: the first revision that bears a checksum of the history, `None` for none. head: the newest one, in hex.
    """

    revisions: int
    nodes: int = 0
    relationships: int = 0
    differences: tuple[Difference, ...] = ()
    total: int = 0
    leftovers: tuple[Difference, ...] = ()
    sealed_from: int | None = None
    head: str | None = None


@dataclass(slots=True)
class Differences:
    """Collects differences: the first so many of them, and how many there are.

    >>> found = Differences()
    >>> found.add("missing", "revision 2", "It is not there.")
    >>> found.told(revisions=2).total
    1
    """

    differences: list[Difference] = field(default_factory=list)
    leftovers: list[Difference] = field(default_factory=list)
    total: int = 0

    def add(self, what: What, where: str, why: str) -> None:
        """One more."""
        if what == "leftover":
            self.leftovers.append(Difference(what, where, why))
            return
        self.total += 1
        if len(self.differences) < MOST:
            self.differences.append(Difference(what, where, why))

    def told(self, *, revisions: int, nodes: int = 0, relationships: int = 0) -> Verified:
        """What was found, as the store gives it."""
        kept = _sorted(self.differences), self.total, _sorted(self.leftovers)
        return Verified(revisions, nodes, relationships, *kept)


def check_history(
    entries: Sequence[SealedEntry], found: Differences, look: Callable[[int], object]
) -> tuple[int | None, str | None]:
    """Follow the chain of seals and `look` at every entry by its number; each that is not as it was written is told.

    Gives the first number that is sealed and the newest seal, in hex; that only where the chain holds.
    """
    wrong, first = broken(entries)
    numbers = {entry.number for entry in entries if isinstance(entry.number, int)}
    gaps = range(1, min(max(numbers, default=0), len(numbers) + MOST) + 1)  # a number may be nonsense
    for number in sorted(numbers.union(gaps)):
        _look_at(number, found, look, there=number in numbers, fits=number not in wrong)
    for told in {repr(entry.number) for entry in entries if not isinstance(entry.number, int)}:
        found.add("extra", f"revision {told}", "Its checksum does not fit what stands there and before it.")
    head = entries[-1].seal if entries and not wrong else None
    return first, head.hex() if head else None


def _look_at(number: int, found: Differences, look: Callable[[int], object], *, there: bool, fits: bool) -> None:
    where = f"revision {number}"
    if not there:
        found.add("missing", where, "The history has no such entry.")
        return
    try:
        look(number)
    except (StoreAway, StoreTooNew):
        raise
    except StoreError as error:
        found.add("damaged", where, str(error))
        return
    if not fits:
        found.add("changed", where, "Its checksum does not fit what stands there and before it.")


def _sorted(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(differences, key=lambda one: (one.where, one.what, one.why)))
