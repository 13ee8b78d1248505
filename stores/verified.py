"""What a look through a whole store found: how much there is, and what is not as it was written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from model.errors import StoreAway, StoreError, StoreTooNew

if TYPE_CHECKING:
    from stores.port import Store

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
class Findings:
    """Collects differences: the first so many of them, and how many there are.

    >>> found = Findings()
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


def _sorted(differences: Iterable[Difference]) -> tuple[Difference, ...]:
    return tuple(sorted(differences, key=lambda one: (one.where, one.what, one.why)))


def load_each(store: Store, found: Findings) -> int:
    """Load every revision, whose checksums prove it, and tell of those that are damaged; gives how many there are."""
    numbers = [revision.number for revision in store.history()]
    for number in _all(numbers):
        if number not in numbers:
            found.add("missing", f"revision {number}", "The history has no such entry.")
            continue
        try:
            store.load(number)
        except (StoreAway, StoreTooNew):
            raise
        except StoreError as error:
            found.add("damaged", f"revision {number}", str(error))
    return len(numbers)


def _all(numbers: Iterable[int]) -> range:
    return range(1, max(numbers, default=0) + 1)
