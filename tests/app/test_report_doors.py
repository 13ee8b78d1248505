"""A report says the same on a terminal, on a page and in a workbook; hostile text stays text."""

from datetime import date

import openpyxl
import pytest

from app.cli.door import Door
from app.cli.text_report import print_report
from app.service.report_cells import cell_lines, cell_text
from visualisations.report.report import Column, Linked, Report, ReportTable
from visualisations.sheet.report_workbook import write_report_workbook

HOSTILE = "=cmd|' /C calc'!A0 <script>alert(1)</script>"
TABLE = ReportTable(
    "t",
    "Moves: [all]/some?",
    (Column("Flow"), Column("Saving", "money"), Column("On", "date"), Column("Sure", "share"), Column("N", "number")),
    [
        (Linked(HOSTILE, "systems", "a"), 84000.4, date(2028, 2, 29), 0.93, 3),
        (["one", Linked("two", "flows", "f")], None, None, None, ""),
    ],
    empty="No flow.",
    note="Only known prices.",
)
REPORT = Report("What moves", ["Two flows.", "One price is not registered."], [TABLE])


def say(text):
    return {"not registered": "ikke registreret"}.get(text, text)


def test_cells_are_written_as_danes_write_them():
    cells = [
        [
            cell_text(cell, column.kind, translate=say, lang="da")
            for cell, column in zip(row, TABLE.columns, strict=True)
        ]
        for row in TABLE.rows
    ]
    assert cells == [
        [HOSTILE, "84.000", "29.02.2028", "93 %", "3"],
        ["one\ntwo", "ikke registreret", "ikke registreret", "ikke registreret", ""],
    ]


def test_a_name_keeps_its_way_to_a_page():
    linked = Linked("A", "systems", "a")
    assert cell_lines(linked, "text", translate=say, lang="da") == [linked]


@pytest.fixture
def sheets(tmp_path):
    path = tmp_path / "report.xlsx"
    write_report_workbook(REPORT, path, translate=say)
    return openpyxl.load_workbook(path)


def test_the_workbook_has_a_sheet_for_each_table_and_the_answer_first(sheets):
    assert sheets.sheetnames == ["Overview", "Moves all some"]
    said = [cell.value for row in sheets["Overview"] for cell in row if cell.value is not None]
    assert said[:3] == ["What moves", "Two flows.", "One price is not registered."]


def test_the_workbook_keeps_numbers_and_dates_as_such_and_text_as_text(sheets):
    rows = [[cell.value for cell in row] for row in sheets["Moves all some"].iter_rows(min_row=3)]
    assert rows[0] == ["Flow", "Saving", "On", "Sure", "N"]
    assert [*rows[1][:2], rows[1][2].date(), *rows[1][3:]] == [HOSTILE, 84000.4, date(2028, 2, 29), 0.93, 3]
    assert rows[2] == ["one; two", *["ikke registreret"] * 3, ""]
    assert all(cell.data_type != "f" for row in sheets["Moves all some"] for cell in row)


def test_the_workbook_shows_kroner_whole_and_shares_as_percent_as_the_page_does(sheets):
    saving, sure = sheets["Moves all some"]["B4"], sheets["Moves all some"]["D4"]
    assert (saving.number_format, sure.number_format) == ("#,##0", "0 %")
    halves = [cell_text(amount, "money", translate=say, lang="da") for amount in (2.5, 3.5, -2.5)]
    assert halves == ["3", "4", "-3"]  # as a sheet rounds them, which rounds halves away from zero


def test_a_terminal_shows_so_many_rows_and_says_so(capsys):
    print_report(Door.open({}, store=None, lang="da"), REPORT, limit=1)
    said = capsys.readouterr().out
    assert "Two flows." in said
    assert "Only known prices." in said
    assert "84.000" in said
    assert "two" not in said
    assert "Viser 1 af 2" in said


def test_a_table_without_rows_says_why(capsys):
    print_report(
        Door.open({}, store=None, lang="da"),
        Report("R", [], [ReportTable("t", "T", [], [], empty="No flow.")]),
        limit=None,
    )
    assert "No flow." in capsys.readouterr().out


def test_a_terminal_names_the_first_of_very_many_and_counts_the_rest(capsys):
    names = [f"s{n}" for n in range(20)]
    one = ReportTable("t", "T", (Column("Systems"),), [(names,), (names[:9],)], empty="")
    print_report(Door.open({}, store=None, lang="da"), Report("R", [], [one]), limit=None)
    lines = capsys.readouterr().out.split("\n")
    assert lines[4:13] == [*names[:8], "og 12 mere"]
    assert lines[13:22] == names[:9]


def test_sheets_have_whole_words_and_sentences_stand_below_each_other(tmp_path):
    title = "Copy registers that nobody gets data from afterwards"
    tables = [
        ReportTable("a", title, (Column("Ask"),), [(["Ask A.", "Ask B."],)], empty=""),
        ReportTable("b", title, (Column("Ask"),), [], empty="None."),
        ReportTable("c", title, (Column("Ask"),), [], empty="None.", sheet="Free afterwards"),
    ]
    write_report_workbook(Report("R", [], tables), tmp_path / "r.xlsx", translate=say)
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    assert book.sheetnames[1:] == ["Copy registers that nobody gets", "Copy registers that nobody 2", "Free afterwards"]
    assert book.worksheets[1]["A4"].value == "Ask A.\nAsk B."
