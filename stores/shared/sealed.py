"""A chain of checksums over the history: each entry's seal covers the entry, its claims and the seal before it.

Whoever alters, removes, moves or inserts an entry breaks the chain there. Whoever takes away the newest entries, or
works the whole chain out anew, does not: that is seen only by the newest seal noted down somewhere else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import NamedTuple


class SealedEntry(NamedTuple):
    """An entry of the history as a store keeps it: `cells` with its claims' digests, and its seal, if it has one."""

    number: int
    cells: tuple[object, ...]
    seal: bytes | None


def seal_of(cells: Iterable[object], *, before: bytes) -> bytes:
    """The seal (32 bytes) of an entry that follows the one sealed `before`; the first follows `b""`.

    >>> seal_of((1, "import"), before=b"") == seal_of((1, "undo"), before=b"")
    False
    """
    return sha256(before + json.dumps(list(cells), default=repr).encode("ascii")).digest()


def chain(entries: Iterable[SealedEntry], *, before: bytes = b"") -> Iterator[tuple[SealedEntry, bytes]]:
    """Every entry with the seal that it should have; goes on from the seal that stands, so one break is told once.

    before: the seal of the entry that they follow.

    >>> first = SealedEntry(1, ("a",), seal_of(("a",), before=b""))
    >>> [entry.seal == seal for entry, seal in chain([first, SealedEntry(2, ("b",), b"else")])]
    [True, False]
    """
    for entry in entries:
        seal = seal_of(entry.cells, before=before)
        yield entry, seal
        before = seal if entry.seal is None else bytes(entry.seal) if isinstance(entry.seal, bytes) else seal


def broken(entries: Iterable[SealedEntry]) -> tuple[list[int], int | None]:
    """The numbers of the entries whose seal does not fit, and the first that is sealed at all, if any.

    Entries before the first seal were written by an older program; the first seal covers them all together.
    """
    wrong: list[int] = []
    first: int | None = None
    for entry, seal in chain(entries):
        if entry.seal is None and first is None:
            continue
        first = entry.number if first is None else first
        if entry.seal != seal:
            wrong.append(entry.number)
    return wrong, first
