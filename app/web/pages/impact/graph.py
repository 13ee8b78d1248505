"""The answer's picture on the page: an SVG from the same view as the picture to take along."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from app.language.i18n import translator
from queries.impact.edges import line_words, table_of
from queries.impact.picture import impact_view
from visualisations.picture.picture_page import write_picture
from visualisations.picture.view_folds import stands_for
from visualisations.picture.view_layout import BOX_HEIGHT, BOX_WIDTH
from visualisations.picture.view_parts import headers, key_of, placed
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from pathlib import Path

    from app.web.rendering import PageRequest
    from queries.impact.answer import Affected, ImpactAnswer
    from visualisations.picture.view import Edge, Node, View

BOXES = 40
"""Boxes beside the table; the picture to take along has room for more."""
EDGE = 24
"""Room around the boxes, in picture units."""
SYSTEMS = 250
"""Affected systems that it draws or folds one by one (two blocks of `model.graph.reasons`); the others are counted."""
HEAD = 34
"""Room for the headings of the columns."""
LINE = 23
"""Signs in a line of a box."""
LOWER = 0.86
"""Beside a table there is less room than on a page of its own: rows stand closer."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its left upper corner. `link`: the system's page, or the picture with the fold opened."""

    key: str
    role: str
    lines: Sequence[str]
    hover: str
    x: float
    y: float
    link: str | None
    fold: bool
    chain: Sequence[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A line between two boxes: `path` as SVG writes it."""

    source: str
    target: str
    path: str
    alive: bool
    unsure: bool
    hover: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template draws. `chains`: system id -> keys of the boxes of its chain."""

    view: View
    boxes: Sequence[Box]
    lines: Sequence[Line]
    heads: Sequence[tuple[float, str]]
    width: float
    height: float
    chains: Mapping[str, Sequence[str]]
    fold_again: str | None


def picture_of(answer: ImpactAnswer, asked: PageRequest, path: Path) -> None:
    """Write the picture to take along."""
    translate = translator(asked.lang)
    write_picture(impact_view(answer, asked.landscape, translate=translate), path, translate=translate, lang=asked.lang)


def graph_values(answer: ImpactAnswer, asked: PageRequest, rows: Sequence[Affected]) -> dict[str, Any]:
    """The drawing for a page that lists `rows`; none where nothing is hit."""
    if not len(answer.affected):
        return {"graph": None, "row_chain": _no_chain}
    folds, translate = asked.address.all("unfold"), translator(asked.lang)

    def is_shown(node: Node) -> bool:
        return node.fold is None or node.fold in folds

    view = impact_view(answer, asked.landscape, translate=translate, node_budget=BOXES, most=SYSTEMS, tell=is_shown)
    graph = drawing(opened(view, folds), answer, asked, rows)
    return {"graph": graph, "row_chain": graph.chains.get}


def _no_chain(_system: str) -> tuple[str, ...]:
    return ()


def opened(view: View, folds: Sequence[str]) -> View:
    """The same view with some folds opened and everything in its new place."""
    if not folds:
        return view
    nodes = [replace(node, fold=None) if node.fold in folds else node for node in view.nodes if node.key not in folds]
    texts = {header.column: header.text for header in view.headers}
    moved = placed(nodes, view.edges)
    return replace(view, nodes=moved, headers=headers(moved, texts))


def drawing(view: View, answer: ImpactAnswer, asked: PageRequest, rows: Sequence[Affected]) -> Drawing:
    """Boxes, lines and headings with their places from 0, 0 on."""
    drawn_for = stands_for(view.nodes)
    visible = [node for node in view.nodes if node.fold is None]
    left = min(node.x for node in visible) - BOX_WIDTH / 2 - EDGE
    top = min(node.y for node in visible) * LOWER - BOX_HEIGHT / 2 - EDGE - HEAD
    wanted = {node.key for node in visible}
    considered = answer.affected[:SYSTEMS]
    boxed = [row for row in considered if key_of("systems", row.system.id) in wanted]
    chains = {row.system.id: _chain(row, asked, drawn_for) for row in (*boxed, *rows)}
    boxes = [_box(node, asked, left, top, chains) for node in visible]
    at = {box.key: box for box in boxes}
    return Drawing(
        view=view,
        boxes=boxes,
        lines=_lines(view.edges, at, drawn_for, Wording(asked.landscape, translator(asked.lang))),
        heads=[(header.x - left, header.text) for header in view.headers],
        width=max(box.x for box in boxes) + BOX_WIDTH + EDGE,
        height=max(box.y for box in boxes) + BOX_HEIGHT + EDGE,
        chains=chains,
        fold_again=asked.address.here(unfold=None) if asked.address.get("unfold") else None,
    )


def _chain(row: Affected, asked: PageRequest, drawn_for: Mapping[str, str]) -> list[str]:
    keys = [key_of(table_of(asked.landscape, row.chain[0]), row.chain[0])]
    keys += [key_of("systems", id_) for id_ in row.chain[1:]]
    return list(dict.fromkeys(drawn_for[key] for key in keys if key in drawn_for))


def _box(node: Node, asked: PageRequest, left: float, top: float, chains: Mapping[str, Sequence[str]]) -> Box:
    table, _, id_ = node.key.partition(":")
    link = asked.address.system(id_) if table == "systems" else None
    if node.members:
        now = asked.address.all("unfold")
        link = f"{asked.address.here(unfold=(*now, node.key))}#graph"
    return Box(
        key=node.key,
        role=node.role,
        lines=wrapped(node.label),
        hover="\n".join(node.hover),
        x=node.x - BOX_WIDTH / 2 - left,
        y=node.y * LOWER - BOX_HEIGHT / 2 - top,
        link=link,
        fold=bool(node.members),
        chain=chains.get(id_, (node.key,)) if table == "systems" else (node.key,),
    )


def wrapped(label: str) -> list[str]:
    """A label in at most two lines.

    >>> wrapped("KMD Aktiv"), wrapped("Fælleskommunalt Sags- og Dokumentindeks, nu")
    (['KMD Aktiv'], ['Fælleskommunalt Sags-', 'og Dokumentindeks, nu'])
    """
    lines = textwrap.wrap(label, LINE) or [label]
    if len(lines) <= 2:
        return lines
    second = lines[1] if len(lines[1]) <= LINE - 2 else lines[1][: LINE - 2].rstrip()
    return [lines[0], f"{second} …"]


def _lines(edges: Iterable[Edge], at: Mapping[str, Box], drawn_for: Mapping[str, str], words: Wording) -> list[Line]:
    """One line for all edges between the same two boxes that are alike."""
    together: dict[tuple[str, str, bool], list[Edge]] = {}
    for edge in edges:
        source, target = drawn_for[edge.source], drawn_for[edge.target]
        if source != target:
            together.setdefault((source, target, edge.alive), []).append(edge)
    return [
        Line(
            source=source,
            target=target,
            path=_path(at[source], at[target]),
            alive=alive,
            unsure=all(edge.unsure for edge in several),
            hover="\n".join(line_words(several[0].flows, words, alive=alive)) if len(several) == 1 else "",
        )
        for (source, target, alive), several in sorted(together.items(), key=lambda one: not one[0][2])
    ]


def _path(source: Box, target: Box) -> str:
    """From the right side of one box to the left side of the other; around the right where the other is not further."""
    x1, y1 = source.x + BOX_WIDTH, source.y + BOX_HEIGHT / 2
    y2 = target.y + BOX_HEIGHT / 2
    if target.x > source.x:
        x2 = target.x
        bend = max(40.0, (x2 - x1) / 2)
        return f"M{x1:.0f} {y1:.0f}C{x1 + bend:.0f} {y1:.0f} {x2 - bend:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
    x2 = target.x + BOX_WIDTH
    out = max(x1, x2) + 50
    return f"M{x1:.0f} {y1:.0f}C{out:.0f} {y1:.0f} {out:.0f} {y2:.0f} {x2:.0f} {y2:.0f}"
