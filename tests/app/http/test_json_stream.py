"""An answer as JSON in chunks: the bytes of the plain writer, in constant memory however deep a chain is."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import orjson
import pytest

from app.http.json_stream import CHUNK, json_chunks
from model.graph import reasons
from model.rows import as_json
from queries.impact.query import shutdown_impact
from tests.landscapes import landscape_of
from tests.property.random_landscapes import random_case, show
from tests.soak import FULL, times


def written(seed: int) -> tuple[bytes, bytes, str]:
    """The chunks of a drawn answer together, its plain form, and the case."""
    case = random_case(seed)
    day = None if case.at is None else date.fromisoformat(case.at)
    answer = shutdown_impact(landscape_of(case.tables), case.turn_off, at=day)
    return b"".join(json_chunks(answer)), orjson.dumps(as_json(answer)) + b"\n", show(case)


@pytest.mark.soak
def test_the_chunks_are_the_bytes_of_the_plain_writer() -> None:
    for seed in range(times(3000)):
        streamed, plain, case = written(seed)
        assert streamed == plain, f"seed {seed}\n{case}"


@pytest.mark.soak
def test_a_chain_read_from_where_it_leaves_the_one_before_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    for seed in range(times(3000)):
        with monkeypatch.context() as short:
            short.setattr(reasons, "LONG", -1)
            short.setattr(reasons, "CHAIN_IDS", 3)
            one_by_one, _, case = written(seed)
        assert one_by_one == written(seed)[0], f"seed {seed}\n{case}"


CHAIN = """
import resource, sys
from app.http.json_stream import json_chunks
from model.claims.batch import Batch
from model.landscape.landscape import Landscape
from model.claims.state import State
from queries.impact.query import shutdown_impact

deep = int(sys.argv[1])
names = [f"s{number:06}" for number in range(deep + 1)]
flows = {f"f{at:06}": {"provider": names[at], "consumer": names[at + 1], "need": "required"} for at in range(deep)}
batch = Batch.of("x", systems={name: {"name": name} for name in names}, flows=flows)
answer = shutdown_impact(Landscape(State().with_batch(batch)), [names[0]])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
sizes = [len(chunk) for chunk in json_chunks(answer)]
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(len(answer.affected), sum(sizes), max(sizes), grown)
"""
GROWTH_KB = 120_000
"""What the program may take more while it writes; the document of 10,000 has 500 MB."""


@pytest.mark.soak
def test_a_deep_chain_is_written_in_constant_memory() -> None:
    deep = 20_000 if FULL else 10_000
    told = subprocess.run(
        [sys.executable, "-c", CHAIN, str(deep)], check=True, capture_output=True, text=True, timeout=500
    )
    affected, size, largest, grown = map(int, told.stdout.split())
    assert affected == deep
    assert size > deep * deep * 4
    assert largest < 4 * CHUNK
    assert grown < GROWTH_KB
