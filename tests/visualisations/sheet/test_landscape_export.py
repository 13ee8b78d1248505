"""An export read back is the same landscape, whatever stands in its cells."""

from __future__ import annotations

import csv
import errno
import itertools
import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from importers.landscape_files.importer import read, transform
from model.claims.batch import Batch
from model.claims.entities import ENTITIES
from model.claims.state import State
from model.errors import InputError, LandskabError
from model.landscape.landscape import Landscape
from model.rows import as_json
from model.schema import VOCABULARIES, Field
from queries.impact.query import shutdown_impact
from visualisations.safe_file import cannot_write
from visualisations.sheet import sheet_writer
from visualisations.sheet.landscape_export import export_landscape

NUMBER = itertools.count()


def landscape_of(*batches: Batch) -> Landscape:
    state = State()
    for batch in batches:
        state = state.with_batch(batch)
    return Landscape(state)


def read_back(path: Path) -> Landscape:
    batch = transform(read(path), source="hand", landscape=Landscape(State()))
    assert [problem for problem in batch.problems if problem.severity == "error"] == []
    return landscape_of(batch)


def rows(landscape: Landscape) -> dict[str, dict[str, dict[str, object]]]:
    return {name: {id_: dict(table.row(id_)) for id_ in table.ids} for name, table in landscape.tables.items()}


@pytest.fixture(params=["landscape.xlsx", "landscape"])
def path(request, tmp_path):
    return tmp_path / request.param


ODD_TEXTS = ["=1+1", "+45 12", "-", "@here", "\tTab".strip(), 'say "no"', "a;b", "a,b", "line\nbreak", "007", "1,5",
             "27.06.04", "ja", "https://example.dk", "_x0041_", "Ærø – ½ €", "'quoted",
             "50%", "'", 2 * "'", "'=1", 2 * "'" + "=1", 3 * "'", "'+45", "=cmd' /C calc'!A0",
             "=HYPERLINK(A1)", "-2+3"]  # fmt: skip


@pytest.mark.parametrize("text", ODD_TEXTS)
def test_text_is_text(text, path):
    id_ = text.replace("\n", " ")
    town = landscape_of(Batch.of("hand", systems={id_: {"name": text, "description": text, "kle": (text, "x")}}))
    export_landscape(town, path)
    assert rows(read_back(path)) == rows(town)


@pytest.mark.parametrize("number", [0.0, 1.0, 0.1 + 0.2, 1234.567, 1e-7, 1e12, 123456789012.34567, 5e-324])
def test_numbers_lose_nothing(number, path):
    town = landscape_of(Batch.of("hand", systems={"a": {"name": "A", "annual_cost": number}}))
    export_landscape(town, path)
    assert read_back(path).cell("systems", "a", "annual_cost") == number


def test_dates_of_all_times(path):
    options = (date(1, 1, 1), date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1), date(2027, 3, 31), date.max)
    for day in options:
        town = landscape_of(Batch.of("hand", systems={"a": {"name": "A", "in_use_to": day}}))
        export_landscape(town, path)
        assert read_back(path).cell("systems", "a", "in_use_to") == day
    town = landscape_of(
        Batch.of("hand", contracts={"k": {"name": "K", "options": options}}, systems={"a": {"name": "A"}})
    )
    export_landscape(town, path)
    assert read_back(path).cell("contracts", "k", "options") == options


def test_blanks_stay_blank(path):
    """What the catalogue knows of a system is not the municipality's own word."""
    town = landscape_of(Batch.of("hand", systems={"KMD_AKTIV": {"name": "KMD Aktiv"}, "p": {"name": "CPR"}}))
    assert any(town.system(id_).inherited for id_ in town.tables["systems"].ids)
    export_landscape(town, path)
    assert rows(read_back(path)) == rows(town)


