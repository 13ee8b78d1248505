"""Words that are nearly the one that was written."""

from __future__ import annotations

from collections.abc import Iterable

LIKE = 60
"""How alike, of 100, a word must be to be offered instead."""


def near(word: str, words: Iterable[str], *, most: int = 3) -> list[str]:
    """The words most like it, best first; none where nothing is.

    >>> near("bookng", ["sms", "booking"])
    ['booking']
    """
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only where a word fits nothing

    found = process.extract(
        word, sorted(words), scorer=fuzz.WRatio, processor=utils.default_process, limit=most, score_cutoff=LIKE
    )
    return [one for one, _, _ in found]
