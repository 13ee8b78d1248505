"""A part of `make bench`: the engine beside the graph libraries of today, at the normal and the national size.

The libraries answer who is reached, as a set; the engine gives each system a verdict in two readings, with the steps
and the hours it takes. So the page says what each answers, and where the engine is slower.
"""

from __future__ import annotations

import gc
import random
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import process_time

import igraph
import networkx as nx
import numpy as np
import rustworkx
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import breadth_first_order

from benchmarks.arguments import bench_arguments
from benchmarks.before import ROOT, tree_before
from benchmarks.machine import description
from benchmarks.national_landscape import write_national
from benchmarks.report import write_section
from benchmarks.served import processor_time
from importers.landscape_files import import_path
from model.fall import Before, Fall, TurnedOff, Verdicts, before
from model.graph import Graph
from model.landscape import Landscape
from model.ready import make_ready
from model.state import State

HEADING = "## Beside the graph libraries"
STARTS = 60
REPEATS = 9
LANDSCAPES = (("the normal size", 1), ("the national size", 98))
Ask = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to ask what a system's end reaches; `answers`: what comes out of it."""

    name: str
    answers: str
    ask: Ask


def edges_of(graph: Graph) -> np.ndarray:
    """Distinct edges from provider, interface's system and via to consumer; shape (edges, 2)."""
    both = np.stack((graph.carried.owners(), graph.flows.consumer[graph.carried.items]), axis=1)
    return np.unique(both, axis=0)


def ways(graph: Graph, base: Before) -> list[Way]:
    """Ours and the libraries', each over its own form of the same edges."""
    edges, count = edges_of(graph), len(graph.systems)
    peer: nx.DiGraph[int] = nx.DiGraph()
    peer.add_nodes_from(range(count))
    peer.add_edges_from(edges.tolist())
    compact = igraph.Graph(n=count, edges=edges.tolist(), directed=True)
    rust = rustworkx.PyDiGraph()
    rust.add_nodes_from(range(count))
    rust.add_edges_from_no_data([(int(a), int(b)) for a, b in edges])
    sparse = csr_matrix((np.ones(len(edges), np.int8), (edges[:, 0], edges[:, 1])), shape=(count, count))
    reached = "a set of systems"
    return [
        Way(
            "ours: the five counts",
            "how many systems of each verdict, two readings",
            lambda at: counts(graph, at, base),
        ),
        Way(
            "ours: the whole fall",
            "verdict, steps and hours of each system, two readings",
            lambda at: fall(graph, at, base),
        ),
        Way("networkx.descendants", reached, lambda at: nx.descendants(peer, at)),
        Way("rustworkx.descendants", reached, lambda at: rustworkx.descendants(rust, at)),
        Way("igraph subcomponent", reached, lambda at: compact.subcomponent(at, mode="out")),
        Way(
            "scipy breadth_first_order",
            "systems in order",
            lambda at: breadth_first_order(sparse, at, return_predecessors=False),
        ),
    ]


def counts(graph: Graph, at: int, base: Before) -> object:
    """The five counts of turning one system off."""
    return Verdicts(graph, TurnedOff([at], [], []), base).counts


def fall(graph: Graph, at: int, base: Before) -> object:
    """The whole of it."""
    return Fall(graph, TurnedOff([at], [], []), base)


def spent(ask: Callable[[], object]) -> float:
    """Processor seconds of one answer."""
    began = process_time()
    ask()
    return process_time() - began


def worst_start(ask: Ask, starts: Sequence[int]) -> int:
    """The start that takes longest by one way."""
    return max(starts, key=lambda at: spent(lambda: ask(at)))


def measured(graph: Graph, seed: int) -> Iterator[tuple[Way, float, float]]:
    """Each way: seconds on the worst start, and over all drawn starts. The worst is the one of networkx."""
    base = before(graph, None)
    found = ways(graph, base)
    starts = random.Random(seed).sample(range(len(graph.systems)), min(STARTS, len(graph.systems)))
    starts.append(graph.systems.index["CPR"])
    gc.collect()
    gc.disable()  # it would walk the peers' graphs
    try:
        for way in found:
            way.ask(starts[0])
        worst = worst_start(found[2].ask, starts)
        for way in found:
            one = statistics.median(spent(lambda way=way: way.ask(worst)) for _ in range(REPEATS))  # type: ignore[misc]
            yield way, one, sum(spent(lambda way=way, at=at: way.ask(at)) for at in starts)  # type: ignore[misc]
    finally:
        gc.enable()


def table(name: str, graph: Graph, seed: int) -> Iterator[str]:
    """One size as a table: milliseconds, and how many times as fast as networkx."""
    found = list(measured(graph, seed))
    _, peer_worst, peer_all = found[2]
    yield f"At {name}: {len(graph.systems):,} systems, {len(edges_of(graph)):,} distinct edges."
    yield ""
    yield f"| way | what it answers | worst start | beside networkx | {STARTS + 1} starts | beside networkx |"
    yield "|---|---|---|---|---|---|"
    for way, worst, all_of_them in found:
        yield (
            f"| {way.name} | {way.answers} | {worst * 1000:.2f} ms | {_beside(peer_worst, worst)} |"
            f" {all_of_them * 1000:,.1f} ms | {_beside(peer_all, all_of_them)} |"
        )
    yield ""
    if name == LANDSCAPES[0][0]:
        met = "met" if found[0][1] <= peer_worst else "NOT MET"
        yield f"The five counts of the worst start no slower than networkx.descendants: {met}."
        yield ""


def _beside(peer: float, ours: float) -> str:
    return f"{peer / ours:.1f} times as fast" if peer >= ours else f"{ours / peer:.1f} times as slow"


def helps() -> Iterator[str]:
    """`landskab --help`, before and now."""
    with tree_before() as tree:
        for what, code in (("imports", "import app.cli"), ("the whole", "from app.cli import main; main()")):
            was, now = (
                statistics.median(processor_time(code, "--help", tree=where) for _ in range(REPEATS))
                for where in (tree, ROOT)
            )
            asked = f" (asked for: a third; {'met' if now <= was / 3 else 'NOT MET'})" if what == "imports" else ""
            yield f"- `landskab --help`, {what}: {was:.3f} s before, {now:.3f} s now, {now / was:.2f} of it{asked}"


def _graph(folder: Path, municipalities: int, seed: int) -> Graph:
    shutil.rmtree(folder, ignore_errors=True)
    write_national(folder, seed=seed, municipalities=municipalities)
    return Landscape(State().with_batch(import_path(folder, source="bench", landscape=Landscape(State())))).graph


def _section(work: Path, seed: int, largest: int) -> Iterator[str]:
    yield HEADING
    yield ""
    yield "Processor time in one process and run, the median of nine for the worst start, that of networkx. The"
    yield "collector of cycles is off, which makes networkx four times as fast. All go over the same distinct edges"
    yield "(provider, interface's system and via to consumer), each library in the form that it likes best. Before"
    yield "is revision 7995ba5."
    yield ""
    yield from (f"- {name}: {value}" for name, value in description().items())
    yield f"- peers: igraph {igraph.__version__}, rustworkx {rustworkx.__version__}, scipy breadth_first_order"
    yield from helps()
    yield ""
    make_ready()
    for name, municipalities in LANDSCAPES:
        yield from table(name, _graph(work / "reach", min(municipalities, largest), seed), seed)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write the section."""
    options = bench_arguments(__doc__).parse_args(arguments)
    lines = _section(options.work, options.seed, options.municipalities)
    write_section(options.write, HEADING, "\n".join(lines).rstrip() + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
