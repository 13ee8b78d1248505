"""The answer as a workbook: every part, every row, text as text, and nothing cut without a word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from model.rows import Named
from queries.impact import workbook as impact_workbook
from queries.impact.answer import (
    Affected,
    AlreadyDown,
    Candidate,
    CapabilityHit,
    ContractTerms,
    FallsAway,
    ImpactAnswer,
    Lost,
    Registration,
    Summary,
    ToReestablish,
    UnitHit,
)
from queries.impact.workbook import write_impact_workbook
from tests.landscapes import landscape
from visualisations.picture.palette import SHADES
from visualisations.sheet import sheet_writer

TOWN = landscape(
    {
        "x": {"name": '=HYPERLINK("http://evil")', "unit": "it"},
        "a": {"name": "+A", "owner": "@Bo"},
        "b": {"name": "-B"},
    },
    ["x>a required", "x>b", "b>x"],
    units="it",
    contracts={"k": {"name": "Kontrakt"}},
)


def lost(flow: str, need: str) -> Lost:
    return Lost("flow", flow, need, needed=1, dead=(flow,), alive=())


ANSWER = ImpactAnswer(
    turned_off=("x",),
    at=date(2027, 3, 31),
    revision=7,
    asked=("x",),
    summary=Summary(3, 1, 0, 1, 1, 0, 0, 0, 0, 0),
    affected=(
        Affected(Named("a", "+A"), "stops", "stops", 1, 2.5, False, ("x", "a"), (lost("x>a", "required"),)),
        Affected(Named("b", "-B"), "may_stop", None, 1, 0.0, True, ("x", "b"), (lost("x>b", "unknown"),)),
    ),
    already_down=(AlreadyDown("b", "may_stop"),),
    to_reestablish=(
        ToReestablish(
            flow="x>a",
            provider="x",
            consumer="a",
            data_objects=("person",),
            need="required",
            killed_by=("x",),
            unit="it",
            owner="@Bo",
            contract=ContractTerms("k", date(2027, 6, 30), None, 6.0),
            candidates=(Candidate("catalogue", "SF1520", None), Candidate("system", "b", ())),
            candidates_total=2,
        ),
    ),
    falls_away=(FallsAway("b>x", "b", ()),),
    units=(UnitHit("it", "turned_off", ("x",)), UnitHit(None, "stops", ("a",))),
    capabilities=(CapabilityHit("=sms", ("x",), (), ()),),
    registration=Registration(3, ("x>b",), (), (), (), (), (), ("\tTab",)),
)


@pytest.fixture
def path(tmp_path):
    write_impact_workbook(ANSWER, TOWN, tmp_path / "svar.xlsx", translate=str)
    return tmp_path / "svar.xlsx"


def table(path, name):
    """The rows under a sheet's headings, by heading."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(name).to_python(skip_empty_area=False)
    return [dict(zip(rows[2], row, strict=True)) for row in rows[3:]]


def test_one_sheet_per_part(path):
    names = ["Overview", "Affected", "Why", "Already down", "To re-establish", "Candidates", "Falls away", "Units",
             "Capabilities", "Registration"]  # fmt: skip
    assert CalamineWorkbook.from_path(str(path)).sheet_names == names
    assert [len(table(path, name)) for name in names[1:]] == [2, 2, 1, 1, 2, 1, 2, 1, 2]


def test_names_stand_beside_ids_and_verdicts_are_words(path):
    first, second = table(path, "Affected")
    assert (first["System"], first["System id"], first["Verdict"], first["Owner"]) == ("+A", "a", "stops", "@Bo")
    assert (second["Verdict"], second["At least"]) == ("may stop", "")
    assert first["Chain"] == '=HYPERLINK("http://evil") → +A'
    assert "tolerance not registered" in second["Felt"]


