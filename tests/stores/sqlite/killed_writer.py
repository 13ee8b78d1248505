"""A program that is killed while it imports, time after time; `test_kill.py` looks at what is left.

Reads one order a line: `store seed stored delay_us largest_file_bytes`, the store a file or a server's address. For
each it forks a process that appends whole revisions to the store until it is killed: with SIGKILL a delay after so many
are stored, or, where a size is given, by the kernel in the middle of the write that would make a file larger (SIGXFSZ).
Says each revision that was stored (`stored N`) and then by which signal the process died (`died S`).
"""

from __future__ import annotations

import os
import random
import resource
import signal
import sys
import time
from pathlib import Path

from model.claims.batch import Batch
from model.claims.state import Revision, State
from stores.neo4j.login import Login
from stores.port import Store
from stores.sqlite.store import SqliteStore

SOURCES = ("a", "b")
ROWS = 400


def noisy(number: int, rng: random.Random) -> State:
    """The state of revision `number`: every name begins with it and ends with what does not compress."""
    state = State()
    for source in SOURCES:
        rows = {f"s{row}": {"name": f"{number} {rng.randbytes(40).hex()}"} for row in range(ROWS)}
        state = state.with_batch(Batch.of(source, systems=rows, units={"u": {"name": f"{number} "}}))
    return state.as_revision(number)


def store_at(place: str) -> Store:
    if "://" not in place:
        return SqliteStore(Path(place))
    from stores.neo4j.store import Neo4jStore

    return Neo4jStore(place, Login.read(os.environ), at_once=int(sys.argv[1]))


def write_until_killed(place: str, rng: random.Random, largest: int, told: int) -> None:
    store = store_at(place)
    number = store.newest() + 1
    if largest:
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest))
    while True:
        store.append(noisy(number, rng), Revision(number, "2026-03-01T08:00:00Z", "import", "a"))
        os.write(1, f"stored {number}\n".encode())
        os.write(told, b".")
        number += 1


def main() -> None:
    for line in sys.stdin:
        place, seed, stored, delay, largest = line.rsplit(maxsplit=4)
        heard, told = os.pipe()
        child = os.fork()
        if not child:
            try:
                write_until_killed(place, random.Random(int(seed)), int(largest), told)
            finally:
                os._exit(1)  # only reached by an error: the reader of this program's output will miss the signal
        os.close(told)
        if not int(largest):
            for _ in range(int(stored)):
                os.read(heard, 1)
            time.sleep(int(delay) / 1e6)
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(heard)
        os.write(1, f"died {os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0}\n".encode())


if __name__ == "__main__":
    main()
