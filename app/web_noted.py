"""What a page says once a tag was set from it, and whether anything can be set at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.web_address import Address
from app.web_words import Reader
from model.schema import texts
from model.tags import FIELD, NOT, SOURCE
from visualisations.shown_names import purpose_name

if TYPE_CHECKING:
    from app.web_pages import Asked
    from model.landscape import Landscape
    from model.state import Revision
    from visualisations.report import Report, ReportTable

NOTED, PART = "noted", "part"
"""What an address says of a tag that was just set: its revision, and the part of the page that it was set from."""
AGAIN = "again"


@dataclass(frozen=True, slots=True)
class Said:
    """A word that was noted about a system: `is_for` it, or not. `is_first`: no other system has that word."""

    system: str
    name: str
    word: str
    is_for: bool
    is_first: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """What was noted, as which revision (`None`: nothing new), and where on the page that is to be told.

    `before`: the revision that an undo goes back to, where nothing has come since.
    """

    part: str
    revision: int | None
    said: tuple[Said, ...] = ()
    before: int | None = None


def may_write(asked: Asked) -> bool:
    """Whether a page may offer to write: it shows the newest landscape, and the store answers."""
    return asked.seen.away is None and asked.seen.entry.number == asked.seen.newest


def noted(asked: Asked) -> tuple[Asked, Notice | None]:
    """What its address says was just noted; the rest of the page does not know of it."""
    told, part = asked.address.get(NOTED), asked.address.get(PART) or ""
    plain = Address(asked.address.path, tuple(one for one in asked.address.params if one[0] not in (NOTED, PART)))
    asked = replace(asked, address=plain)
    if told == AGAIN:
        return asked, Notice(part, None)
    entry = next((one for one in asked.seen.history if str(one.number) == told and one.source == SOURCE), None)
    return asked, None if entry is None else _notice(asked, entry, part)


def _notice(asked: Asked, entry: Revision, part: str) -> Notice:
    id_, _, words = entry.note.rpartition(": ")
    known = ("systems", id_) in asked.landscape
    said = tuple(_said(asked, id_, word) for word in words.partition(" (")[0].split()) if known else ()
    return Notice(part, entry.number, said, entry.number - 1 if entry.number == asked.seen.newest else None)


def _said(asked: Asked, id_: str, word: str) -> Said:
    bare = word.removeprefix(NOT)
    name = purpose_name(asked.landscape, bare)
    is_for = bare == word
    return Said(id_, _name(asked, id_), name, is_for, is_for and _is_first(asked.landscape, id_, bare))


def _name(asked: Asked, id_: str) -> str:
    return Reader(asked.landscape, asked.lang, str).system(id_)


def _is_first(landscape: Landscape, id_: str, word: str) -> bool:
    """Whether a word of the municipality's own stands at that system alone."""
    if word in landscape.catalogue.capabilities:
        return False
    table = landscape.tables["systems"]
    cells = zip(table.ids, table.cells(FIELD), strict=True)
    return not any(word in texts(cell) for other, cell in cells if other != id_)


def replied(report: Report, *, may_write: bool) -> Report:
    """The report with buttons in place of what is to be typed; without buttons where nothing can be written.

    >>> from visualisations.report import Column, Reply, Report, ReportTable
    >>> columns = Column("System"), Column("Yes", "command")
    >>> replies = [(Reply("Yes", "A: SMS", "a", "sms"),)]
    >>> table = ReportTable("t", "T", columns, [("A", "landskab tag a sms")], empty="", replies=replies)
    >>> [len(replied(Report("R", (), [table]), may_write=may).tables[0].columns) for may in (True, False)]
    [1, 2]
    """
    return replace(report, tables=[_replied(table, may_write=may_write) for table in report.tables])


def _replied(table: ReportTable, *, may_write: bool) -> ReportTable:
    if not (table.replies and may_write):
        return replace(table, replies=())
    kept = [place for place, column in enumerate(table.columns) if column.kind != "command"]
    if len(kept) == len(table.columns):
        return table
    rows = [[row[place] for place in kept] for row in table.rows]
    return replace(table, columns=[table.columns[place] for place in kept], rows=rows)
