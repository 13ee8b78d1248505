"""Folding: many leaves of one hub, or all that a picture has no room for, become one box with a number."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from visualisations.picture.view import Edge, Node, PanelSection

MOST_LEAVES = 8
"""More leaves than this on the same neighbours, with the same role, are folded."""
_NAMES = 400
"""Names that a fold lists."""

FoldLabel = Callable[[str, int], str]
"""Role and number -> what stands on the fold."""


def folded(nodes: Sequence[Node], edges: Sequence[Edge], *, budget: int, label: FoldLabel, names: str) -> list[Node]:
    """The nodes with their folds: first the leaves of hubs, then what is over `budget`, the last nodes first.

    `nodes` stand in the order of their importance. `names` is the heading over the names in a fold.
    """
    leaves = _leaves(nodes, edges)
    hidden = {node.key for group in leaves.values() for node in group}
    visible = [node for node in nodes if node.key not in hidden]
    over = _over(visible, budget - len(leaves))
    result = {node.key: node for node in nodes}
    folds = []
    for prefix, groups in (("leaves", leaves), ("rest", over)):
        for number, group in enumerate(groups.values()):
            fold = _fold(f"fold:{prefix}:{number}", group, label=label, names=names)
            folds.append(fold)
            result.update({node.key: replace(node, fold=fold.key) for node in group})
    return [*result.values(), *folds]


def _leaves(nodes: Sequence[Node], edges: Iterable[Edge]) -> dict[tuple[object, ...], list[Node]]:
    into: dict[str, set[str]] = {}
    giving = set()
    for edge in edges:
        into.setdefault(edge.target, set()).add(edge.source)
        giving.add(edge.source)
    groups: dict[tuple[object, ...], list[Node]] = {}
    for node in nodes:
        if node.key not in giving:
            hub = (node.role, node.column, frozenset(into.get(node.key, ())))
            groups.setdefault(hub, []).append(node)
    return {hub: group for hub, group in groups.items() if len(group) > MOST_LEAVES}


def _over(visible: Sequence[Node], room: int) -> dict[tuple[object, ...], list[Node]]:
    if len(visible) <= room:
        return {}
    columns = {(node.role, node.column) for node in visible}
    groups: dict[tuple[object, ...], list[Node]] = {}
    for node in visible[max(1, room - len(columns)) :]:
        groups.setdefault((node.role, node.column), []).append(node)
    return {group: members for group, members in groups.items() if len(members) > 1}


def _fold(key: str, group: Sequence[Node], *, label: FoldLabel, names: str) -> Node:
    first = group[0]
    text = label(first.role, len(group))
    shown = tuple(node.label for node in group[:_NAMES])
    lines = shown if len(group) <= _NAMES else (*shown, "…")
    return Node(
        key=key,
        label=text,
        role=first.role,
        word=first.word,
        column=first.column,
        order=0,
        x=0,
        y=0,
        sections=(PanelSection(names, lines),),
        hover=(text, ", ".join(shown[:30]) + (" …" if len(group) > 30 else "")),
        members=tuple(node.key for node in group),
    )


def stands_for(nodes: Iterable[Node]) -> Mapping[str, str]:
    """Every node's key -> the key of the box that is drawn for it: its fold, or itself."""
    return {node.key: node.fold or node.key for node in nodes}
