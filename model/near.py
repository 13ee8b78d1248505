"""Words that are nearly the one that was written."""

from __future__ import annotations

from collections.abc import Iterable

LONGEST = 200
"""Characters of a word, or of one to be offered, that are compared: time grows with the product of both."""
LIKE = 60
"""How alike, of 100, a word must be to be offered instead."""


def near(word: str, words: Iterable[str], *, most: int = 3) -> list[str]:
    """The words most like it, best first; none where nothing is, and none of a text that is no word any more.

    >>> near("bookng", ["sms", "booking"])
    ['booking']
    """
    if len(word) > LONGEST:
        return []
    from rapidfuzz import fuzz, process, utils  # noqa: PLC0415 - only where a word fits nothing

    found = process.extract(
        word,
        sorted(one for one in words if len(one) <= LONGEST),
        scorer=fuzz.WRatio,
        processor=utils.default_process,
        limit=most,
        score_cutoff=LIKE,
    )
    return [one for one, _, _ in found]
