"""What is an error, a warning or a note, and where it is said to stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from importers.landscape_files.importer import import_bytes, import_path, transform
from importers.shared.problems import LISTED, TEMPLATES
from importers.shared.sheets import Sheets, sheet_of
from tests.importers.landscape_files.landscape_spellings import (
    EMPTY,
    imported,
    imported_workbook,
    landscape_with,
    only,
    places,
    write_folder,
    zip_bytes,
)

AB = "id,name\na,A\nb,B"


def test_table_systems_must_be_there():
    problem = only(imported(units="id,name\nu,U"))
    assert (problem.severity, problem.table, problem.row, problem.column) == ("error", "systems", None, None)


def test_required_columns():
    batch = imported(systems="name\nA", interfaces="id,name", flows="id", requirements="id", contracts="id", units="id")
    assert places(batch) == [
        ("systems", 1, "id", None),
        ("interfaces", 1, "system", None),
        ("flows", 1, "provider", None),
        ("flows", 1, "consumer", None),
        ("requirements", 1, "consumer", None),
        ("contracts", 1, "name", None),
        ("units", 1, "name", None),
    ]


def test_required_cells_count_rows_as_a_spreadsheet():
    batch = imported(systems='id,name,description\na,A,"one\ntwo"\n\n ,B\nc, ,x\n')
    assert places(batch) == [("systems", 4, "id", None), ("systems", 5, "name", None)]


def test_id_twice():
    batch = imported(systems=AB + "\na,C\n\na ,D")
    assert places(batch) == [("systems", 4, "id", "a"), ("systems", 6, "id", "a")]
    assert "row 2" in batch.problems[0].message


def test_ids_that_only_fold_alike_are_two():
    batch = imported(systems="id,name\na,A1\nA,A2", flows="provider,consumer\na,A")
    assert batch.problems == ()
    assert batch.tables["flows"].ids == ("a>A",)


def test_column_twice_under_two_names():
    batch = imported(systems="id,navn,systemnavn\na,A,B")
    assert places(batch) == [("systems", 1, "name", "systemnavn")]


def test_table_twice():
    batch = imported(systems=AB, systemer=AB)
    assert places(batch) == [("systems", None, None, None)]


def test_unknown_reference_names_the_nearest():
    batch = imported(
        systems="id,name\naktiv,KMD Aktiv\nfasit,Fasit", flows="provider,consumer\naktiv,Fasitt\nxyzzyq,fasit"
    )
    assert places(batch) == [("flows", 2, "consumer", "Fasitt"), ("flows", 3, "provider", "xyzzyq")]
    assert "Did you mean: Fasit" in batch.problems[0].message
    assert "Did you mean" not in batch.problems[1].message


def test_unknown_reference_in_a_list_says_which():
    batch = imported(systems=AB, flows="provider,consumer,via\na,b,a|nowhere1|b|nowhere2")
    assert places(batch) == [("flows", 2, "via", "nowhere1"), ("flows", 2, "via", "nowhere2")]


def test_several_in_a_column_of_one():
    batch = imported(systems=AB, flows="provider,consumer\na|b,b")
    assert places(batch) == [("flows", 2, "provider", "a|b")]
    assert "one value" in batch.problems[0].message


def test_ambiguous_reference_names_the_fits():
    batch = imported(systems="id,name\na,Same\nb,same\nc,C", flows="provider,consumer\nSAME,c")
    assert places(batch) == [("flows", 2, "provider", "SAME")]
    assert "a, b" in batch.problems[0].message


def test_ambiguous_reference_says_how_many_more_fit():
    rows = "".join(f"s{number:02},Same\n" for number in range(14))
    batch = imported(systems=f"id,name\n{rows}c,C", flows="provider,consumer\nsame,c")
    assert "s08, s09 … and 4 more." in batch.problems[0].message
    rows = "".join(f"{'s' * 50}{number:02},Same\n" for number in range(4))
    batch = imported(systems=f"id,name\n{rows}c,C", flows="provider,consumer\nsame,c")
    assert "ss02 … and 1 more." in batch.problems[0].message


def test_hours_of_tolerance_beyond_all_reason():
    batch = imported(
        systems=AB,
        flows="provider,consumer,tolerance_hours\na,b,1000000\na,b,1000000.5\na,b,1e300",
        requirements="id,consumer,tolerance_hours\nr,a,9e9\ns,a,24",
    )
    assert places(batch) == [
        ("flows", 3, "tolerance_hours", "1000000.5"),
        ("flows", 4, "tolerance_hours", "1e300"),
        ("requirements", 2, "tolerance_hours", "9e9"),
    ]
    assert imported(systems="id,name,annual_cost\na,A,9e9").problems == ()


def test_interface_of_a_system_without_a_part_in_the_flow_is_a_warning():
    systems = "id,name,kind\na,A,\nb,B,\nc,C,\nr,R,register\np,P,platform\nCPR,CPR,\nSAPA,SAPA,"
    interfaces = "id,name,system\n" + "".join(f"i{of},I,{of}\n" for of in ("a", "b", "c", "r", "p", "CPR"))
    batch = imported(
        systems=systems,
        interfaces=interfaces + "SF1520,Opslag,CPR\nour,SF1525,CPR\n",
        flows="provider,consumer,via,interface\na,b,,ia\na,b,,ib\na,b,,ic\na,b,c,ic\na,b,p|c,ic\na,b,p,ir\na,b,,ip\n"
        "a,b,,iCPR\na,b,,SF1520\na,b,,our\na,b,,SF1490\na,b,,\n",
    )
    assert places(batch) == []
    assert places(batch, "warning") == [
        ("flows", row, "interface", of) for row, of in ((4, "ic"), (7, "ir"), (9, "iCPR"))
    ]
    assert "'ic' belongs to 'c'" in batch.problems[0].message


def test_interface_of_the_landscape_without_a_part_in_the_flow():
    first = imported(source="one", systems=AB + "\nc,C", interfaces="id,name,system\nic,I,c")
    flows = "provider,consumer,interface\na,b,ic"
    assert len(imported(landscape_with(first), source="two", systems=AB, flows=flows).problems) == 1
    platform = "id,name,kind\nc,C,platform"
    assert imported(landscape_with(first), source="two", systems=platform, flows=flows).problems == ()


def test_of_too_many_problems_the_number_is_told():
    rows = "a,A,x\n" * (LISTED + 500)
    batch = imported(systems=f"id,name,users\n{rows}", odd="x", flows="provider,consumer\n" + "a,a\n" * 7)
    assert len(batch.problems) == LISTED + 1
    last = batch.problems[-1]
    assert (last.severity, last.table, last.row) == ("error", None, None)
    errors = 2 * (LISTED + 500) - 1 - LISTED
    assert f"{errors + 8} more problems are not listed, {errors} of them errors" in last.message


def test_errors_are_listed_before_any_number_of_warnings():
    flows = "provider,consumer,need\n" + "a,a,\n" * (LISTED + 5)
    batch = imported(systems=AB, flows=flows)
    assert len(batch.problems) == LISTED + 1
    assert not list(batch.errors())
    assert batch.problems[-1].message == "5 more warnings and notes are not listed."
    refused = imported(systems=AB, flows=flows + "a,b,vital\n")
    assert [problem.row for problem in refused.errors()] == [LISTED + 7]
    assert refused.problems[-1].message == "6 more warnings and notes are not listed."


def test_a_small_file_with_a_million_errors_lists_the_first():
    data = zip_bytes({"systems.csv": b"id;name\n" + b"a;A\n" * 1_048_575})
    batch = import_bytes(data, "x.zip", landscape=EMPTY)
    assert len(batch.problems) == LISTED + 1


def test_cells_that_are_not_what_is_asked():
    batch = imported(
        systems="id,name,kind,lifecycle,users,annual_cost,in_use_to,business_critical\n"
        "a,A,thing,dead,mange,-1,2027-02-30,måske\nb,B,,,inf,1,31/03/27,ja"
    )
    assert places(batch) == [
        ("systems", 2, "kind", "thing"),
        ("systems", 2, "lifecycle", "dead"),
        ("systems", 2, "in_use_to", "2027-02-30"),
        ("systems", 2, "business_critical", "måske"),
        ("systems", 2, "users", "mange"),
        ("systems", 2, "annual_cost", "-1"),
        ("systems", 3, "in_use_to", "31/03/27"),
        ("systems", 3, "users", "inf"),
    ]
    assert "fagsystem" in batch.problems[0].message


def test_needed_out_of_range():
    batch = imported(systems=AB, requirements="id,consumer,needed\nr,a,101%\ns,a,0.5\nt,a,-1\nu,a,half")
    assert places(batch) == [
        ("requirements", row, "needed", v) for row, v in ((2, "101%"), (3, "0.5"), (4, "-1"), (5, "half"))
    ]


def test_requirement_of_another_consumer():
    batch = imported(systems=AB, flows="provider,consumer,requirement\na,b,r", requirements="id,consumer\nr,a")
    assert places(batch) == [("flows", 2, "requirement", "r")]


def test_requirement_of_another_consumer_in_the_landscape():
    first = imported(systems=AB, flows="provider,consumer,requirement\nb,a,r", requirements="id,consumer\nr,a")
    batch = imported(
        landscape_with(first), source="hand", systems="id,name\nc,C", flows="provider,consumer,requirement\na,c,r"
    )
    assert places(batch) == [("flows", 2, "requirement", "r")]


def test_units_in_a_ring():
    batch = imported(systems=AB, units="id,name,parent\nx,X,\nb,B,a\na,A,b\nc,C,a\nself,Self,self")
    assert places(batch) == [("units", 3, "parent", "a"), ("units", 6, "parent", "self")]
    assert "a > b > a" in batch.problems[0].message


def test_data_objects_in_a_ring_by_their_dots():
    batch = imported(systems=AB, data_objects="id,parent\nperson,person.name.first")
    assert places(batch) == [("data_objects", 2, "parent", "person.name.first")]
    assert imported(systems=AB, data_objects="id,parent\nperson,\nperson.name,person\n.x,\ny.,").problems == ()


def test_ring_in_the_landscape_that_it_would_make():
    first = imported(source="one", systems=AB, units="id,name,parent\na,A,b\nb,B,")
    batch = imported(landscape_with(first), source="two", systems=AB, units="id,name,parent\nb,B,a")
    assert places(batch) == [("units", 2, "parent", "a")]
    again = imported(landscape_with(first), source="one", systems=AB, units="id,name,parent\nb,B,a\na,A,")
    assert again.problems == ()


def test_more_filled_cells_than_headings():
    batch = imported(systems="id,name\na,A,,x\nb,B,,\nc,C, ")
    assert places(batch) == [("systems", 2, None, "x")]
    batch = imported(systems="id,,name\na,x,A\nb,,B")
    assert places(batch) == [("systems", 2, None, "A")]


def test_row_1_without_headings():
    assert places(imported(systems="\nid,name\na,A")) == [("systems", 1, None, None)]
    assert places(imported(systems="")) == [("systems", 1, None, None)]


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b'id;name\na;A\n\nb;"B\nc;C\n', 4),
        (b'id;"name\na;A', 1),
        (b'id;"name\n' + b"a;A\n" * 50_000, 1),
        (b'id;name\na;"A"x\n', 2),
        (b"id;name\n\na;A\0\n", 3),
        (b"id;na\0me\na;A\n", 1),
        (b"id;name\na;\x81\n", None),
        (b"\xef\xbb\xbfid;name\na;\xe6\n", None),
        ("id;name\na;A".encode("utf-16")[:-1], None),
        ("id;name\na;A".encode("utf-16-le"), 1),
        (b"PK\x03\x04rest", None),
        (b"\xd0\xcf\x11\xe0rest", None),
        (b'id;name\na;"' + b"x" * 140_000, 2),
    ],
)
def test_bytes_that_are_no_csv(data: bytes, row: int | None):
    batch = import_bytes(
        zip_bytes({"systems.csv": data, "flows.csv": b"provider,consumer\na,b"}), "x.zip", landscape=EMPTY
    )
    assert [place[:2] for place in places(batch)] == [("systems", row)]


def test_flow_to_itself_is_a_warning():
    batch = imported(systems=AB, flows="provider,consumer\na,A")
    assert places(batch) == []
    assert places(batch, "warning") == [("flows", 2, "consumer", "a")]
    assert batch.tables["flows"].ids == ("a>a",)


def test_needed_that_means_nothing_is_a_warning():
    batch = imported(
        systems=AB,
        flows="provider,consumer,requirement\na,b,r\na,b,r\na,b,s",
        requirements="id,consumer,needed\nr,b,2\ns,b,2\nt,b,0\nu,b,0%\nv,b,50%\nw,b,\n",
    )
    assert places(batch) == []
    assert places(batch, "warning") == [
        ("requirements", row, "needed", v) for row, v in ((3, "2"), (4, "0"), (5, "0%"), (7, None))
    ]


def test_needed_counts_the_landscapes_flows():
    first = imported(
        source="one", systems=AB, flows="id,provider,consumer,requirement\nf,a,b,r", requirements="id,consumer\nr,b"
    )
    tables = {
        "systems": AB,
        "flows": "provider,consumer,requirement\nb,b,r",
        "requirements": "id,consumer,needed\nr,b,2",
    }
    assert places(imported(landscape_with(first), source="two", **tables), "warning") == [("flows", 2, "consumer", "b")]
    assert len(places(imported(**tables), "warning")) == 2


def test_unknown_columns_and_sheets_are_notes():
    batch = imported_workbook(systems=[["id", "farve", "name", None], ["a", "rød", "A"]], Ark1=[["x"]])
    assert places(batch, "note") == [("systems", 1, "farve", "farve"), ("Ark1", None, None, None)]
    assert batch.tables["systems"].ids == ("a",)
    gap = imported(systems="id,,name,vendor\na,x,A,")
    assert places(gap, "note") == [("systems", 1, None, None)]


def test_all_problems_at_once_and_nothing_to_store():
    batch = imported(
        flows="consumer,need\nb,vital\nnobody,",
        systems="id,name,users\nb,B,x\nb,B2,-1\na,,\n",
        contracts="id,name,ends,flows\nk,K,2027-02-31,none",
        odd="x",
    )
    assert places(batch) == [
        ("systems", 2, "users", "x"),
        ("systems", 3, "id", "b"),
        ("systems", 3, "users", "-1"),
        ("systems", 4, "name", None),
        ("flows", 1, "provider", None),
        ("flows", 2, "need", "vital"),
        ("flows", 3, "consumer", "nobody"),
        ("contracts", 2, "flows", "none"),
        ("contracts", 2, "ends", "2027-02-31"),
    ]
    assert places(batch, "note") == [("odd", None, None, None)]
    assert all(not len(table) for table in batch.tables.values())
    assert list(batch.errors()) == [problem for problem in batch.problems if problem.severity == "error"]


def test_the_same_problem_in_every_row_that_has_it():
    batch = imported(systems="id,name,users\na,A,x\nb,B,x\nc,C,1\nd,D,x")
    assert [place[1] for place in places(batch)] == [2, 3, 5]


def test_rows_of_a_workbook_count_empty_ones():
    batch = imported_workbook(systems=[["id", "name"], [], ["a"], [], [None, "B"]])
    assert places(batch) == [("systems", 3, "name", None), ("systems", 5, "id", None)]


def test_sheet_that_begins_further_in():
    batch = imported_workbook(systems=[[None, "id", "name"], [None, "a", "A"], ["x", "b", "B"]])
    assert places(batch) == [("systems", 3, None, "B")]
    assert imported_workbook(systems=[[None, "id", "name"], [None, "a", "A"]]).problems == ()


def test_percent_formats_of_the_requirements_sheet():
    rows = [["nøgle", "anvender", "mindst"], ["r", "a", (0.6, "0%")], [], ["s", "a", (1, "0.00 %")], ["t", "a", 1]]
    rows += [["u", "a", (0.6, '0.0"%"')], ["v", "a", "25 %"], ["w", "a", (0.6, "0%")], ["x", "a", (1.01, "0%")]]
    batch = imported_workbook(systemer=[["nøgle", "navn"], ["a", "A"]], Krav=rows)
    assert places(batch) == [("requirements", 6, "needed", "0.6"), ("requirements", 9, "needed", "1.01")]
    fine = imported_workbook(systemer=[["nøgle", "navn"], ["a", "A"]], Krav=[*rows[:5], *rows[6:8]])
    said = {id_: fine.tables["requirements"].row(id_)["needed"] for id_ in fine.tables["requirements"].ids}
    assert said == {"r": "60%", "s": "100%", "t": "1", "v": "25%", "w": "60%"}


def test_messages_can_be_translated():
    danish = {TEMPLATES["required"]: "Cellen er tom."}
    sheets = Sheets((sheet_of("systems", [["id", "name"], ["a", ""]], decimal=","),))
    batch = transform(sheets, source="x", landscape=EMPTY, translate=lambda text: danish.get(text, text))
    assert only(batch).message == "Cellen er tom."


def test_provenance_is_of_the_bytes(tmp_path: Path):
    one = import_path(write_folder(tmp_path / "a", {"systems.csv": AB.encode()}), landscape=EMPTY)
    same = import_path(write_folder(tmp_path / "b", {"systems.csv": AB.encode(), "notes.md": b"x"}), landscape=EMPTY)
    other = import_path(write_folder(tmp_path / "c", {"systems.csv": AB.encode() + b"\n"}), landscape=EMPTY)
    assert one.provenance.sha256 == same.provenance.sha256 != other.provenance.sha256
    assert (one.source, one.provenance.origin, one.provenance.importer) == ("a", str(tmp_path / "a"), "landscape_files")
