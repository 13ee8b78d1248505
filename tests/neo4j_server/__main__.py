"""`make neo4j` and `make neo4j-stop`: a Neo4j server for trying out, in a fresh folder, until Ctrl-C or the stop."""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from tests.neo4j_server.jars import OUT
from tests.neo4j_server.server import LIMIT, Server, running_server, why_not

DATA = OUT / "data"
PID = OUT / "pid"
PASSWORD = OUT / "password"
LOCK = OUT / "lock"


def run(port: int, heap: str) -> str | None:
    """Run one until it is stopped; gives the sentence why it could not."""
    if (problem := why_not()) is not None:
        return f"No Neo4j server: {problem}."
    OUT.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as lock:
        if not _locked(lock):
            return "One is running already: `make neo4j-stop` ends it."
        return _run(port, heap)


def _run(port: int, heap: str) -> str | None:
    _tidy()
    try:
        with running_server(DATA, port=port, heap=heap) as server:
            _announce(server)
            server.wait()
    except KeyboardInterrupt:
        print()
    except RuntimeError as failed:
        return str(failed)
    finally:
        _tidy()
    return None


def stop() -> str | None:
    """Stop the one that runs, by its process id, and wait until it has put its things away."""
    with suppress(FileNotFoundError, ProcessLookupError), LOCK.open("a") as lock:
        if not _locked(lock):
            return _stop(lock)
    return "No Neo4j server of `make neo4j` is running."


def _stop(lock: IO[str]) -> str | None:
    if not PID.exists():
        return "It is still starting: try again in a moment, or press Ctrl-C where it does."
    os.kill(int(PID.read_text(encoding="ascii")), signal.SIGTERM)
    end = time.monotonic() + LIMIT
    while not _locked(lock):
        if time.monotonic() > end:
            return f"It has not ended after {LIMIT:.0f} seconds."
        time.sleep(0.1)
    return None


def _locked(lock: IO[str]) -> bool:
    """Whether the lock could be had: whoever runs a server holds it, and only as long as that process lives."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _announce(server: Server) -> None:
    _keep_to_oneself(PASSWORD, server.password)
    _keep_to_oneself(PID, str(server.pid))
    print(f"Neo4j on {server.uri}, process {server.pid}. In another window:\n")
    print(f"  export NEO4J_USERNAME={server.username} NEO4J_PASSWORD_FILE={PASSWORD}")
    print(f"  .venv/bin/landskab --store {server.uri} import samples/eksempelkommune\n")
    print("Ctrl-C or `make neo4j-stop` ends it, and what it holds is gone.", flush=True)


def _keep_to_oneself(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(f"{text}\n")


def _tidy() -> None:
    for path in (PID, PASSWORD):
        path.unlink(missing_ok=True)
    shutil.rmtree(DATA, ignore_errors=True)


def main() -> str | None:
    parser = argparse.ArgumentParser(prog="python -m tests.neo4j_server", description=__doc__)
    parser.add_argument("what", choices=["run", "stop"], nargs="?", default="run")
    parser.add_argument("--port", type=int, default=0, help="0: any free one")
    parser.add_argument("--heap", default="1g", help="Java's -Xmx")
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return stop() if asked.what == "stop" else run(asked.port, asked.heap)


if __name__ == "__main__":
    sys.exit(main())
