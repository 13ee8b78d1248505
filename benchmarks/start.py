"""A part of `make bench`: how long the program takes to begin, before and after, in one run.

`landskab --help` in a process of its own, and a server from its start to its first answer at the normal size. Writes
its section of docs/benchmarks.md.
"""

from __future__ import annotations

import os
import re
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import median

from benchmarks.arguments import bench_arguments
from benchmarks.before import ROOT, tree_before
from benchmarks.machine import description
from benchmarks.made import made, stored_by
from benchmarks.pages import TICK
from benchmarks.program import PROGRAM
from benchmarks.reach import said
from benchmarks.report import with_section

HEADING = "## From the start to the first words"
HELP = f"import sys; sys.argv = ['landskab', '--help']{PROGRAM}"
SERVE = f"import sys; sys.argv[0] = 'landskab'{PROGRAM}"
ANSWER = "/api/v1/systems/CPR/impact?limit=50"
REPEATS = 7
SERVERS = 3
"""Servers that are started of each program; one more comes first, so that what is kept between runs is there."""
IMPORTS = "`--help`: imports"
ASKED = {IMPORTS: 1 / 3}
"""The share of before that it may be."""


def run(tree: Path, code: str, *options: str) -> tuple[float, str]:
    """Processor seconds of Python with this code in that tree, and what it says on standard error."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *options, "-c", code]
    done = subprocess.run(command, cwd=tree, env=_environment(tree), capture_output=True, text=True, check=True)
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime, done.stderr


def imported(words: str) -> float:
    r"""Seconds in all that `python -X importtime` tells of.

    >>> imported("import time: self [us] | cumulative | imported package\nimport time:   1500 |  2500 | a\n")
    0.0015
    """
    return sum(map(int, re.findall(r"^import time: +(\d+) \|", words, flags=re.MULTILINE))) / 1_000_000


def _environment(tree: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(tree)}


def imports(tree: Path) -> float:
    """Seconds that a run of `--help` imports for, less what Python imports to begin at all."""
    of_help, of_nothing = (imported(run(tree, code, "-X", "importtime")[1]) for code in (HELP, "pass"))
    return of_help - of_nothing


def helped(trees: Sequence[Path]) -> list[dict[str, float]]:
    """The least disturbed of some runs of each, taken in turn so that other work meets all alike; in seconds."""
    for tree in trees:
        run(tree, HELP)  # what Python keeps of the modules is there from now on
    measures = {IMPORTS: imports, "`--help`: the whole process, processor time": lambda tree: run(tree, HELP)[0]}
    rounds = [[{what: of(tree) for what, of in measures.items()} for tree in trees] for _ in range(REPEATS)]
    return [{what: min(one[what] for one in each) for what in measures} for each in zip(*rounds, strict=True)]


def first_answer(tree: Path, store: str) -> dict[str, float]:
    """A server from its start: until it answers at all, and a shutdown question asked at once; in seconds."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-c", SERVE, "--store", store, "serve", "--port", str(port)]
    began = time.perf_counter()
    server = subprocess.Popen(
        command, cwd=tree, env=_environment(tree), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _until_healthy(port)
        healthy = time.perf_counter()
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{ANSWER}", timeout=120) as answer:
            answer.read()
        answered = time.perf_counter()
        spent = Path(f"/proc/{server.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    finally:
        server.terminate()
        server.wait(timeout=30)
    return {
        "server: start to `/health`": healthy - began,
        "server: the first shutdown question, asked at once": answered - healthy,
        "server: start to that answer": answered - began,
        "server: processor time until that answer": (int(spent[11]) + int(spent[12])) / TICK,
    }


def _until_healthy(port: int) -> None:
    until = time.perf_counter() + 120
    while time.perf_counter() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=60):
                return
        except OSError:
            time.sleep(0.01)
    raise TimeoutError("the server did not answer")


def served(trees: Sequence[Path], folder: Path) -> list[dict[str, float]]:
    """The median of some servers of each, started in turn."""
    stores = [(tree, stored_by(tree, folder, folder)) for tree in trees]
    rounds = [[first_answer(*one) for one in stores] for _ in range(SERVERS + 1)][1:]
    return [{what: median(one[what] for one in each) for what in each[0]} for each in zip(*rounds, strict=True)]


def main(arguments: Sequence[str] | None = None) -> int:
    """Start both programs, print, and write the section."""
    options = bench_arguments(__doc__).parse_args(arguments)
    folder = options.work / "start"
    made(folder, municipalities=1, seed=options.seed)
    with tree_before() as tree:
        helps, servers = helped((tree, ROOT)), served((tree, ROOT), folder)
    text = "\n".join(section(helps[0] | servers[0], helps[1] | servers[1])) + "\n"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(with_section(page, HEADING, text), encoding="utf-8")
    return 0


def section(was: Mapping[str, float], now: Mapping[str, float]) -> Iterator[str]:
    """The two beside each other."""
    yield HEADING
    yield ""
    yield "Revision 7995ba5 and the program now, in turn. Imports are what"
    yield f"`python -X importtime` adds up to, less Python's own; of `--help` the least of {REPEATS} runs. The server"
    yield "has a municipality of 1,000 systems and 10,000 flows and has run before, so what it compiles is kept;"
    yield f"the median of {SERVERS}, wall time where nothing else is said."
    yield ""
    yield from (f"- {name}: {value}" for name, value in description().items() if name != "libraries")
    yield ""
    yield "| what | before | now | share | asked for |"
    yield "|---|---|---|---|---|"
    for what, seconds in was.items():
        share = now[what] / seconds
        most = ASKED.get(what)
        asked = "" if most is None else f"{most:.2f} of it: {'met' if share <= most else 'NOT MET'}"
        yield f"| {what} | {said(seconds)} | {said(now[what])} | {share:.3f} | {asked} |"


if __name__ == "__main__":
    sys.exit(main())
