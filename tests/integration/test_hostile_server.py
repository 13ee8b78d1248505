"""The hostile files one after another, sent to a server as users run it, with the limits it has by itself."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from tests.importers.hostile_files import Hostile
from tests.importers.test_hostile_files import HOSTILE
from tests.integration.test_reading_doors import ROOT, posted
from tests.integration.test_serve_ended import Served, served
from tests.processes import readers, said
from tests.soak import FULL, times

__all__ = ["served"]
SECONDS, SERVER_MEGABYTES, PROMISED = 60, 500, 1.0
GENEROUS = 10.0
"""Seconds of /health in the short run, on a machine that does much else."""


@dataclass(frozen=True)
class Told:
    """What came of a file: answer, seconds, the most memory of its reader in MB, the longest /health in seconds."""

    name: str
    status: int
    body: str
    seconds: float
    megabytes: int
    health: float


class Peaks:
    """The most memory that any reader of a server had, looked at often."""

    def __init__(self, server: int) -> None:
        self._server = server
        self._done = threading.Event()
        self.most = 0

    @contextmanager
    def watched(self) -> Iterator[None]:
        looking = threading.Thread(target=self._look)
        looking.start()
        try:
            yield
        finally:
            self._done.set()
            looking.join()

    def _look(self) -> None:
        while not self._done.wait(0.05):
            for reader in readers(self._server):
                self.most = max(self.most, megabytes(reader))


def megabytes(pid: int) -> int:
    """The most memory that a process had; 0 for one that has ended."""
    _, _, rest = said(pid, "status").partition("VmHWM:")
    return int(rest.split()[0]) >> 10 if rest else 0


def sent(served: Served, hostile: Hostile, watch: subprocess.Popen[str]) -> Told:
    data, peaks = hostile.make(), Peaks(served.running.pid)
    longest(watch)
    began = time.monotonic()
    with peaks.watched():
        status, body, _ = posted(f"{served.address}/api/v1/imports?source=hostile&dry_run=true", data, hostile.filename)
    return Told(hostile.name, status, body, time.monotonic() - began, peaks.most, longest(watch))


def longest(watch: subprocess.Popen[str]) -> float:
    assert watch.stdin
    assert watch.stdout
    watch.stdin.write("\n")
    watch.stdin.flush()
    return float(watch.stdout.readline())


def faults(one: Told) -> list[str]:
    """What is not as promised."""
    said = json.loads(one.body)
    return [
        fault
        for fault, is_so in {
            f"answered {one.status}": one.status not in (200, 422),
            "no sentence": one.status == 422 and not said["detail"],
            "a trace": "Traceback" in one.body,
            f"/health took {one.health:.2f} s": one.health >= (PROMISED if FULL else GENEROUS),
            f"took {one.seconds:.1f} s": one.seconds >= SECONDS + GENEROUS,
        }.items()
        if is_so
    ]


@pytest.mark.soak
def test_hostile_files_one_after_another_hurt_neither_the_server_nor_anybody(served: Served):
    files = random.Random(11).sample(HOSTILE, len(HOSTILE))[: times(len(HOSTILE))]
    words = [sys.executable, "-m", "tests.integration.health_watch", served.address]
    told = []
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as watch:
        for hostile in files:
            one = sent(served, hostile, watch)
            told.append(one)
            print(
                one.name, one.status, f"{one.seconds:.1f} s, {one.megabytes} MB, health {one.health:.3f} s", flush=True
            )
            assert served.running.poll() is None, one
        watch.stdin.close()  # type: ignore[union-attr]
    for one in sorted(told, key=lambda one: -one.seconds)[:10]:
        print(f"{one.name}: {one.status}, {one.seconds:.1f} s, {one.megabytes} MB, health {one.health:.3f} s")
    print(f"{len(told)} files; the server had {megabytes(served.running.pid)} MB at most")
    wrong = [(one.name, fault) for one in told for fault in faults(one)]
    assert not wrong
    assert megabytes(served.running.pid) < SERVER_MEGABYTES
