"""The house's contracts hold, they bite, and no folder is outside them."""

import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ROOMS = PROJECT["tool"]["importlinter"]["root_packages"]
BESIDE_THE_HOUSE = {"tests", "benchmarks"}
MADE = {"out", "build", "dist"}

# One wrong import for each contract, in the order of pyproject.toml.
WRONG_IMPORTS = {
    "app → queries → visualisations → model": ("visualisations", "import queries"),
    "app → importers → model": ("model", "import importers"),
    "app → stores → model": ("model", "import stores"),
    "Importers, stores and queries do not know each other": ("importers", "import stores"),
    "Importers, stores and visualisations do not know each other": ("visualisations", "import importers"),
    "Inside app: the doors, what HTTP doors share, the service, the language": ("app/service", "import app.http"),
    "Inside model: the landscape stands on its graph, the claims and the catalogue": (
        "model/claims",
        "import model.landscape",
    ),
    "Inside importers: a source stands on what sources share": ("importers/shared", "import importers.landscape_files"),
    "Inside stores: the stores do not know each other": ("stores/sqlite", "import stores.neo4j"),
    "Inside visualisations: sheets and pictures stand on the words and the report": (
        "visualisations/wording",
        "import visualisations.sheet",
    ),
    "Questions stand on the facts, and on each other in three pairs only": ("queries/calendar", "import queries.moves"),
    "The facts know no question": ("queries/facts", "import queries.moves"),
    "The engine (networkx, NumPy, numba) stays behind the model": ("queries", "import numpy as np"),
    "Drivers (neo4j, sqlite3) stay in the stores": ("app", "import sqlite3"),
    "pyvis stays in visualisations.picture.picture_page": ("visualisations", "from pyvis.network import Network"),
    "icalendar stays in queries.calendar.calendar_file": ("visualisations", "import icalendar"),
    "Doors (FastAPI, Typer and what they bring) stay in the app": ("stores", "from rich import print"),
    "Spreadsheets stay in the importers and visualisations": ("queries", "import openpyxl"),
    "The house does not know its tests and benchmarks": ("stores", "import tests.fakes"),
}


def lint_imports(folder):
    program = Path(sys.executable).parent / "lint-imports"
    command = [program, "--config", folder / "pyproject.toml", "--no-cache"]
    done = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def python_folders(folder):
    return {path.parent for path in folder.rglob("*.py")}


def test_the_contracts_hold():
    code, report = lint_imports(ROOT)
    assert code == 0, report


def test_every_contract_has_its_wrong_import():
    assert [contract["name"] for contract in PROJECT["tool"]["importlinter"]["contracts"]] == list(WRONG_IMPORTS)


@pytest.mark.parametrize("contract", WRONG_IMPORTS)
def test_a_contract_is_broken_by_a_wrong_import(contract, tmp_path):
    (tmp_path / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    for module in (path.relative_to(ROOT) for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        (tmp_path / module).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / module).touch()
    room, line = WRONG_IMPORTS[contract]
    (tmp_path / room / "wrong.py").write_text(line + "\n", encoding="utf-8")
    code, report = lint_imports(tmp_path)
    assert code == 1
    assert f"{contract} BROKEN" in report


def test_every_folder_is_under_contract():
    on_disk = {
        folder.name
        for folder in ROOT.iterdir()
        if folder.is_dir() and not folder.name.startswith(".") and any(folder.rglob("*.py"))
    }
    assert on_disk - BESIDE_THE_HOUSE - MADE == set(ROOMS)


def test_every_room_is_packaged_typed_tested_and_measured():
    tools = PROJECT["tool"]
    assert tools["mypy"]["packages"] == ROOMS
    assert tools["coverage"]["run"]["source"] == ROOMS
    assert [path for path in tools["pytest"]["ini_options"]["testpaths"] if path != "tests"] == ROOMS


def test_every_folder_inside_a_room_is_a_listed_package():
    folders = {folder for room in ROOMS for folder in python_folders(ROOT / room)}
    assert {".".join(folder.relative_to(ROOT).parts) for folder in folders} == set(
        PROJECT["tool"]["setuptools"]["packages"]
    )
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_no_module_is_named_after_one_that_it_could_import():
    taken = sys.stdlib_module_names | packages_distributions().keys()
    modules = {path for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    assert sorted(str(path.relative_to(ROOT)) for path in modules if path.stem in taken) == []
