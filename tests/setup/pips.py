"""The pips that Python 3.11 and newer bring: the first, the one that resolves extras anew, and the newest."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

HASHES = {
    "22.3": "1daab4b8d3b97d1d763caeb01a4640a2250a0ea899e257b1e44b9eded91e15ab",  # came with Python 3.11.0
    "23.2.1": "7ccf472345f20d35bdc9d1841ff5f313260c2c33fe417f48c30ac46cccabf5be",  # came with 3.11.5 to 3.11.8
    "26.3": "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13",  # the newest
}


def pip_wheel(version: str) -> Path:
    """The wheel of a pip, fetched once; the test is skipped without the internet, unless CI is set."""
    folder = ROOT / "out" / "pips"
    path = folder / f"pip-{version}-py3-none-any.whl"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        wanted = folder / f"{version}.txt"
        wanted.write_text(f"pip=={version} --hash=sha256:{HASHES[version]}\n", encoding="utf-8")
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--require-hashes"]
        got = subprocess.run(
            [*command, "--requirement", wanted, "--dest", folder], check=False, capture_output=True, encoding="utf-8"
        )
        if got.returncode and not os.environ.get("CI"):
            pytest.skip(f"pip {version} could not be fetched: {got.stderr[-300:]}")
        assert got.returncode == 0, got.stderr
    return path
