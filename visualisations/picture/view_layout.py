"""Where the boxes of a picture stand: columns from left to right, in each an order that crosses few lines.

The same nodes and edges always get the same places.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

BOX_WIDTH, BOX_HEIGHT = 212, 46
"""Of a box, in picture units."""
ROW = 56
"""From one box to the next below it."""
GAP_IN_COLUMN, GAP = 28, 104
"""Between boxes side by side in one column, and between columns."""
_SCREEN = (1000, 740)
"""What a picture is laid out for, in pixels."""
_NEARLY = 0.85
_SWEEPS = 4
LAYOUT: Mapping[str, object] = {
    "width": BOX_WIDTH,
    "height": BOX_HEIGHT,
    "row": ROW,
    "gap": GAP,
    "inner": GAP_IN_COLUMN,
    "screen": _SCREEN,
    "nearly": _NEARLY,
}
"""What a page needs to place boxes by the same rule once a fold is opened."""


def rows_for(stacks: Sequence[int]) -> int:
    """How many boxes stand above each other, so that columns of so many boxes are largest on a screen.

    Columns stay whole unless splitting them makes all boxes clearly larger.

    >>> rows_for([1, 6]), rows_for([1, 150])
    (6, 29)
    """
    if not stacks:
        return 1
    sizes = {limit: _size(stacks, limit) for limit in range(max(stacks), 0, -1)}
    best = max(sizes.values())
    return next(limit for limit, size in sizes.items() if size >= _NEARLY * best)


def _size(stacks: Sequence[int], limit: int) -> float:
    """How large boxes come out on the screen, 1 for their own size."""
    abreast = [math.ceil(count / limit) for count in stacks]
    width = sum(each * (BOX_WIDTH + GAP_IN_COLUMN) - GAP_IN_COLUMN for each in abreast) + GAP * (len(stacks) - 1)
    height = max(math.ceil(count / each) for count, each in zip(stacks, abreast, strict=True)) * ROW
    return min(_SCREEN[0] / width, _SCREEN[1] / (height + ROW), 1.0)


def orders(columns: Mapping[str, int], edges: Iterable[tuple[str, str]], first: Sequence[str]) -> dict[str, float]:
    """The place of every key in its column, beside the middle of its neighbours; ties stay as in `first`.

    >>> orders({"a": 0, "b": 0, "x": 1, "y": 1}, [("a", "y"), ("b", "x")], ["a", "b", "x", "y"])
    {'a': 0.0, 'b': 1.0, 'y': 0.0, 'x': 1.0}
    """
    neighbours: dict[str, list[str]] = {key: [] for key in first}
    for source, target in edges:
        if columns[source] != columns[target]:
            neighbours[source].append(target)
            neighbours[target].append(source)
    stacked: dict[int, list[str]] = {}
    for key in first:
        stacked.setdefault(columns[key], []).append(key)
    place = _places(stacked.values())
    for sweep in range(_SWEEPS):
        rightwards = sweep % 2 == 0
        for column in sorted(stacked, reverse=not rightwards):
            _sort_column(stacked[column], column, rightwards, columns, neighbours, place)
    return {key: float(at) for column in sorted(stacked) for at, key in enumerate(stacked[column])}


def _places(stacks: Iterable[Sequence[str]]) -> dict[str, float]:
    """Where each stands, from 0 at the top of its column to 1 at the bottom."""
    return {key: (at + 0.5) / len(stack) for stack in stacks for at, key in enumerate(stack)}


def _sort_column(
    stack: list[str],
    column: int,
    rightwards: bool,  # noqa: FBT001 - private, and named at the call
    columns: Mapping[str, int],
    neighbours: Mapping[str, Sequence[str]],
    place: dict[str, float],
) -> None:
    def middle(key: str) -> float:
        sides = [other for other in neighbours[key] if (columns[other] < column) == rightwards]
        return sum(place[other] for other in sides) / len(sides) if sides else place[key]

    middles = {key: round(middle(key), 6) for key in stack}
    stack.sort(key=middles.__getitem__)
    place.update(_places([stack]))


def places(columns: Mapping[str, int], order: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """The middle of every box, (x, y), y downwards; a column too long becomes several side by side.

    >>> places({"a": 0, "b": 1}, {"a": 0.0, "b": 0.0})
    {'a': (0.0, 0.0), 'b': (316.0, 0.0)}
    """
    stacked: dict[int, list[str]] = {}
    for key in sorted(columns, key=lambda key: (columns[key], order[key], key)):
        stacked.setdefault(columns[key], []).append(key)
    limit = rows_for([len(stack) for stack in stacked.values()])
    found: dict[str, tuple[float, float]] = {}
    left = 0.0
    for stack in stacked.values():
        abreast = math.ceil(len(stack) / limit)
        rows = math.ceil(len(stack) / abreast)
        for at, key in enumerate(stack):
            x = left + (at % abreast) * (BOX_WIDTH + GAP_IN_COLUMN)
            found[key] = (x, (at // abreast - (rows - 1) / 2) * ROW)
        left += abreast * BOX_WIDTH + (abreast - 1) * GAP_IN_COLUMN + GAP
    return found
