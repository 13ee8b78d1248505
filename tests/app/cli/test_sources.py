"""What a command does not need it does not import: a person waits for it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.town import store_of, town

ROOT = Path(__file__).parents[3]
RUN = """
import os, sys
from app.cli.main import main
try:
    main()
finally:
    print("imported:", *sys.modules, file=sys.stderr)
"""
ENGINE = {"numpy", "numba", "networkx", "pydantic"}
SPREADSHEETS = {"openpyxl", "python_calamine", "xlsxwriter"}
SERVER = {"fastapi", "starlette", "uvicorn", "jinja2"}


def imported(*arguments: str, store: str = "") -> set[str]:
    """The modules of a command in a process of its own, after it has ended well."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), "LANDSKAB_STORE": store}
    found = subprocess.run(
        [sys.executable, "-c", RUN, *arguments], env=environ, capture_output=True, text=True, timeout=300, check=True
    )
    return set(found.stderr.rpartition("imported:")[2].split())


def test_help_comes_without_the_engine_spreadsheets_and_the_server():
    found = imported("--help")
    assert "app.cli.main" in found
    assert found & (ENGINE | SPREADSHEETS | SERVER | {"orjson", "rich.console", "yaml"}) == set()


@pytest.mark.parametrize("arguments", [("impact", "--help"), ("sources", "order", "--help"), ("cypher", "reach")])
def test_what_asks_nothing_of_a_landscape_comes_without_the_engine(arguments):
    found = imported(*arguments)
    assert found & ((ENGINE - {"pydantic"}) | SPREADSHEETS | SERVER) == set()  # Typer reads arguments with pydantic


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_a_question_comes_without_spreadsheets_and_the_server(tmp_path, form):
    town(tmp_path)
    found = imported("impact", "kmd-aktiv", *form, store=store_of(tmp_path))
    assert "numpy" in found
    assert found & (SPREADSHEETS | SERVER | {"numba", "networkx"}) == set()
