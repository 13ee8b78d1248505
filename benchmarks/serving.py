"""How long small answers take, beside a bare asyncio server and beside the program as it was; and bytes on the wire."""

from __future__ import annotations

import contextlib
import http.client
import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.arguments import bench_arguments
from benchmarks.before import ROOT, tree_before
from benchmarks.machine import description
from benchmarks.made import stored_by
from benchmarks.program import PROGRAM
from benchmarks.report import with_section

HEADING = "## Over HTTP"
SAMPLE = ROOT / "samples" / "eksempelkommune"
MOST = 15
"""How many times a bare server's time /health may take."""
CLIENTS = (1, 4, 16)
KNOWN = "/api/v1/systems/kmd-aktiv/impact?limit=5"
PATHS = (("`/health`", "/health"), ("304", KNOWN), ("the start page", "/"))
PAGES = (("the start page", "/"), ("impact page of KMD Aktiv", "/impact?what=kmd-aktiv"), ("its JSON", KNOWN[:-8]))
BARE = """
import asyncio

async def answer(reader, writer):
    try:
        while True:
            await reader.readuntil(b"\\r\\n\\r\\n")
            writer.write(b"HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: 15\\r\\n\\r\\n")
            writer.write(b'{"status":"ok"}')
            await writer.drain()
    except asyncio.IncompleteReadError:
        writer.close()

async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", flush=True)
    await server.serve_forever()

asyncio.run(main())
"""


@contextlib.contextmanager
def served(code: str, *words: str, tree: Path = ROOT, store: str = "") -> Iterator[int]:
    """The port of a server in a process of its own."""
    environ = {**os.environ, "PYTHONPATH": str(tree), "LANDSKAB_STORE": store}
    command = [sys.executable, "-c", code, *words]
    server = subprocess.Popen(
        command, env=environ, cwd=tree, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert server.stdout is not None
        yield int(server.stdout.readline().partition("127.0.0.1:")[2].partition("/")[0])
    finally:
        server.kill()
        server.wait()


def asked(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> tuple[int, str]:
    """Bytes of the answer's body and its tag."""
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return len(answer.read()), answer.getheader("ETag", "")


def per_request(port: int, path: str, number: int = 200) -> float:
    """Median milliseconds on a kept connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    taken = []
    for _ in range(number):
        began = time.perf_counter()
        asked(connection, path, {})
        taken.append(time.perf_counter() - began)
    connection.close()
    return 1000 * statistics.median(taken)


def per_second(port: int, path: str, clients: int, seconds: float = 1) -> float:
    """Requests a second of so many clients on kept connections; `KNOWN` is asked with its tag."""
    done = [0] * clients

    def ask(client: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        headers = {"If-None-Match": asked(connection, path, {})[1]} if path == KNOWN else {}
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            asked(connection, path, headers)
            done[client] += 1
        connection.close()

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - began)


def rows_of(port: int) -> Iterator[tuple[str, float]]:
    """Requests a second, a line for each path and number of clients."""
    for name, path in PATHS:
        for clients in CLIENTS:
            yield f"{name}, {clients} client{'s' * (clients > 1)}", per_second(port, path, clients)


def sizes(port: int) -> Iterator[tuple[str, int, int]]:
    """Bytes of a page as it is and packed."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for name, path in PAGES:
        yield name, asked(connection, path, {})[0], asked(connection, path, {"Accept-Encoding": "gzip"})[0]


def lines(folder: Path) -> Iterator[str]:
    """The section; stores go into the folder."""
    yield from (HEADING, "")
    yield "The sample municipality, clients in one other process on the same machine. The bare server is"
    yield "`asyncio.start_server` with an answer of fixed bytes; before is revision 7995ba5, in the same run."
    yield ""
    yield from (f"- {name}: {value}" for name, value in description().items() if name != "libraries")
    yield ""
    program = (PROGRAM, "serve", "--port", "0")
    with (
        tree_before() as tree,
        served(BARE) as bare,
        served(*program, store=stored_by(ROOT, SAMPLE, folder)) as now,
        served(*program, tree=tree, store=stored_by(tree, SAMPLE, folder)) as then,
    ):
        per_request(now, "/health")
        peer, ours = per_request(bare, "/health"), per_request(now, "/health")
        met = "met" if ours <= MOST * peer else "NOT MET"
        yield f"`/health` on a kept connection: {ours:.3f} ms, the bare server {peer:.3f} ms: {ours / peer:.1f} times"
        yield f"(at most {MOST}: {met})."
        yield ""
        both = list(zip(rows_of(then), rows_of(now), strict=True))  # by turns, as the machine is never idle
        packed = list(sizes(now))
    yield from ("| requests a second | before | now | ratio |", "|---|---|---|---|")
    for (name, was), (_, is_now) in both:
        yield f"| {name} | {was:,.0f} | {is_now:,.0f} | {is_now / was:.1f} |"
    yield from ("", "| bytes on the wire | before | now, packed | ratio |", "|---|---|---|---|")
    for name, plain, small in packed:
        yield f"| {name} | {plain:,} | {small:,} | {plain / small:.1f} |"


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask, print, and write the section."""
    options = bench_arguments(__doc__).parse_args(arguments)
    text = "\n".join(lines(options.work / "serving")) + "\n"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(with_section(page, HEADING, text), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
