"""A part of a workbook as a stream of XML elements: no tree, no entities, and nothing outside the file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from xml.parsers import expat

Start = Callable[[str, dict[str, str]], None]
"""Told of each element as it begins: its name without prefix, its attributes."""
_PIECE = 1 << 16
_RUN_LIMIT = 1 << 22
"""Bytes without any element beginning: a text, a comment or a tag so long is no part of a sheet."""
_DEPTH_LIMIT = 100


class StrangeXml(ValueError):
    """The part is XML of a kind that no spreadsheet program writes."""


def local(name: str) -> str:
    """A name without its prefix.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2] if ":" in name else name


def walk(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, start: Start, text: Callable[[str], None] | None = None
) -> None:
    """Read a part once, in pieces; `text` is told of the text inside elements.

    Raises `StrangeXml` for a document type, depth or runs beyond measure, `expat.ExpatError` for what is no XML.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    count = _Count(start)
    ends: list[str] = []
    parser.StartElementHandler = count.begins
    parser.EndElementHandler = ends.append
    if text is not None:
        parser.CharacterDataHandler = text
    run = 0
    with archive.open(info) as member:
        while piece := member.read(_PIECE):
            before = count.begun
            parser.Parse(piece, False)
            run = 0 if count.begun > before or ends else run + len(piece)
            count.depth += count.begun - before - len(ends)
            ends.clear()
            if run > _RUN_LIMIT or count.depth > _DEPTH_LIMIT:
                raise StrangeXml(info.filename)
    parser.Parse(b"", True)


class _Count:
    """How many elements began, and how deep they stand after each piece."""

    def __init__(self, start: Start) -> None:
        self.begun = 0
        self.depth = 0
        self._start = start

    def begins(self, name: str, attributes: dict[str, str]) -> None:
        """Hand an element on."""
        self.begun += 1
        self._start(local(name), attributes)


def _refuse_doctype(*_: object) -> None:
    raise StrangeXml("a document type")
