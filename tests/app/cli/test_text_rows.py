"""Rows of a report on a terminal: nothing but a text breaks, and no line is wider than the terminal."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from app.cli.main import run
from app.cli.text_rows import fitted, print_rows
from app.composition import compose
from app.settings import Settings
from queries.registry import QUESTIONS
from tests.docs.pages import ROOT
from visualisations.report.report import Column

COLUMNS = (Column("Contract"), Column("Vendor"), Column("Ends", "date"), Column("Annual cost", "money"))
ROWS = [
    ["Operation and support of the payroll", "Alfa", "31.12.2027", "1.482.500"],
    ["Licences", "Birk\nCedar", "not registered", "61.000"],
]


def drawn(columns, rows, width):
    out = io.StringIO()
    print_rows(Console(file=out, width=width, highlight=False), columns, rows)
    return out.getvalue()


def test_a_table_takes_no_more_than_it_needs_and_puts_numbers_to_the_right():
    head, _, first, second, third = drawn(COLUMNS, ROWS, 120).splitlines()
    assert head == "Contract                               Vendor   Ends             Annual cost"
    assert first == "Operation and support of the payroll   Alfa     31.12.2027         1.482.500"
    assert second.endswith("   not registered        61.000")
    assert third.split() == ["Cedar"]


@pytest.mark.parametrize("width", range(44, 100))
def test_no_date_and_no_amount_breaks_at_any_width(width):
    text = drawn(COLUMNS, ROWS, width)
    assert all(len(line) <= width for line in text.splitlines())
    for whole in ("31.12.2027", "1.482.500", "61.000", "Licences", "Operation", "Cedar"):
        assert whole in text


def test_what_has_no_room_stands_in_blocks_under_its_name():
    assert drawn(COLUMNS, ROWS, 36) == (
        "Operation and support of the payroll\n"
        "  Vendor:       Alfa\n"
        "  Ends:         31.12.2027\n"
        "  Annual cost:  1.482.500\n"
        "\n"
        "Licences\n"
        "  Vendor:       Birk\n"
        "                Cedar\n"
        "  Ends:         not registered\n"
        "  Annual cost:  61.000\n"
    )


def test_a_name_that_several_rows_have_takes_the_next_text_with_it():
    rows = [["Opus", "Alfa", "31.12.2027", "1"], ["Opus", "Birk", "", "2"]]
    assert [line for line in drawn(COLUMNS, rows, 20).splitlines() if line.startswith("Opus")] == [
        "Opus · Alfa",
        "Opus · Birk",
    ]


def test_a_table_gives_way_where_a_text_would_be_a_pillar():
    sentence = "The data must be up to date at the moment of use and may never be older than a night"
    columns, rows = (Column("Date", "date"), Column("Requirement")), [["31.12.2027", sentence]]
    assert fitted(columns, rows, 40)
    assert fitted(columns, rows, 28) == []


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    store = f"sqlite:///{tmp_path_factory.mktemp('rows') / 'sample.db'}"
    landskab = compose(Settings(store=store, version="1.2.3"))
    landskab.import_path(ROOT / "samples" / "eksempelkommune")
    landskab.store.close()
    return store


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("words", [*([name] for name in QUESTIONS), ["overview", "--system", "kmd-aktiv"]])
def test_the_sample_stays_within_the_width_with_every_date_whole(words, columns, store, capfdbinary):
    code = run([*words, "--as-of", "2026-11-22"], {"LANDSKAB_STORE": store, "COLUMNS": columns})
    text = capfdbinary.readouterr().out.decode()
    assert code == 0
    assert max(map(len, text.splitlines())) <= int(columns) + 1  # a sentence keeps the space it wraps at
    assert not re.search(r"\b\d\d\.\d\d\.(?!\d{4})", text)
