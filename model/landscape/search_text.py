"""The folded text of every system, made once per landscape, so that a search as people type is a scan of strings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from model.folding import fold
from model.lazily import lazily

if TYPE_CHECKING:
    from model.landscape_tables import LandscapeTables
    from model.schema import Value

EDGE = "\x1f"
"""Stands before and after every field and spelling; folding takes it out of what people write."""


class SearchText:
    """Systems by what is written of them. `Landscape.search_text` makes it on first use.

    Rows stand in the order in which equally good finds are shown: by folded name, then id. `ids` are their ids, `names`
    the folded name, id and aliases of each, `texts` these and the vendor, capabilities and description.
    """

    def __init__(self, landscape: LandscapeTables) -> None:
        table = landscape.tables["systems"]
        said = (_texts(table.cells(field)) for field in ("aliases", "vendor", "capabilities", "description"))
        titles = (str(name or id_) for id_, name in zip(table.ids, table.cells("name"), strict=True))
        rows = sorted((fold(title), id_, *more) for id_, title, *more in zip(table.ids, titles, *said, strict=True))
        self.ids: Sequence[str] = [row[1] for row in rows]
        self.names: Sequence[str] = [_joined((row[0], row[1], *row[2])) for row in rows]
        self.texts: Sequence[str] = [
            names + _joined(chain(*row[3:])) for names, row in zip(self.names, rows, strict=True)
        ]

    def rows_with(self, part: str, *, among: Iterable[int] | None = None) -> list[int]:
        """The rows whose text holds a folded part, in the order of the rows."""
        if among is None:
            return [row for row, text in enumerate(self.texts) if part in text]
        return [row for row in among if part in self.texts[row]]

    @lazily
    def words(self) -> Sequence[str]:
        """Every word of a name, id or alias, once, sorted: what a slip of the finger may have meant."""
        return sorted({word for names in self.names for word in names.replace(EDGE, " ").split()})


def _joined(texts: Iterable[str]) -> str:
    """Folded texts with an edge around each.

    >>> _joined(["KMD  Aktiv", "aktiv"]).replace(EDGE, "|")
    '|kmd aktiv|aktiv|'
    """
    return EDGE + EDGE.join(fold(text.replace(EDGE, " ")) for text in texts) + EDGE


def _texts(cells: Iterable[Value | None]) -> Iterator[tuple[str, ...]]:
    for cell in cells:
        if isinstance(cell, tuple):
            yield tuple(str(one) for one in cell)
        else:
            yield () if cell is None else (str(cell),)
