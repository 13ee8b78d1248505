"""What one municipality's slice costs, asked step by step and loaded whole, beside the full load; all in one run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from benchmarks.national import clocked
from benchmarks.national_landscape import write_national
from importers.landscape_files.importer import import_path
from model.claims.state import Revision, State
from model.landscape.landscape import Landscape
from stores.neo4j.login import Login
from stores.neo4j.store import WHOLE_AT_MOST, Neo4jStore
from tests.neo4j_server.server import Server, running_server

T = TypeVar("T")
QUESTIONS = ("system:CPR", "system:k01-s0500")


def municipality_slices(work: Path, *, seed: int) -> Iterator[str]:
    """Lines of a table: full load, then each question both ways, in a server of its own under `work`."""
    folder = work / "municipality"
    write_national(folder, seed=seed, municipalities=1)
    state = State().with_batch(import_path(folder, source="national", landscape=Landscape(State())))
    with running_server(work / "municipality-graph") as server:
        yield "| one municipality, 1,000 systems and 10,000 flows | asked step by step | as it is | rows then |"
        yield "|---|---|---|---|"
        with closing(_store(server, WHOLE_AT_MOST)) as store:
            store.append(state, Revision(state.revision, "2026-01-01T00:00:00+00:00", "import", "national", ""))
            store.load()  # the server's first answer is slower than any other
        yield f"| full load | | {_seconds(server, WHOLE_AT_MOST, lambda store: Landscape(store.load()))[0]:.3f} s | |"
        for what in QUESTIONS:
            yield _line(server, what)


def _line(server: Server, what: str) -> str:
    def ask(store: Neo4jStore) -> Landscape:
        return Landscape.of_slice(store.slice([what]))

    (before, _), (now, part) = (_seconds(server, rows, ask) for rows in (0, WHOLE_AT_MOST))
    return f"| slice of {what} | {before:.3f} s | {now:.3f} s | {sum(map(len, part.tables.values())):,} |"


def _seconds(server: Server, whole_at_most: int, ask: Callable[[Neo4jStore], T]) -> tuple[float, T]:
    """Asked of a store that remembers nothing but is connected."""
    with closing(_store(server, whole_at_most)) as store:
        store.newest()
        return clocked(lambda: ask(store))


def _store(server: Server, whole_at_most: int) -> Neo4jStore:
    return Neo4jStore(server.uri, Login(server.username, server.password), whole_at_most=whole_at_most)
