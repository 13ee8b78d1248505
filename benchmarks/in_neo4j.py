"""The second half of `make bench`: the national landscape in a Neo4j server of its own, all figures from one run.

Loading is compared with the same from and into a file, the shutdown question on a slice with the same in memory, and
plain Cypher for who is reached with networkx over the same edges. Writes the last section of docs/benchmarks.md.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import networkx as nx
from neo4j import Driver

from app.composition import spare_collector
from app.http.json_stream import json_chunks
from benchmarks.arguments import bench_arguments
from benchmarks.machine import description, import_run
from benchmarks.national import clocked, peer_graph
from benchmarks.national_landscape import write_national
from benchmarks.neo4j_slices import municipality_slices
from benchmarks.report import Figure, with_section
from model.claims.batch import Batch
from model.claims.state import Revision, State
from model.landscape.landscape import Landscape
from queries.cypher_book.book import cypher_query
from queries.impact.query import shutdown_impact
from stores.neo4j.login import Login
from stores.neo4j.store import Neo4jStore
from stores.opening import open_store
from tests.neo4j_server.server import Server, running_server, why_not

HEAP = "2g"
REGISTER = "CPR"
HEADING = "## In Neo4j"


@dataclass(frozen=True, slots=True)
class Asked:
    """Seconds of one shutdown question asked in memory and on a slice, and the rows of that."""

    what: str
    affected: int
    in_memory: float
    slice_read: float
    on_slice: float
    rows: int
    same: bool

    def cells(self) -> tuple[str, ...]:
        """As a row of the table."""
        memory, read, answer = (f"{one:.3f} s" for one in (self.in_memory, self.slice_read, self.on_slice))
        return self.what, f"{self.affected:,}", memory, read, answer, f"{self.rows:,}", "yes" if self.same else "NO"


def main(arguments: Sequence[str] | None = None) -> str | None:
    """Import into both stores, load, ask, compare; gives the sentence why it could not."""
    options = bench_arguments(__doc__).parse_args(arguments)
    if (problem := why_not()) is not None:
        return f"bench: no Neo4j server, so nothing was measured there: {problem}."
    folder, graph = options.work / "national", options.work / "graph"
    for old in (folder, graph, options.work / "municipality", options.work / "municipality-graph"):
        shutil.rmtree(old, ignore_errors=True)
    for path in options.work.glob("beside.db*"):
        path.unlink()
    write_national(folder, seed=options.seed, municipalities=options.municipalities)
    with running_server(graph, heap=HEAP) as server:
        lines = [*section(server, folder, f"sqlite:///{options.work / 'beside.db'}", options.seed), ""]
    text = "\n".join([*lines, *municipality_slices(options.work, seed=options.seed)]) + "\n"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(with_section(page, HEADING, text), encoding="utf-8")
    return None


def section(server: Server, folder: Path, file: str, seed: int) -> Iterator[str]:
    """The page's section, measured here."""
    os.environ.update(NEO4J_USERNAME=server.username, NEO4J_PASSWORD=server.password)
    into_file, into_graph = import_run(file, folder), import_run(server.uri, folder)
    from_file, _ = clocked(lambda: Landscape(open_store(file).load()))
    with (
        closing(Neo4jStore(server.uri, Login(server.username, server.password), whole_at_most=0)) as store,
        server.driver() as driver,
    ):
        from_graph, landscape = clocked(lambda: Landscape(store.load()))
        spare_collector()  # as the program does when it starts
        reach, reached = clocked(lambda: _reached(driver, REGISTER))
        peer = peer_graph(landscape.graph)
        in_peer, descendants = clocked(lambda: nx.descendants(peer, landscape.graph.systems.index[REGISTER]))
        same = reached == {landscape.graph.systems.ids[row] for row in descendants}
        questions = [_asked(store, landscape, what) for what in (f"system:{REGISTER}", _loose_flow(landscape, seed))]
        changing, _ = clocked(lambda: _one_more(store, landscape.state))
    figures = (
        Figure("`landskab import` of the CSV folder, a process of its own", into_graph.seconds, "s", limit=600),
        Figure("the same into a file", into_file.seconds, "s"),
        Figure("peak memory of that process, into Neo4j", into_graph.peak, "MiB"),
        Figure("an import on top that adds one row", changing, "s"),
        Figure("full load from Neo4j: to first answer possible", from_graph, "s"),
        Figure("the same from a file", from_file, "s"),
        Figure(f"plain Cypher: who is reached from {REGISTER} (the query `reach` of the book), as rows", reach, "s"),
        Figure(f"the same by `networkx.descendants` in memory ({'same' if same else 'OTHER'} systems)", in_peer, "s"),
    )
    yield from _page(figures, questions)


def _page(figures: Sequence[Figure], questions: Sequence[Asked]) -> Iterator[str]:
    yield HEADING
    yield ""
    yield f"The same landscape in a Neo4j 5.26 server on the same machine (Java heap {HEAP}), all lines from one run."
    yield "The answers are whole shutdown answers as JSON, compared byte by byte. Plain Cypher finds who is reached and"
    yield "in how many steps; it knows neither verdicts nor hours."
    yield ""
    yield from (f"- {name}: {value}" for name, value in description().items() if name != "libraries")
    yield f"- driver: neo4j {version('neo4j')} with neo4j-rust-ext {version('neo4j-rust-ext')}"
    yield ""
    yield "| what | measured | asked for |"
    yield "|---|---|---|"
    for figure in figures:
        what, ours, _, _, wanted = figure.cells()
        yield f"| {what} | {ours} | {wanted} |"
    yield ""
    yield "| turned off | affected | answer in memory | reading the slice | answer on it | rows in it | same answer |"
    yield "|---|---|---|---|---|---|---|"
    yield from ("| " + " | ".join(one.cells()) + " |" for one in questions)


def _reached(driver: Driver, start: str) -> set[str]:
    return {row["system"] for row in driver.execute_query(cypher_query("reach").text, what=start).records}


def _loose_flow(landscape: Landscape, seed: int) -> str:
    """A flow without which its consumer goes on: in a landscape this dense only such a thing reaches little."""
    flows = landscape.tables["flows"]
    loose = [id_ for id_, need in zip(flows.ids, flows.cells("need"), strict=True) if need == "supporting"]
    return f"flow:{random.Random(seed).choice(loose)}"


def _asked(store: Neo4jStore, landscape: Landscape, what: str) -> Asked:
    in_memory, whole = clocked(lambda: _answer(landscape, what))
    slice_read, part = clocked(lambda: Landscape.of_slice(store.slice([what])))
    on_slice, sliced = clocked(lambda: _answer(part, what))
    affected = len(shutdown_impact(landscape, [what]).affected)
    rows = sum(map(len, part.tables.values()))
    return Asked(what, affected, in_memory, slice_read, on_slice, rows, whole == sliced)


def _answer(landscape: Landscape, what: str) -> str:
    """The digest of the whole answer."""
    digest = hashlib.sha256()
    for chunk in json_chunks(shutdown_impact(landscape, [what])):
        digest.update(chunk)
    return digest.hexdigest()


def _one_more(store: Neo4jStore, state: State) -> None:
    after = state.with_batch(Batch.of("one more", systems={"one-more": {"name": "One more"}}))
    store.append(after, Revision(after.revision, "2026-01-01T00:00:00+00:00", "import", "one more", ""))


if __name__ == "__main__":
    sys.exit(main())
