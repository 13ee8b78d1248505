"""A part of a workbook as a stream of XML elements: no tree, no entities, and nothing outside the file."""

from __future__ import annotations

import zipfile
from typing import Protocol
from xml.parsers import expat


class ElementReader(Protocol):
    """Who is told of the elements; it counts them itself, as a call of its own for that would cost as much again."""

    begun: int

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins: its name as it is written, its attributes. Adds 1 to `begun`."""


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


def walk(archive: zipfile.ZipFile, info: zipfile.ZipInfo, reader: ElementReader) -> None:
    """Read a part once, in pieces.

    Raises `StrangeXml` for a document type, depth or runs beyond measure, `expat.ExpatError` for what is no XML.
    """
    parser = parser_for(reader)
    ends: list[str] = []
    parser.EndElementHandler = ends.append
    depth = run = 0
    with archive.open(info) as member:
        while piece := member.read(_PIECE):
            before = reader.begun
            parser.Parse(piece, False)
            run = 0 if reader.begun > before or ends else run + len(piece)
            depth += reader.begun - before - len(ends)
            ends.clear()
            if run > _RUN_LIMIT or depth > _DEPTH_LIMIT:
                raise StrangeXml(info.filename)
    parser.Parse(b"", True)


def parser_for(reader: ElementReader) -> expat.XMLParserType:
    """A parser that tells the reader of elements, and gives itself to one that wants to hear texts too."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = reader.start
    if isinstance(reader, Listener):
        reader.parser = parser
    return parser


class Listener:
    """A reader that turns `parser.CharacterDataHandler` on and off as it needs the texts."""

    parser: expat.XMLParserType


def _refuse_doctype(*_: object) -> None:
    raise StrangeXml("a document type")
