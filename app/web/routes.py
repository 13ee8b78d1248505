"""The pages: one route each, thin doors over the verbs."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse
from fastapi.routing import APIRoute
from starlette.convertors import Convertor, register_url_convertor
from starlette.requests import ClientDisconnect
from starlette.routing import Match
from starlette.types import Scope

from app.language.i18n import translator
from app.web.errors import error_page, not_found
from app.web.files import PICTURE, WORKBOOK, empty_file, file_name, sent
from app.web.noted import noted
from app.web.pages.bring_in.page import import_routes
from app.web.pages.history.page import past_routes
from app.web.pages.home.page import home_values
from app.web.pages.impact.graph import graph_values, picture_of
from app.web.pages.impact.page import PRINT_ROWS, CachedRows, impact_values
from app.web.pages.question.page import question_routes
from app.web.pages.systems.page import system_values, systems_values
from app.web.pages.systems.suggest import suggestions
from app.web.pages.tagging.page import tag_routes
from app.web.rendering import PageRequest, Pages
from queries.impact.workbook import write_impact_workbook

if TYPE_CHECKING:
    from queries.impact.answer import ImpactAnswer


def web_routes(pages: Pages) -> APIRouter:
    """All pages under `/`, to be included in the application after the API."""
    router = APIRouter(
        route_class=route_of(pages),
        include_in_schema=False,
        default_response_class=HTMLResponse,
    )
    _home_routes(router, pages)
    _impact_routes(router, pages)
    _impact_files(router, pages)
    _system_routes(router, pages)
    question_routes(router, pages)
    past_routes(router, pages)
    import_routes(router, pages)
    tag_routes(router, pages)
    router.add_api_route("/{path:path}", _nowhere(pages), include_in_schema=False, route_class_override=PagesOnly)
    return router


def _nowhere(pages: Pages) -> Callable[[Request], Response]:
    """Any other address: a page that says so."""

    def nowhere(request: Request) -> Response:
        return not_found(pages, request)

    return nowhere


class PagesOnly(APIRoute):
    """A route that leaves the addresses of the API to the API."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """As always, but never an address under `/api/`."""
        return (Match.NONE, {}) if scope["path"].startswith("/api/") else super().matches(scope)


def route_of(pages: Pages) -> type[APIRoute]:
    """Routes whose errors are pages."""

    class PageRoute(APIRoute):
        def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
            handler = super().get_route_handler()

            async def handle(request: Request) -> Response:
                try:
                    return await handler(request)
                except ClientDisconnect:
                    raise
                except Exception as error:  # noqa: BLE001 - the pages' last door: error_page logs what nobody foresaw
                    return error_page(pages, request, error)

            return handle

    return PageRoute


class AnyId(Convertor[str]):
    """The rest of an address: an id may hold a slash, and one of an old landscape even a line's end."""

    regex = "(?s:.*)"

    def convert(self, value: str) -> str:
        """The id as it stands in the address."""
        return value

    def to_string(self, value: str) -> str:
        """The id for an address."""
        return value


def _home_routes(router: APIRouter, pages: Pages) -> None:
    @router.get("/")
    def home(request: Request) -> Response:
        asked = pages.asked(request)
        if not asked.landscape.tables["systems"].ids:
            return pages.page("empty.html", asked, store=pages.landskab.settings.store)
        return pages.page("home.html", asked, **home_values(asked))

    @router.get("/suggest")
    def suggest(request: Request) -> Response:
        asked = pages.asked(request)
        found = suggestions(pages.landskab, asked, asked.address.get("q") or "")
        return JSONResponse(found, headers={"Cache-Control": "no-cache"})

    @router.get("/static/{name}")
    def static(name: str, request: Request) -> Response:
        if name not in pages.files:
            return Response(status_code=404)
        data, fingerprint = pages.files[name]
        forever = request.query_params.get("v") == fingerprint
        headers = {
            "Cache-Control": "public, max-age=31536000, immutable" if forever else "no-cache",
            "X-Content-Type-Options": "nosniff",
        }
        kind = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}[Path(name).suffix]
        return Response(data, media_type=kind, headers=headers)


def _impact_routes(router: APIRouter, pages: Pages) -> None:
    @router.get("/impact")
    def impact(request: Request) -> Response:
        asked = pages.asked(request)
        if not asked.address.all("what"):
            return RedirectResponse(asked.address.also("/"), status_code=303)
        return pages.kept(request, asked, lambda: _impact_page(pages, asked, "impact.html"))

    @router.get("/impact/print")
    def impact_print(request: Request) -> Response:
        asked = pages.asked(request)
        return pages.kept(request, asked, lambda: _impact_page(pages, asked, "impact_print.html", rows=PRINT_ROWS))


def _impact_page(pages: Pages, asked: PageRequest, name: str, *, rows: int | None = None) -> HTMLResponse:
    answer = _answer(pages, asked)
    values = impact_values(answer, asked, rows=rows)
    return pages.page(name, asked, **values, **graph_values(answer, asked, values["hits"].rows))


def _impact_files(router: APIRouter, pages: Pages) -> None:
    @router.get("/impact.xlsx")
    def impact_sheet(request: Request) -> Response:
        asked = pages.asked(request)
        answer = _answer(pages, asked)
        with empty_file(".xlsx") as path:
            write_impact_workbook(answer, asked.landscape, path, translate=translator(asked.lang), lang=asked.lang)
        return sent(path, name=file_name(answer.asked[0], ".xlsx"), kind=WORKBOOK)

    @router.get("/impact.html")
    def impact_picture(request: Request) -> Response:
        asked = pages.asked(request)
        answer = _answer(pages, asked)
        with empty_file(".html") as path:
            picture_of(answer, asked, path)
        return sent(path, name=file_name(answer.asked[0], ".html"), kind=PICTURE)


def _answer(pages: Pages, asked: PageRequest) -> ImpactAnswer:
    what = asked.address.all("what")
    answer = pages.landskab.impact(what, at=asked.address.day, revision=asked.landscape.revision)
    return replace(answer, affected=CachedRows(answer.affected))


def _system_routes(router: APIRouter, pages: Pages) -> None:
    @router.get("/systems")
    def systems(request: Request) -> Response:
        asked = pages.asked(request)
        return pages.page("systems.html", asked, **systems_values(pages.landskab, asked))

    register_url_convertor("id", AnyId())

    @router.get("/systems/{id_:id}")
    def system(id_: str, request: Request) -> Response:
        asked, notice = noted(pages.asked(request), pages.landskab)
        return pages.page("system.html", asked, notice=notice, **system_values(pages.landskab, asked, id_))
