"""`/health`: answered within a moment, however busy the server is and whatever the store does."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import Response

from app.http.json_stream import json_bytes
from app.http.store_said import HEADER
from model.errors import LandskabError, StoreAway

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.types import ASGIApp, Receive, Scope, Send

    from app.service.loaded_landscapes import LoadedLandscapes
    from app.service.store_watch import Seen

ADDRESS: Final = "/health"
MOMENT: Final = 0.5
"""Seconds that the store is waited for."""
FRESH: Final = 0.1
"""Seconds for which an answer of the store is passed on without asking again, unless something was written here."""
COUNTS: Final = 5.0
"""Seconds for which the store's last answer is passed on while it is slow to give another."""
LATE: Final = "The store has not answered for some seconds. Try again in a moment."


@dataclass
class Health:
    """What the store said last. It is asked in a thread beside those of the questions, by one at a time for all."""

    landskab: LoadedLandscapes
    version: str
    _asking: asyncio.Task[Seen] | None = field(default=None, repr=False)
    _said: Seen | None = field(default=None, repr=False)
    _at: float = field(default=0.0, repr=False)

    async def seen(self) -> Seen:
        """What questions are answered from now; `StoreError` where nothing can answer them."""
        if self._said is not None and time.monotonic() - self._at < FRESH:
            return self._said
        asking = self._asked()
        done, _ = await asyncio.wait((asking,), timeout=MOMENT)
        if done:
            return asking.result()
        if self._said is not None and time.monotonic() - self._at < COUNTS:
            return self._said
        kept = self.landskab.watch.instead(None, lambda _: None)
        if kept is None:
            raise StoreAway(LATE)
        return kept

    def _asked(self) -> asyncio.Task[Seen]:
        """The asking that is under way, or a new one."""
        now = self._asking
        if now is None or now.done() or now.get_loop() is not asyncio.get_running_loop():
            now = self._asking = asyncio.ensure_future(self._ask())
            now.add_done_callback(_look_at)
        return now

    async def _ask(self) -> Seen:
        began = time.monotonic()
        self._said = await run_sync(self.landskab.seen, abandon_on_cancel=True, limiter=CapacityLimiter(1))
        self._at = began
        return self._said

    def forget(self) -> None:
        """Something may have been written: what the store said counts no more."""
        self._at = self._at - FRESH

    def answer(self, seen: Seen) -> Response:
        """What was seen, as an answer that says so where the store is away."""
        said = {"status": "ok", "revision": seen.entry.number, "version": self.version}
        headers = {"Cache-Control": "no-store"}
        if seen.away is not None:
            said |= {"status": "store-away", "loaded": seen.away.loaded.isoformat(timespec="seconds")}
            headers[HEADER] = str(seen.away)
        return Response(json_bytes(said), media_type="application/json", headers=headers)


class HealthFirst:
    """Answers `/health` before everything that a question goes through. `refused` makes an answer of an error."""

    def __init__(
        self, app: ASGIApp, health: Health, refused: Callable[[Request, LandskabError], Awaitable[Response]]
    ) -> None:
        self._app = app
        self._health = health
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        asks = scope["type"] == "http" and scope["method"] in ("GET", "HEAD")
        if not asks or scope["path"] != ADDRESS:
            try:
                await self._app(scope, receive, send)
            finally:
                if not asks:
                    self._health.forget()
            return
        try:
            answer = self._health.answer(await self._health.seen())
        except LandskabError as error:
            answer = await self._refused(Request(scope), error)
        if scope["method"] == "HEAD":
            answer.body = b""
        await answer(scope, receive, send)


def _look_at(asked: asyncio.Task[Seen]) -> None:
    """An error that nobody waited for is no error of the server."""
    _ = asked.cancelled() or asked.exception()
