"""Which systems of a group are one solution: of one catalogue product, or under a contract that covers only them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from queries.duplicates_members import Members
from queries.duplicates_terms import Terms


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


def solutions(members: Members, terms: Terms, rows: Sequence[int]) -> list[list[str]]:
    """The ids of systems with the same job, as solutions."""
    ids = [members.table.ids[row] for row in rows]
    joined = Joined(ids)
    for together in (*_of_products(members, rows), *_of_contracts(members, terms, ids)):
        for other in together[1:]:
            joined.join(together[0], other)
    return joined.parts()


def _of_products(members: Members, rows: Sequence[int]) -> Iterator[Sequence[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if (entry := members.product(row)) is not None:
            found.setdefault(entry.id, []).append(members.table.ids[row])
    yield from found.values()


def _of_contracts(members: Members, terms: Terms, ids: Sequence[str]) -> Iterator[Sequence[str]]:
    inside = frozenset(ids)
    contracts = {one.id for id_ in ids for one in terms.of_system.get(id_, ()) if terms.covers_still(one)}
    for contract in sorted(contracts):
        systems, flows = terms.covers[contract]
        living = {id_ for id_ in systems if _used(members, id_)}
        if living <= inside and all(map(_ends_in(members, living), flows)):
            yield sorted(living)


def _used(members: Members, id_: str) -> bool:
    row = members.table.index.get(id_)
    return row is not None and members.in_use.systems[row]


def _ends_in(members: Members, systems: set[str]) -> Callable[[str], bool]:
    def ends_in(flow: str) -> bool:
        cells = (members.landscape.cell("flows", flow, end) for end in ("provider", "consumer"))
        return not systems.isdisjoint(map(str, cells))

    return ends_in
