"""One file read in a process of its own, so that what it costs is known and what it breaks is only that process."""

from __future__ import annotations

import multiprocessing
import re
import resource
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

from importers.landscape_files.importer import import_bytes
from importers.shared.problems import UnreadableSource
from tests.importers.landscape_files.landscape_spellings import EMPTY


@dataclass(frozen=True)
class Outcome:
    """What came of a file: the key it was refused with or "", the first sentences, peak memory in MB, CPU seconds."""

    key: str
    said: list[str]
    megabytes: int
    seconds: float


def read_alone(path: Path, filename: str, *, timeout: float) -> Outcome:
    """Read a file; raises `AssertionError` where the process dies or is not done after `timeout` seconds."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_read, args=(str(path), filename, theirs))
    process.start()
    theirs.close()
    try:
        assert ours.poll(timeout), f"{filename}: not done after {timeout} s"
        outcome = ours.recv()
    except EOFError:
        process.join()
        raise AssertionError(f"{filename}: the process ended with {process.exitcode}") from None
    finally:
        process.kill()
        process.join()
        ours.close()
    assert isinstance(outcome, Outcome)
    return outcome


def _read(path: str, filename: str, answer: Connection) -> None:
    try:
        batch = import_bytes(Path(path).read_bytes(), filename, landscape=EMPTY)
        key, said = "", [f"{problem.severity}: {problem.message}" for problem in batch.problems[:5]]
    except UnreadableSource as error:
        key, said = error.key, [str(error)]
    used = resource.getrusage(resource.RUSAGE_SELF)
    answer.send(Outcome(key, said, _peak() >> 10, used.ru_utime + used.ru_stime))


def _peak() -> int:
    """The most that this process, and not the one it comes from, had in memory, in kB."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found is not None
    return int(found[1])
