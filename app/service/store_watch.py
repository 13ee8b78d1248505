"""When the store misbehaves: what has been loaded goes on answering, and the store is asked again after a while.

A store gives up by itself (`StoreAway`), after a time limit of its own. Here stands who may ask it then, and what is
answered instead; every door says that it is so (`Away`). Any other error of a store is none of this.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, TypeVar

from model.claims.state import Revision
from model.errors import StoreAway, StoreRefuses, UnknownRevision
from model.kept import Kept

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape

T = TypeVar("T")
PAUSE: Final = 5.0
"""Seconds after a failure in which the store is not asked."""
LONG_PAUSE: Final = 60.0
"""The same after it did not let the program in: a server counts the wrong logins of a user, and then refuses all."""
PATIENCE: Final = 2.0
"""Seconds that one may wait for the history before others answer from what is kept instead of waiting too."""
GIVE_UP: Final = 30.0
"""Seconds after which nobody counts on an answer any more: the next may ask."""
NOTHING: Final = Revision(0, "", "import")
"""Stands for the empty store."""

log = logging.getLogger(__name__)


ANSWERS: Final = 12
"""Answers to questions of a whole landscape that are kept with it."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A landscape in memory, and when it was loaded (UTC); `answers` to questions of it go when it goes."""

    landscape: Landscape
    at: datetime
    answers: Kept[tuple[Any, ...], Any] = field(default_factory=lambda: Kept(ANSWERS), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Away:
    """The store does not answer: which revision answers instead, and when that was loaded (UTC)."""

    revision: int
    loaded: datetime

    def __str__(self) -> str:
        """As the header of an answer says it.

        >>> print(Away(3, datetime(2026, 11, 23, 8, 0, 1)))
        away; revision=3; loaded=2026-11-23T08:00:01Z
        """
        return f"away; revision={self.revision}; loaded={self.loaded:%Y-%m-%dT%H:%M:%SZ}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a question is answered from: the history, the entry asked for, and its landscape if the store is away."""

    history: tuple[Revision, ...]
    entry: Revision
    kept: Loaded | None = None

    @property
    def away(self) -> Away | None:
        """Said where the store does not answer, else nothing."""
        return None if self.kept is None else Away(self.entry.number, self.kept.at)

    @property
    def newest(self) -> int:
        """The number of the newest revision, 0 for an empty store."""
        return self.history[-1].number if self.history else 0


def seen_in(history: Sequence[Revision], revision: int | None) -> Seen:
    """A revision of the history, the newest if none is said; raises `UnknownRevision`.

    >>> seen_in((), None).entry == NOTHING
    True
    """
    seen = Seen(tuple(history), history[-1] if history else NOTHING)
    if revision in (None, seen.entry.number):
        return seen
    for entry in seen.history:
        if entry.number == revision:
            return replace(seen, entry=entry)
    raise UnknownRevision(revision or 0, newest=seen.newest)


class StoreWatch:
    """Knows whether the store answers, and holds the newest landscape that was loaded.

    `clock` counts seconds. Safe to use from several threads.

    >>> StoreWatch().asked(lambda: 1)
    1
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._asking: dict[int, float] = {}  # thread -> since when
        self._failure: str | None = None
        self._again = 0.0
        self._newest: Seen | None = None

    @property
    def is_away(self) -> bool:
        """Whether the store failed when it was asked last."""
        return self._failure is not None

    def asked(self, ask: Callable[[], T], *, quick: bool = True) -> T:
        """What the store says. After a failure `StoreAway` for a while, then for all but the one who asks again.

        `quick`: it answers in no time, so when it does not, others need not wait as well.
        """
        me = threading.get_ident()
        with self._lock:
            own = me not in self._asking  # else it is a part of a question that was let through
            if own:
                self._let_through(self._clock())
            if own and quick:
                self._asking[me] = self._clock()
        try:
            return self.tried(ask)
        finally:
            if own and quick:
                with self._lock:
                    del self._asking[me]

    def _let_through(self, now: float) -> None:
        waits = [now - since for since in self._asking.values() if now - since < GIVE_UP]
        if self._failure is not None and (now < self._again or waits):
            raise StoreAway(self._failure)
        if self._newest is not None and any(wait > PATIENCE for wait in waits):
            raise StoreAway("The store has not answered for some seconds. Try again in a moment.")

    def tried(self, ask: Callable[[], T]) -> T:
        """The same at any time: what is to be written is not held back."""
        failure, pause = None, PAUSE
        try:
            return ask()
        except StoreAway as error:
            failure = str(error)
            pause = LONG_PAUSE if isinstance(error, StoreRefuses) else PAUSE
            raise
        finally:
            self._note(failure, pause)

    def _note(self, failure: str | None, pause: float) -> None:
        with self._lock:
            before, self._failure = self._failure, failure
            self._again = self._clock() + pause
        if self._newest is not None and (before is None) != (failure is None):
            log.warning("The store answers again." if failure is None else f"Answers are from memory. {failure}")

    def keep(self, seen: Seen, loaded: Loaded) -> None:
        """Hold on to the landscape of what was seen where that is the newest."""
        with self._lock:
            if seen.history and seen.entry == seen.history[-1]:
                self._newest = replace(seen, kept=loaded)

    def found(self, entry: Revision) -> Loaded | None:
        """The landscape of an entry where it is the one that is held."""
        newest = self._newest
        return newest.kept if newest is not None and newest.entry == entry else None

    def instead(self, revision: int | None, kept: Callable[[Revision], Loaded | None]) -> Seen | None:
        """What may answer in the store's place: the newest landscape, or a named one that is still in memory."""
        newest = self._newest
        if newest is None or revision is None:
            return newest
        for entry in newest.history:
            if entry.number == revision and (loaded := self.found(entry) or kept(entry)):
                return replace(newest, entry=entry, kept=loaded)
        return None
