"""How much of a long list a page shows: 50 rows, said so, and the rest by an address that holds the number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from app.web.address import Address

T = TypeVar("T")
ROWS = 50
"""Rows of a list that a page shows before it is asked for more."""
MOST_ROWS = 2000
"""Rows that a page of wide tables shows at most."""
MOST_LINES = 10_000
"""The same of lists with little in a row."""


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """A part of a list: `rows` from number `first` (counted from 1) to `last` of `total`."""

    rows: Sequence[T]
    first: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last row shown."""
        return self.first + len(self.rows) - 1

    @property
    def cut(self) -> bool:
        """Whether there is more than is shown."""
        return len(self.rows) < self.total


def cut(items: Sequence[T], rows: int) -> ListPage[T]:
    """The first rows of a list."""
    return ListPage(items[:rows], 1, len(items))


def rows_of(address: Address, most: int = MOST_ROWS) -> int:
    """How many rows of a list the address asks for; raises `BadAddress`.

    >>> from app.web.address import Address
    >>> rows_of(Address("/impact")), rows_of(Address("/impact", (("rows", "200"),)))
    (50, 200)
    """
    return address.number("rows", default=ROWS, most=most)
