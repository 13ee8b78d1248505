"""A flow in one line."""

from __future__ import annotations

from collections.abc import Mapping

from visualisations.wording.need_words import need_word
from visualisations.wording.wording import Wording


def flow_words(flow: str, words: Wording) -> str:
    """A flow in one line: its ends, what it carries and how much it is needed."""
    cell: Mapping[str, object] = {
        name: words.landscape.cell("flows", flow, name) for name in ("data_objects", "need", "interface")
    }
    objects = cell["data_objects"]
    carried = f": {', '.join(words.objects(map(str, objects)))}" if isinstance(objects, tuple) else ""
    need = need_word(str(cell["need"] or "unknown"), words.translate)
    return f"{words.flow(flow)}{carried} ({need})"
