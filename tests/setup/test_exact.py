"""The set-up takes what the lock says, whichever pip a Python brings and whatever newer an index holds."""

from __future__ import annotations

import os
import subprocess

import pytest

from tests.docs.pages import ROOT
from tests.setup.clones import BRINGS, LACKS, PYTHON, clone_with_newer_packages
from tests.setup.pips import HASHES, pip_wheel
from tests.setup.wheels import lock

PROGRAM = {"measure": "1.0", "prober": "1.0", "systemlandskab": "0.1.0", "tabular": "1.0"}
ALL = {**PROGRAM, "cover": "1.0", "tester": "1.0"}
READY, TOOLS = ".venv/.ready", ".venv/.ready-tools"


@pytest.fixture
def clone(tmp_path):
    return clone_with_newer_packages(tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("version", HASHES)
def test_every_pip_installs_the_locked_versions(clone, version):
    python = clone.python(BRINGS.format(pip=pip_wheel(version)))
    code, said = clone.make(READY, python)
    assert code == 0, said
    assert clone.installed() == PROGRAM
    assert list((clone.folder / ".venv").glob(f"lib/python*/site-packages/pip-{version}.dist-info"))
    code, said = clone.make(TOOLS, python)
    assert code == 0, said
    assert clone.installed() == ALL


def test_a_pip_that_resolved_would_ask_for_the_newer_version(clone, tmp_path):
    environ = {"PIP_INDEX_URL": clone.index.as_uri(), "PIP_CONFIG_FILE": os.devnull, "PATH": os.environ["PATH"]}
    resolving = ["install", "--require-hashes", "--only-binary", ":all:", "-r", clone.folder / "requirements.lock"]
    command = [PYTHON, pip_wheel("23.2.1") / "pip", *resolving, "--target", tmp_path / "there"]
    done = subprocess.run(command, check=False, env=environ, capture_output=True, encoding="utf-8")
    assert done.returncode == 1
    assert "must have their versions pinned" in done.stderr
    assert "[more]>=1.0" in done.stderr


def test_the_tools_are_added_and_nothing_is_installed_twice(clone):
    first, said = clone.make(READY)
    assert first == 0
    assert said.splitlines()[0].startswith("Setting up the program in .venv")
    assert [line for line in said.splitlines() if " of 3: " in line] == [
        line for number in "123" for line in said.splitlines() if line.startswith(f"{number} of 3: ")
    ]
    measure = next((clone.folder / ".venv").glob("lib/python*/site-packages/measure-1.0.dist-info"))
    before = measure.stat().st_ino
    code, said = clone.make(TOOLS)
    assert code == 0
    assert "Adding the tools" in said
    assert "Setting up" not in said
    assert measure.stat().st_ino == before
    assert "up to date" in clone.make(READY)[1]
    assert "up to date" in clone.make(TOOLS)[1]


def test_what_a_lock_no_longer_names_is_gone(clone):
    assert clone.make(TOOLS)[0] == 0
    lock(
        clone.folder / "requirements.lock",
        [next(clone.index.glob(f"{name}/*-1.0-*.whl")) for name in ("measure", "prober", "tabular", "cover")],
    )
    code, said = clone.make(TOOLS)
    assert code == 0, said
    assert clone.installed() == {**PROGRAM, "cover": "1.0"}
    assert "up to date" in clone.make(TOOLS)[1]


def test_a_lock_that_leaves_something_out_is_told(clone):
    lock(clone.folder / "requirements.lock", [next(clone.index.glob("tester/*.whl"))])
    code, said = clone.make(TOOLS)
    assert code != 0
    assert "tester 1.0 requires cover, which is not installed" in said


def test_a_python_without_ensurepip_lends_its_own_pip(clone):
    code, said = clone.make(READY, clone.python(LACKS.format(what='"-m venv .venv"|*ensurepip*')))
    assert code == 0, said
    assert clone.installed() == PROGRAM


def test_nothing_else_installs_by_resolving():
    exact = "--no-deps"
    for name in ("Makefile", "Dockerfile", ".ci/run", "docker-compose.yml"):
        lines = (ROOT / name).read_text(encoding="utf-8").replace("$(EXACT)", exact).splitlines()
        assert [line for line in lines if "pip install" in line and exact not in line] == []
