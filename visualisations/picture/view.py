"""A picture before anything draws it: nodes with their places, edges, folds, and all that is said, as plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

LineStyle = Literal["full", "dashed", "thin"]


@dataclass(frozen=True, slots=True)
class PanelSection:
    """A heading and its lines, as the side panel shows them."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Node:
    """A box of the picture.

    role: a key of `palette.SHADES` or of `KIND_SHAPES`; word: the same for a reader. x and y: the middle, in picture
    units. column, order: its column and its place in it, from which y comes. fold: the key of the fold that hides it.
    members: for a fold, the keys it hides; names of those too many to draw stand in `sections`.
    """

    key: str
    label: str
    role: str
    word: str
    column: int
    order: float
    x: float
    y: float
    sections: tuple[PanelSection, ...] = ()
    hover: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    fold: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """Flows from one node to another. alive: it still runs; unsure: every need behind it is unknown (drawn dashed)."""

    source: str
    target: str
    flows: tuple[str, ...]
    alive: bool
    unsure: bool
    hover: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A role that occurs: its word, how many systems have it, and what it means."""

    role: str
    word: str
    count: int
    meaning: str


@dataclass(frozen=True, slots=True)
class Header:
    """A column's heading and the x of its middle."""

    column: int
    text: str
    x: float


@dataclass(frozen=True, slots=True)
class View:
    """A whole picture. shown: systems drawn one by one; folded: systems in folds; total: all it speaks of.

    falling: whether it shows a shutdown, in which a living flow is drawn thin. lines: what the lines mean, and how
    each is drawn: full, dashed or thin.
    """

    title: str
    subtitle: str
    summary: str
    shown_words: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    legend: tuple[LegendEntry, ...]
    headers: tuple[Header, ...]
    lines: tuple[tuple[str, LineStyle], ...]
    falling: bool
    shown: int
    folded: int
    total: int
