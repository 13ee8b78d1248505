"""`make bench`: a national landscape, measured beside networkx in one run; writes docs/benchmarks.md.

Every figure of ours that has a peer is the same question asked of the same edges for the same start in the same
process. Ratios are what counts; seconds are this machine's.
"""

from __future__ import annotations

import argparse
import gc
import random
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import TypeVar

import networkx as nx
import numpy as np

from app.composition import spare_collector
from app.http.json_stream import json_chunks
from benchmarks.arguments import bench_arguments
from benchmarks.machine import description, import_run, serving_memory
from benchmarks.national_landscape import PLATFORMS, REGISTERS, SHARES, write_national
from benchmarks.report import Figure, markdown
from model.errors import LandskabError
from model.graph.baseline import Before
from model.graph.fall import Fall, TurnedOff, before
from model.graph.graph import Graph
from model.landscape.landscape import Landscape
from model.rows import as_json
from queries.impact.query import shutdown_impact
from stores.opening import open_store

T = TypeVar("T")
STARTS = 1_000
ROWS = 200
REPEATS = 5


@dataclass(frozen=True, slots=True)
class Timed:
    """Seconds for one start: ours and the peer's, and how many systems each reached."""

    start: int
    ours: float
    peer: float
    affected: int
    descendants: int


def main(arguments: Sequence[str] | None = None) -> int:
    """Generate, import, load, ask, compare; print the table and write it."""
    options = _options(arguments)
    folder, store = options.work / "national", f"sqlite:///{options.work / 'national.db'}"
    shutil.rmtree(folder, ignore_errors=True)
    for path in options.work.glob("national.db*"):
        path.unlink()
    say = _Progress()
    say("generating the landscape")
    write_national(folder, seed=options.seed, municipalities=options.municipalities)
    say("importing it")
    imported = import_run(store, folder)
    say("loading it")
    began = perf_counter()
    landscape = Landscape(open_store(store).load())
    loaded_base = before(landscape.graph, None)
    loading = perf_counter() - began
    say("asking the shutdown question")
    began = perf_counter()
    Fall(landscape.graph, _off(landscape.graph.systems.index["CPR"]), loaded_base)
    compiling = perf_counter() - began
    peer = peer_graph(landscape.graph)
    timed = over_starts(landscape.graph, loaded_base, peer, options.starts, options.seed, say)
    say("comparing on the worst start")
    comparison = compared(landscape, loaded_base, peer, timed)
    say("answering in full")
    spare_collector()  # as the program does when it starts
    figures = [
        Figure("import: CSV folder to store, a process of its own", imported.seconds, "s", limit=90),
        Figure("import: peak memory", imported.peak, "MiB"),
        Figure("load: store to first answer possible", loading, "s", limit=15),
        Figure("first question, compiled code taken from disk or made", compiling, "s"),
        *comparison,
        *whole_answer(landscape, max(timed, key=lambda one: one.ours).start),
    ]
    say("serving it")
    figures.append(
        Figure("memory of the serving process after that question, peak", serving_memory(store), "MiB", limit=2048)
    )
    text = markdown(figures, shares=SHARES, size=_size(landscape), machine=description(), seed=options.seed)
    print(text)
    if options.write:
        options.write.write_text(text, encoding="utf-8")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = bench_arguments(__doc__)
    parser.add_argument("--starts", type=int, default=STARTS)
    return parser.parse_args(arguments)


class _Progress:
    def __init__(self) -> None:
        self._began = perf_counter()

    def __call__(self, what: str) -> None:
        print(f"[{perf_counter() - self._began:6.1f} s] {what}", file=sys.stderr, flush=True)


def _off(system: int) -> TurnedOff:
    return TurnedOff([system], [], [])


def _size(landscape: Landscape) -> dict[str, int]:
    return {name: len(table) for name, table in landscape.tables.items()}


def peer_graph(graph: Graph) -> nx.DiGraph[int]:
    """The same edges for networkx: provider, interface's system and via to consumer."""
    edges = np.stack((graph.carried.owners(), graph.flows.consumer[graph.carried.items]), axis=1)
    peer: nx.DiGraph[int] = nx.DiGraph()
    peer.add_nodes_from(range(len(graph.systems)))
    peer.add_edges_from(np.unique(edges, axis=0).tolist())
    return peer


