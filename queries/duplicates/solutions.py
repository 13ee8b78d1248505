"""Which systems of a group are one solution: of one catalogue product, or under a contract that covers only them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Set as AbstractSet

from queries.duplicates.members import Members


class Joined:
    """Things put together pair by pair.

    >>> joined = Joined("abc")
    >>> joined.join("c", "a")
    >>> joined.parts()
    [['a', 'c'], ['b']]
    """

    def __init__(self, things: Sequence[str]) -> None:
        self._of = {one: one for one in things}

    def _root(self, one: str) -> str:
        while self._of[one] != one:
            one = self._of[one]
        return one

    def join(self, one: str, other: str) -> None:
        """Put two things, and what each is with, together."""
        first, second = sorted((self._root(one), self._root(other)))
        self._of[second] = first

    def parts(self) -> list[list[str]]:
        """What is together, sorted."""
        found: dict[str, list[str]] = {}
        for one in sorted(self._of):
            found.setdefault(self._root(one), []).append(one)
        return sorted(found.values())


def solutions(members: Members, rows: Sequence[int]) -> list[list[str]]:
    """The ids of systems with the same job, as solutions."""
    ids = [members.table.ids[row] for row in rows]
    joined = Joined(ids)
    for together in (*_of_products(members, rows), *_of_contracts(members, ids)):
        for other in together[1:]:
            joined.join(together[0], other)
    return joined.parts()


def _of_products(members: Members, rows: Sequence[int]) -> Iterator[Sequence[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if (entry := members.product(row)) is not None:
            found.setdefault(entry.id, []).append(members.table.ids[row])
    yield from found.values()


def _of_contracts(members: Members, ids: Sequence[str]) -> Iterator[Sequence[str]]:
    contracts = members.contracts
    living = contracts.paid | {id_ for id_, one in contracts.states.items() if one == "not_begun"}
    yield from joint_contracts(members, ids, living).values()


def joint_contracts(members: Members, ids: Sequence[str], among: AbstractSet[str]) -> dict[str, Sequence[str]]:
    """Those of some contracts that cover, of what is in use, nothing but some of these systems -> which of them."""
    contracts, inside = members.contracts, frozenset(ids)
    found: dict[str, Sequence[str]] = {}
    for one in sorted({one for id_ in ids for one in contracts.of_system.get(id_, ())} & among):
        cover = contracts.cover(one)
        if len(cover.systems_in_use) > len(inside):
            continue
        living = set(cover.systems_in_use)
        if living <= inside and all(map(_ends_in(members, living), cover.flows)):
            found[one] = sorted(living)
    return found


def _ends_in(members: Members, systems: set[str]) -> Callable[[str], bool]:
    def ends_in(flow: str) -> bool:
        cells = (members.landscape.cell("flows", flow, end) for end in ("provider", "consumer"))
        return not systems.isdisjoint(map(str, cells))

    return ends_in
