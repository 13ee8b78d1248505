"""Texts of CSV cells that a spreadsheet would run as formulas, and how they are kept from it."""

from __future__ import annotations

MARK = "'"
"""Stands before such a text; a spreadsheet takes it for the sign that a cell is text."""
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def disarmed(text: str) -> str:
    """A text as it is written to a CSV file: an apostrophe before what a spreadsheet would run.

    A text that would lose an apostrophe of its own when it is read gets one more.

    >>> [disarmed(text) for text in ("=1+1", "+45 12", "A-1", "'quoted", "'=1", "''")]
    ["'=1+1", "'+45 12", 'A-1', "'quoted", "''=1", "'''"]
    """
    return MARK + text if text.startswith(_RUNS) or _is_marked(text) else text


def armed(text: str) -> str:
    """The text that was written so; any other as it is.

    >>> [armed(text) for text in ("'=1+1", "'+45 12", "A-1", "'quoted", "''=1", "'''", "=1+1")]
    ['=1+1', '+45 12', 'A-1', "'quoted", "'=1", "''", '=1+1']
    """
    return text[1:] if _is_marked(text) else text


def _is_marked(text: str) -> bool:
    return text.startswith(MARK) and text[1:].startswith((MARK, *_RUNS))
