"""Who imports whom in a tree of packages: every import, those for types alone and those inside functions too."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import networkx as nx


def modules(root: Path, rooms: tuple[str, ...]) -> dict[str, Path]:
    """Every module of the rooms by its dotted name."""
    found = (path for room in rooms for path in sorted((root / room).rglob("*.py")))
    return {".".join(path.relative_to(root).with_suffix("").parts).removesuffix(".__init__"): path for path in found}


def imported(path: Path, known: Mapping[str, Path]) -> Iterator[str]:
    """The modules among `known` that a file imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names if one.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module:
            full = (f"{node.module}.{one.name}" for one in node.names)
            yield from (name if name in known else node.module for name in full if node.module in known)


def circles(root: Path, rooms: tuple[str, ...]) -> list[list[str]]:
    """Modules that import each other by whatever way, sorted; each circle once."""
    known = modules(root, rooms)
    graph = nx.DiGraph(
        (name, other) for name, path in known.items() for other in imported(path, known) if other != name
    )
    return sorted(sorted(one) for one in nx.strongly_connected_components(graph) if len(one) > 1)
