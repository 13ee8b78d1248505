"""A door before a server: passes everything on, counts what is said to the server, and calls out at one byte of it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress
from threading import Lock, Thread
from types import TracebackType
from typing import Self

PIECE = 1 << 10


class Tap:
    """`uri` leads to the server on loopback; `sent` counts bytes since the last `after`.

    A moment of an import, chosen so, is the same on a quick machine and on a busy one.
    """

    def __init__(self, port: int) -> None:
        self.sent = 0
        self._port = port
        self._lock = Lock()
        self._at: int | None = None
        self._call: Callable[[], object] = int
        self._door = socket.create_server(("127.0.0.1", 0))
        self._sockets: list[socket.socket] = []
        self._threads = [Thread(target=self._let_in)]
        self._threads[0].start()

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self._door.getsockname()[1]}"

    def after(self, count: int | None, call: Callable[[], object] = int) -> None:
        """Count from 0; `call` once, in between, when so many bytes have been passed on. `None`: only count."""
        with self._lock:
            self.sent, self._at, self._call = 0, count, call

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: object, _trace: TracebackType | None) -> None:
        with suppress(OSError):
            self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        for one in self._sockets:  # who was given up may still hold on to one
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def _let_in(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._door.accept()
                try:
                    server = socket.create_connection(("127.0.0.1", self._port))
                except OSError:
                    client.close()
                    continue
                self._sockets += [client, server]
                self._threads.append(Thread(target=self._joined, args=(client, server)))
                self._threads[-1].start()

    def _joined(self, client: socket.socket, server: socket.socket) -> None:
        back = Thread(target=_pass_on, args=(server, client, lambda _: None))
        back.start()
        _pass_on(client, server, self._count)
        back.join()
        client.close()
        server.close()

    def _count(self, count: int) -> None:
        with self._lock:
            self.sent += count
            reached = self._at is not None and self.sent >= self._at
            if reached:
                self._at = None
        if reached:
            self._call()


def _pass_on(source: socket.socket, sink: socket.socket, count: Callable[[int], object]) -> None:
    with suppress(OSError):
        while data := source.recv(PIECE):
            sink.sendall(data)
            count(len(data))
    for one in (source, sink):
        with suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
