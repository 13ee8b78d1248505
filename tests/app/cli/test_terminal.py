"""Nothing that stands in a landscape, a file or an argument is obeyed by a terminal, whatever is asked."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import typer
from rich.cells import cell_len

from app.cli.main import app
from app.cli.terminal import Terminal, words
from app.composition import compose
from app.settings import Settings
from model.claims.batch import Batch, Provenance
from model.claims.entities import ENTITIES
from model.claims.state import Revision, State

ROOT = Path(__file__).parents[3]
PROGRAM = [sys.executable, "-c", "from app.cli.main import main; main()"]
BAD = "Ond\x1b[2J\x1b]0;titel\x07\x9b31m\u202etxt\x85\u2028"
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def bad_row(table: str, number: int) -> tuple[str, dict[str, object]]:
    """A row with hostile texts wherever there is text; its id is one that was taken once."""
    cells: dict[str, object] = {}
    for name, field in ENTITIES[table].fields().items():
        if name == "id":
            continue
        if field.kind == "text":
            cells[name] = f"{BAD} {table} {number}"
        elif field.kind == "texts":
            cells[name] = (f"{BAD} {number}",)
        elif field.target == "systems":
            cells[name] = (f"s{BAD}1",) if field.several else f"s{BAD}{2 if name == 'consumer' else 1}"
        elif field.target in ("units", "data_objects", "requirements") and name != "parent":
            id_ = f"{field.target[0]}{BAD}1"
            cells[name] = (id_,) if field.several else id_
    extra = {"contracts": {"ends": date(2027, 3, 31), "annual_price": 1e6}, "requirements": {"consumer": f"s{BAD}2"}}
    return f"{table[0]}{BAD}{number}", {**cells, **extra.get(table, {})}


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    tables = {table: dict(bad_row(table, number) for number in (1, 2)) for table in ENTITIES}
    batch = Batch.of(BAD, **tables)
    changed = Batch.of(BAD, **{**tables, "systems": {f"s{BAD}1": {"name": "Ny"}, f"s{BAD}2": {"name": BAD}}})
    address = f"sqlite:///{folder / 'town.db'}"
    landskab = compose(Settings(store=address, lang="da", version="1"), translate=str)
    state = State()
    for number, one in enumerate((batch, changed, batch), start=1):
        origin = Provenance(f"{BAD}.xlsx", "", "hand")
        state = state.with_batch(Batch(BAD, one.tables, origin))
        landskab.store.append(state, Revision(number, "2026-11-01T08:00:00+00:00", "import", BAD, f"{BAD}.xlsx"))
    landskab.store.close()
    return address


COMMANDS = {
    "import": [["{file}"], ["{file}", "--source", "ok"], [f"{BAD.replace(chr(0), '')}.csv"]],
    "sources": [[], ["order", BAD], ["order", "x" + BAD], ["remove", "x" + BAD]],
    "export": [["{out}"], [f"no{BAD}/x.xlsx"]],
    "template": [[f"no{BAD}/x.xlsx"]],
    "impact": [[f"s{BAD}1"], [BAD], [f"vendor:{BAD} systems 1"], [f"s{BAD}1", "--at", BAD]],
    "graph": [[f"s{BAD}1", "--out", f"no{BAD}/x.html"], ["--out", "{out}.html"]],
    "overview": [[], ["--system", f"s{BAD}1"], ["--number", BAD], ["--number", "systems.total"]],
    "moves": [[], ["--price", BAD]],
    "duplicates": [[], ["--threshold", BAD]],
    "purchases": [[]],
    "calendar": [[], ["--start", BAD]],
    "systems": [[], ["ond"]],
    "system": [[f"s{BAD}1"], [f"s{BAD}2"], [BAD]],
    "tag": [[f"s{BAD}1", "gis"], [f"s{BAD}1", BAD], [f"s{BAD}1", "gis", "--by", BAD]],
    "history": [[]],
    "diff": [["1", "2"], ["2", "3"]],
    "undo": [["2"], [BAD]],
    "cypher": [[], [BAD], ["impact"]],
    "verify": [[]],
    "copy": [["--to", f"sqlite:///no{BAD}/x.db"], ["--to", "sqlite:///{out}.db"]],
    "serve": [["--host", BAD], ["--port", BAD], ["--allow-host", BAD]],
}
"""Every command, as it is asked of the hostile landscape, and with hostile arguments."""
CALLS = [(name, *one) for name, several in COMMANDS.items() for one in several]


def test_every_command_is_here():
    assert set(typer.main.get_command(app).commands) == set(COMMANDS)


@pytest.mark.parametrize("call", CALLS, ids=lambda call: re.sub(r"[^\w ]", "", " ".join(call)))
def test_no_command_says_what_a_terminal_obeys(call, store, tmp_path):
    """In a copy of the store, as some of them write."""
    place = tmp_path / "town.db"
    place.write_bytes(Path(store.removeprefix("sqlite:///")).read_bytes())
    (tmp_path / "systems.csv").write_text(f"id;name;ond{BAD}\na;{BAD}\nb{BAD};B\n", encoding="utf-8")
    values = {"{file}": str(tmp_path / "systems.csv"), "{out}": str(tmp_path / "out")}
    arguments = list(call)
    for sign, value in values.items():
        arguments = [one.replace(sign, value) for one in arguments]
    command = [*PROGRAM, "--store", f"sqlite:///{place}", *arguments]
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANDSKAB_DEBUG": "1"}
    done = subprocess.run(command, check=False, capture_output=True, cwd=tmp_path, env=environ, timeout=300)
    said = (done.stdout + done.stderr).decode("utf-8")
    assert said
    assert OBEYED.findall(said) == []


@pytest.mark.parametrize("call", [["systems"], ["impact", f"s{BAD}1"], ["sources"], ["overview"]])
def test_on_a_terminal_only_the_program_speaks_to_it(call, store):
    parent, child = pty.openpty()
    command = [*PROGRAM, "--store", store, *call]
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "TERM": "xterm", "COLUMNS": "200"}
    with subprocess.Popen(command, stdout=child, stderr=subprocess.DEVNULL, env=environ) as running:
        os.close(child)
        said = b""
        while chunk := _read(parent):
            said += chunk
        assert running.wait(120) == 0
    os.close(parent)
    plain = re.sub("\x1b\\[[0-9;]*m", "", said.decode("utf-8").replace("\r\n", "\n"))
    assert OBEYED.findall(plain) == []
    assert "\\x1b[2J" in re.sub(r"\s", "", plain)


def _read(parent: int) -> bytes:
    try:
        return os.read(parent, 65536)
    except OSError:  # nobody writes any more
        return b""


def test_json_is_json_all_the_same(store):
    command = [*PROGRAM, "--store", store, "systems", "--json"]
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, check=True, capture_output=True, env=environ, timeout=120)
    assert b"\x1b" not in done.stdout
    assert {one["id"] for one in json.loads(done.stdout)["items"]} >= {f"s{BAD}1", f"s{BAD}2"}


def test_a_text_is_as_wide_as_it_is_shown(tmp_path):
    with (tmp_path / "out").open("w", encoding="utf-8") as file:
        Terminal(file=file, width=200).print(words(BAD))
        assert words(BAD).cell_len == cell_len(words(BAD).plain)
    assert (tmp_path / "out").read_text("utf-8").rstrip() == words(BAD).plain
