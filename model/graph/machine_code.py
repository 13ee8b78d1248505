"""The passes of `model.graph.kernel` as they are, or compiled by numba with the code kept on disk between runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from model.graph import kernel


class Passes(NamedTuple):
    """The functions that the engine calls."""

    reading: Callable[..., Any]
    taken: Callable[..., Any]


PLAIN = Passes(kernel.reading, kernel.taken)


class Compiled:
    """A pass compiled by numba when it is first called; who calls it meanwhile waits, so it is compiled once.

    What is kept on disk may be damaged, of another version, or have no place to be; then it is compiled for this run
    only. numba looks before anything is run, so the same call is simply made again.
    """

    def __init__(self, one: Callable[..., Any]) -> None:
        self._one = one
        self.run: Any = None

    def __call__(self, *arguments: Any) -> Any:
        """Run the pass."""
        if self.run is None:
            with _COMPILING:
                if self.run is None:
                    return self._first(arguments)
        return self.run(*arguments)

    def _first(self, arguments: tuple[Any, ...]) -> Any:
        kept = None
        try:
            kept = _njit()(cache=True, nogil=True)(self._one)
            result = kept(*arguments)
        except Exception:  # noqa: BLE001 - whatever is wrong with what was kept
            if kept is None or not kept.signatures:  # else it is compiled, and only keeping it went wrong
                kept = _njit()(nogil=True)(self._one)
            result = kept(*arguments)
        self.run = kept
        return result


COMPILED: Passes = Passes(*map(Compiled, PLAIN))
"""The same functions compiled."""
_COMPILING = threading.Lock()


@cache
def _njit() -> Any:
    """numba's decorator; the functions that passes call are made known to it, and where machine code may rest."""
    import numba  # noqa: PLC0415 - slow to import, and small landscapes do without
    from numba.extending import register_jitable  # noqa: PLC0415

    config: Any = numba.config
    config.CACHE_LOCATOR_CLASSES = (
        "model.graph.machine_code_place.NamedFolder,model.graph.machine_code_place.BesideTheCode"
    )
    for one in kernel.INNER:
        register_jitable(one)
    return numba.njit


def at_hand() -> bool:
    """Whether this process has compiled every pass already, so that using them costs nothing more."""
    return all(isinstance(one, Compiled) and one.run is not None for one in COMPILED)
