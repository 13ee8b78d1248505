"""A crowd of clients, stalled ones among them, while files come in; then the server is told to end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.soak import FULL, times

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from app.cli.main import main; main()"]
CLIENTS = 200
PROMISED = 1.0
"""Seconds within which /health is answered."""


@pytest.fixture
def served(tmp_path):
    """A server of the sample as its own process, and its address."""
    environ = {**os.environ, "LANDSKAB_STORE": f"sqlite:///{tmp_path / 'a.db'}", "PYTHONPATH": str(ROOT)}
    sample = ROOT / "samples" / "eksempelkommune"
    subprocess.run([*PROGRAM, "import", sample], env=environ, check=True, stdout=subprocess.DEVNULL)
    log = tmp_path / "log"
    with log.open("w") as errors:
        server = subprocess.Popen([*PROGRAM, "serve", "--port", "0"], env=environ, stderr=errors)
    while "http://" not in log.read_text():
        time.sleep(0.1)
    port = int(log.read_text().partition("127.0.0.1:")[2].partition("/")[0])
    yield server, port, log, environ
    server.kill()
    server.wait()


@pytest.mark.soak
def test_a_crowd_with_stalled_clients_is_answered_and_the_server_ends_in_time(served):
    server, port, log, environ = served
    words = [sys.executable, "-m", "tests.integration.crowd", str(port), str(times(60)), str(CLIENTS)]
    crowd = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert crowd.stdout.readline() == "ending\n"
    began = time.monotonic()
    server.send_signal(signal.SIGTERM)
    status = server.wait(30)
    took = time.monotonic() - began
    told = json.loads(crowd.communicate(timeout=60)[0])
    print(told, f"ended after {took:.2f} s")
    assert status == -signal.SIGTERM
    assert "Traceback" not in log.read_text()
    assert told["wrong"] == {}
    assert told["answered"] > 0
    assert told["imports"] > 0
    assert told["healths"] > 0
    if FULL:
        assert told["health_max"] < PROMISED
        assert took < 5
    verified = subprocess.run([*PROGRAM, "verify"], env=environ, check=False, stdout=subprocess.DEVNULL)
    assert verified.returncode == 0
