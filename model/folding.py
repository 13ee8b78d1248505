"""How two spellings are told to be the same name."""

from __future__ import annotations

from unicodedata import normalize


def fold(text: str) -> str:
    r"""A name without what people spell differently: case, runs of spaces, and how accents are encoded.

    >>> fold("  KMD\u00a0  Aktiv ") == fold("kmd aktiv")
    True
    >>> fold("A\u030arhus") == fold("århus")
    True
    >>> fold("Åse"), fold("Aase")
    ('åse', 'aase')
    """
    if text.isascii():
        return " ".join(text.split()).lower()
    return normalize("NFC", " ".join(normalize("NFC", text).split()).casefold())
