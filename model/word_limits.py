"""Words that are said to the program, looked at before anything is done with them: how long, how many, whether text."""

from __future__ import annotations

from model.errors import InputError
from model.hidden import hidden_sign, is_whole, shown

LONGEST = 500
"""Characters of a word of a question: a flow's id, the longest there is, has two ids in it."""
MOST = 1_000
"""Words of one question."""
LONGEST_OPTION = 1_000
"""Characters of what is said for an option: a field of a page holds many prices."""
LONGEST_CURSOR = 4_000
"""Characters of a cursor, which holds the search that it belongs to."""
LONGEST_NAME = 200
"""Characters of a source's name or of what stands before ids."""
_BEGINNING = 40


def looked_at(*words: str, longest: int = LONGEST, most: int = MOST) -> None:
    r"""Raises `InputError` where there are too many words, or one is too long or no text.

    >>> looked_at("KMD Aktiv")
    >>> looked_at("KMD Aktiv \ud800")
    Traceback (most recent call last):
    model.errors.InputError: The word 'KMD Aktiv \ud800' holds half a character and is no text. Write it anew.
    """
    if len(words) > most:
        raise InputError(f"{len(words)} words are too many; {most} are the most. Ask in several times.")
    for word in words:
        if len(word) > longest:
            raise InputError(f"The word {beginning(word)!r} has {len(word)} characters; {longest} are the most.")
        if not is_whole(word):
            raise InputError(f"The word '{shown(word)}' holds half a character and is no text. Write it anew.")


def beginning(text: str) -> str:
    """As much of a text as tells which one it is.

    >>> beginning("kort"), len(beginning("lang " * 1000))
    ('kort', 41)
    """
    return text if len(text) <= _BEGINNING else text[:_BEGINNING] + "…"


def name_looked_at(name: str) -> None:
    """Raises `InputError` for a name that is kept and holds what nobody sees; its length is looked at elsewhere."""
    looked_at(name, longest=LONGEST_NAME)
    sign = hidden_sign(name)
    if sign is not None:
        raise InputError(f"The name '{shown(name)}' holds a character that is not seen ({sign}). Write it anew.")
