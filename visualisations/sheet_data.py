"""What a sheet of an answer holds, before any spreadsheet library sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

Cell = str | float | date | tuple[str, ...] | None
"""A tuple is a list of names: it is joined, and cut between names where a cell cannot hold them all."""


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its heading, and its width in characters."""

    heading: str
    width: int = 16


@dataclass(frozen=True, slots=True)
class Shaded:
    """A cell with a word and the colour of a role of `palette.SHADES`."""

    role: str
    word: str


@dataclass(frozen=True, slots=True)
class SheetData:
    """One part of an answer: `note` says above the table what it shows; `rows` are made as they are read."""

    name: str
    note: str
    columns: tuple[Col, ...]
    rows: Iterable[tuple[Cell | Shaded, ...]]
