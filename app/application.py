"""The HTTP door: the API under `/api/v1`, its documentation, and the pages of `app.web.routes` beside it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.documentation import docs_routes
from app.api.impact import impact_routes
from app.api.parameters import known_only
from app.api.past import past_routes
from app.api.questions import question_routes
from app.api.schema import document
from app.api.sources import source_routes
from app.api.systems import system_routes
from app.http.accept_language import language_of
from app.http.guards import HEADERS, Guarded, Guards
from app.http.problems import RETRY_AFTER, ProblemDocument, problem_of, problem_response
from app.http.server_disk import as_full_disk
from app.http.serving.health import Health, HealthFirst
from app.http.serving.packed import Packed
from app.http.serving.turns import Turns
from app.http.store_said import StoreSaid
from app.language.i18n import translator
from app.web.rendering import Pages
from app.web.routes import web_routes
from model.errors import LandskabError

if TYPE_CHECKING:
    from app.service.verbs import Landskab

SYSTEMS = b"/api/v1/systems/"
ABOUT = """What breaks in a municipality's IT landscape if a system is turned off.

Lists are `{"total", "items", "next"}`, fields are named as the columns of a landscape file, absent values are `null`.
`revision=N` asks any question of the landscape as it was. Errors are problem documents (RFC 9457); their sentences are
English unless `Accept-Language` asks for Danish. Answers carry an `ETag`; ask again with `If-None-Match`.

A word has at most 500 characters and a question 1,000 words; a text that is no text, as half a character, is refused.

While the store does not answer, questions are answered from the newest landscape that the server has loaded, and the
header `Landskab-Store` says so. What writes is refused with 503 until the store is back.
"""


def create_app(landskab: Landskab, guards: Guards | None = None) -> FastAPI:
    """The application over one set of verbs; `guards` say whom it answers and how much it reads."""
    guards = guards or Guards()
    app = FastAPI(
        title="Systemlandskab",
        version=version("systemlandskab"),
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
        redirect_slashes=False,
        license_info={"name": "MPL-2.0", "identifier": "MPL-2.0"},
    )
    for routes in (system_routes, impact_routes, question_routes, source_routes, past_routes):
        app.include_router(routes(landskab), prefix="/api/v1", dependencies=[Depends(known_only)])
    health = Health(landskab, app.version)
    app.include_router(docs_routes(health))
    pages = Pages(landskab, is_open=guards.any_address)
    app.state.compile_pages = pages.compile
    app.include_router(web_routes(pages))
    document(app)
    _handle_errors(app)
    app.add_middleware(StoreSaid)
    app.add_middleware(Packed)
    app.add_middleware(EncodedIds)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Turns)
    app.add_middleware(HealthFirst, health=health, refused=_landskab_error)
    app.add_middleware(Guarded, guards=guards)
    return app


class HeadAsGet:
    """Answers HEAD as GET, without the body."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, bare)


class EncodedIds:
    """Keeps the id in a system's address as it was sent: an encoded slash is part of the id and no new level."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        raw: bytes = scope.get("raw_path") or b""
        if scope["type"] == "http" and raw.startswith(SYSTEMS):
            scope = {**scope, "path": raw.decode("latin-1")}
        await self._app(scope, receive, send)


def _handle_errors(app: FastAPI) -> None:
    handlers: dict[Any, Callable[[Request, Any], Awaitable[Response]]] = {
        LandskabError: _landskab_error,
        RequestValidationError: _wrong_question,
        HTTPException: _http_error,
        Exception: _unexpected,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


async def _landskab_error(request: Request, error: LandskabError) -> Response:
    say = translator(language_of(request))
    problem = problem_of(as_full_disk(error), say, in_path=bool(request.path_params))
    headers = {"Retry-After": str(RETRY_AFTER)} if problem.status == 503 else {}
    return problem_response(problem, headers)


async def _wrong_question(request: Request, error: RequestValidationError) -> Response:
    say = translator(language_of(request))
    found = [{"where": ".".join(str(part) for part in one["loc"]), "message": one["msg"]} for one in error.errors()]
    detail = "; ".join(f"{one['where']}: {one['message']}" for one in found)
    return problem_response(ProblemDocument(422, say("Bad input"), detail, "bad-input", {"problems": found}))


async def _http_error(request: Request, error: HTTPException) -> Response:
    full = as_full_disk(error)
    if isinstance(full, LandskabError):
        return await _landskab_error(request, full)
    say = translator(language_of(request))
    kinds = {
        404: ("not-found", "Not found", "There is no such address."),
        405: ("method-not-allowed", "Method not allowed", "The address does not take this method."),
    }
    kind, title, detail = kinds.get(error.status_code, ("bad-input", "Bad input", str(error.detail)))
    problem = ProblemDocument(error.status_code, say(title), say(detail), kind)
    return problem_response(problem, error.headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    """Starlette raises it again, so the server's log has it; this answer is outside the guards."""
    return problem_response(problem_of(error, translator(language_of(request))), HEADERS)
