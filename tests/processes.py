"""Processes as the system lists them, for tests of what is left behind; Linux alone lists them so."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

ROOM = "app.reading.room"


def children(pid: int) -> list[int]:
    """The living processes that a process has started."""
    return [int(place.name) for place in Path("/proc").glob("[0-9]*") if _parent(place) == pid]


def _parent(place: Path) -> int | None:
    try:
        state, parent, *_ = place.joinpath("stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:  # it has just ended
        return None
    return None if state == "Z" else int(parent)


def readers(pid: int | None = None) -> list[int]:
    """The processes that read a file for a program, this one if none is named."""
    rooms = [child for child in children(pid or os.getpid()) if ROOM in said(child, "cmdline")]
    return [reader for room in rooms for reader in children(room)]


def said(pid: int, what: str) -> str:
    """A file of a process's folder in /proc; an empty text for one that has ended."""
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes().decode("utf-8", "replace")
    except OSError:
        return ""


def until(condition: Callable[[], object], *, seconds: float = 60) -> None:
    """Wait for something to become so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not become so"
        time.sleep(0.02)
