"""`.ci/run` sets up as a newcomer does, with nothing left from before."""

from __future__ import annotations

import os
import shutil
import subprocess

from tests.docs.pages import ROOT

# Tells what it was asked and what its pip would find, and leaves something behind for the next one to find.
MAKE = """#!/bin/sh
echo "$1: $(ls -A "$PIP_CACHE_DIR" 2>/dev/null | wc -l) kept, $(ls -d .venv 2>/dev/null)" >> "$TOLD"
[ "$1" = clean ] && rm -rf .venv
[ "$1" = demo ] && mkdir -p .venv "$PIP_CACHE_DIR" && touch "$PIP_CACHE_DIR/wheel"
exit 0
"""


def test_every_run_begins_with_an_empty_environment_and_an_empty_cache(tmp_path):
    programs, kept = tmp_path / "bin", tmp_path / "kept"
    for folder in (programs, kept, tmp_path / ".ci", tmp_path / ".venv"):
        folder.mkdir()
    (kept / "wheel").touch()
    shutil.copy(ROOT / ".ci" / "run", tmp_path / ".ci")
    for name in ("make", "chromium", "javac", "mvn"):
        (programs / name).write_text(MAKE, encoding="utf-8")
        (programs / name).chmod(0o755)
    told = tmp_path / "told"
    environ = {"PATH": f"{programs}:{os.environ['PATH']}", "PIP_CACHE_DIR": str(kept), "TOLD": str(told)}
    for _ in range(2):
        told.write_text("", encoding="utf-8")
        subprocess.run([tmp_path / ".ci" / "run"], check=True, env=environ)
        assert told.read_text(encoding="utf-8").splitlines()[1:] == [
            "demo: 0 kept, ",
            "lint: 1 kept, .venv",
            "test: 1 kept, .venv",
        ]
    assert [one.name for one in kept.iterdir()] == ["wheel"]
