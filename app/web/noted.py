"""What a page says once a tag was set from it, and whether anything can be set at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from app.language.i18n import translator
from app.service.tagging import own_words
from app.web.address import Address
from app.web.words import PageWording
from model.claims.tags import FIELD, NOT, SOURCE, opposite
from model.errors import StoreError
from model.schema import texts
from queries.duplicates.words import job_name
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.service.verbs import Landskab
    from app.web.rendering import PageRequest
    from model.claims.state import Revision
    from model.landscape.landscape import Landscape
    from visualisations.report.report import Report, ReportTable

NOTED, PART = "noted", "part"
"""What an address says of a tag that was just set: its revision, and the part of the page that it was set from."""
AGAIN = "again"
FORGET = "forget"
"""What a form says instead of "for" or "not" to take a word back."""


@dataclass(frozen=True, slots=True)
class Undo:
    """What a button sends to take a word back: the word, and `forget` unless it says again what stood before."""

    word: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class TagNotice:
    """A word that was noted about a system: `is_for` it, or not; `is_gone`: no more. `is_first`: it alone has it.

    `undo`: how it is taken back, where it still stands and something can be written.
    """

    system: str
    name: str
    word: str
    is_for: bool
    is_gone: bool = False
    is_first: bool = False
    undo: Undo | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """What was noted, as which revision (`None`: nothing new), and where on the page that is to be told."""

    part: str
    revision: int | None
    said: tuple[TagNotice, ...] = ()


def may_write(asked: PageRequest) -> bool:
    """Whether a page may offer to write: it shows the newest landscape, and the store answers."""
    return asked.seen.away is None and asked.seen.entry.number == asked.seen.newest


def noted(asked: PageRequest, landskab: Landskab) -> tuple[PageRequest, Notice | None]:
    """What its address says was just noted; the rest of the page does not know of it."""
    told, part = asked.address.get(NOTED), asked.address.get(PART) or ""
    plain = Address(asked.address.path, tuple(one for one in asked.address.params if one[0] not in (NOTED, PART)))
    asked = replace(asked, address=plain)
    if told == AGAIN:
        return asked, Notice(part, None)
    entry = next((one for one in asked.seen.history if str(one.number) == told and _is_tag(one)), None)
    return asked, None if entry is None else Notice(part, entry.number, _all_said(asked, landskab, entry.number))


def _is_tag(entry: Revision) -> bool:
    return entry.source == SOURCE and entry.kind == "import"


def _all_said(asked: PageRequest, landskab: Landskab, number: int) -> tuple[TagNotice, ...]:
    """What the tags of a revision say that those before it did not, and the other way round."""
    try:
        before, after = (own_words(landskab.state(one)) for one in (number - 1, number))
    except StoreError:  # it is away, and what it said then is not kept
        return ()
    known = (id_ for id_ in sorted({*before, *after}) if ("systems", id_) in asked.landscape)
    return tuple(one for id_ in known for one in _changes(asked, id_, before.get(id_, ()), after.get(id_, ())))


def _changes(asked: PageRequest, id_: str, before: Sequence[str], after: Sequence[str]) -> Iterator[TagNotice]:
    for word in after:
        if word not in before:
            yield _said(asked, id_, word, undo=_undo(asked, id_, word, before))
    for word in before:
        if word not in after and opposite(word) not in after:
            yield _said(asked, id_, word, is_gone=True)


def _undo(asked: PageRequest, id_: str, word: str, before: Sequence[str]) -> Undo | None:
    """A word that took the place of its opposite gives it back."""
    if not may_write(asked) or word not in own_words(asked.landscape.state).get(id_, ()):
        return None
    return Undo(opposite(word)) if opposite(word) in before else Undo(word, FORGET)


def _said(asked: PageRequest, id_: str, word: str, *, is_gone: bool = False, undo: Undo | None = None) -> TagNotice:
    bare = word.removeprefix(NOT)
    name = job_name(bare, Wording(asked.landscape, translator(asked.lang), asked.lang))
    is_for = bare == word
    is_first = is_for and not is_gone and _is_first(asked.landscape, id_, bare)
    return TagNotice(id_, _name(asked, id_), name, is_for, is_gone, is_first, undo)


def _name(asked: PageRequest, id_: str) -> str:
    return PageWording(asked.landscape, str, asked.lang).system(id_)


def _is_first(landscape: Landscape, id_: str, word: str) -> bool:
    """Whether a word of the municipality's own stands at that system alone."""
    if word in landscape.catalogue.capabilities:
        return False
    table = landscape.tables["systems"]
    cells = zip(table.ids, table.cells(FIELD), strict=True)
    return not any(word in texts(cell) for other, cell in cells if other != id_)


def replied(report: Report, *, may_write: bool) -> Report:
    """The report with buttons in place of what is to be typed; without buttons where nothing can be written.

    >>> from visualisations.report.report import Column, Reply, Report, ReportTable
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
