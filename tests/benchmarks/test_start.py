"""Imports are added up, and the page says whether help takes the share that was asked for."""

from __future__ import annotations

import pytest

from benchmarks import start
from benchmarks.before import ROOT


def test_what_help_imports_is_more_than_what_python_does():
    assert start.imports(ROOT) > 0


def test_what_python_tells_of_its_imports_is_added_up():
    _, words = start.run(ROOT, "import colorsys", "-X", "importtime")
    assert "colorsys" in words
    assert start.imported(words) > 0
    assert start.imported(words + "\nimport time:  2000000 |  3000000 | more\n") > 2


@pytest.mark.parametrize(("now", "said"), [(0.9, "NOT MET"), (0.3, "met")])
def test_the_page_says_whether_help_is_fast_enough(now, said):
    page = list(start.section({start.IMPORTS: 1.0, "other": 2.0}, {start.IMPORTS: now, "other": 1.0}))
    assert page[-2].endswith(f"of it: {said} |")
    assert page[-1] == "| other | 2.00 s | 1.00 s | 0.500 |  |"
