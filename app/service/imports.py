"""Whose turn it is: a few files are read at once, one import appends at a time, and all of it can be stopped."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from model.errors import ServiceStopping, TooManyImports

WAITING: Final = 12
"""Imports that may wait for their turn to read; each keeps one of the server's forty threads."""


class Imports:
    """The turns of all imports of one program. Safe to use from several threads.

    >>> with Imports().reading(at_once=1, patience=0):
    ...     pass
    """

    def __init__(self) -> None:
        self._ends: set[Callable[[], None]] = set()
        self._turns = threading.Condition()
        self._reading = 0
        self._waiting: deque[object] = deque()
        self._stopping = False
        self._append = threading.RLock()

    @contextmanager
    def reading(self, *, at_once: int, patience: float) -> Iterator[None]:
        """A turn to read a file, first come, first served; at most `at_once` have one.

        Raises `TooManyImports` where none becomes free within `patience` seconds or too many wait already, and
        `ServiceStopping`.
        """
        with self._turns:
            self._wait(at_once, time.monotonic() + patience)
            self._reading += 1
        try:
            yield
        finally:
            with self._turns:
                self._reading -= 1
                self._turns.notify_all()

    def _wait(self, at_once: int, until: float) -> None:
        self.go_on()
        if self._reading < at_once and not self._waiting:
            return
        if len(self._waiting) >= WAITING:
            raise _too_many()
        me = object()
        self._waiting.append(me)
        try:
            while not (self._reading < at_once and self._waiting[0] is me):
                if not self._turns.wait(until - time.monotonic()):
                    raise _too_many()
                self.go_on()
        finally:
            self._waiting.remove(me)
            self._turns.notify_all()

    @contextmanager
    def ended_by_stop(self, end: Callable[[], None]) -> Iterator[None]:
        """While a file is read: `end` is called should the service stop meanwhile."""
        with self._turns:
            self.go_on()
            self._ends.add(end)
        try:
            yield
        finally:
            with self._turns:
                self._ends.discard(end)

    @contextmanager
    def appending(self) -> Iterator[None]:
        """The turn of the one import that may append; raises `ServiceStopping`."""
        with self._append:
            self.go_on()
            yield

    def go_on(self) -> None:
        """Raises `ServiceStopping` once the service stops."""
        if self._stopping:
            raise stopping()

    def stop(self) -> None:
        """End what is being read, refuse all that has not appended yet, and wait for the one that is appending."""
        with self._turns:
            self._stopping = True
            self._turns.notify_all()
            for end in self._ends:
                end()
        with self._append:
            pass


def stopping() -> ServiceStopping:
    """What is said to those who come, or are not done, when the service ends."""
    return ServiceStopping("The service is stopping. Nothing was stored; try again once it runs.")


def _too_many() -> TooManyImports:
    return TooManyImports("Too many files are being read already. Nothing was stored; try again in a minute.")
