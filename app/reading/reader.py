"""What the process does that reads one file: it confines itself, reads, and answers with bytes."""

from __future__ import annotations

import ctypes
import json
import math
import os
import pickle
import signal
import socket
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from app.reading.batch_bytes import batch_to_bytes
from app.reading.terms import ANSWER, BATCH, FAILED, NO_MEMORY, UNREADABLE, Task
from importers.landscape_files.importer import import_bytes, import_path
from importers.shared.problems import UnreadableSource
from model.claims.batch import Batch
from model.landscape.landscape import Landscape

_FILES = 64
"""How many files a reader may have open."""
_PDEATHSIG = 1


def read_for(channel: int, file: Sequence[int], *, memory: int, seconds: float) -> NoReturn:
    """Read the file that is asked for on the socket `channel`, answer there, and end this process.

    `file`: its descriptor, for an upload. `memory`, `seconds`: bytes and seconds it may take.
    """
    code = 1
    try:
        confine(memory=memory, seconds=seconds)
        with socket.socket(fileno=channel) as asked, asked.makefile("rwb") as stream:
            task, state = pickle.load(stream), pickle.load(stream)  # noqa: S301 - the program itself wrote them
            kind, said = answer(task, Landscape(state), file)
            stream.write(ANSWER.pack(kind, len(said)))
            stream.write(said)
        code = 0
    finally:
        os._exit(code)


def answer(task: Task, landscape: Landscape, file: Sequence[int]) -> tuple[bytes, bytes]:
    """Which answer it is, and its bytes."""
    try:
        return BATCH, batch_to_bytes(_batch(task, landscape, file))
    except UnreadableSource as error:
        if _is_of_memory(error):
            return NO_MEMORY, b""
        values = {name: value if isinstance(value, int) else str(value) for name, value in error.values.items()}
        return UNREADABLE, json.dumps([error.key, values]).encode("ascii")
    except MemoryError:
        return NO_MEMORY, b""
    except BaseException:  # noqa: BLE001 - the process's last door; a panic of a compiled reader is no Exception
        return FAILED, traceback.format_exc().encode("utf-8", "backslashreplace")


def _batch(task: Task, landscape: Landscape, file: Sequence[int]) -> Batch:
    def translate(text: str) -> str:
        return task.words.get(text, text)

    if not task.is_upload:
        os.chdir(task.place)
        return import_path(task.name, source=task.source, landscape=landscape, prefix=task.prefix, translate=translate)
    with os.fdopen(file[0], "rb") as opened:
        opened.seek(0)
        data = opened.read()
    return import_bytes(
        data, task.name, source=task.source, landscape=landscape, prefix=task.prefix, translate=translate
    )


def _is_of_memory(error: BaseException) -> bool:
    """Whether memory ran out, and somebody took it for a damaged file."""
    at: BaseException | None = error
    while at is not None:
        if isinstance(at, MemoryError):
            return True
        at = at.__cause__ or at.__context__
    return False


def confine(*, memory: int, seconds: float) -> None:
    """Limit this process for good, as far as the system can: the room watches it too.

    Address space is more than what is resident, so its limit only stops what grows faster than the room looks.
    """
    _end_with_parent()
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")  # rather this one than the service
    import resource

    taken = _address_space()
    limits = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: _FILES,
        resource.RLIMIT_CPU: math.ceil(seconds) + 2,
        **({resource.RLIMIT_AS: taken + memory + memory // 4} if taken else {}),
    }
    for which, most in limits.items():
        with suppress(OSError, ValueError):
            hard = resource.getrlimit(which)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(which, (least, least))


def _end_with_parent() -> None:
    """Should the room be killed, its readers are too."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


def _address_space() -> int:
    """Bytes of this process's address space; 0 where the system does not say."""
    try:
        return int(Path("/proc/self/statm").read_bytes().split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError, ValueError):
        return 0
