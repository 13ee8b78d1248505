"""A server that has warmed up asks every landscape with compiled passes, also one that comes later."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.app.town import store_of, town

ROOT = Path(__file__).parents[3]
WARM = """
import os
from app.composition import compose
from app.settings import Settings
from app.http.warm_up import warm_up
from model.graph.machine_code import at_hand
landskab = compose(Settings.read(os.environ))
warm_up(landskab)
graph = landskab.landscape().graph if landskab.store.newest() else None
print(at_hand(), graph and graph.engine.is_compiled)
"""


def warmed(store: str) -> str:
    """What a process says that has warmed up over that store."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "LANDSKAB_STORE": store}
    done = subprocess.run(
        [sys.executable, "-c", WARM], env=environ, capture_output=True, text=True, timeout=300, check=True
    )
    return done.stdout.strip()


def test_it_compiles_and_the_newest_landscape_is_asked_so(tmp_path):
    town(tmp_path)
    assert warmed(store_of(tmp_path)) == "True True"


def test_it_compiles_over_an_empty_store_too(tmp_path):
    assert warmed(f"sqlite:///{tmp_path}/new.db") == "True None"
