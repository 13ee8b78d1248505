"""A server that is told to end while a long import is under way: the store is as before, and nobody is left."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from app.composition import compose
from app.settings import Settings
from stores.opening import open_store
from tests.integration.test_reading_doors import PROGRAM, ROOT, SMALL, posted
from tests.processes import children, readers, said, until
from tests.soak import times

PROMISED = 5.0
"""Seconds within which a server ends."""


@dataclass
class Served:
    address: str
    running: subprocess.Popen[str]
    environ: dict[str, str]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """A server as users run it, of a store with one import."""
    url = f"sqlite:///{tmp_path / 'a.db'}"
    compose(Settings(store=url)).import_upload(SMALL, "systems.csv", source="before")
    environ = {"LANDSKAB_STORE": url, "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    words = [*PROGRAM, "serve", "--port", "0"]
    with subprocess.Popen(words, env=environ, stderr=subprocess.PIPE, text=True) as running:
        line = running.stderr.readline() if running.stderr else ""
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        try:
            yield Served(found[0], running, environ)
        finally:
            running.kill()


@cache
def large(rows: int) -> bytes:
    """An honest table of systems, packed."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        lines = "".join(f"s{row},System {row}\n" for row in range(rows))
        archive.writestr("systems.csv", f"id,name\n{lines}")
    return made.getvalue()


def ended_at(served: Served, moment: float, data: bytes) -> tuple[int, str, float]:
    """Told to end so many seconds after a reader began: status and body of the import, seconds until the end."""
    server = served.running
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(posted, f"{served.address}/api/v1/imports?source=large", data, "large.zip")
        until(lambda: readers(server.pid) or answer.done())
        left = [*children(server.pid), *readers(server.pid)]
        time.sleep(moment)
        began = time.monotonic()
        server.send_signal(signal.SIGTERM)
        rest = server.communicate(timeout=60)[1]
        took = time.monotonic() - began
        status, body, _ = answer.result(10)
    until(lambda: not any(said(pid, "cmdline") for pid in left), seconds=PROMISED)
    assert "Traceback" not in rest
    return status, body, took


@pytest.mark.parametrize("moment", [0.0, 1.0])
def test_an_import_that_is_being_read_is_refused_and_nothing_is_stored(served: Served, moment: float):
    status, body, took = ended_at(served, moment, large(1_000_000))
    print(f"{status} after {took:.2f} s")
    assert status == 503, body
    assert json.loads(body)["type"] == "/docs/problems#not-now"
    assert open_store(served.environ["LANDSKAB_STORE"]).newest() == 1
    assert subprocess.run([*PROGRAM, "verify"], env=served.environ, check=False, capture_output=True).returncode == 0


@pytest.mark.soak
def test_whenever_it_ends_the_answer_says_what_the_store_holds(served: Served):
    """503 where nothing was stored, 200 where it was."""
    words = [*PROGRAM, "serve", "--port", "0"]
    data = large(150_000)
    for case in range(times(20)):
        moment = case * 0.53 % 10
        before = open_store(served.environ["LANDSKAB_STORE"]).newest()
        with subprocess.Popen(words, env=served.environ, stderr=subprocess.PIPE, text=True) as running:
            line = running.stderr.readline() if running.stderr else ""
            one = Served(re.search(r"http://[\d.]+:\d+", line)[0], running, served.environ)  # type: ignore[index]
            status, body, took = ended_at(one, moment, data)
        print(f"{moment:.2f} s: {status} after {took:.2f} s")
        after = open_store(served.environ["LANDSKAB_STORE"]).newest()
        assert (status, after - before) in {(200, 1), (200, 0), (503, 0)}, (case, moment, body)
        verified = subprocess.run([*PROGRAM, "verify"], env=served.environ, check=False, capture_output=True)
        assert verified.returncode == 0, (case, moment)
