"""Waiting for a server that may have stopped in the middle of an answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread, current_thread
from typing import TypeVar

from model.errors import StoreAway

T = TypeVar("T")
_UNSURE = "the connection broke at the very end. Look in the history whether the revision was stored."
GIVEN_UP = "the server stood still, so the import was given up. Nothing was stored."


def waited_for(ask: Callable[[], T], *, alive: Callable[[], object], patience: float) -> T:
    """What `ask` gives, asked in a thread of its own.

    Every `patience` seconds `alive` is called meanwhile; where that fails its error is raised, and `ask` is left to end
    by itself, unheard. So what changes something asks `Writing` before its last step.

    >>> waited_for(lambda: 1, alive=lambda: None, patience=5.0)
    1
    """
    answer: Future[T] = Future()
    asking = _Asking(target=_answered, args=(answer, ask), daemon=True)
    asking.start()
    try:
        while not wait([answer], timeout=patience).done:
            alive()
    except BaseException:
        asking.unheard = True
        raise
    return answer.result()


class _Asking(Thread):
    """`unheard`: nobody waits for the answer any more."""

    unheard = False


def is_unheard() -> bool:
    """Whether what this thread asks was given up.

    >>> is_unheard()
    False
    """
    return getattr(current_thread(), "unheard", False)


def _answered(answer: Future[T], ask: Callable[[], T]) -> None:
    try:
        answer.set_result(ask())
    except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
        answer.set_exception(error)


class Writing:
    """Two threads agree on whether an import goes on: the one that writes, and the one that waits for it.

    Each says its own word before it listens to the other's, so at least one of them hears.

    >>> writing = Writing()
    >>> writing.give_up("bolt://a")
    >>> writing.begin_commit("bolt://a")
    Traceback (most recent call last):
    model.errors.StoreAway: The store bolt://a: the server stood still, so the import was given up. Nothing was stored.
    """

    def __init__(self) -> None:
        self._committing = False
        self.given_up = False

    def begin_commit(self, url: str) -> None:
        """From here on it is stored, unless the other has given up: `StoreAway`."""
        self._committing = True
        if self.given_up:
            raise StoreAway(f"The store {url}: {GIVEN_UP}")

    def give_up(self, url: str) -> None:
        """Nobody waits any more; `StoreAway` where it may have been stored all the same."""
        self.given_up = True
        if self._committing:
            raise StoreAway(f"The store {url}: {_UNSURE}")
