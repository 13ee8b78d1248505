"""The machine, and what is measured in processes of their own."""

from __future__ import annotations

import os
import platform
import resource
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

LANDSKAB = Path(sys.executable).with_name("landskab")


@dataclass(frozen=True, slots=True)
class ImportRun:
    """Wall seconds and peak resident memory (MiB) of one import."""

    seconds: float
    peak: float


def description() -> dict[str, str]:
    """What a reader needs to place the figures."""
    model = next((x.partition(":")[2].strip() for x in _lines("/proc/cpuinfo") if x.startswith("model name")), "")
    memory = next((int(x.split()[1]) for x in _lines("/proc/meminfo") if x.startswith("MemTotal")), 0)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "processor": f"{model or platform.processor()}, {os.cpu_count()} cores",
        "memory": f"{memory / 2**20:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}, Python {platform.python_version()}",
        "libraries": ", ".join(f"{name} {version(name)}" for name in ("numpy", "numba", "networkx")),
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def import_run(store: str, folder: Path) -> ImportRun:
    """`landskab import` in a process of its own."""
    began = time.perf_counter()
    subprocess.run([LANDSKAB, "--store", store, "import", folder, "--json"], check=True, stdout=subprocess.DEVNULL)
    seconds = time.perf_counter() - began
    return ImportRun(seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)


def serving_memory(store: str) -> float:
    """Peak resident memory (MiB) of `landskab serve` after the shutdown question about CPR."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [LANDSKAB, "--store", store, "serve", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/health")
        with urllib.request.urlopen(
            f"http://127.0.0.1:{port}/api/v1/systems/CPR/impact?limit=200", timeout=300
        ) as answer:
            answer.read()
        peak = next(x for x in _lines(f"/proc/{server.pid}/status") if x.startswith("VmHWM"))
        return int(peak.split()[1]) / 1024
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(url: str) -> None:
    """Until the address answers."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(url, timeout=60):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer")
