"""Waiting for a server that may have stopped in the middle of an answer."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import Thread
from typing import TypeVar

T = TypeVar("T")


def waited_for(ask: Callable[[], T], *, alive: Callable[[], object], patience: float) -> T:
    """What `ask` gives, asked in a thread of its own.

    Every `patience` seconds `alive` is called meanwhile; where that fails its error is raised, and `ask` is left to end
    by itself, unheard. So only what changes nothing may be asked like this.

    >>> waited_for(lambda: 1, alive=lambda: None, patience=5.0)
    1
    """
    answer: Future[T] = Future()
    Thread(target=_answered, args=(answer, ask), daemon=True).start()
    while not wait([answer], timeout=patience).done:
        alive()
    return answer.result()


def _answered(answer: Future[T], ask: Callable[[], T]) -> None:
    try:
        answer.set_result(ask())
    except BaseException as error:  # noqa: BLE001 - it is raised where the answer is waited for
        answer.set_exception(error)
