"""Names that may break over two lines, so that one long word pushes no column out of view."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

LONG = re.compile(r"\S{25,}")
"""A word with more signs than those of daily use have."""
PIECE = 12
"""Signs of a long word that stand together."""
_SLASH = re.compile(r"(?<=\w{4}/)(?=\w{4})")
_BREAK = "\x00"


def breakable(text: object) -> Markup:
    """A text, escaped, with places where a page may break it: behind a slash between words, and within very long ones.

    >>> breakable("Betaling/opkrævning <b>")
    Markup('Betaling/<wbr>opkrævning &lt;b&gt;')
    >>> breakable("Sagsbehandlingssystemkernen")
    Markup('Sagsbehandli<wbr>ngssystemker<wbr>nen')
    """
    marked = LONG.sub(_pieces, _SLASH.sub(_BREAK, str(text).replace(_BREAK, " ")))
    return Markup("<wbr>").join(escape(part) for part in marked.split(_BREAK))


def _pieces(word: re.Match[str]) -> str:
    """A long word in pieces; what a slash has parted already is no longer one word."""
    parts = word[0].split(_BREAK)
    lengths = (PIECE if LONG.match(part) else len(part) for part in parts)
    cut = (
        (part[at : at + most] for at in range(0, len(part), most)) for part, most in zip(parts, lengths, strict=True)
    )
    return _BREAK.join(piece for pieces in cut for piece in pieces)
