"""A real Neo4j server without Docker: a Java process of its own, on loopback, in a fresh folder, with a password.

    with running_server(tmp_path / "graph") as server:
        GraphDatabase.driver(server.uri, auth=(server.username, server.password))

The server ends with the process that started it, however that ends. The password is on no command line, in no log
and in no environment: the server starts with its well-known first one, and the driver changes it.
"""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, TransientError

from tests.neo4j_server.jars import HERE, fetched, why_not

__all__ = ["Server", "ServerFailed", "running_server", "why_not"]
USERNAME = "neo4j"
FIRST_PASSWORD = "neo4j"  # every new server's; good for one thing: to be changed
LIMIT = 120.0  # seconds, for a start and for an orderly stop
PATIENCE = 0.1


class ServerFailed(RuntimeError):
    """The server did not start, or did not answer in time; with the last lines of what it said."""


class Server:
    """One server process: `uri`, `username`, `password` and `pid`; stopped, killed and started again on its folder.

    `settings` are Neo4j's own, by their names in neo4j.conf; what is put there counts from the next start.
    """

    username = USERNAME

    def __init__(self, folder: Path, *, password: str, heap: str, port: int) -> None:
        self.folder = Path(os.path.normpath(folder.absolute()))
        self.password = password
        self.settings: dict[str, str] = {}
        self._heap = heap
        self._port = port
        self._process: subprocess.Popen[bytes] | None = None

    def __repr__(self) -> str:
        return f"Server({self.uri!r}, folder={str(self.folder)!r})"

    @property
    def uri(self) -> str:
        return f"bolt://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int:
        assert self._process, "the server is not running"
        return self._process.pid

    def start(self) -> None:
        """Start the process, and wait until it listens; the first start finds the free port that later ones keep."""
        assert not self._process, "the server is running"
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "neo4j.conf").write_text("".join(f"{name}={value}\n" for name, value in self.settings.items()))
        with self._said.open("wb") as said:
            self._process = subprocess.Popen(
                self._command(), stdin=subprocess.PIPE, stdout=said, stderr=said, env=_environ(), start_new_session=True
            )
        self._port = self._listening()

    def ready(self, password: str | None = None) -> None:
        """Wait until the server lets the driver in."""
        end = time.monotonic() + LIMIT
        with self.driver(password) as driver:
            while (problem := _refusal(driver)) is not None:
                self._still_up(end, problem)

    def driver(self, password: str | None = None) -> Driver:
        return GraphDatabase.driver(self.uri, auth=(self.username, password or self.password))

    def wait(self) -> None:
        """Until the server ends by itself, or by a signal from elsewhere."""
        assert self._process
        self._process.wait()

    def kill(self) -> None:
        """End it in the middle of whatever it is doing (SIGKILL). Nothing happens when it is not running."""
        if self._process:
            self._process.kill()
            self._gone()

    def stop(self) -> None:
        """End it in an orderly way: it is told by the end of its standard input."""
        if self._process:
            assert self._process.stdin
            self._process.stdin.close()
            try:
                self._process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                self._process.kill()
            self._gone()

    def restart(self) -> None:
        """The same folder, port and password; after `kill()`, or stopped here in an orderly way."""
        self.stop()
        self.start()
        self.ready()

    def _gone(self) -> None:
        assert self._process
        assert self._process.stdin
        self._process.wait()
        self._process.stdin.close()
        self._process = None

    def _command(self) -> list[str]:
        memory = [f"-Xmx{self._heap}", "--add-opens=java.base/java.nio=ALL-UNNAMED"]
        launcher = ["-cp", f"{fetched()}/*", str(HERE / "Launcher.java")]
        return ["java", *memory, *launcher, str(self.folder), str(self._port)]

    def _listening(self) -> int:
        end = time.monotonic() + LIMIT
        while not (line := re.search(r"^bolt (\d+)$", self._output(), re.MULTILINE)):
            self._still_up(end, "it does not listen")
        return int(line[1])

    def _still_up(self, end: float, problem: object) -> None:
        """A moment's wait, while the server runs and its time is not up."""
        assert self._process
        if self._process.poll() is not None:
            raise ServerFailed(f"the Neo4j server ended with status {self._process.returncode}\n{self._tail()}")
        if time.monotonic() > end:
            raise ServerFailed(f"the Neo4j server is not ready after {LIMIT:.0f} seconds: {problem}\n{self._tail()}")
        time.sleep(PATIENCE)

    @property
    def _said(self) -> Path:
        return self.folder / "launcher.log"

    def _output(self) -> str:
        return self._said.read_text(encoding="utf-8", errors="replace")

    def _tail(self) -> str:
        debug = self.folder / "logs" / "debug.log"
        more = debug.read_text(encoding="utf-8", errors="replace") if debug.exists() else ""
        return "\n".join([*more.splitlines()[-20:], *self._output().splitlines()[-20:]])


@contextmanager
def running_server(folder: Path, *, password: str | None = None, heap: str = "1g", port: int = 0) -> Iterator[Server]:
    """A server in a folder that is new or empty, ready to be asked; killed at the end, and the folder is left.

    `heap` is Java's -Xmx. Without a password a random one is made; port 0 is any free one.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty: a server starts in a fresh folder")
    server = Server(folder, password=password or secrets.token_urlsafe(24), heap=heap, port=port)
    try:
        server.start()
        _set_password(server)
        server.ready()
        yield server
    finally:
        server.kill()


def _set_password(server: Server) -> None:
    """A fresh server lets nobody do anything before its first password is changed, and that on `system` alone."""
    words = {"old": FIRST_PASSWORD, "new": server.password}
    change = "ALTER CURRENT USER SET PASSWORD FROM $old TO $new"
    server.ready(FIRST_PASSWORD)
    with server.driver(FIRST_PASSWORD) as driver:
        driver.execute_query(change, words, database_="system")


def _refusal(driver: Driver) -> Exception | None:
    try:
        driver.verify_connectivity()
    except (DriverError, TransientError) as problem:
        return problem
    return None


def _environ() -> dict[str, str]:
    """The environment without what may hold a password."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("NEO4J_", "LANDSKAB_"))}
