"""Compiled passes: kept where it is said or beside the code, compiled once, and used at every size once at hand."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
OVER_PERMISSIONS = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what lets root write where nobody may."""
PR_CAPBSET_DROP = 24
READY = """
from model.graph.machine_code import COMPILED, at_hand
from model.landscape.ready import make_ready
make_ready()
assert at_hand()
print([sum(one.run.stats.cache_hits.values()) for one in COMPILED])
"""
QUESTION = """
from model.graph.engine import Engine
from tests.landscapes import landscape
graph = landscape("a b c", ["a>b required after 3", "b>c required"]).graph
engine = Engine(graph, compile_it=True)
import numpy as np
none = np.zeros(3, np.uint8), np.zeros(2, np.uint8), np.zeros(len(graph.groups.consumer), np.int32)
base = engine.base(down=none[0], dead=none[1], left=none[2])
outcome = engine.run(base, systems=[0])
print(sorted(zip(outcome.system.tolist(), outcome.steps.tolist(), (outcome.hours / 1e6).tolist())))
"""
EVERY_SIZE = """
from model.graph.fall import Fall, TurnedOff, before
from model.graph.machine_code import COMPILED
from model.landscape.ready import make_ready
from tests.landscapes import impact, landscape_of
from tests.property.random_landscapes import random_case
cases = [random_case(seed) for seed in range(40)]
lands = [landscape_of(case.tables) for case in cases]
def answers():
    return [impact(land, *case.turn_off, at=case.at) for case, land in zip(cases, lands)]
plain = answers()
earlier = before(lands[0].graph, None)
assert not any(land.graph.engine.is_compiled for land in lands)
make_ready()
assert all(land.graph.engine.is_compiled for land in lands)
assert answers() == plain
Fall(lands[0].graph, TurnedOff([0], [], []), earlier)  # laid out by the plain engine, and run by it
print([len(one.run.signatures) for one in COMPILED])
"""
TWO_AT_ONCE = """
from threading import Barrier, Thread
from model.graph import machine_code
from model.landscape.ready import make_ready
made = []
njit = machine_code._njit()
def counted(**options):
    made.append(options)
    return njit(**options)
machine_code._njit = lambda: counted
meet = Barrier(3)
def ask():
    meet.wait()
    make_ready()
threads = [Thread(target=ask) for _ in range(3)]
[one.start() for one in threads]
[one.join() for one in threads]
print(len(made), machine_code.at_hand())
"""


def bound_by_permissions() -> None:
    """The next program of this process may write only where its files say so, even as root."""
    for one in OVER_PERMISSIONS if os.geteuid() == 0 else ():
        assert ctypes.CDLL(None, use_errno=True).prctl(PR_CAPBSET_DROP, one, 0, 0, 0) == 0


def run(program: str, cache: Path | None, *, code: Path = ROOT, home: Path | None = None) -> str:
    """What the program prints, in a process of its own."""
    environ = {**os.environ, "PYTHONPATH": str(code), "PYTHONDONTWRITEBYTECODE": "1"}
    environ.pop("NUMBA_CACHE_DIR", None)
    if cache:
        environ["NUMBA_CACHE_DIR"] = str(cache)
    if home:
        environ |= {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=code,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=bound_by_permissions,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Path]:
    """A folder with the code, a home and a place for machine code in it."""
    shutil.copytree(ROOT / "model", tmp_path / "code/model", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "home").mkdir()
    (tmp_path / "cache").mkdir()
    yield tmp_path
    for path in (tmp_path, *tmp_path.rglob("*")):
        path.chmod(0o755)


def files(folder: Path) -> Mapping[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def only_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)


def test_damaged_machine_code_is_compiled_anew(tmp_path: Path) -> None:
    first = run(QUESTION, tmp_path)
    assert first == "[(1, 1, 3.0), (2, 2, 3.0)]"
    kept = sorted(tmp_path.rglob("*.nb[ic]"))
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:20])
    assert run(QUESTION, tmp_path) == first


def test_a_folder_of_no_use_is_not_replaced_by_another(place: Path) -> None:
    before = files(place)
    assert run(READY, Path("/proc/nowhere"), code=place / "code", home=place / "home") == "[0, 0]"
    assert files(place) == before


def test_machine_code_in_a_folder_that_can_only_be_read_is_used(place: Path) -> None:
    asked = {"code": place / "code", "home": place / "home"}
    assert run(READY, place / "cache", **asked) == "[0, 0]"
    before = files(place)
    only_read(place)
    assert run(READY, place / "cache", **asked) == "[1, 1]"
    assert files(place) == before


def test_an_install_that_can_only_be_read_works_and_writes_nowhere(place: Path) -> None:
    before = files(place)
    only_read(place / "code")
    assert run(READY, None, code=place / "code", home=place / "home") == "[0, 0]"
    assert files(place) == before


def test_a_stale_folder_that_can_only_be_read_is_passed_over(place: Path) -> None:
    asked = {"code": place / "code", "home": place / "home"}
    run(READY, place / "cache", **asked)
    with (place / "code/model/graph/kernel.py").open("a", encoding="utf-8") as kernel:
        kernel.write("\n# another edition\n")
    before = files(place)
    only_read(place)
    assert run(READY, place / "cache", **asked) == "[0, 0]"
    assert files(place) == before


def test_once_compiled_landscapes_of_every_size_are_asked_with_it_and_nothing_is_compiled_again() -> None:
    assert run(EVERY_SIZE, None) == "[1, 1]"


def test_who_asks_while_it_is_compiled_waits(tmp_path: Path) -> None:
    assert run(TWO_AT_ONCE, tmp_path) == "2 True"