def test_numbers_are_numbers_and_dates_dates(path):
    row = table(path, "Affected")[0]
    assert (row["Steps"], row["After hours"]) == (1, 2.5)
    work = table(path, "To re-establish")[0]
    assert work["Contract ends"] == date(2027, 6, 30)
    assert work["Months of notice"] == 6
    overview = CalamineWorkbook.from_path(str(path)).get_sheet_by_name("Overview").to_python()
    assert ["Date", date(2027, 3, 31), ""] in overview
    assert ["Revision", 7, "of the landscape that was asked"] in overview


def test_what_is_not_registered_is_not_nothing(path):
    assert [row["Lacks"] for row in table(path, "Candidates")] == ["not registered", "nothing"]
    assert [row["Unit"] for row in table(path, "Units")] == ["It", "no unit registered"]


def test_no_cell_is_a_formula_or_a_link(path):
    for sheet in load_workbook(path):
        for cell in (cell for row in sheet.iter_rows() for cell in row):
            assert cell.data_type != "f"
            assert cell.hyperlink is None
    assert table(path, "Capabilities")[0]["Capability"] == "=sms"
    assert table(path, "Registration")[-1]["Id"] == "\tTab"


def test_verdict_cells_have_the_pictures_colours(path):
    sheet = load_workbook(path)["Affected"]
    assert sheet["A4"].fill.fgColor.rgb == f"FF{SHADES['stops'].fill[1:].upper()}"
    assert sheet["A5"].fill.fgColor.rgb == f"FF{SHADES['may_stop'].fill[1:].upper()}"


def test_sheets_can_be_filtered_and_keep_their_headings_in_sight(path):
    sheet = load_workbook(path)["Affected"]
    assert sheet.auto_filter.ref == "A3:M5"
    assert sheet.freeze_panes == "B4"


def test_every_text_goes_through_the_translator(tmp_path):
    write_impact_workbook(ANSWER, TOWN, tmp_path / "svar.xlsx", translate=lambda text: f"«{text}»")
    for sheet in load_workbook(tmp_path / "svar.xlsx"):
        assert sheet.title.startswith("«")
        assert all(cell.value.startswith("«") for cell in sheet[3] if sheet.title != "«Overview»")


def test_rows_that_a_sheet_cannot_hold_are_counted_in_the_overview(tmp_path):
    write_impact_workbook(ANSWER, TOWN, tmp_path / "svar.xlsx", translate=str, max_rows=4)
    assert len(table(tmp_path / "svar.xlsx", "Affected")) == 1
    said = CalamineWorkbook.from_path(str(tmp_path / "svar.xlsx")).get_sheet_by_name("Overview").to_python()
    assert any("“Affected”: the first 1 of 2 rows" in str(row[0]) for row in said)


def test_a_list_that_a_cell_cannot_hold_is_cut_between_names_and_said(tmp_path):
    many = tuple(f"system-{number}" for number in range(20_000))
    answer = replace(ANSWER, units=(UnitHit("it", "stops", many),))
    write_impact_workbook(answer, TOWN, tmp_path / "svar.xlsx", translate=str)
    cell = table(tmp_path / "svar.xlsx", "Units")[0]["System ids"]
    shown = cell.split("; ")
    assert len(cell) <= sheet_writer.MAX_TEXT
    assert cell.endswith(f"{shown[-1].split(' ')[0]} and {20_000 - len(shown)} more")
    assert shown[:-1] == list(many[: len(shown) - 1])
    said = CalamineWorkbook.from_path(str(tmp_path / "svar.xlsx")).get_sheet_by_name("Overview").to_python()
    assert any("“Units”, row 4" in str(row[0]) for row in said)


def test_a_large_answer_is_written_row_by_row_and_is_the_same(tmp_path, path, monkeypatch):
    monkeypatch.setattr(impact_workbook, "_LARGE", 1)
    write_impact_workbook(ANSWER, TOWN, tmp_path / "stor.xlsx", translate=str)
    small, large = (CalamineWorkbook.from_path(str(one)) for one in (path, tmp_path / "stor.xlsx"))
    for name in small.sheet_names:
        assert small.get_sheet_by_name(name).to_python() == large.get_sheet_by_name(name).to_python()
