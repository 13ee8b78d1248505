"""A clone with the real Makefile and set-up, a project of one line, and a test's own Python, pip and index."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.docs.pages import ROOT
from tests.setup.wheels import lock, wheel

PYTHON = os.path.realpath(sys._base_executable)
PROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "systemlandskab"
version = "0.1.0"
"""
BACKEND = """
import pathlib, sys
sys.path.insert(0, {root!r})
from tests.setup.wheels import wheel

def build_editable(folder, settings=None, metadata=None):
    made = wheel(pathlib.Path(folder), "systemlandskab", "0.1.0")
    return made.rename(pathlib.Path(folder) / made.name).name
"""
# What a Python does that brings another pip, or that lacks a part; $REAL is one that lacks nothing.
BRINGS = """
"$REAL" "$@" || exit $?
if [ "$1 $2" = "-m venv" ]; then
  for last; do :; done
  "$last/bin/python" "{pip}/pip" install --quiet --no-index --no-deps --force-reinstall "{pip}"
fi
"""
LACKS = """
case "$*" in {what}) echo "No module named 'it'" >&2; exit 1;; esac
exec "$REAL" "$@"
"""
IS_OLD = """
if [ "$1" = -c ]; then exec "$REAL" -c "import sys; sys.version_info = (3, 10, 13); $2"; fi
exec "$REAL" "$@"
"""


@dataclass(frozen=True)
class Clone:
    """A folder in which `make` can be run, and the index that its pip asks."""

    folder: Path
    index: Path

    def python(self, script: str) -> str:
        """A Python of the test's own, as the path of a shell script."""
        path = self.folder.parent / "python"
        path.write_text(f"#!/bin/sh\nREAL={PYTHON}\n{script}", encoding="utf-8")
        path.chmod(0o755)
        return str(path)

    def make(
        self, target: str, python: str = PYTHON, *, before: tuple[str, ...] = (), index: str = ""
    ) -> tuple[int, str]:
        """Run one target: the exit code, and both streams."""
        own = ("PIP_", "MAKE", "MFLAGS", "COV_", "PYTHON", "VIRTUAL_ENV")
        environ = {name: value for name, value in os.environ.items() if not name.startswith(own)}
        environ |= {"PIP_INDEX_URL": index or self.index.as_uri(), "PIP_CONFIG_FILE": os.devnull, "NO_PROXY": "*"}
        environ |= {"PIP_CACHE_DIR": str(self.folder.parent / "cache"), "PIP_RETRIES": "0"}
        command = [*before, "make", f"PYTHON={python}", target]
        done = subprocess.run(
            command,
            check=False,
            cwd=self.folder,
            env=environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            timeout=300,
        )
        return done.returncode, done.stdout

    def installed(self) -> dict[str, str]:
        """Package -> version in the environment, without what the Python brought."""
        found = (self.folder / ".venv").glob("lib/python*/site-packages/*.dist-info")
        names = dict(one.name.removesuffix(".dist-info").rsplit("-", 1) for one in found)
        return {name: version for name, version in names.items() if name not in {"pip", "setuptools"}}


def asked_for_with_an_extra(index: Path, asker: str, asked: str) -> list[Path]:
    """The wheels to lock: one asks for the other with an extra, and of the other there is a newer version too."""
    extra = ("Provides-Extra: more", 'Requires-Dist: tabular; extra == "more"')
    wheel(index, asked, "2.0", *extra)
    return [wheel(index, asked, "1.0", *extra), wheel(index, asker, "1.0", f"Requires-Dist: {asked}[more]>=1.0")]


def clone_with_newer_packages(folder: Path) -> Clone:
    """Locked: measure 1.0 and its prober for the program, cover 1.0 and its tester for the tests.

    The index has measure 2.0 and cover 2.0 too, as it had coverage 7.17.5 once 7.17.3 was locked for pytest-cov.
    """
    clone = Clone(folder / "clone", folder / "simple")
    shutil.copytree(ROOT / ".ci", clone.folder / ".ci")
    shutil.copy(ROOT / "Makefile", clone.folder)
    (clone.folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    (clone.folder / "backend.py").write_text(BACKEND.format(root=str(ROOT)), encoding="utf-8")
    program = [wheel(clone.index, "tabular", "1.0"), *asked_for_with_an_extra(clone.index, "prober", "measure")]
    lock(clone.folder / "requirements-app.lock", program)
    lock(clone.folder / "requirements.lock", [*program, *asked_for_with_an_extra(clone.index, "tester", "cover")])
    return clone
