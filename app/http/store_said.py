"""Every answer that is built on memory because the store does not answer says so in a header."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

if TYPE_CHECKING:
    from starlette.requests import Request

    from app.service.store_watch import Away, Seen

HEADER: Final = "Landskab-Store"
ABOUT: Final = (
    "Only while the store does not answer: `away`, the revision that the answer is built on, and when the server "
    "loaded it (UTC). There may be a newer one in the store."
)
EXAMPLE: Final = "away; revision=3; loaded=2026-11-23T08:00:00Z"


def say_away(request: Request, seen: Seen) -> None:
    """Note what a request is answered from; whatever answer comes of it says so, an error too."""
    request.state.away = seen.away


def away_of(request: Request) -> Away | None:
    """What was noted, else nothing."""
    away: Away | None = getattr(request.state, "away", None)
    return away


class StoreSaid:
    """Writes the header. An answer of 503 is built on nothing and has none."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        noted = dict(scope.get("state", {}))

        async def saying(message: Message) -> None:
            away = noted.get("away")
            if message["type"] == "http.response.start" and away is not None and message["status"] != 503:
                MutableHeaders(scope=message)[HEADER] = str(away)
            await send(message)

        await self._app({**scope, "state": noted}, receive, saying)
