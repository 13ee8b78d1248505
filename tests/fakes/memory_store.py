"""A store in memory: the whole port in forty lines, for tests that are not about storing.

It keeps the very states that it is given (they never change) and is held to the same contract as the real stores,
in tests/stores/test_contract.py. It forgets everything with the process.
"""

from __future__ import annotations

from collections.abc import Sequence
from threading import Lock

from model.claims.state import Revision, State
from model.errors import StoreConflict, UnknownRevision
from stores.shared.verified import Verified


class MemoryStore:
    """A `Store` without a disk.

    >>> store = MemoryStore()
    >>> store.append(State(revision=1), Revision(1, "2026-01-01T00:00:00Z", "import"))
    >>> store.newest()
    1
    """

    url = "memory:"

    def __init__(self) -> None:
        self._kept: list[tuple[State, Revision]] = []
        self._lock = Lock()

    def newest(self) -> int:
        return len(self._kept)

    def history(self) -> Sequence[Revision]:
        return tuple(revision for _, revision in self._kept)

    def load(self, revision: int | None = None) -> State:
        kept = tuple(self._kept)
        if revision is None:
            return kept[-1][0] if kept else State()
        if not 1 <= revision <= len(kept):
            raise UnknownRevision(revision, newest=len(kept))
        return kept[revision - 1][0]

    def append(self, state: State, revision: Revision) -> None:
        if state.revision != revision.number:
            raise ValueError(f"state of revision {state.revision} appended as revision {revision.number}")
        with self._lock:
            if revision.number != len(self._kept) + 1:
                raise StoreConflict("Someone else wrote to the store meanwhile. Nothing was stored; try again.")
            self._kept.append((state, revision))

    def verify(self) -> Verified:
        return Verified(revisions=len(self._kept))

    def close(self) -> None:
        """Nothing is open."""
