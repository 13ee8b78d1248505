"""A store that can be switched away, back and slow, in front of a real one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from threading import Event
from typing import TypeVar

from model.claims.state import Revision, State
from model.errors import StoreAway
from stores.port import Store
from stores.shared.verified import Verified

T = TypeVar("T")
SECRET = "hunter2"
"""What a driver may have told, and nobody may read."""


class FailingStore:
    """A `Store` that answers as `store` does, unless it is told otherwise.

    `error`: what every question raises; `fails` names the questions that do. `gate`: questions wait until it is set,
    and `reached` is set when one does. `asked` are the names of the questions so far.

    >>> from tests.fakes.memory_store import MemoryStore
    >>> store = FailingStore(MemoryStore())
    >>> store.go_away()
    >>> store.newest()
    Traceback (most recent call last):
        ...
    model.errors.StoreAway: The store memory: the server does not answer.
    >>> store.come_back()
    >>> store.newest(), store.asked
    (0, ['newest', 'newest'])
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.url = store.url
        self.asked: list[str] = []
        self.error: Exception | None = None
        self.fails: Sequence[str] = ()
        self.gate = Event()
        self.gate.set()
        self.reached = Event()

    def go_away(self, *fails: str, error: Exception | None = None) -> None:
        """Fail from now on, in these questions if some are said."""
        self.error = error or StoreAway(f"The store {self.url} the server does not answer.")
        self.fails = fails or ("newest", "history", "load", "append", "verify")

    def come_back(self) -> None:
        """Answer again."""
        self.error = None

    def newest(self) -> int:
        return self._answer("newest", self.store.newest)

    def history(self) -> Sequence[Revision]:
        return self._answer("history", self.store.history)

    def load(self, revision: int | None = None) -> State:
        return self._answer("load", lambda: self.store.load(revision))

    def append(self, state: State, revision: Revision) -> None:
        self._answer("append", lambda: self.store.append(state, revision))

    def verify(self) -> Verified:
        return self._answer("verify", self.store.verify)

    def close(self) -> None:
        self.store.close()

    def _answer(self, name: str, ask: Callable[[], T]) -> T:
        self.asked.append(name)
        if not self.gate.is_set():
            self.reached.set()
            self.gate.wait(timeout=30)
        if self.error is not None and name in self.fails:
            raise self.error from OSError(f"password={SECRET}")
        return ask()
