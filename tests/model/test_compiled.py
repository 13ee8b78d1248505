"""What numba keeps on disk may be damaged or have no place: the question is answered all the same."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUESTION = """
from model.engine import Engine
from tests.landscapes import landscape
graph = landscape("a b c", ["a>b required after 3", "b>c required"]).graph
engine = Engine(graph, compile_it=True)
import numpy as np
none = np.zeros(3, np.uint8), np.zeros(2, np.uint8), np.zeros(len(graph.groups.consumer), np.int32)
base = engine.base(down=none[0], dead=none[1], left=none[2])
outcome = engine.run(base, systems=[0])
print(sorted(zip(outcome.system.tolist(), outcome.steps.tolist(), (outcome.hours / 1e6).tolist())))
"""


def asked(cache: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-c", QUESTION],
        cwd=ROOT,
        env={**os.environ, "NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def test_damaged_machine_code_is_compiled_anew(tmp_path: Path):
    first = asked(tmp_path)
    assert first == "[(1, 1, 3.0), (2, 2, 3.0)]"
    kept = sorted(tmp_path.rglob("*.nb[ic]"))
    assert kept
    for path in kept:
        path.write_bytes(path.read_bytes()[:20])
    assert asked(tmp_path) == first


def test_no_place_to_keep_it_is_no_reason_to_stop():
    assert asked(Path("/proc/nowhere")) == "[(1, 1, 3.0), (2, 2, 3.0)]"
