"""A property that is worked out when it is first asked for and then kept.

As `functools.cached_property`, but with a lock for each object: Python 3.11's has one for all objects of a class, so
that one landscape that is being built would keep the readers of another waiting.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazily(Generic[T]):  # noqa: N801 - it is written as a decorator
    """Decorates a method without arguments; the object needs a `__dict__`.

    >>> class Square:
    ...     @lazily
    ...     def area(self) -> int:
    ...         return 4
    >>> Square().area
    4
    """

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> lazily[T]: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> lazily[T] | T:
        if instance is None:
            return self
        kept = instance.__dict__
        with kept.setdefault("_making", threading.RLock()):
            if self._name not in kept:
                kept[self._name] = self._make(instance)
        value: T = kept[self._name]
        return value
