"""A part of `make bench`: what a person waits for at the normal size, before and after, in one run.

One municipality of 1,000 systems and 10,000 flows. The program as it was and as it is serve stores of the same files,
one after the other; each answer is asked for on dates that nobody has asked for, but for the ones that are kept. Time
is what the server's process spends (user and system), which other work on the machine disturbs less. Writes its section
of docs/benchmarks.md.
"""

from __future__ import annotations

import gzip
import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from statistics import median

from benchmarks.arguments import bench_arguments
from benchmarks.before import ROOT, tree_before
from benchmarks.machine import description, wait_for
from benchmarks.made import made, stored_by
from benchmarks.program import PROGRAM
from benchmarks.report import with_section

HEADING = "## Pages and answers at the normal size"
PAGES = {"CPR": "/impact?what=CPR", "a hub": "/impact?what=k01-s0500"}
ANSWER = "/api/v1/systems/CPR/impact"
DAYS = tuple(f"2027-01-{day:02}" for day in range(1, 8))
AGAIN = 20
"""How often a kept answer is asked for; one takes less than the clock of a process tells."""
TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Got:
    """An answer: `cpu` in seconds of the server, `wire` the bytes sent, `body` unpacked."""

    cpu: float
    wire: int
    body: bytes
    status: int
    tag: str


@dataclass(frozen=True, slots=True)
class Line:
    """One measure of both; `most`: the share of before that it may be."""

    what: str
    unit: str
    before: float
    after: float
    most: float | None = None

    def cells(self) -> tuple[str, str, str, str, str]:
        """What, before, after, the share, what was asked for and whether it holds."""
        share = self.after / self.before
        asked = "" if self.most is None else f"{self.most:g} of it: {'met' if share <= self.most else 'NOT MET'}"
        return (
            self.what,
            f"{_round(self.before)} {self.unit}",
            f"{_round(self.after)} {self.unit}",
            f"{share:.3f}",
            asked,
        )


class Server:
    """A served store, and the time that its process has spent."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self._process = process
        self._port = port

    @property
    def cpu(self) -> float:
        """Seconds of user and system time until now."""
        spent = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(spent[11]) + int(spent[12])) / TICK

    def get(self, address: str, **headers: str) -> Got:
        """One answer."""
        began = self.cpu
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=120)
        line.request("GET", address, headers={"Accept-Encoding": "gzip", **headers})
        answer = line.getresponse()
        sent = answer.read()
        line.close()
        packed = answer.headers.get("Content-Encoding") == "gzip"
        tag = answer.headers.get("ETag", "")
        if answer.status not in (200, 304):
            raise ValueError(f"{address} gave {answer.status}")
        return Got(self.cpu - began, len(sent), gzip.decompress(sent) if packed else sent, answer.status, tag)


@contextmanager
def served(tree: Path, store: str, port: int) -> Iterator[Server]:
    """The program of that tree over a store."""
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", PROGRAM, "--store", store, "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=tree, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        time.sleep(5)  # it warms up beside its first answers
        yield Server(process, port)
    finally:
        process.terminate()
        process.wait(timeout=30)


class _Elements(HTMLParser):
    count = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - as it is called
        self.count += 1


def elements(page: bytes) -> int:
    """Elements of a page.

    >>> elements(b"<p>a<br/><b>c</b></p>")
    3
    """
    parser = _Elements()
    parser.feed(page.decode())
    return parser.count


def measured(server: Server) -> Mapping[str, float]:
    """Every measure of one program, by name."""
    found: dict[str, float] = {"first page: CPU": server.get(f"{PAGES['CPR']}&at=2026-12-31").cpu}
    for name, address in PAGES.items():
        pages = [server.get(f"{address}&at={day}") for day in DAYS]
        found |= {
            f"page of {name}: CPU": median(page.cpu for page in pages),
            f"page of {name}: elements": elements(pages[-1].body),
            f"page of {name}: bytes unpacked": len(pages[-1].body),
            f"page of {name}: bytes on the wire": pages[-1].wire,
        }
    for name, tail in (("50 rows", "limit=50&"), ("whole", "")):
        answers = [server.get(f"{ANSWER}?{tail}at={day}") for day in DAYS]
        found[f"JSON of CPR, {name}: CPU"] = median(one.cpu for one in answers)
        found[f"JSON of CPR, {name}: bytes on the wire"] = answers[-1].wire
    last = f"{ANSWER}?at={DAYS[-1]}"
    tag = server.get(last).tag
    found["JSON of CPR, whole, asked again: CPU"] = _again(server, last)
    found["the page of CPR, asked again: CPU"] = _again(server, f"{PAGES['CPR']}&at={DAYS[-1]}")
    found["304: CPU"] = _again(server, last, tag)
    return found


def _again(server: Server, address: str, tag: str = "") -> float:
    began = server.cpu
    for _ in range(AGAIN):
        got = server.get(address, **({"If-None-Match": tag} if tag else {}))
        if tag and got.status != 304:
            raise ValueError(f"{address} gave {got.status}, not 304")
    return (server.cpu - began) / AGAIN


ASKED = {"elements": 0.5, "bytes unpacked": 0.5, "bytes on the wire": 0.1}


def lines(before: Mapping[str, float], after: Mapping[str, float]) -> Iterator[Line]:
    """The two beside each other."""
    for name, was in before.items():
        kind = name.rpartition(": ")[2]
        scale, unit = (1000, "ms") if kind == "CPU" else (1, "")
        is_page = name.startswith("page of")
        most = (0.5 if kind == "CPU" else ASKED[kind]) if is_page else None
        least = 1 / TICK / AGAIN / 10
        yield Line(name, unit, max(was, least) * scale, after[name] * scale, most)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the landscape, ask both programs, print, and write the section."""
    options = bench_arguments(__doc__).parse_args(arguments)
    folder = options.work / "pages"
    made(folder, municipalities=1, seed=options.seed)
    with tree_before() as tree, served(tree, stored_by(tree, folder, folder), 8461) as server:
        before = measured(server)
    with served(ROOT, stored_by(ROOT, folder, folder), 8462) as server:
        after = measured(server)
    text = "\n".join(_section(list(lines(before, after)))) + "\n"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(with_section(page, HEADING, text), encoding="utf-8")
    return 0


def _section(found: Sequence[Line]) -> Iterator[str]:
    yield HEADING
    yield ""
    yield "A municipality of 1,000 systems and 10,000 flows over HTTP: revision 7995ba5 and the"
    yield "program now, one after the other, each over its own store of the same files. CPU is what the server's"
    yield f"process spends on one answer, the median of {len(DAYS)} dates that were not asked for before; what is asked"
    yield f"again is the mean of {AGAIN}."
    yield ""
    yield from (f"- {name}: {value}" for name, value in description().items() if name != "libraries")
    yield ""
    yield "| what | before | now | share | asked for |"
    yield "|---|---|---|---|---|"
    yield from ("| " + " | ".join(line.cells()) + " |" for line in found)


def _round(number: float) -> str:
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}"


if __name__ == "__main__":
    sys.exit(main())
