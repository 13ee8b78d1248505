"""Two versions of the program side by side: each imports into a store of its own, and serves it."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.before import ROOT

PROGRAM = ("-c", "from app.cli import main; main()")
TICK = os.sysconf("SC_CLK_TCK")


def run(*words: str | Path, tree: Path = ROOT) -> None:
    """The program of a tree does something, in a process of its own."""
    subprocess.run(
        [sys.executable, *PROGRAM, *words], check=True, cwd=tree, env=_environ(tree), stdout=subprocess.DEVNULL
    )


def stored(place: Path, source: Path, *, tree: Path = ROOT) -> str:
    """A store at `place` that the program of a tree has made of a source: the form of the file is its own."""
    place.unlink(missing_ok=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    url = f"sqlite:///{place.resolve()}"
    run("--store", url, "import", source.resolve(), "--source", "bench", tree=tree)
    return url


@dataclass(frozen=True, slots=True)
class Served:
    """A server in a process of its own, on a port of 127.0.0.1."""

    pid: int
    port: int

    @property
    def cpu(self) -> float:
        """Seconds of user and system time until now, in steps of a hundredth."""
        spent = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(spent[11]) + int(spent[12])) / TICK


@contextmanager
def served(*words: str, tree: Path = ROOT) -> Iterator[Served]:
    """What says its address on its first line, as `landskab serve` does; words: what Python is called with."""
    process = subprocess.Popen(
        [sys.executable, *words],
        cwd=tree,
        env=_environ(tree),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield Served(process.pid, int(process.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0]))
    finally:
        process.kill()
        process.wait()


def serving(store: str) -> tuple[str, ...]:
    """The words for `served` that serve a store."""
    return (*PROGRAM, "--store", store, "serve", "--port", "0")


def _environ(tree: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tree)}


def processor_time(code: str, *words: str, tree: Path = ROOT) -> float:
    """Seconds of user and system time of a Python process that runs some code in a tree."""
    earlier = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-c", code, *words]
    subprocess.run(command, check=True, cwd=tree, env=_environ(tree), stdout=subprocess.DEVNULL)
    now = resource.getrusage(resource.RUSAGE_CHILDREN)
    return now.ru_utime - earlier.ru_utime + now.ru_stime - earlier.ru_stime
