"""What both pictures share: putting nodes in their places, and the headings over the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from visualisations.picture.view import Edge, Header, Node, PanelSection
from visualisations.picture.view_folds import stands_for
from visualisations.picture.view_layout import orders, places
from visualisations.wording.wording import Wording

_AT_THE_END = ("fold:rest:", "more:")
"""Keys of boxes that stand for what had no room: below all others of their column."""
_LAST = 1_000_000.0


def key_of(table: str, id_: str) -> str:
    """The key of a node: ids are unique within a table only."""
    return f"{table}:{id_}"


def placed(nodes: Sequence[Node], edges: Iterable[Edge]) -> tuple[Node, ...]:
    """The nodes with order, x and y; what a fold hides stands where the fold does, in the order given."""
    drawn_for = stands_for(nodes)
    boxes = {node.key: node.column for node in nodes if node.fold is None}
    pairs = {(drawn_for[edge.source], drawn_for[edge.target]) for edge in edges}
    order = orders(boxes, sorted(pair for pair in pairs if pair[0] != pair[1]), list(boxes))
    order = {key: at + _LAST if key.startswith(_AT_THE_END) else at for key, at in order.items()}
    at = places(boxes, order)
    behind = {key: number for node in nodes for number, key in enumerate(node.members)}
    return tuple(_placed(node, order, at, behind) for node in nodes)


def _placed(
    node: Node,
    order: Mapping[str, float],
    at: Mapping[str, tuple[float, float]],
    behind: Mapping[str, int],
) -> Node:
    x, y = at[node.fold or node.key]
    if node.fold is None:
        return replace(node, order=order[node.key], x=x, y=y)
    return replace(node, order=order[node.fold] + (behind[node.key] + 1) / 100_000, x=x, y=y)


def headers(nodes: Iterable[Node], texts: Mapping[int, str]) -> tuple[Header, ...]:
    """The heading of every column, over the middle of its boxes."""
    xs: dict[int, list[float]] = {}
    for node in nodes:
        xs.setdefault(node.column, []).append(node.x)
    return tuple(Header(column, texts[column], (min(found) + max(found)) / 2) for column, found in sorted(xs.items()))


def facts(id_: str, words: Wording) -> tuple[PanelSection, ...]:
    """What the side panel says about any system: unit, owner and vendor, as far as they are registered."""
    translate, cell = words.translate, words.landscape.cell
    unit = cell("systems", id_, "unit")
    known = (
        (translate("Unit"), None if unit is None else words.unit(str(unit))),
        (translate("Owner"), cell("systems", id_, "owner")),
        (translate("Vendor"), cell("systems", id_, "vendor")),
    )
    return tuple(PanelSection(heading, (str(value),)) for heading, value in known if value is not None)
