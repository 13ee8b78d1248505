"""The third part of `make bench`: the questions of the whole landscape, over HTTP and on the national landscape.

The landscape is the one of the other parts with what these questions need put in: names and purposes from the list of
registrations, contracts, prices, and a share of flows from copy registers. Writes its section of docs/benchmarks.md.
"""

from __future__ import annotations

import random
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from benchmarks.arguments import bench_arguments
from benchmarks.capabilities.registrations import registrations
from benchmarks.machine import LANDSKAB, description, wait_for
from benchmarks.made import made, stored
from benchmarks.national import clocked
from benchmarks.report import Figure, with_section
from model.claims.batch import Batch
from model.claims.columns import CodedColumn, Table
from model.claims.state import State
from model.landscape.landscape import Landscape
from queries.registry import QUESTIONS

AS_OF = date(2026, 11, 22)
HEADING = "## Questions of the whole landscape"
COPIES: Mapping[str, Sequence[str]] = {
    "KMD_PDATA": ("person.navn", "person.adresse", "person.civilstand"),
    "DPR": ("person.navn", "person.adresse"),
    "LOIS": ("ejendom.bygning",),
}
"""Copy register -> what is taken from it."""
FROM_COPIES = 0.12
COVERED = 5
"""Systems under one contract."""
WARM = 5


def enriched(plain: State, seed: int) -> State:
    """The landscape with what the questions need."""
    rng = random.Random(seed)
    rows = registrations()
    tables = dict(Landscape(plain).listed)
    systems, flows = tables["systems"], tables["flows"]
    known = [rng.choice(rows) for _ in systems.ids]
    tables["systems"] = Table(
        "systems",
        systems.ids,
        {
            **systems.columns,
            "name": CodedColumn.of(one.name for one in known),
            "description": CodedColumn.of(one.description or None for one in known),
            "users": CodedColumn.of(float(rng.randrange(1, 900)) if rng.random() < 0.7 else None for _ in known),
        },
    )
    tables["flows"] = _from_copies(flows, rng)
    tables["contracts"] = Table.of("contracts", _contracts(systems.ids, rng))
    return State().with_batch(Batch("national", tables))


def _from_copies(flows: Table, rng: random.Random) -> Table:
    chosen = [rng.choice([*COPIES]) if rng.random() < FROM_COPIES else None for _ in flows.ids]
    providers = zip(chosen, flows.cells("provider"), strict=True)
    objects = zip(chosen, flows.cells("data_objects"), strict=True)
    return Table(
        "flows",
        flows.ids,
        {
            **flows.columns,
            "provider": CodedColumn.of(copy or was for copy, was in providers),
            "data_objects": CodedColumn.of((rng.choice(COPIES[copy]),) if copy else was for copy, was in objects),
            "annual_price": CodedColumn.of(_amount(rng, 40) if copy else None for copy in chosen),
            "switch_cost": CodedColumn.of(_amount(rng, 90) if copy else None for copy in chosen),
        },
    )


def _amount(rng: random.Random, most: int) -> float | None:
    """Some thousands of kroner, or not registered."""
    return None if rng.random() < 0.3 else rng.randrange(1, most) * 1000.0


def _contracts(systems: Sequence[str], rng: random.Random) -> dict[str, dict[str, Any]]:
    found = {}
    for number, at in enumerate(range(0, len(systems), COVERED)):
        found[f"k{number}"] = {
            "name": f"Contract {number}",
            "systems": tuple(systems[at : at + COVERED]),
            "annual_cost": _amount(rng, 900),
            "ends": None if rng.random() < 0.2 else AS_OF + timedelta(days=rng.randrange(-200, 1800)),
            "notice_months": float(rng.choice((3, 6, 12))) if rng.random() < 0.7 else None,
        }
    return found


def over_http(store: str) -> Iterator[Figure]:
    """Every question of one municipality: the first answer of a revision, and the same asked again another way."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    here = f"http://127.0.0.1:{port}"
    server = subprocess.Popen(
        [LANDSKAB, "--store", store, "serve", "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"{here}/health")
        for name in QUESTIONS:
            first, _ = clocked(lambda name=name: _asked(f"{here}/api/v1/{name}?as_of={AS_OF}"))  # type: ignore[misc]
            yield Figure(f"`{name}`: the first answer of a revision", first, "s", limit=5)
            again = [
                clocked(lambda day=day, name=name: _asked(f"{here}/api/v1/{name}?as_of={day}"))[0]  # type: ignore[misc]
                for day in (AS_OF + timedelta(days=days) for days in range(1, WARM + 1))
            ]
            yield Figure(f"`{name}`: on another day, not kept yet (slowest of {WARM})", max(again), "s", limit=0.3)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _asked(address: str) -> int:
    with urllib.request.urlopen(address, timeout=300) as answer:
        return len(answer.read())


def in_memory(landscape: Landscape) -> Iterator[Figure]:
    """Duplicates and moves of the national landscape."""
    _ = landscape.graph.engine
    for name in ("moves", "duplicates"):
        seconds, _ = clocked(lambda name=name: QUESTIONS[name].ask(landscape, AS_OF, {}))  # type: ignore[misc]
        yield Figure(f"national: `{name}`", seconds, "s", limit=30)


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the landscapes, ask, print, and write the section."""
    options = bench_arguments(__doc__).parse_args(arguments)
    figures = list(over_http(stored(_enriched(options.work / "one", 1, options.seed), options.work / "one")))
    national = _enriched(options.work / "all", options.municipalities, options.seed)
    figures += in_memory(Landscape(national))
    text = "\n".join(_lines(figures)) + "\n"
    print(text)
    if options.write:
        page = options.write.read_text(encoding="utf-8")
        options.write.write_text(with_section(page, HEADING, text), encoding="utf-8")
    return 0


def _enriched(folder: Path, municipalities: int, seed: int) -> State:
    return enriched(made(folder, municipalities=municipalities, seed=seed), seed)


def _lines(figures: Sequence[Figure]) -> Iterator[str]:
    yield HEADING
    yield ""
    yield "A municipality of 1,000 systems and 10,000 flows over HTTP, whole JSON answers, and the national landscape"
    yield f"in memory; with names from the list of registrations, a contract for each {COVERED} systems,"
    yield f"{FROM_COPIES:.0%} of the flows from copy registers, and some prices and dates not registered."
    yield ""
    yield from (f"- {name}: {value}" for name, value in description().items() if name != "libraries")
    yield ""
    yield "| what | measured | asked for |"
    yield "|---|---|---|"
    for figure in figures:
        what, ours, _, _, wanted = figure.cells()
        yield f"| {what} | {ours} | {wanted} |"


if __name__ == "__main__":
    began = time.perf_counter()
    code = main()
    print(f"{time.perf_counter() - began:.0f} s", file=sys.stderr)
    sys.exit(code)