def test_what_the_importer_makes_again_is_not_written(tmp_path):
    flow = {"provider": "CPR", "consumer": "a", "interface": "SF1520", "data_objects": ("x.y.z", "person")}
    system = {"name": "A", "unit": "jobcenter"}
    town = landscape_of(Batch.of("hand", systems={"a": system}, flows={"f": flow}))
    export_landscape(town, tmp_path / "out")
    for table, written in {"systems": ["a"], "interfaces": [], "units": [], "data_objects": [], "flows": ["f"]}.items():
        with (tmp_path / "out" / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
            assert [row["id"] for row in csv.DictReader(file, delimiter=";")] == written
    back = read_back(tmp_path / "out")
    assert rows(back) == rows(town)
    assert {table: back.added[table] for table in ("systems", "interfaces")} == {
        table: town.added[table] for table in ("systems", "interfaces")
    }


def test_rows_that_are_only_referred_to_are_written_bare(path):
    """A source that listed them is gone: no file can be read that does not list them."""
    flows = {
        "1": {"provider": "gone", "consumer": "a", "interface": "i", "requirement": "r", "contract": "k"},
        "2": {"provider": "p", "consumer": "a", "interface": "j"},
        "3": {"provider": "q", "consumer": "a", "interface": "j"},
    }
    systems = {id_: {"name": id_.upper()} for id_ in ("a", "p", "q", "j")}
    town = landscape_of(Batch.of("hand", systems=systems, flows=flows))
    export_landscape(town, path)
    back = read_back(path)
    assert rows(back)["flows"] == rows(town)["flows"]
    assert back.cell("systems", "gone", "name") == "gone"
    assert back.cell("interfaces", "i", "system") == "gone"
    assert back.cell("interfaces", "j", "system") == "j (interface)"
    assert (back.cell("requirements", "r", "consumer"), back.cell("contracts", "k", "name")) == ("a", "k")
    for start in ("a", "p", "gone", "interface:i", "interface:j"):
        verdicts = [
            [(row.system.id, row.verdict, row.steps, row.after_hours) for row in shutdown_impact(one, [start]).affected]
            for one in (town, back)
        ]
        assert verdicts[0] == verdicts[1]


def test_a_flow_that_only_a_contract_names_is_left_out_and_said(path):
    contracts = {"k": {"name": "K", "flows": ("nowhere", "f")}, "l": {"name": "L", "flows": ("nowhere",)}}
    town = landscape_of(
        Batch.of(
            "hand", systems={"a": {"name": "A"}}, flows={"f": {"provider": "a", "consumer": "a"}}, contracts=contracts
        )
    )
    (said,) = export_landscape(town, path)
    assert "nowhere" in said
    back = read_back(path)
    assert (back.cell("contracts", "k", "flows"), back.cell("contracts", "l", "flows")) == (("f",), None)


@pytest.mark.parametrize(
    "town",
    [
        pytest.param({"systems": {"mine": {"name": "CPR"}}}, id="a system of the catalogue's name"),
        pytest.param({"systems": {"mine": {"name": "Mit", "aliases": ("cpr",)}}}, id="an alias of the catalogue's id"),
        pytest.param({"systems": {"mine": {"name": "Mit"}}, "units": {"u": {"name": "IT "}}}, id="a unit by name"),
    ],
)
def test_a_reference_keeps_its_meaning_beside_a_name_like_it(town, path):
    systems = {**town["systems"], "a": {"name": "A", "unit": "it"}}
    flows = {"f": {"provider": "CPR", "consumer": "a"}, "g": {"provider": "mine", "consumer": "a"}}
    before = landscape_of(Batch.of("hand", **{**town, "systems": systems}, flows=flows))
    export_landscape(before, path)
    after = read_back(path)
    assert rows(after)["flows"] == rows(before)["flows"]
    assert after.cell("systems", "a", "unit") == "it"


def test_two_spellings_of_an_object_stay_two(path):
    flows = {
        "f": {"provider": "a", "consumer": "a", "data_objects": ("Sag",)},
        "g": {"provider": "a", "consumer": "a", "data_objects": ("sag", "PERSON")},
    }
    town = landscape_of(Batch.of("hand", systems={"a": {"name": "A"}}, flows=flows))
    export_landscape(town, path)
    assert rows(read_back(path))["flows"] == rows(town)["flows"]


def test_the_merged_rows_of_all_sources_are_written(path):
    town = landscape_of(
        Batch.of("one", systems={"a": {"name": "A", "owner": "Bo"}}),
        Batch.of("two", systems={"a": {"name": "A", "owner": "Else"}, "b": {"name": "B"}}),
    )
    export_landscape(town, path)
    assert rows(read_back(path)) == rows(town)


PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="|#"), min_size=1)
BEGINNING = st.sampled_from(["", "", "'", 2 * "'", "=", "'=", "+", "-", "@", "'@"])
TEXT = st.builds(str.__add__, BEGINNING, PLAIN).map(lambda text: " ".join(text.split()) or "x")
IDS = ("a", "B", "c-1", "sag.del")


