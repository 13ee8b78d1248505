"""A part of `make bench`: what a shutdown reaches, beside the graph libraries, at the normal size and the national one.

All are asked about the same edges for the same starts in one process. Time is processor time, without Python's
collector of cycles, which would walk the peers' graphs meanwhile. Writes its section of docs/benchmarks.md.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from statistics import median
from time import process_time

import numpy as np

from benchmarks.arguments import bench_arguments
from benchmarks.machine import description
from benchmarks.made import made
from benchmarks.national import collector_off
from benchmarks.national_landscape import PLATFORMS, REGISTERS
from benchmarks.peers import PEERS, Edges, Reach, reached
from benchmarks.report import with_section
from model.graph.fall import Fall, TurnedOff, Verdicts, before
from model.graph.graph import Graph
from model.landscape.landscape import Landscape
from model.landscape.ready import make_ready

HEADING = "## Beside the graph libraries"
COUNTS, HOURS = "ours: the five counts", "ours: with hours"
STARTS = {1: 1_000}
"""Municipalities -> starts in total; a larger landscape has `FEWER`."""
FEWER = 200
CANDIDATES = 10
"""Starts that are asked again to find the one on which the five counts take longest."""
REPEATS = 15
ASKED = "networkx"

Ask = Callable[[int], object]


@dataclass(frozen=True, slots=True)
class Measured:
    """One landscape: the worst start by name, and by asker the seconds of it (`worst`) and of all starts (`total`)."""

    size: str
    start: str
    reached: int
    affected: int
    starts: int
    worst: Mapping[str, float]
    total: Mapping[str, float]


def edges_of(graph: Graph) -> Edges:
    """From every system that carries a flow (provider, interface's system, via) to its consumer, each pair once."""
    pairs = np.stack((graph.carried.owners(), graph.flows.consumer[graph.carried.items]), axis=1)
    found: Edges = np.unique(pairs.astype(np.int64), axis=0)
    return found


def starts_of(graph: Graph, count: int, seed: int) -> list[int]:
    """All registers and platforms, and systems drawn from the rest."""
    shared = [graph.systems.index[one] for one in (*REGISTERS, *PLATFORMS)]
    others = sorted({*range(len(graph.systems))} - {*shared})
    return (shared + random.Random(seed).sample(others, min(len(others), max(count - len(shared), 0))))[:count]


def ours(graph: Graph) -> dict[str, Ask]:
    """What the program asks: verdicts and steps as five counts, and the same with hours."""
    base = before(graph, None)
    return {
        COUNTS: lambda start: Verdicts(graph, TurnedOff([start], [], []), base).counts,
        HOURS: lambda start: Fall(graph, TurnedOff([start], [], []), base),
    }


def spent(ask: Ask, start: int) -> float:
    """Seconds of processor time for one answer."""
    began = process_time()
    ask(start)
    return process_time() - began


def measured(graph: Graph, starts: Sequence[int]) -> Measured:
    """Every start once by every asker, then the worst start again."""
    edges = edges_of(graph)
    peers = {peer.name: peer.ready(len(graph.systems), edges) for peer in PEERS}
    askers: dict[str, Ask] = {**ours(graph), **peers}
    with collector_off():
        each = {name: [spent(ask, start) for start in starts] for name, ask in askers.items()}
        slowest = sorted(zip(each[COUNTS], starts, strict=True), reverse=True)[:CANDIDATES]
        start = max((start for _, start in slowest), key=lambda start: usual(askers[COUNTS], start))
        worst = {name: usual(ask, start) for name, ask in askers.items()}
    fall = Fall(graph, TurnedOff([start], [], []), before(graph, None))
    return Measured(
        size=f"{len(graph.systems):,} systems, {len(graph.flow_ids):,} flows, {len(edges):,} edges",
        start=graph.systems.ids[start],
        reached=agreed(peers, start),
        affected=len(fall.outcome.system),
        starts=len(starts),
        worst=worst,
        total={name: sum(seconds) for name, seconds in each.items()},
    )


def usual(ask: Ask, start: int) -> float:
    """The median of some answers, in seconds."""
    return median(spent(ask, start) for _ in range(REPEATS))


def agreed(peers: Mapping[str, Reach], start: int) -> int:
    """How many systems all of them say are reached; ValueError where one says otherwise."""
    sets = {name: reached(peer, start) for name, peer in peers.items()}
    if any(found != sets[ASKED] for found in sets.values()):
        counted = ", ".join(f"{name} {len(found)}" for name, found in sets.items())
        raise ValueError(f"the libraries do not agree on what start {start} reaches: {counted}")
    return len(sets[ASKED])


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the landscapes, ask, print, and write the section."""
    options = bench_arguments(__doc__).parse_args(arguments)
    make_ready()
    found = []
    for municipalities in sorted({1, options.municipalities}):
        state = made(options.work / "reach", municipalities=municipalities, seed=options.seed)
        graph = Landscape(state).graph
        starts = starts_of(graph, STARTS.get(municipalities, FEWER), options.seed)
        found.append(measured(graph, starts))
    text = "\n".join(section(found)) + "\n"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(with_section(page, HEADING, text), encoding="utf-8")
    return 0


def section(found: Sequence[Measured]) -> Iterator[str]:
    """The section of the page; the first landscape is the one that something is asked for at."""
    yield HEADING
    yield ""
    yield "The same edges (provider, via and interface's system to consumer) and starts for all, in one process. Time"
    yield "is processor time with Python's collector of cycles off; each library has its graph ready before that."
    yield "They do not answer the same: a library says which systems can be reached at all. Ours says of each in two"
    yield "readings (certain, possible) whether it stops, is degraded or loses redundancy, and in how many steps, with"
    yield "alternatives, thresholds and needs counted in; then, where asked, after how many hours."
    yield ""
    yield from (f"- {name}: {value}" for name, value in description().items() if name != "libraries")
    yield f"- libraries: {', '.join(f'{peer.name} {version(peer.name)}' for peer in PEERS)}"
    yield ""
    yield "| asked | what it gives |"
    yield "|---|---|"
    yield f"| {COUNTS} | verdict and steps of every system in both readings, and how many have each verdict |"
    yield f"| {HOURS} | the same, and the hours until each stops or is degraded |"
    yield from (f"| {peer.name}: `{peer.call}` | {peer.gives} |" for peer in PEERS)
    for place, one in enumerate(found):
        yield ""
        yield from table(one, is_asked=place == 0)


def table(one: Measured, *, is_asked: bool) -> Iterator[str]:
    """One landscape: its times, how they stand to the five counts, and where we lose."""
    yield f"### {one.size}"
    yield ""
    yield f"The worst start, on which the five counts take longest, is {one.start}: {one.reached:,} systems reached,"
    yield f"{one.affected:,} affected."
    yield ""
    yield f"| asked | worst start | times the five counts | {one.starts:,} starts in total | times the five counts |"
    yield "|---|---|---|---|---|"
    for name, worst in one.worst.items():
        total = one.total[name]
        shares = (f"{worst / one.worst[COUNTS]:.2f}", f"{total / one.total[COUNTS]:.2f}")
        yield f"| {name} | {said(worst)} | {shares[0]} | {said(total)} | {shares[1]} |"
    yield ""
    yield from (f"- {line}" for line in verdicts(one, is_asked=is_asked))


def verdicts(one: Measured, *, is_asked: bool) -> Iterator[str]:
    """What was asked for, and who is faster than the five counts."""
    if is_asked:
        holds = "met" if one.worst[COUNTS] <= one.worst[ASKED] else "NOT MET"
        yield f"asked for: the five counts no slower than `networkx.descendants` for the worst start: {holds}"
    for what, times in (("for the worst start", one.worst), ("in total", one.total)):
        faster = [name for name in times if name not in {COUNTS, HOURS} and times[name] < times[COUNTS]]
        yield f"faster than the five counts {what}: {', '.join(faster) or 'none'}"


def said(seconds: float) -> str:
    """Seconds or milliseconds, three digits.

    >>> said(0.000412), said(0.0412), said(4.12), said(41.2)
    ('0.412 ms', '41.2 ms', '4.12 s', '41.2 s')
    """
    number, unit = (seconds, "s") if seconds >= 1 else (seconds * 1000, "ms")
    digits = 0 if number >= 100 else 1 if number >= 10 else 2 if number >= 1 else 3
    return f"{number:,.{digits}f} {unit}"


if __name__ == "__main__":
    sys.exit(main())
