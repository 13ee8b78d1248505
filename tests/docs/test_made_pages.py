"""The pages that are made from the entity declarations and from the Cypher book are up to date."""

import pytest

from app.made_pages.cypher_page import with_book
from app.made_pages.model_page import BEGIN, END, model_page, with_tables, written_pages
from tests.docs.pages import ROOT

HINT = "run: make docs"


def test_the_model_page_is_up_to_date():
    assert (ROOT / "docs" / "model.md").read_text(encoding="utf-8") == model_page(), HINT


def test_the_tables_of_the_file_format_are_up_to_date():
    page = (ROOT / "docs" / "landscape-files.md").read_text(encoding="utf-8")
    assert with_tables(page) == page, HINT


def test_the_queries_of_the_cypher_page_are_up_to_date():
    page = (ROOT / "docs" / "cypher.md").read_text(encoding="utf-8")
    assert with_book(page) == page, HINT


def test_the_pages_are_written_where_they_are_read(tmp_path):
    (tmp_path / "landscape-files.md").write_text(f"before\n{BEGIN}\n{END}\nafter\n", encoding="utf-8")
    assert [page.name for page in written_pages(tmp_path)] == ["model.md", "landscape-files.md"]
    text = (tmp_path / "landscape-files.md").read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "`udstiller`" in text


@pytest.mark.parametrize("made_anew", [with_tables, with_book])
def test_a_page_without_its_markers_is_left_alone(made_anew):
    with pytest.raises(ValueError, match="marker"):
        made_anew(f"only the first {BEGIN}")