def values(field: Field) -> st.SearchStrategy[object]:
    numbers = st.floats(min_value=0, max_value=1e6, allow_subnormal=False).map(abs)
    known = {
        "text": TEXT,
        "texts": st.lists(TEXT, min_size=1, max_size=3, unique=True).map(tuple),
        "ref": st.sampled_from(IDS),
        "refs": st.lists(st.sampled_from(IDS), min_size=1, unique=True).map(tuple),
        "number": numbers,
        "date": st.dates(),
        "dates": st.lists(st.dates(), min_size=1, max_size=3, unique=True).map(tuple),
        "flag": st.booleans(),
        "needed": st.sampled_from(["1", "12", "50%", "33.3%", "33.333%"]),
    }
    words = st.sampled_from(sorted(VOCABULARIES[field.words])) if field.words else st.nothing()
    return {**known, "word": words, "words": st.lists(words, min_size=1, unique=True).map(tuple)}[field.kind]


NOT_FREE = {("units", "parent"), ("data_objects", "parent"), ("flows", "requirement"), ("systems", "municipality")}


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """Any rows that a file may hold; ids are shared by all tables, so that every reference is listed."""
    tables: dict[str, dict[str, dict[str, object]]] = {}
    for table, entity in ENTITIES.items():
        for id_ in IDS:
            cells = {
                name: draw(values(field) if field.required else st.none() | values(field))
                for name, field in entity.fields().items()
                if name != "id" and (table, name) not in NOT_FREE
            }
            tables.setdefault(table, {})[id_] = {name: cell for name, cell in cells.items() if cell is not None}
    return Batch.of("hand", **tables)  # type: ignore[arg-type]


@settings(max_examples=25)
@given(batches())
def test_any_landscape_reads_back_the_same(tmp_path_factory, batch):
    town = landscape_of(batch)
    folder = tmp_path_factory.mktemp("export")
    for name in (f"{next(NUMBER)}.xlsx", f"{next(NUMBER)}"):
        export_landscape(town, folder / name)
        back = read_back(folder / name)
        assert rows(back) == rows(town)


def test_the_sample_gives_the_same_answer_read_back(tmp_path):
    sample = Path(__file__).parents[3] / "samples" / "eksempelkommune"
    town = read_back(sample)
    for path in (tmp_path / "sample.xlsx", tmp_path / "sample"):
        export_landscape(town, path)
        back = read_back(path)
        assert rows(back) == rows(town)
        assert as_json(shutdown_impact(back, ["KMD Aktiv"])) == as_json(shutdown_impact(town, ["KMD Aktiv"]))


def test_dates_and_numbers_are_cells_of_their_kind(tmp_path):
    system = {"name": "A", "annual_cost": 1200.5, "in_use_to": date(2027, 3, 31)}
    export_landscape(landscape_of(Batch.of("hand", systems={"a": system})), tmp_path / "out.xlsx")
    sheet = load_workbook(tmp_path / "out.xlsx")["systems"]
    heading = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heading.index("annual_cost") + 1).value == 1200.5
    assert sheet.cell(2, heading.index("in_use_to") + 1).is_date


