"""The program's side of the reading room: starts it, orders a reader for a file, and waits for the answer."""

from __future__ import annotations

import atexit
import errno
import io
import logging
import os
import pickle
import select
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from app.reading.terms import ANSWER, ORDER
from model.errors import LandskabError, TooManyImports

if TYPE_CHECKING:
    from app.reading.terms import Task
    from app.settings import Limits

CAN_FORK: Final = hasattr(os, "fork") and hasattr(socket, "send_fds")
MEGABYTE: Final = 1 << 20
KEPT: Final = ("PATH", "HOME", "TMPDIR", "TZ", "LANG", "LC_ALL", "LC_CTYPE", "PYTHONHASHSEED", "PYTHONUTF8")
"""Of the environment, what the reading room is given: no login is among it."""
FULL: Final = frozenset({errno.EAGAIN, errno.ENOMEM, errno.EMFILE, errno.ENFILE})
"""Why a process cannot be made just now."""
GRACE: Final = 30.0
"""Seconds beyond its own that a file is waited for, should the room itself not answer."""

log = logging.getLogger(__name__)


class RoomClient:
    """The reading room as the program sees it: started at the first need, and again should it have died.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None

    def start(self) -> socket.socket:
        """The socket that takes orders. Raises `TooManyImports` where the machine has no room for one more process."""
        with self._lock:
            return self._opened()

    def _opened(self) -> socket.socket:
        if self._process is not None and self._process.poll() is not None:
            log.warning("The reading room has ended with code %d; it is opened anew.", self._process.returncode)
            self._let_go()
        if self._control is None:
            self._begin()
        assert self._control is not None
        return self._control

    def _begin(self) -> None:
        ours, theirs = socket.socketpair()
        words = [sys.executable, "-P", "-m", "app.reading.room", str(theirs.fileno())]
        environ = {name: os.environ[name] for name in KEPT if name in os.environ}
        path = os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)
        try:
            self._process = subprocess.Popen(
                words,
                env={**environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},  # a process that forks has no threads
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=None if os.environ.get("LANDSKAB_DEBUG") == "1" else subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl-C is for the program
            )
        except OSError as error:
            ours.close()
            raise _not_begun(error) from error
        finally:
            theirs.close()
        ours.settimeout(GRACE)
        self._control = ours

    def order(self, limits: Limits, handed: list[int]) -> None:
        """A reader with these descriptors: its socket, a pipe that its end is told in, and the file of an upload."""
        order = ORDER.pack(limits.memory * MEGABYTE, float(limits.seconds))
        with self._lock:
            try:
                socket.send_fds(self._opened(), [order], handed)
            except OSError:  # it has died just now
                self._let_go()
                self._order_anew(order, handed)

    def _order_anew(self, order: bytes, handed: list[int]) -> None:
        try:
            socket.send_fds(self._opened(), [order], handed)
        except OSError as error:
            raise no_room() from error

    def stop(self) -> None:
        """End the room and all that is being read."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._control = self._process = None

    def forget(self) -> None:
        """In a copy of the program: the room is the other's."""
        self._lock = threading.Lock()
        if self._control is not None:
            self._control.close()
        if self._process is not None:
            self._process.returncode = 0  # it is not this process's to wait for
        self._control = self._process = None


ROOM: Final = RoomClient()
"""The one of this program."""
if CAN_FORK:
    atexit.register(ROOM.stop)
    os.register_at_fork(after_in_child=ROOM.forget)


def prepare() -> None:
    """Have the reading room start while the program does something else."""
    if CAN_FORK:
        ROOM.start()


class Reading:
    """One file that is being read."""

    def __init__(self, limits: Limits, file: int | None) -> None:
        self._limits = limits
        self._is_ended = False
        self._channel, theirs = socket.socketpair()
        self._told, tell = os.pipe()
        try:
            ROOM.order(limits, [theirs.fileno(), tell, *([] if file is None else [file])])
        except BaseException:
            self.close()
            raise
        finally:
            theirs.close()
            os.close(tell)
        self._channel.settimeout(limits.seconds + GRACE)

    def answer(self, task: Task, state: bytes) -> tuple[bytes, bytes]:
        """The kind and the bytes of the answer; `EOFError` where there is none, or one that is too large."""
        try:
            self._channel.sendall(pickle.dumps(task))
            self._channel.sendall(state)
            kind, length = ANSWER.unpack(self._received(ANSWER.size))
            if length > self._limits.memory * MEGABYTE // 2:
                raise EOFError
            return kind, self._received(length)
        except OSError as error:  # it ended, or does not answer at all
            raise EOFError from error

    def _received(self, length: int) -> bytes:
        received = io.BytesIO()
        while received.tell() < length:
            part = self._channel.recv(min(length - received.tell(), MEGABYTE))
            if not part:
                raise EOFError
            received.write(part)
        return received.getvalue()

    def how_it_ended(self) -> str:
        """As the room tells it; an empty text where it does not."""
        if self._is_ended:
            return ""
        waiting = select.poll()  # select takes no descriptor above 1,023
        waiting.register(self._told, select.POLLIN)
        return os.read(self._told, 64).decode("ascii", "replace") if waiting.poll(GRACE * 1000) else ""

    def end(self) -> None:
        """Wait no more, from any thread: who waits gets `EOFError`."""
        self._is_ended = True
        with suppress(OSError):
            self._channel.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Nobody waits for it any more: the room ends it where it is still at work."""
        self._channel.close()
        os.close(self._told)


def _not_begun(error: OSError) -> LandskabError:
    if error.errno in FULL:
        return no_room()
    return LandskabError(f"The program that reads files cannot be started: {error.strerror or error}.")


def no_room() -> TooManyImports:
    """What is told where the machine has no room for one more process."""
    return TooManyImports("The machine has no room to read a file now. Nothing was stored; try again in a minute.")
