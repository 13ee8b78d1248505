"""Every Python block of the documentation runs and gives what it says."""

from __future__ import annotations

import doctest

import pytest

from tests.docs.pages import PAGES, Block, blocks, name_of

WITH_PYTHON = {name_of(page): found for page in PAGES if (found := [b for b in blocks(page) if b.kind == "python"])}
OPTIONS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


@pytest.mark.parametrize("page", WITH_PYTHON)
def test_the_python_of_a_page_runs(page):
    names: dict[str, object] = {"__name__": __name__}  # a dataclass asks for its module
    for block in WITH_PYTHON[page]:
        if ">>> " in block.text:
            run_session(block, page, names)
        else:
            exec(compile(block.text, f"{page}:{block.line}", "exec", dont_inherit=True), names)


def run_session(block: Block, page: str, names: dict[str, object]) -> None:
    test = doctest.DocTestParser().get_doctest(block.text, names, page, page, block.line)
    said: list[str] = []
    doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=said.append, clear_globs=False)
    names.update(test.globs)
    assert not said, "".join(said)


def test_the_definition_has_an_example():
    assert "docs/impact.md" in WITH_PYTHON
