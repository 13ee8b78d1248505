"""What an undo did, and when there is nothing to do."""

from __future__ import annotations

from dataclasses import dataclass

from model.claims.state import State


@dataclass(frozen=True, slots=True)
class Undone:
    """What an undo did: the newest revision, the older one that it equals, and whether it is new."""

    revision: int
    equals: int
    is_new: bool


def equal(a: State, b: State) -> bool:
    """Whether two revisions of one store hold the same: a source's claims are known by the revision they came in.

    >>> from model.claims.batch import Batch
    >>> one = State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}}))
    >>> equal(one, one.as_revision(7)), equal(one, State())
    (True, False)
    """
    return a.order == b.order and _imported(a) == _imported(b)


def _imported(state: State) -> list[tuple[str, int]]:
    return [(name, claims.imported) for name, claims in state.sources.items()]
