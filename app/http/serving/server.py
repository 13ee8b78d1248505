"""The server itself: it takes connections within its limits, and ends within seconds when it is told to."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable
from threading import Thread
from typing import Any, Final

import uvicorn
from starlette.types import ASGIApp

from app.http.serving.patience import Patience
from app.http.serving.protocol import PatientProtocol, drop_one

ACCEPTED: Final = 8
"""Connections that are taken at a time, so that each is counted before the descriptors are used up."""
WAITING: Final = 1024
"""Connections that the system keeps until they are taken."""
CLOSING: Final = 1.0
"""Seconds in which the store is closed: a file is whole then without the one beside it."""
SWITCH: Final = 0.001
"""Seconds after which a computing thread lets the others go on; the one of the connections must never wait long."""

log = logging.getLogger(__name__)


def configured(app: ASGIApp, patience: Patience) -> uvicorn.Config:
    """How uvicorn is to serve; the protocol is the patient one."""
    protocol = type("Connection", (PatientProtocol,), {"patience": patience})
    return uvicorn.Config(
        app,
        http=protocol,
        ws="none",
        lifespan="off",
        log_level="warning",
        access_log=False,
        server_header=False,
        backlog=ACCEPTED,
        timeout_keep_alive=patience.idle,
    )


class Server(uvicorn.Server):
    """Serves `app` within the limits of `patience`.

    `ending` is called in a thread when it is told to end, `closing` when nothing is left to answer. After SIGTERM or
    SIGINT what has been asked is answered for `patience.ending` seconds, and the rest with 503; an import that is being
    stored at that moment gets no answer, since it may be stored yet or not.
    """

    def __init__(
        self,
        app: ASGIApp,
        patience: Patience | None = None,
        *,
        ending: Callable[[], None] = lambda: None,
        closing: Callable[[], None] = lambda: None,
    ) -> None:
        self.patience = patience or Patience.of_this_machine()
        self._ending, self._closing = ending, closing
        super().__init__(configured(app, self.patience))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to take connections."""
        sys.setswitchinterval(SWITCH)
        asyncio.get_running_loop().set_exception_handler(self._failed)
        await super().startup(sockets)
        for listener in sockets or []:
            listener.listen(WAITING)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more, let what has been asked be answered for a while, and refuse the rest."""
        storing = Thread(target=self._ending, daemon=True)
        storing.start()
        for server in self.servers:
            server.close()
        for listener in sockets or []:
            listener.close()
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        await self._until_answered(self.patience.ending)
        for connection in list(state.connections):
            if isinstance(connection, PatientProtocol):
                connection.give_up(is_storing=storing.is_alive())
        await self._until_answered(0.2)
        closing = Thread(target=self._closing, daemon=True)  # a store far away may not answer
        closing.start()
        await asyncio.get_running_loop().run_in_executor(None, closing.join, CLOSING)
        if state.tasks and signal.SIGINT in self._captured_signals:
            _end_now()

    async def _until_answered(self, seconds: float) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while (self.server_state.connections or self.server_state.tasks) and loop.time() < until:
            if self.force_exit:
                return
            await asyncio.sleep(0.02)

    def _failed(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What no request is to blame for. Without descriptors for a new connection, an old one has to go."""
        error = context.get("exception")
        if isinstance(error, OSError) and "socket" in context:
            dropped = drop_one(self.server_state.connections)
            log.warning("A connection could not be taken: %s.%s", error.strerror, " Another was dropped." * dropped)
        else:
            loop.default_exception_handler(context)


def _end_now() -> None:
    """End though threads are computing: nobody waits for what they find, and the store is whole at any moment."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
