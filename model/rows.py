"""Lists of an answer that are worked out row by row as they are read, and an answer as plain values."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any, Generic, TypeVar, overload

from model.lazily import lazily

T_co = TypeVar("T_co", covariant=True)


class Rows(Sequence[T_co], Generic[T_co]):
    """A sequence whose items are made when they are asked for, and counted when their number is.

    >>> list(Rows(lambda: 3, lambda row: row * row))
    [0, 1, 4]
    """

    def __init__(self, count: Callable[[], int], make: Callable[[int], T_co]) -> None:
        self._counted = count
        self._make = make

    @lazily
    def _count(self) -> int:
        return self._counted()

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> T_co: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T_co]: ...
    def __getitem__(self, at: int | slice) -> T_co | Sequence[T_co]:
        if isinstance(at, slice):
            return [self._make(row) for row in range(*at.indices(self._count))]
        if not -self._count <= at < self._count:
            raise IndexError(at)
        return self._make(at % self._count)

    def __iter__(self) -> Iterator[T_co]:
        return map(self._make, range(self._count))


@dataclass(frozen=True, slots=True)
class Named:
    """An id with the name a person reads."""

    id: str
    name: str


UNCUT = frozenset({"chain", "hours_chain", "asked"})
"""A chain is one path and is never cut."""


def as_json(value: Any, limit: int | None = None) -> Any:
    """Any part of an answer, or a document of plain values, as plain dicts and lists, in the form of the definition.

    With `limit` every list is cut to its first items and its length stands beside it as `…_total`. Every door's answers
    are cut here.

    >>> as_json({"it": Named("it", "IT"), "systems": ["a", "b"]}, limit=1)
    {'it': {'id': 'it', 'name': 'IT'}, 'systems': ['a'], 'systems_total': 2}
    >>> as_json({"name": "A", "flows": Rows(lambda: 9, lambda row: {"id": row})}, limit=1)
    {'name': 'A', 'flows': [{'id': 0}], 'flows_total': 9}
    """
    kind = type(value)
    if kind in _WRITTEN:
        return value
    names = _member_names(kind)  # type: ignore[arg-type]  # a class is hashable
    if names is not None:
        return _members(names, (getattr(value, name) for name in names), limit)
    if kind is dict or isinstance(value, Mapping):
        return _members(value, value.values(), limit)
    if isinstance(value, date):
        return value.isoformat()
    if kind in _LISTS and _WRITTEN.issuperset(map(type, value)):
        return list(value)
    return value if isinstance(value, str | int | float) else [as_json(item, limit) for item in value]


_WRITTEN = frozenset({str, int, float, bool, type(None)})
"""What stands in a document as it is: a list of these is taken as a whole."""
_LISTS = frozenset({list, tuple})


def _members(names: Collection[str], items: Iterable[Any], limit: int | None) -> dict[str, Any]:
    """The members of one part: those that are no lists as they are, so that a cell costs no call of its own."""
    found: dict[str, Any] = {}
    for name, item in zip(names, items, strict=True):
        if type(item) in _WRITTEN:
            if item is not None or name != "hours_chain":
                found[name] = item
        elif limit is None or name in UNCUT or not isinstance(item, list | tuple | Rows):
            found[name] = as_json(item, limit)
        else:
            found[name] = as_json(item[:limit], limit)
            if f"{name}_total" not in names:
                found[f"{name}_total"] = len(item)
    return found


@cache
def _member_names(kind: type) -> tuple[str, ...] | None:
    """The members of a part of an answer, in order; `None` for what is no part."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else None
