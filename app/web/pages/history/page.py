"""The history, two revisions beside each other, and the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.language.i18n import translator
from app.web.address import BadAddress
from app.web.pages.systems.page import field_headings
from app.web.rows import MOST_LINES, cut, rows_of
from app.web.words import PageWording
from model.claims.entities import ENTITIES

if TYPE_CHECKING:
    from app.web.address import Address
    from app.web.rendering import Pages


def past_routes(router: APIRouter, pages: Pages) -> None:
    """`/history`, `/diff` and `/sources`."""

    @router.get("/history")
    def history(request: Request) -> Response:
        asked = pages.asked(request)
        newest_first = list(reversed(asked.seen.history))
        part = cut(newest_first, rows_of(asked.address, MOST_LINES))
        return pages.page("history.html", asked, part=part, revisions=part.rows, most_rows=MOST_LINES)

    @router.get("/diff")
    def diff(request: Request) -> Response:
        asked = pages.asked(request)
        if asked.address.get("a") is None and asked.address.get("b") is None:
            return RedirectResponse(asked.address.to("/history"), status_code=303)
        a, b = _revision(asked.address, "a"), _revision(asked.address, "b")
        found = pages.landskab.diff(a, b)
        reader = PageWording(asked.landscape, translator(asked.lang), asked.lang)
        headings = {table: field_headings(table, asked.lang) for table in ENTITIES}
        most = rows_of(asked.address, MOST_LINES)
        values: dict[str, Any] = {"a": a, "b": b, "diff": found, "most": most, "most_rows": MOST_LINES}
        return pages.page("diff.html", asked, reader=reader, headings=headings, **values)

    @router.get("/sources")
    def sources(request: Request) -> Response:
        asked = pages.asked(request)
        return pages.page("sources.html", asked, sources=pages.landskab.sources(asked.landscape.revision))


def _revision(address: Address, name: str) -> int:
    """A revision to compare; 0 is the empty landscape before the first."""
    text = address.get(name)
    if text is None:
        raise BadAddress(name, "")
    return 0 if text == "0" else address.number(name, default=0)
