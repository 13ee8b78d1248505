"""An answer as tables to read: made once from an answer, shown alike by the command line, a page and a workbook.

All words in a report are in the reader's language already. A cell that is `None` is not registered, and every door says
so in words; a cell that is "" has nothing to say there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

CellKind = Literal["text", "number", "money", "date", "share", "command"]
"""How a column's cells are written: `money` in whole kroner, `share` a number from 0 to 1 as percent; a `command` is a
line to type, which a page leaves out where it has a button for it."""
NUMBERS: Sequence[CellKind] = ("number", "money", "share")
"""The kinds whose cells stand to the right."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A name that leads further: to a row of a table, or to the rows behind a number of the overview.

    `unlinked`: what stands instead of the text where nothing can be pressed, on a terminal and in a sheet.
    """

    text: str
    table: Literal["systems", "contracts", "flows", "numbers"]
    id: str
    unlinked: str = ""

    def __str__(self) -> str:
        """What stands where nothing can be pressed.

        >>> str(Linked("KMD Aktiv", "systems", "kmd-aktiv")), str(Linked("open", "numbers", "cost.total", "cost.total"))
        ('KMD Aktiv', 'cost.total')
        """
        return self.unlinked or self.text


One = str | int | float | date | Linked
Cell = One | None | Sequence[Linked | str]
"""`None`: not registered. Several are shown one below the other."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how what stands below it is written.

    Several days in one cell are texts, as all that is several. `beneath`: on a page its cells stand under their row,
    for a table that is wider than a window without it.
    """

    name: str
    kind: CellKind = "text"
    beneath: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What a reader can answer with a press of a button: the words on it, and the tag that it sets on a system.

    `about`: what it answers to, for those who hear the button and do not see its row.
    """

    text: str
    about: str
    system: str
    word: str


@dataclass(frozen=True, slots=True)
class ReportTable:
    """A table of a report. `key`: its name in addresses and sheets; `empty`: what is said where it has no row.

    `note` says what a reader must know about it: what is left out, what is not counted. `replies`: for each row what
    can be answered to it on a page; none where nothing is asked. `sheet` names its sheet in a workbook where the title
    is too long for one.

    >>> table = ReportTable("moves", "Moves", (Column("Flow"),), [("a>b",)], empty="No flow can move.")
    >>> len(table.rows)
    1
    """

    key: str
    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    empty: str
    note: str = ""
    replies: Sequence[Sequence[Reply]] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A title, the answer in some sentences, and its tables, the most important first."""

    title: str
    sentences: Sequence[str]
    tables: Sequence[ReportTable]
