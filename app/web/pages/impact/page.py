"""The answer as the page shows it: what is filtered and cut is the display, never the reach."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, TypeVar, overload
from urllib.parse import quote

from app.language.i18n import translator
from app.web.address import Address, BadAddress
from app.web.address import address as address_with
from app.web.rows import MOST_ROWS, ROWS, ListPage, cut, rows_of
from app.web.words import PageWording, headline
from model.verdicts import VERDICTS
from queries.impact.down_words import down_heading, gone_before, others_down
from queries.impact.falling_flows import FallingFlow, falling_flows
from visualisations.wording.shown_names import danish_order

if TYPE_CHECKING:
    from app.web.rendering import PageRequest
    from queries.impact.answer import Affected, AlreadyDown, ImpactAnswer

T = TypeVar("T")
FEW = 30
"""Names that stand in one cell."""
FEW_REASONS = 6
"""Reasons of one system that stand before all are asked for (`why=ID` in the address)."""
PRINT_ROWS = 1000


class CachedRows(Sequence[T]):
    """A sequence whose rows are worked out once, though table and picture both read them."""

    def __init__(self, rows: Sequence[T]) -> None:
        self._rows = rows
        self._known: dict[int, T] = {}

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[T]: ...
    def __getitem__(self, at: int | slice) -> T | Sequence[T]:
        if isinstance(at, slice):
            return [self[row] for row in range(*at.indices(len(self)))]
        if at not in self._known:
            self._known[at] = self._rows[at]
        return self._known[at]


@dataclass(frozen=True, slots=True)
class Filter:
    """One count of the summary, and the address that shows only it, or everything again where it is chosen."""

    verdict: str
    count: int
    chosen: bool
    link: str | None


@dataclass(frozen=True, slots=True)
class Pager:
    """Ways to the rest of a list."""

    before: str | None
    after: str | None
    more: str | None


def shown(answer: ImpactAnswer, address: Address, *, rows: int = ROWS) -> ListPage[Affected]:
    """The rows of the table: those of the verdicts chosen, `rows` of them a page.

    The answer is sorted by verdict, so each verdict is one stretch of it and only what is shown is worked out.
    """
    stretches = _stretches(answer, chosen(address))
    total = sum(len(stretch) for stretch in stretches)
    first = (address.number("page", default=1) - 1) * rows
    if first and first >= total:
        raise BadAddress("page", address.get("page") or "")
    places = islice(chain.from_iterable(stretches), first, first + rows)
    return ListPage([answer.affected[place] for place in places], first + 1, total)


def _stretches(answer: ImpactAnswer, verdicts: Sequence[str]) -> list[range]:
    found, start = [], 0
    for verdict in VERDICTS:
        count = int(getattr(answer.summary, verdict))
        if verdict in verdicts or not verdicts:
            found.append(range(start, start + count))
        start += count
    return found


def chosen(address: Address) -> tuple[str, ...]:
    """The verdicts that the reader filters by, all where none is chosen."""
    asked = address.all("verdict")
    for verdict in asked:
        if verdict not in VERDICTS:
            raise BadAddress("verdict", verdict)
    return asked


def filters(answer: ImpactAnswer, address: Address) -> list[Filter]:
    """The counts of the five verdicts as filters."""
    now = chosen(address)
    found = []
    for verdict in VERDICTS:
        then = [one for one in VERDICTS if (one in now) != (one == verdict)]
        count = int(getattr(answer.summary, verdict))
        link = address.here(verdict=then, page=None) if count or verdict in now else None
        found.append(Filter(verdict, count, verdict in now, link))
    return found


def pager(part: ListPage[Any], address: Address, rows: int) -> Pager:
    """Links to the rows before and after, and to more at a time."""
    page = address.number("page", default=1)
    more = min(max(part.total, rows), MOST_ROWS)
    return Pager(
        before=f"{address.here(page=page - 1 if page > 2 else None)}#rows" if page > 1 else None,
        after=f"{address.here(page=page + 1)}#rows" if part.last < part.total else None,
        more=f"{address.here(rows=more, page=None)}#rows" if part.cut and more > rows else None,
    )


def impact_values(answer: ImpactAnswer, asked: PageRequest, *, rows: int | None = None) -> dict[str, Any]:
    """What the templates of the answer are given."""
    here = asked.address
    at_a_time = rows or rows_of(here)
    reader = PageWording(asked.landscape, translator(asked.lang), asked.lang)
    names = [reader.asked(word) for word in answer.asked]
    hits = shown(answer, here, rows=at_a_time)
    others = others_down(answer)
    down_title = down_heading(others, reader.translate)
    parts: dict[str, ListPage[Any]] = {
        "reestablish_part": cut(answer.to_reestablish, at_a_time),
        "falls_part": _falling(answer, reader, at_a_time),
        "units_part": cut(answer.units, at_a_time),
        "capabilities_part": cut(answer.capabilities, at_a_time),
    }
    return {
        "answer": answer,
        "reader": reader,
        "asked_names": names,
        "headline": headline(answer, names, reader),
        "hits": hits,
        "rows": at_a_time,
        "most_rows": MOST_ROWS,
        "few": FEW,
        "few_reasons": FEW_REASONS,
        "whole_why": here.all("why"),
        "json_link": _json_link(answer, asked),
        "pager": pager(hits, here, at_a_time),
        "filters": filters(answer, here),
        "filtered": chosen(here),
        "filtered_words": ", ".join(reader.verdict(word) for word in chosen(here)),
        "pinned": here.here(revision=answer.revision, page=None),
        "gone_before": gone_before(answer, reader.words),
        "falls_about": reader.translate("Flows into what is turned off: these no longer deliver to {things}.").format(
            things=reader.words.receivers(answer)
        ),
        "down_title": down_title,
        "down_parts": _down(others, at_a_time, reader),
        "jumps": _jumps(hits, parts, down_title if others else "", reader),
        **parts,
    }


def _falling(answer: ImpactAnswer, reader: PageWording, rows: int) -> ListPage[FallingFlow]:
    first = falling_flows(answer.falls_away[:rows], answer, reader.words)
    return ListPage(first, 1, len(answer.falls_away))


def _json_link(answer: ImpactAnswer, asked: PageRequest) -> str | None:
    """The same answer from the API, which has an address of its own for one system."""
    meant = [asked.landscape.names.meant(word) for word in answer.asked]
    if len(meant) != 1 or meant[0][0] != "system":
        return None
    path = f"/api/v1/systems/{quote(meant[0][1], safe='')}/impact"
    return address_with(path, {"at": answer.at, "revision": asked.address.revision})


def _down(others: Sequence[AlreadyDown], rows: int, reader: PageWording) -> list[tuple[str, ListPage[AlreadyDown]]]:
    """What is down already, by reason, then by name."""
    by_reason: dict[str, list[AlreadyDown]] = {}
    for row in sorted(others, key=lambda row: danish_order(reader.system(row.system))):
        by_reason.setdefault(row.reason, []).append(row)
    return [(why, cut(by_reason[why], rows)) for why in ("out_of_use", "stops", "may_stop") if why in by_reason]


def _jumps(
    hits: ListPage[Affected], parts: Mapping[str, ListPage[Any]], down_title: str, reader: PageWording
) -> list[tuple[str, str, int | None]]:
    """The parts of the page that hold something: anchor, title, number of rows."""
    say = reader.translate
    titles = [
        ("reestablish", say("Must be re-established first"), "reestablish_part"),
        ("falls-away", say("Falls away"), "falls_part"),
        ("units", say("Units that are hit"), "units_part"),
        ("capabilities", say("Purposes that are hit"), "capabilities_part"),
    ]
    found: list[tuple[str, str, int | None]]
    found = [(anchor, text, parts[name].total) for anchor, text, name in titles if parts[name].total]
    if hits.total:
        found = [("rows", say("Systems that are hit"), hits.total), ("graph", say("Picture"), None), *found]
    if down_title:
        found.append(("already-down", down_title, None))
    return [*found, ("registration", say("How sure is the answer?"), None)]
