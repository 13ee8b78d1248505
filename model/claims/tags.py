"""Tags: the municipality's own word on what a system is for, laid over what every other source says."""

from __future__ import annotations

from collections.abc import Iterable

SOURCE = "tags"
"""The source that holds them. Its rows are systems of other sources, with the words said by hand alone."""
FIELD = "capabilities"
NOT = "not:"


def opposite(word: str) -> str:
    """The word that says the contrary.

    >>> opposite("sms"), opposite("not:sms")
    ('not:sms', 'sms')
    """
    return word.removeprefix(NOT) if word.startswith(NOT) else f"{NOT}{word}"


def laid_over(said: Iterable[str], tags: Iterable[str]) -> tuple[str, ...]:
    """What is said with the tags over it: a tag takes the place of its opposite, and stands for good.

    >>> laid_over(("gis", "booking"), ("not:gis", "sms"))
    ('booking', 'not:gis', 'sms')
    """
    words = tuple(dict.fromkeys(tags))
    gone = {*words, *map(opposite, words)}
    return (*(word for word in said if word not in gone), *words)