def over_starts(
    graph: Graph, base: Before, peer: nx.DiGraph[int], count: int, seed: int, say: Callable[[str], None]
) -> list[Timed]:
    """Every start once, ours and the peer's in turn; all registers and platforms, the rest drawn."""
    chosen = [graph.systems.index[one] for one in (*REGISTERS, *PLATFORMS)]
    others = [row for row in range(len(graph.systems)) if row not in set(chosen)]
    chosen += random.Random(seed).sample(others, max(count - len(chosen), 0))
    timed = []
    with collector_off():  # the peer is four times as fast without it; ours does not mind
        for place, start in enumerate(chosen[:count]):
            if place % 100 == 0:
                say(f"  start {place} of {count}")
            ours, fall = clocked(lambda start=start: Fall(graph, _off(start), base))  # type: ignore[misc]
            theirs, reached = clocked(lambda start=start: nx.descendants(peer, start))  # type: ignore[misc]
            timed.append(Timed(start, ours, theirs, len(fall.outcome.system), len(reached)))
    return timed


@contextmanager
def collector_off() -> Iterator[None]:
    """Without Python's collector of cycles, which walks the peer's graph again and again."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def clocked(ask: Callable[[], T]) -> tuple[float, T]:
    """Seconds, and what was answered."""
    began = perf_counter()
    answer = ask()
    return perf_counter() - began, answer


def _median(ask: Callable[[], object]) -> float:
    return statistics.median(clocked(ask)[0] for _ in range(REPEATS))


def compared(landscape: Landscape, base: Before, peer: nx.DiGraph[int], timed: Sequence[Timed]) -> list[Figure]:
    """The figures that have a peer. The worst start is the one on which ours took longest."""
    graph, worst = landscape.graph, max(timed, key=lambda one: one.ours)
    name = graph.systems.ids[worst.start]
    ours = _median(lambda: Fall(graph, _off(worst.start), base))
    theirs = _median(lambda: nx.descendants(peer, worst.start))
    with collector_off():
        ours_alone = _median(lambda: Fall(graph, _off(worst.start), base))
        theirs_alone = _median(lambda: nx.descendants(peer, worst.start))
    rows = _median(lambda: strongest_rows(landscape, name))
    limited = _median(lambda: as_json(shutdown_impact(landscape, [f"system:{name}"]), ROWS))
    return [
        Figure(
            f"worst start ({name}, {worst.affected:,} affected): verdict, steps and hours of every system",
            ours,
            "s",
            peer=theirs,
            at_least=5,
        ),
        Figure("the same with Python's collector of cycles off", ours_alone, "s", peer=theirs_alone),
        Figure(
            f"{len(timed):,} starts in total, the same, collector off",
            sum(one.ours for one in timed),
            "s",
            peer=sum(one.peer for one in timed),
            at_least=2,
        ),
        Figure(
            f"worst start: summary with the {ROWS} strongest rows, reasons and chains",
            rows,
            "s",
            peer=theirs,
            at_least=2,
        ),
        Figure(f"worst start: every part of the answer cut to {ROWS} rows, as JSON", limited, "s", peer=theirs),
    ]


def strongest_rows(landscape: Landscape, name: str) -> object:
    """The summary and the strongest rows with reasons and chains, as plain data."""
    answer = shutdown_impact(landscape, [f"system:{name}"])
    return as_json(answer.summary), [as_json(row, ROWS) for row in answer.affected[:ROWS]]


def whole_answer(landscape: Landscape, worst: int) -> list[Figure]:
    """The whole answer of the worst start as a door streams it."""
    name = landscape.graph.systems.ids[worst]
    gc.freeze()  # the peer's graph is none of ours, and the collector would walk it
    began = perf_counter()
    size = sum(len(chunk) for chunk in json_chunks(shutdown_impact(landscape, [f"system:{name}"])))
    return [
        Figure("worst start: the whole answer as streamed JSON", perf_counter() - began, "s", limit=10),
        Figure("worst start: size of that JSON", size / 2**20, "MiB"),
    ]


if __name__ == "__main__":
    try:
        sys.exit(main())
    except LandskabError as error:
        sys.exit(f"bench: {error}")
