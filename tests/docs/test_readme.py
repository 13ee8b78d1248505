"""The README shows only what is there: its commands, its addresses, its files, and what `make demo` prints."""

from __future__ import annotations

import json
import re
import shlex

import pytest
import typer
from fastapi.testclient import TestClient

from app.application import create_app
from app.cli.main import app
from app.composition import compose
from app.settings import Settings
from tests.docs.pages import PAGES, ROOT, blocks, fits, name_of, run, steps

README = ROOT / "README.md"
TEXT = README.read_text(encoding="utf-8")
SESSIONS = [step for block in blocks(README) if block.kind == "console" for step in steps(block)]
LINK = re.compile(r"\]\(([^)\s]+)\)")


def verbs(command, path=()):
    """Every command of the program as its words."""
    for name, below in getattr(command, "commands", {}).items():
        yield (*path, name)
        yield from verbs(below, (*path, name))


def command_called(line):
    """The command that a line beginning with `landskab` calls, without options and arguments."""
    words = [word for word in shlex.split(line)[1:] if not word.startswith("--")]
    known = set(verbs(typer.main.get_command(app)))
    return next((tuple(words[:count]) for count in (2, 1) if tuple(words[:count]) in known), None)


def test_every_make_target_named_is_in_the_makefile():
    targets = set(
        re.findall(r"^([a-z0-9-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    named = set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z0-9-]+)`|^\$ make ([a-z0-9-]+)", TEXT, flags=re.MULTILINE))
    assert {one or other for one, other in named} - {""} <= targets
    assert {"demo", "test"} <= {other for _, other in named}


def test_every_command_named_is_one():
    lines = re.findall(r"`(landskab [^`]+)`", TEXT) + re.findall(r"^\$ (landskab .+)", TEXT, flags=re.MULTILINE)
    assert [line for line in lines if command_called(line) is None] == []
    missing = {words[0] for words in verbs(typer.main.get_command(app))} - {command_called(line)[0] for line in lines}
    assert missing == set()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file(page):
    links = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in link]
    paths = [link.partition("#")[0] for link in links]
    assert [path for path in paths if path and not (page.parent / path).exists()] == []


@pytest.mark.skipif(not (ROOT / ".venv" / ".ready").exists(), reason="the environment is not the Makefile's")
def test_make_demo_prints_what_the_readme_says(tmp_path):
    for name in ("Makefile", ".ci", "pyproject.toml", "requirements-app.lock", "samples", ".venv"):
        (tmp_path / name).symlink_to(ROOT / name)
    expected = next(step.output for step in SESSIONS if step.command == "make demo")
    at = next(place for place, line in enumerate(expected) if line.startswith(".venv/bin/landskab "))
    printed = run("make --old-file=.venv/.ready demo", tmp_path)
    assert fits(expected[at:], printed), printed
    assert {path.name for path in (tmp_path / "out").iterdir()} >= {"demo.db", "kmd-aktiv.html", "kmd-aktiv.xlsx"}


def test_the_api_answers_as_the_readme_says(tmp_path):
    landskab = compose(Settings(store=f"sqlite:///{tmp_path / 'demo.db'}"))
    landskab.import_path(ROOT / "samples" / "eksempelkommune")
    landskab.export(tmp_path / "landskab.xlsx")
    client = TestClient(create_app(landskab), base_url="http://127.0.0.1:8000")
    calls = [step for step in SESSIONS if step.command.startswith("curl ")]
    assert len(calls) == 4
    for step in calls:
        answer = sent(client, shlex.split(step.command), tmp_path)
        assert answer.status_code == 200, answer.text
        assert fits(step.output, f"{answer.text.strip()}\n"), answer.text


def sent(client, words, folder):
    address = next(word for word in words if word.startswith("http"))
    if "-d" in words:
        return client.post(address, json=json.loads(words[words.index("-d") + 1]))
    if "-F" in words:
        name = words[words.index("-F") + 1].removeprefix("file=@")
        return client.post(address, files={"file": (name, (folder / name).read_bytes())})
    return client.get(address)
