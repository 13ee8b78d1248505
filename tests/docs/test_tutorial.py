"""The tutorial, step by step: the files it names are made, its commands run, and they print what it says."""

from __future__ import annotations

import pytest

from tests.docs.pages import ROOT, blocks, fits, run, steps

TUTORIAL = ROOT / "docs" / "tutorial.md"


@pytest.fixture
def folder(tmp_path):
    """An empty folder beside a checkout."""
    checkout = tmp_path / "systemlandskab"
    checkout.mkdir()
    (checkout / "samples").symlink_to(ROOT / "samples")
    empty = tmp_path / "tutorial"
    empty.mkdir()
    return empty


def test_every_step_of_the_tutorial(folder):
    found = list(blocks(TUTORIAL))
    for block in found:
        if block.kind == "csv":
            path = folder / block.words[1]
            path.parent.mkdir(exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
        for step in steps(block) if block.kind == "console" else ():
            printed = run(step.command, folder, LANDSKAB_LANG="en")
            assert fits(step.output, printed), f"$ {step.command}\n{printed}"
    assert sum(block.kind == "console" for block in found) > 10
