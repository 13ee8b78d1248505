"""What the program asks of a place where a landscape rests. Each store is one file beside this one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, runtime_checkable

from model.claims.state import Revision, State
from model.claims.whole import Slice
from stores.shared.verified import Verified


class Store(Protocol):
    """Keeps every revision of the sources' claims; knows nothing of what they mean.

    A reader sees one revision throughout and is never blocked by a writer. A store that is not there yet is an empty
    one, and the first `append` makes it. Methods raise `StoreError` where the store is away, full or broken.
    """

    url: str

    def newest(self) -> int:
        """The number of the newest revision, 0 for an empty store."""

    def history(self) -> Sequence[Revision]:
        """All revisions, oldest first."""

    def load(self, revision: int | None = None) -> State:
        """The state at a revision, the newest if none is said (`State()` for an empty store).

        Raises `UnknownRevision` where there is none of that number; 0 is none.
        """

    def append(self, state: State, revision: Revision) -> None:
        """Add `state`, which is of the same number, as `revision`: all or nothing.

        Raises `StoreConflict` unless the number is newest() + 1.
        """

    def verify(self) -> Verified:
        """Look through everything that is kept: every revision, and what else the store draws from the newest one.

        Damage is told, not raised. Who writes meanwhile may have to wait.
        """

    def close(self) -> None:
        """Let go of files and connections."""


@runtime_checkable
class DrawingStore(Protocol):
    """A store that draws something from the claims, which others can get at and spoil."""

    def redraw(self) -> None:
        """Draw it anew from the newest revision's claims; the revisions stay as they are."""


@runtime_checkable
class SlicingStore(Protocol):
    """A store that can hand out a part of the newest revision, for landscapes that one process does not hold."""

    def slice(self, what: Sequence[str], at: date | None = None) -> Slice:
        """All that turning off `what` can reach on a date: the answer on it is the answer on the whole.

        Words that fit nothing or several things are told by whoever resolves them; the slice holds what they can mean.
        """
