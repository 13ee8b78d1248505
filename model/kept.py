"""A few results kept because the next question is likely to need them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Made(Generic[V]):
    """One value, made by the first who asks; the others wait for it.

    >>> made = Made[int]()
    >>> made.get(lambda: 1), made.get(lambda: 2)
    (1, 1)
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: list[V] = []

    def get(self, make: Callable[[], V]) -> V:
        """The value, made if nobody has."""
        with self._lock:
            if not self._values:
                self._values.append(make())
            return self._values[0]

    @property
    def value(self) -> V | None:
        """The value where it is made; nobody is waited for."""
        return next(iter(self._values), None)


class Kept(Generic[K, V]):
    """The last `count` values asked for, by key. Who asks for one that is being made waits for that one only.

    >>> kept = Kept[int, int](1)
    >>> [kept.get(key, lambda: key * 2) for key in (1, 2, 1)]
    [2, 4, 2]
    """

    def __init__(self, count: int) -> None:
        self._count = count
        self._made: OrderedDict[K, Made[V]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The value of a key, made if it is not kept."""
        with self._lock:
            made = self._made.setdefault(key, Made())
            self._made.move_to_end(key)
            while len(self._made) > self._count:
                self._made.popitem(last=False)
        return made.get(make)

    def found(self, key: K) -> V | None:
        """The value of a key where it is kept, else nothing; nothing is made and nobody is waited for.

        >>> kept = Kept[int, int](1)
        >>> kept.get(1, lambda: 2), kept.found(1), kept.found(2)
        (2, 2, None)
        """
        with self._lock:
            made = self._made.get(key)
        return made.value if made else None
