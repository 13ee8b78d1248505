"""Which systems are there: search as people type, best first, with pages. One system is `system_sheet`'s."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from model.claims.entities import System
from model.errors import InputError
from model.folding import fold
from model.landscape.landscape import Landscape
from model.landscape.search_text import EDGE, SearchText
from queries.facts.entity_cells import entity_cells
from queries.systems.system_sheet import SystemSheet, system_sheet

__all__ = ["SystemList", "SystemSheet", "find_systems", "system_sheet"]

GUESSED = 12
"""Words of a search that are guessed at: each is compared with every word of the landscape."""
ALIKE = 65
"""How alike, of 100, a word must be to what was typed to be taken for what was meant."""


@dataclass(frozen=True, slots=True)
class SystemList:
    """One page of a search. `total` counts all finds; `next` is the cursor of the page after, `None` on the last."""

    total: int
    items: Sequence[System]
    next: str | None

    def as_json(self) -> dict[str, Any]:
        """The form of `commands.md`; the items have the columns of the systems table."""
        items = [{**entity_cells(system), "inherited": sorted(system.inherited)} for system in self.items]
        return {"total": self.total, "items": items, "next": self.next}


def find_systems(landscape: Landscape, text: str, *, limit: int = 50, cursor: str | None = None) -> SystemList:
    """Systems whose id, name, alias, vendor, capability or description holds `text`; all for an empty one.

    Order: exactly that id, name or alias; one that begins so; a word that begins so; anywhere; every word of it
    somewhere; else, where nothing fits, the words most like it. Within each by folded name, then id. `limit` is above
    0; a cursor holds for its own revision and text. Raises `InputError`.

    >>> from model.claims.batch import Batch
    >>> from model.claims.state import State
    >>> rows = {"a": {"name": "KMD Aktiv"}, "b": {"name": "Aktivport"}, "c": {"name": "SAPA", "vendor": "KMD"}}
    >>> landscape = Landscape(State().with_batch(Batch.of("hand", systems=rows)))
    >>> [system.id for system in find_systems(landscape, "aktiv").items]
    ['b', 'a']
    """
    if limit < 1:
        raise InputError(f"The limit is a number above 0, not {limit}.")
    asked = fold(text.replace(EDGE, " "))
    start = 0 if cursor is None else _start(cursor, landscape.revision, asked)
    index = landscape.search_text
    found, ranked = _found(index, asked)
    page = list(islice(ranked, start, start + limit))
    more = start + limit < len(found)
    items = tuple(landscape.system(index.ids[row]) for row in page)
    return SystemList(len(found), items, _cursor(landscape.revision, start + limit, asked) if more else None)


def _found(index: SearchText, asked: str) -> tuple[Sequence[int], Iterable[int]]:
    """All rows that fit, and the same rows best first; the second is worked out as far as it is read."""
    if not asked:
        everything = range(len(index.ids))
        return everything, everything
    found = index.rows_with(asked)
    if found:
        return found, _ranked(index, asked, found)
    found = _with_all_words(index, asked.split())
    if not found:
        meant = _meant(index, asked.split())
        found = _with_all_words(index, meant)
        return found, _ranked(index, " ".join(meant), found)
    return found, found


def _with_all_words(index: SearchText, words: Sequence[str]) -> list[int]:
    found = index.rows_with(words[0]) if words else []
    for word in words[1:]:
        found = index.rows_with(word, among=found)
    return found


def _ranked(index: SearchText, asked: str, found: Sequence[int]) -> Iterator[int]:
    """The rows found, best first, each once; nobody reads a hundred thousand of them."""
    begin, word = EDGE + asked, " " + asked
    seen: set[int] = set()
    tiers = (
        [row for row in found if begin + EDGE in index.names[row]],
        (row for row in found if begin in index.names[row]),
        (row for row in found if word in index.texts[row] or begin in index.texts[row]),
        found,
    )
    for row in chain.from_iterable(tiers):
        if row not in seen:
            seen.add(row)
            yield row


def _meant(index: SearchText, words: Sequence[str]) -> Sequence[str]:
    """For every word the one in the landscape that is most like it; none where a word is like nothing."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - only where nothing fits

    if len(words) > GUESSED:
        return []
    best = [process.extractOne(word, index.words, scorer=fuzz.ratio, score_cutoff=ALIKE) for word in words]
    return [] if None in best else [str(one[0]) for one in best if one is not None]


def _cursor(revision: int, start: int, asked: str) -> str:
    return urlsafe_b64encode(f"{revision}.{start}.{asked}".encode()).decode().rstrip("=")


def _start(cursor: str, revision: int, asked: str) -> int:
    """Where the page begins; a cursor of another revision or text would skip or repeat systems."""
    try:
        said = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        of_revision, start, of_text = said.split(".", 2)
        place = int(of_revision), int(start)
    except (NotBase64, ValueError):
        raise InputError(f"The cursor {cursor!r} is none that this program gave.") from None
    if place[0] != revision or of_text != asked or place[1] < 0:
        raise InputError("The cursor belongs to another revision or another search; ask again without it.")
    return place[1]
