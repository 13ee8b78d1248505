"""The reading room: a process without threads, logins or open files, in which every file gets a process of its own.

    program ─── limits ──→ room ── fork ──→ reader
       ↑                    └── how it ended ──→ program
       └──────── the file's name in, a batch out ──┘

The room has loaded all that readers need, so that one begins within milliseconds. It watches how much memory and time
each takes and ends those that take too much, those that nobody waits for any more, and all of them when the program
has ended, however it ended.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from app.reading.reader import read_for
from app.reading.terms import MEMORY, NO_PROCESS, ORDER, TIME
from model.catalogue.catalogue import load_catalogue

GLANCE: Final = 20
"""Milliseconds between two looks at the readers."""


@dataclass(frozen=True, slots=True)
class ReaderProcess:
    """A process that reads one file; `told` is the pipe that its end is written into."""

    pid: int
    memory: int
    until: float
    told: int


class Room:
    """The readers that are at work. `control` brings new ones; at its end all end."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._readers: dict[int, ReaderProcess] = {}

    def run(self) -> None:
        """Until the program has ended."""
        while True:
            watched = select.poll()
            watched.register(self._control, select.POLLIN)
            for told in self._readers:
                watched.register(told, 0)  # nobody waits for it any more
            ready = dict(watched.poll(GLANCE if self._readers else None))
            for told in [told for told in ready if told in self._readers]:
                self._end(self._readers[told], "")
            if self._control.fileno() in ready and not self._begin():
                break
            for reader in list(self._readers.values()):
                self._look_at(reader)
        for reader in list(self._readers.values()):
            self._end(reader, "")

    def _begin(self) -> bool:
        """Take the next order; whether there was one."""
        order, handed, _, _ = socket.recv_fds(self._control, ORDER.size, 3)
        if not order:
            return False
        memory, seconds = ORDER.unpack(order)
        until = time.monotonic() + seconds
        channel, told, *file = handed
        try:
            pid = os.fork()
        except OSError:  # no room for one more process; what is being read goes on
            os.write(told, NO_PROCESS.encode())
            for one in handed:
                os.close(one)
            return True
        if not pid:
            for other in (self._control.fileno(), told, *self._readers):
                os.close(other)
            read_for(channel, file, memory=memory, seconds=seconds)  # it never comes back
        for mine in (channel, *file):
            os.close(mine)
        self._readers[told] = ReaderProcess(pid, memory, until, told)
        return True

    def _look_at(self, reader: ReaderProcess) -> None:
        pid, status = os.waitpid(reader.pid, os.WNOHANG)
        if pid:
            self._tell(reader, str(os.waitstatus_to_exitcode(status)))
        elif time.monotonic() > reader.until:
            self._end(reader, TIME)
        elif resident(reader.pid) > reader.memory:
            self._end(reader, MEMORY)

    def _end(self, reader: ReaderProcess, why: str) -> None:
        os.kill(reader.pid, signal.SIGKILL)
        os.waitpid(reader.pid, 0)
        self._tell(reader, why)

    def _tell(self, reader: ReaderProcess, why: str) -> None:
        with suppress(OSError):  # who asked may be gone
            os.write(reader.told, why.encode())
        os.close(reader.told)
        del self._readers[reader.told]


def resident(pid: int) -> int:
    """Bytes of memory that a process takes; 0 where the system does not say.

    >>> resident(os.getpid()) > 1_000_000 or not Path("/proc").exists()
    True
    """
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0


def main() -> None:
    """Run the room on the socket whose number is the first argument."""
    for ending in (signal.SIGINT, signal.SIGTERM):  # they are meant for the program, and it decides what ends
        signal.signal(ending, signal.SIG_IGN)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    load_catalogue()
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    Room(socket.socket(fileno=int(sys.argv[1]))).run()
    os._exit(0)  # nothing is left to put in order, and the program waits for it


if __name__ == "__main__":
    main()
