"""Rows that can be brought in but hardly mean what they say, cells where a formula failed, and a first line `sep=;`."""

from __future__ import annotations

import io
from collections.abc import Sequence

import openpyxl
import pytest

from importers.landscape_files.importer import import_bytes
from tests.importers.landscape_files.landscape_spellings import (
    EMPTY,
    imported,
    imported_workbook,
    landscape_with,
    only,
    places,
    workbook_bytes,
)

AB = "id,name\na,A\nb,B"
ERRORS = ["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"]
DANISH_ERRORS = ["#I/T", "#REFERENCE!", "#VÆRDI!", "#DIVISION/0!", "#NAVN?", "#værdi!"]


def test_an_id_that_another_source_calls_something_else_is_a_warning():
    landscape = landscape_with(imported(source="børn", systems="id,name\n1,Aula\n2,KMD Aktiv\n3,Opus"))
    batch = imported(landscape, source="løn", systems="id,name\n1,Opus\n2,Aktiv\n3,OPUS\n4,Aula")
    assert places(batch, "warning") == [("systems", 2, "id", "1")]
    message = only(batch).message
    assert all(said in message for said in ("'1'", "'Aula'", "'børn'", "'Opus'", "--prefix"))
    assert len(batch.tables["systems"]) == 4
    assert imported(landscape, source="løn", prefix="løn-", systems="id,name\n1,Opus").problems == ()


@pytest.mark.parametrize(
    "systems",
    [
        "id,name,aliases\n1,Opus,x|aula",
        "id,name\n1,Kommunikation",  # the other's alias
        "id,name\nCPR,Folketallet",  # the catalogue's, whatever it is called
    ],
)
def test_aliases_and_the_catalogue_tell_that_it_is_one_thing(systems: str):
    theirs = "id,name,aliases\n1,Aula,Kommunikation\nCPR,Personregisteret,"
    landscape = landscape_with(imported(source="børn", systems=theirs))
    assert imported(landscape, source="løn", systems=systems).problems == ()


def test_a_source_may_rename_its_own_systems_and_other_tables_are_not_compared():
    units = "id,name\n1,Skole"
    landscape = landscape_with(imported(source="børn", systems="id,name\n1,Aula", units=units))
    assert imported(landscape, source="børn", systems="id,name\n1,Opus").problems == ()
    assert imported(landscape, source="løn", systems=AB, units="id,name\n1,Teknik").problems == ()


def test_one_warning_however_many_sources_call_it_something_else():
    landscape = landscape_with(*(imported(source=name, systems="id,name\n1,Aula") for name in ("x", "y")))
    assert "'x'" in only(imported(landscape, source="løn", systems="id,name\n1,Opus")).message


