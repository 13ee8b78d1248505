"""Who is worked for: a few at a time, in the order they came, and nobody who has gone.

Python runs one thread at a time. Forty at once would all be late, and the connections with them; a few are each done
sooner, and none of them later than before.
"""

from __future__ import annotations

import asyncio
from typing import Final

from anyio.lowlevel import RunVar
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.http.guards import is_upload

AT_ONCE: Final = 4
"""Answers that are worked out at a time."""
IMPORTS: Final = 20
"""The same for imports, which are never before or behind a question: more than may be read or wait
(`app.service.imports`), so that one too many is told so and waits for nothing."""
LONG: Final = 1.0
"""Seconds after which an answer no longer counts: it may be waiting for the store, and the others shall not."""

_turns: RunVar[dict[bool, asyncio.Semaphore]] = RunVar("turns")


class Turns:
    """Gives every request its turn once it is whole.

    The turn is given back while a piece of the answer is sent, since a client may be slow to read it.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """As ASGI asks."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = is_upload(scope)
        turn = Turn(_semaphore(upload=upload), receive, send, long=None if upload else LONG)
        try:
            if scope["method"] in ("GET", "HEAD") and not await turn.whole():
                return
            await self._app(scope, turn.receive, turn.send)
        finally:
            turn.end()


class Turn:
    """The turn of one request. `long`: seconds after which it is given back at the latest."""

    def __init__(self, semaphore: asyncio.Semaphore, receive: Receive, send: Send, *, long: float | None) -> None:
        self._semaphore = semaphore
        self._receive = receive
        self._send = send
        self._long = long
        self._timer: asyncio.TimerHandle | None = None
        self._has = self._is_whole = self._has_begun = False
        self._first: Message | None = None
        self._gone: asyncio.Task[Message] | None = None

    async def whole(self) -> bool:
        """Read the body that a question has not, and take the turn; false where the client has gone meanwhile."""
        if not self._semaphore.locked():
            await self._take()
            return True
        self._first = await self.receive()
        return bool(self._first["type"] != "http.disconnect")

    async def receive(self) -> Message:
        """The next message; after the last piece of the body only in the request's turn."""
        if self._first is not None:
            first, self._first = self._first, None
            return first
        if self._is_whole:
            return await self._disconnected()
        message = await self._receive()
        self._is_whole = not message.get("more_body", False)
        begins = self._is_whole and not self._has_begun and message["type"] == "http.request"
        return {"type": "http.disconnect"} if begins and not await self._take() else message

    async def send(self, message: Message) -> None:
        """Send without the turn, and take it again for what comes after."""
        if message["type"] == "http.response.body":
            self._give_back()
        await self._send(message)
        if message.get("more_body", False):
            await self._take()

    def end(self) -> None:
        """Give back whatever is held."""
        self._give_back()
        if self._gone is not None:
            self._gone.cancel()

    async def _take(self) -> bool:
        """Take the turn when it comes; false where the client has gone by then."""
        if self._has:
            return True
        has_waited = self._semaphore.locked()
        await self._semaphore.acquire()
        self._hold()
        return not (has_waited and self._is_whole and await self._is_gone())

    async def _is_gone(self) -> bool:
        """Whether the client has gone by now."""
        if self._gone is None:
            self._gone = asyncio.ensure_future(_ends(self._receive))
        await asyncio.sleep(0)
        return self._gone.done()

    async def _disconnected(self) -> Message:
        """Waits until the client has gone, or has its answer; the server is asked by one at a time."""
        if self._gone is None:
            self._gone = asyncio.ensure_future(_ends(self._receive))
        return await asyncio.shield(self._gone)

    def _hold(self) -> None:
        self._has = self._has_begun = True
        if self._long is not None:
            self._timer = asyncio.get_running_loop().call_later(self._long, self._give_back)

    def _give_back(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if self._has:
            self._has = False
            self._semaphore.release()


async def _ends(receive: Receive) -> Message:
    while (message := await receive())["type"] != "http.disconnect":
        pass
    return message


def _semaphore(*, upload: bool) -> asyncio.Semaphore:
    """One for questions and one for uploads, of the loop that runs."""
    try:
        both = _turns.get()
    except LookupError:
        both = {False: asyncio.Semaphore(AT_ONCE), True: asyncio.Semaphore(IMPORTS)}
        _turns.set(both)
    return both[upload]