RUN = ("=", "+", "-", "@", "\t", "\r")


@pytest.mark.parametrize("text", [text for text in ODD_TEXTS if text.startswith(RUN)])
def test_no_csv_cell_is_a_formula(text, tmp_path):
    """Not in the first row either, and not where the reference of a flow stands."""
    rows = {"systems": {text: {"name": text, "aliases": (text, "b"), "annual_cost": 2.0}}}
    flow = {"provider": text, "consumer": "x", "via": (text,)}
    town = landscape_of(Batch.of("hand", **rows, flows={"f": flow}))
    export_landscape(town, tmp_path / "out")
    for file in (tmp_path / "out").iterdir():
        for row in csv.reader(file.read_text("utf-8-sig").splitlines(), delimiter=";"):
            assert [cell for cell in row if cell.startswith(RUN)] == []


def test_csv_is_what_danish_excel_opens(tmp_path):
    export_landscape(
        landscape_of(Batch.of("hand", systems={"a": {"name": "Ægir", "annual_cost": 1200.5}})), tmp_path / "out"
    )
    data = (tmp_path / "out" / "systems.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid;name;")
    assert ";1200,5;" in data.decode("utf-8-sig")


TOWN = Batch.of("hand", systems={"a": {"name": "A"}})


def test_writing_again_replaces_an_earlier_export(path):
    for owner in ("Bo", "Else"):
        export_landscape(landscape_of(Batch.of("hand", systems={"a": {"name": "A", "owner": owner}})), path)
    assert read_back(path).system("a").owner == "Else"
    assert [found.name for found in path.parent.iterdir()] == [path.name]


def test_a_folder_with_other_files_is_left_alone(tmp_path):
    (tmp_path / "budget.docx").write_text("mine")
    with pytest.raises(InputError, match=r"budget\.docx"):
        export_landscape(landscape_of(TOWN), tmp_path)
    assert [found.name for found in tmp_path.iterdir()] == ["budget.docx"]


@pytest.mark.parametrize("name", ["out.csv", "out.xls", "out.zip", "no/such/folder/out.xlsx", "no/such/folder/out"])
def test_a_place_that_cannot_be_written_is_the_users_error(name, tmp_path):
    with pytest.raises(InputError):
        export_landscape(landscape_of(TOWN), tmp_path / name)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_where_a_workbook_should_be(tmp_path):
    (tmp_path / "out.xlsx").mkdir()
    (tmp_path / "out.xlsx" / "mine").write_text("mine")
    with pytest.raises(InputError):
        export_landscape(landscape_of(TOWN), tmp_path / "out.xlsx")
    assert [found.name for found in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_full_disk_is_not_the_users_error(tmp_path):
    error = cannot_write(tmp_path / "out.xlsx", OSError(errno.ENOSPC, "No space left on device"))
    assert not isinstance(error, InputError)
    assert "No space left on device" in str(error)


def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch):
    export_landscape(landscape_of(TOWN), tmp_path / "out.xlsx")
    before = (tmp_path / "out.xlsx").read_bytes()
    monkeypatch.setattr(
        zipfile.ZipFile, "write", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left"))
    )
    with pytest.raises(LandskabError, match="No space left"):
        export_landscape(landscape_of(Batch.of("hand", systems={"b": {"name": "B"}})), tmp_path / "out.xlsx")
    assert (tmp_path / "out.xlsx").read_bytes() == before
    assert [found.name for found in tmp_path.iterdir()] == ["out.xlsx"]


def test_a_cell_that_no_workbook_can_hold_is_refused_with_a_way_out(tmp_path):
    long = landscape_of(
        Batch.of("hand", systems={"a": {"name": "A", "description": "x" * (sheet_writer.MAX_TEXT + 1)}})
    )
    with pytest.raises(InputError, match="folder"):
        export_landscape(long, tmp_path / "out.xlsx")
    assert list(tmp_path.iterdir()) == []
    export_landscape(long, tmp_path / "out")
    assert rows(read_back(tmp_path / "out")) == rows(long)
