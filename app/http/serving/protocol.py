"""One connection of the server, which loses its patience with a client that does not get on."""

from __future__ import annotations

import asyncio
from typing import Any

import h11
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.http.accept_language import language_of
from app.http.guards import is_upload
from app.http.problems import RETRY_AFTER, problem_of, problem_response
from app.http.serving.patience import Patience
from app.language.i18n import translator
from app.service.imports import stopping

TIMEOUT = (408, b"Request Timeout")
BUSY = (503, b"Service Unavailable")


class PatientProtocol(H11Protocol):
    """HTTP over one connection, within the limits of `patience`.

    A request that does not come is answered 408, or nothing where no byte of it came; a client that does not read its
    answer is dropped. Where all connections are taken, a new one gets the place of the one that has been waited for
    longest, and is answered 503 where none is waited for.
    """

    patience = Patience()

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.since = 0.0
        """When what is waited for was begun."""
        self._moved = 0.0
        """When the client last sent something."""
        self._came = 0
        self._unread = 0
        self._read = 0.0
        """When the client was last seen to read, or had nothing to read."""
        self._timer: asyncio.TimerHandle | None = None

    # -- what happens to the connection ---------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Take the connection, or another one's place."""
        super().connection_made(transport)
        self.since = self._moved = self._read = self.loop.time()
        if len(self.connections) > self.patience.most and not drop_one(self.connections - {self}):
            self.refuse(*BUSY)
            return
        self._timer = self.loop.call_later(self.patience.look, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """Look no more."""
        if self._timer is not None:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """A piece of a request; the head's time runs from its first byte."""
        now, cycle = self.loop.time(), self.cycle
        if self.timeout_keep_alive_task is not None:
            self.since, self._came = now, 0
        self._moved = now
        self._came += len(data)
        super().data_received(data)
        if self.cycle is not cycle:
            self.since = now

    def resume_writing(self) -> None:
        """The client reads."""
        self._read = self.loop.time()
        super().resume_writing()

    # -- looking at it from time to time --------------------------------------------------------------------------

    @property
    def is_waited_for(self) -> bool:
        """Whether the client is to send something: a request's head, or the rest of its body."""
        cycle = self.cycle
        if cycle is None or cycle.response_complete:
            return True
        return bool(cycle.more_body) and not cycle.response_started and not self.flow.read_paused

    def _look(self) -> None:
        self._timer = self.loop.call_later(self.patience.look, self._look)
        now = self.loop.time()
        if self._reads_nothing(now):
            self.transport.abort()
        elif self.timeout_keep_alive_task is None and self.is_waited_for and self._is_late(now):
            self.refuse(*TIMEOUT)

    def _reads_nothing(self, now: float) -> bool:
        before, self._unread = self._unread, self.transport.get_write_buffer_size()
        if self._unread < before or not before:
            self._read = now
        return self._unread > 0 and now - self._read > self.patience.answer

    def _is_late(self, now: float) -> bool:
        limits, took = self.patience, now - self.since
        if self.cycle is None or self.cycle.response_complete:
            return took > limits.head
        return now - self._moved > limits.body or (took > limits.slow and self._came < limits.rate * took)

    # -- ending it ------------------------------------------------------------------------------------------------

    def shutdown(self) -> None:
        """Close it once what has been asked is answered."""
        if not self.transport.is_closing():
            super().shutdown()

    def give_up(self, *, is_storing: bool = False) -> None:
        """Close it though it is not answered, and say so where no answer has been begun.

        `is_storing`: something is being stored this moment, so no upload is told that nothing was.
        """
        cycle = self.cycle
        if cycle is not None and (cycle.response_started or (is_storing and is_upload(dict(cycle.scope)))):
            cycle.disconnected = True
            self.transport.abort()
        elif not self.transport.is_closing():
            self.refuse(*BUSY, document=None if cycle is None else _stopping(Request(dict(cycle.scope))))

    def refuse(self, status: int, reason: bytes, document: Response | None = None) -> None:
        """Close it, with a short answer where the client has begun a request that is not being answered yet."""
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self._came or status == BUSY[0]:
            self._say(status, reason, document or Response())
        self.transport.close()
        self.loop.call_later(self.patience.look, self.transport.abort)

    def _say(self, status: int, reason: bytes, document: Response) -> None:
        if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return
        headers = [(b"connection", b"close"), *document.raw_headers]
        answer = h11.Response(status_code=status, headers=headers, reason=reason)
        self.transport.write(self.conn.send(answer) or b"")
        if self.cycle is None or self.cycle.scope["method"] != "HEAD":
            self.transport.write(bytes(document.body))


def _stopping(request: Request) -> Response:
    problem = problem_of(stopping(), translator(language_of(request)))
    return problem_response(problem, {"Retry-After": str(RETRY_AFTER)})


def drop_one(connections: set[Any]) -> bool:
    """Drop the connection that has been waited for longest; whether there was one.

    >>> drop_one(set())
    False
    """
    waited = [one for one in connections if isinstance(one, PatientProtocol) and _may_go(one)]
    if not waited:
        return False
    oldest = min(waited, key=lambda one: one.since)
    oldest.transport.abort()
    return True


def _may_go(one: PatientProtocol) -> bool:
    return one.is_waited_for and not one.transport.is_closing()