def workbook_with_errors(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook whose texts like #N/A are real error cells, as a formula leaves them."""
    data = workbook_bytes({"systems": rows})
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    kinds = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert all(kinds[error] == "e" for error in ERRORS if error in kinds)
    return data


@pytest.mark.parametrize("error", ERRORS)
def test_an_error_cell_of_a_workbook_is_an_error(error: str):
    rows = [["id", "name", "vendor", "users"], ["a", error, "x", 1], [], ["b", "B", error, error], [error]]
    batch = import_bytes(workbook_with_errors(rows), "x.xlsx", landscape=EMPTY)
    assert places(batch) == [
        ("systems", 2, "name", error),
        ("systems", 4, "vendor", error),
        ("systems", 4, "users", error),
        ("systems", 5, "id", error),
        ("systems", 5, "name", None),
    ]
    assert f"Excel error ({error})" in batch.problems[0].message


def test_error_cells_of_a_sheet_that_begins_further_in_and_of_requirements():
    sheets = {
        "systems": [[None, "id", "name", "kind"], [None, "a", "A", None], [None, "b", "B", "#REF!"]],
        "requirements": [["id", "consumer", "needed"], ["r", "a", "#N/A"], ["s", "a", (0.6, "0%")]],
    }
    batch = import_bytes(workbook_bytes(sheets), "x.xlsx", landscape=EMPTY)
    assert places(batch) == [("systems", 3, "kind", "#REF!"), ("requirements", 2, "needed", "#N/A")]


def test_error_cells_of_unknown_columns_do_not_matter():
    batch = imported_workbook(systems=[["id", "name", "farve"], ["a", "A", "#N/A"]])
    assert (places(batch), batch.tables["systems"].ids) == ([], ("a",))


@pytest.mark.parametrize("error", [*ERRORS, *DANISH_ERRORS])
def test_an_error_as_text_is_an_error_in_any_column(error: str):
    batch = imported(systems=f"id,name,vendor,successor\na,A,{error},\nb,{error},,{error}")
    assert places(batch) == [
        ("systems", 2, "vendor", error),
        ("systems", 3, "name", error),
        ("systems", 3, "successor", error),
    ]
    assert all("Excel error" in problem.message for problem in batch.problems)


def test_texts_that_only_begin_like_an_error_are_none():
    assert imported(systems="id,name\n#1,#N/A er en fejl").problems == ()


def test_in_use_until_before_it_is_from():
    rows = "a,A,2027-01-02,01-01-2027\nb,B,2027-01-01,2027-01-01\nc,C,2027-01-01,\nd,D,,2027-01-01"
    batch = imported(systems=f"id,name,in_use_from,in_use_to\n{rows}")
    assert places(batch, "warning") == [("systems", 2, "in_use_to", "2027-01-01")]
    assert len(batch.tables["systems"]) == 4


def test_a_system_that_is_its_own_successor():
    batch = imported(systems="id,name,successor\na,A,b|a\nb,B,a\nc,C,c", prefix="p-")
    assert places(batch, "warning") == [("systems", 2, "successor", "p-a"), ("systems", 4, "successor", "p-c")]


def test_a_flow_by_way_of_its_own_ends():
    flows = "provider,consumer,via\na,b,c\na,b,A\na,b,c|b\na,b,a|b\na,b,"
    batch = imported(systems=AB + "\nc,C", flows=flows)
    assert places(batch, "warning") == [
        ("flows", 3, "via", "A"),
        ("flows", 4, "via", "c|b"),
        ("flows", 5, "via", "a|b"),
        ("flows", 5, "via", "a|b"),
    ]
    ends = [problem.message.rpartition(" ")[2] for problem in batch.problems]
    assert ends == ["provider.", "consumer.", "provider.", "consumer."]


def test_a_table_without_rows_is_a_note():
    batch = imported(systems=AB, flows="provider,consumer\n,\n", units="id,name")
    assert places(batch, "note") == [("flows", None, None, None), ("units", None, None, None)]
    assert len(batch.problems) == 2


@pytest.mark.parametrize("said", ["sep=;", '"sep=;"', "SEP=;", "sep=;;;;"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_the_line_that_tells_excel_the_delimiter(said: str, encoding: str):
    data = f"{said}\r\nnøgle;navn;brugere\r\na;Å, B;1.200,5\r\n\r\nb;B;x\r\n".encode(encoding)
    assert places(import_bytes(data, "systemer.csv", landscape=EMPTY)) == [("systems", 4, "users", "x")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_any_delimiter_that_is_told(delimiter: str):
    lines = [f"sep={delimiter}", *(delimiter.join(row) for row in (["id", "name", "users"], ["a", "A", "1.200"]))]
    batch = import_bytes("\n".join(lines).encode(), "systems.csv", landscape=EMPTY)
    assert batch.problems == ()
    assert batch.tables["systems"].row("a")["users"] == (1.2 if delimiter == "," else 1200)


def test_rows_below_the_line_count_as_a_spreadsheet_shows_them():
    def told(text: str) -> list[tuple[int | None, str | None]]:
        batch = import_bytes(text.encode(), "systems.csv", landscape=EMPTY)
        return [(problem.row, problem.column) for problem in batch.problems]

    assert told("sep=;\nid;farve\na;x") == [(1, "name"), (1, "farve")]
    assert told('sep=;\nid;name\na;A\nb;"B') == [(3, None)]
    assert told("sep=;\nid;na\0me\na;A") == [(1, None)]
    assert told("sep=;\n") == [(1, None)]
