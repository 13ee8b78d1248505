"""A view as one self-contained HTML page: no request, no remote font, nothing but the file itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader
from markupsafe import Markup
from pyvis.network import Network

from visualisations.picture.palette import KIND_SHADES, SHADES
from visualisations.picture.picture_words import picture_words
from visualisations.picture.view import Edge, Node, View
from visualisations.picture.view_layout import LAYOUT
from visualisations.safe_file import written_beside
from visualisations.wording.translate import Translate

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
"""vis-network as it lies in the installed pyvis package."""
_SOURCE_MAP = re.compile(r"//[#@]\s*sourceMappingURL=\S*")


def write_picture(
    view: View,
    path: Path | None = None,
    *,
    translate: Translate = str,
    lang: str = "da",
    embedded: bool = False,
) -> str:
    """The page as text, also written to `path` where one is given. embedded: without the heading, to stand in a frame.

    Everything a user wrote reaches the page as JSON in which `<`, `>` and `&` are escaped, and the screen as text
    nodes. Raises `InputError` where `path` cannot be written; what was there is then unchanged.
    """
    html = _network(view, translate, lang=lang, embedded=embedded).generate_html()
    if path is not None:
        with written_beside(path) as new:
            new.write_text(html, encoding="utf-8")
    return str(html)


def _network(view: View, translate: Translate, *, lang: str, embedded: bool) -> Any:
    network = Network(directed=True, cdn_resources="in_line")
    for node in view.nodes:
        network.add_node(node.key, **_node(node))
    for number, edge in enumerate(view.edges):
        network.add_edge(edge.source, edge.target, id=f"edge:{number}", **_edge(edge))
    network.templateEnv = _templates()
    network.templateEnv.globals.update(
        lang=lang,
        embedded=embedded,
        library=_library(),
        title=view.title,
        subtitle=view.subtitle,
        words=picture_words(translate),
        view=_view(view),
        shades={role: asdict(shade) for role, shade in (*SHADES.items(), *KIND_SHADES.items())},
        layout=LAYOUT,
    )
    network.path = "picture.html"
    return network


def _templates() -> Environment:
    return Environment(loader=PackageLoader("visualisations.picture"), autoescape=True, keep_trailing_newline=True)


@cache
def _library() -> Markup:
    """vis-network's code, which may stand in a script element as it is: it is no user's text."""
    code = (files("pyvis") / _VIS).read_text(encoding="utf-8")
    return Markup(_SOURCE_MAP.sub("", code).replace("</script", "<\\/script"))  # noqa: S704 - shipped code


def _node(node: Node) -> Mapping[str, Any]:
    return {
        "label": node.label,
        "shape": "custom",
        "role": node.role,
        "word": node.word,
        "column": node.column,
        "order": node.order,
        "x": node.x,
        "y": node.y,
        "sections": [[section.heading, list(section.lines)] for section in node.sections],
        "hover": list(node.hover),
        "members": list(node.members),
        "fold": node.fold,
    }


def _edge(edge: Edge) -> Mapping[str, Any]:
    return {"alive": edge.alive, "unsure": edge.unsure, "flows": len(edge.flows), "hover": list(edge.hover)}


def _view(view: View) -> Mapping[str, Any]:
    return {
        "summary": view.summary,
        "shown": view.shown_words,
        "legend": [asdict(entry) for entry in view.legend],
        "total": view.total,
        "lines": view.lines,
        "falling": view.falling,
        "headers": {header.column: header.text for header in view.headers},
    }
