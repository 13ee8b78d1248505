"""Answers kept as bytes, by what they depend on: the same question again is answered from memory."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from itertools import chain

from model.kept import Made

MEGABYTE = 1 << 20
KEPT_BYTES = 64 * MEGABYTE
"""Bytes of all answers that are kept; those not asked for longest go first."""
OVERHEAD = 1024
"""Bytes that keeping an answer takes beside it: its key, its lock and its places."""
ONE_ANSWER = 4 * MEGABYTE
"""Bytes of the largest answer that is kept; a larger one is sent as it is made and made anew each time."""


class KeptAnswers:
    """Answers by key. Safe to use from several threads: who asks for one that is being made waits for that one only.

    A key holds all that its answer depends on, so nothing kept is ever out of date; what fails is not kept.

    >>> kept = KeptAnswers()
    >>> [b"".join(kept.chunks("a", lambda: iter([said]))) for said in (b"1", b"2")]
    [b'1', b'1']
    """

    def __init__(self, *, most: int = KEPT_BYTES, one: int = ONE_ANSWER) -> None:
        self._most = most
        self._one = one
        self._made: OrderedDict[str, Made[bytes | None]] = OrderedDict()
        self._sizes: dict[str, int] = {}
        self._total = 0
        self._lock = threading.Lock()

    def whole(self, key: str, make: Callable[[], bytes]) -> bytes:
        """An answer that is made in one piece."""
        return b"".join(self.chunks(key, lambda: iter((make(),))))

    def chunks(self, key: str, make: Callable[[], Iterator[bytes]]) -> Iterator[bytes]:
        """The chunks of an answer; of one that is too large to keep the first `one` bytes are made before it begins."""
        rest: list[Iterator[bytes]] = []
        try:
            kept = self._slot(key).get(lambda: self._begun(make, rest))
        except BaseException:
            self._drop(key)
            raise
        if rest:
            self._drop(key)
            return rest[0]
        if kept is None:
            return make()  # somebody else found it too large just now
        self._keep(key, len(kept))
        return iter((kept,))

    @property
    def size(self) -> int:
        """Bytes that are kept, what keeping them takes included."""
        with self._lock:
            return self._total

    def _begun(self, make: Callable[[], Iterator[bytes]], rest: list[Iterator[bytes]]) -> bytes | None:
        made, size, chunks = list[bytes](), 0, make()
        for chunk in chunks:
            made.append(chunk)
            size += len(chunk)
            if size > self._one:
                rest.append(chain(made, chunks))
                return None
        return b"".join(made)

    def _slot(self, key: str) -> Made[bytes | None]:
        with self._lock:
            made = self._made.setdefault(key, Made())
            self._made.move_to_end(key)
            return made

    def _drop(self, key: str) -> None:
        with self._lock:
            self._made.pop(key, None)
            self._count(key, 0)

    def _keep(self, key: str, size: int) -> None:
        """Count an answer, and let go of the oldest ones over the limit; those being made have no size yet."""
        with self._lock:
            if key in self._made:
                self._count(key, size + OVERHEAD)
            while self._total > self._most:
                oldest = next(one for one in self._made if one in self._sizes)
                self._made.pop(oldest)
                self._count(oldest, 0)

    def _count(self, key: str, size: int) -> None:
        self._total += size - self._sizes.pop(key, 0)
        if size:
            self._sizes[key] = size
