"""What a sheet of an answer holds, before any spreadsheet library sees it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

NumberForm = Literal["", "money", "share"]
"""How a column's numbers are shown: as they are, in whole kroner, or from 0 to 1 as percent."""
Cell = str | float | date | tuple[str, ...] | None
"""A tuple is a list of names: it is joined, and cut between names where a cell cannot hold them all."""


@dataclass(frozen=True, slots=True)
class Col:
    """A column: its heading, its width in characters, and how its numbers are shown."""

    heading: str
    width: int = 16
    numbers: NumberForm = ""


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
