"""A landscape with its whole history from one store into another, whatever kinds they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from model.claims.state import Revision, State
from model.errors import InputError
from stores.port import Store
from stores.shared.claim_parts import digest_of, digest_of_claims, parts_of, provenance_text

Tell = Callable[[int, int], object]
"""Told of a revision before it is copied: its number, and how many there are."""


@dataclass(frozen=True, slots=True)
class Copied:
    """How many revisions the target holds now, and how many of them are new."""

    total: int
    new: int


def copy_history(source: Store, target: Store, *, tell: Tell | None = None) -> Copied:
    """Every revision that the target lacks, with its number, time and note; one that was interrupted is continued.

    Raises `InputError` where the source is empty, or the target holds what is no beginning of the same history.
    """
    history = source.history()
    if not history:
        raise InputError(f"The store {source.url} is empty; there is nothing to copy.")
    have = target.history()
    if not _begins(history, have) or (have and not _same(source, target, have[-1].number)):
        raise InputError(
            f"The store {target.url} holds another landscape than {source.url}, or a newer one. Name an empty store, or"
            " one that holds the beginning of the same history."
        )
    before = State()
    for entry in history[len(have) :]:
        if tell:
            tell(entry.number, len(history))
        state = source.load(entry.number)
        target.append(state, entry)
        before = state  # kept until the next is stored, so that no store has to load it again
    del before
    return Copied(len(history), len(history) - len(have))


def _begins(history: Sequence[Revision], have: Sequence[Revision]) -> bool:
    return tuple(have) == tuple(history[: len(have)])


def _same(one: Store, other: Store, number: int) -> bool:
    """Whether both hold the same at a revision, byte by byte."""
    return fingerprint(one.load(number)) == fingerprint(other.load(number))


def fingerprint(state: State) -> tuple[object, ...]:
    """The same for the same claims in the same order, whatever store they come from.

    >>> fingerprint(State()) == fingerprint(State().with_order(("a",)))
    False
    """
    return state.order, *(
        (name, digest_of_claims(parts_of(claims, digest_of), provenance_text(claims), claims.imported))
        for name, claims in state.sources.items()
    )
