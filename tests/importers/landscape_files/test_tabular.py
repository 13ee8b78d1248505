"""Paths and uploads of which nothing can be read, and the ways in which one can be."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from importers.landscape_files.importer import default_source, import_bytes, import_path
from importers.landscape_files.tabular import read, read_bytes
from importers.shared.problems import UNREADABLE, UnreadableSource
from importers.workbooks.archive import UNPACKED_LIMIT
from importers.workbooks.workbook import read_workbook, told_as_damaged
from model.errors import InputError, UnreadableFile
from tests.importers.landscape_files.landscape_spellings import (
    EMPTY,
    csv_bytes,
    workbook_bytes,
    write_folder,
    zip_bytes,
)

SYSTEMS = csv_bytes([["id", "name"], ["a", "A"]])
WORKBOOK = workbook_bytes({"systems": [["id", "name"], ["a", "A"]]})


@pytest.mark.parametrize(
    ("filename", "data", "key"),
    [
        ("x.xlsx", b"", "empty"),
        ("x.xlsx", b"id;name", "not_workbook"),
        ("x.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1", "locked_workbook"),
        ("x.xlsx", WORKBOOK[:-200], "damaged_workbook"),
        ("x.xlsx", zip_bytes({"systems.csv": SYSTEMS}), "damaged_workbook"),
        ("x.xlsx", zip_bytes({"xl/workbook.xml": b"<not xml"}), "damaged_workbook"),
        ("x.xls", b"\xd0\xcf\x11\xe0", "old_workbook"),
        ("x.ods", b"PK", "old_workbook"),
        ("x.zip", SYSTEMS, "not_zip"),
        ("x.zip", WORKBOOK, "zip_is_workbook"),
        ("x.zip", zip_bytes({"systems.csv": SYSTEMS})[:-30], "damaged_zip"),
        ("x.zip", zip_bytes({}), "no_tables"),
        ("x.zip", zip_bytes({"readme.txt": b"x", "other.csv": b"a"}), "no_tables"),
        ("x.zip", zip_bytes({"../systems.csv": SYSTEMS}), "zip_paths"),
        ("x.zip", zip_bytes({"/systems.csv": SYSTEMS}), "zip_paths"),
        ("x.zip", zip_bytes({"c:\\systems.csv": SYSTEMS}), "zip_paths"),
        ("x.zip", zip_bytes({"a/systems.csv": SYSTEMS, "b/flows.csv": SYSTEMS}), "zip_folders"),
        ("x.zip", zip_bytes({"systems.csv": SYSTEMS, "b/flows.csv": SYSTEMS}), "zip_folders"),
        ("x.csv", SYSTEMS, "one_table"),
        ("systems.csv", WORKBOOK, "strange_name"),
        ("systems.pdf", SYSTEMS, "strange_name"),
        ("systems", SYSTEMS, "strange_name"),
    ],
)
def test_files_that_are_not_what_their_names_say(filename: str, data: bytes, key: str):
    with pytest.raises(UnreadableSource) as found:
        read_bytes(data, filename)
    assert found.value.key == key
    assert filename in str(found.value)
    assert isinstance(found.value, UnreadableFile)
    assert isinstance(found.value, InputError)


def test_other_files_in_a_zip_do_not_matter():
    data = zip_bytes({"READ ME.txt": b"x", "data/systems.csv": SYSTEMS, "data/logo.png": b"\0"})
    assert [sheet.name for sheet in read_bytes(data, "x.zip").sheets] == ["systems"]


def test_a_table_twice_in_a_zip_is_told():
    data = zip_bytes({"systems.csv": SYSTEMS, "Systemer.csv": SYSTEMS})
    batch = import_bytes(data, "x.zip", landscape=EMPTY)
    assert [problem.table for problem in batch.problems] == ["systems"]


def test_paths(tmp_path: Path):
    def key_of(path: Path | str) -> str:
        with pytest.raises(UnreadableSource) as found:
            read(path)
        return found.value.key

    assert key_of(tmp_path / "nowhere") == "missing"
    assert key_of("a\0b") == "cannot_open"
    assert key_of(tmp_path) == "no_tables"
    (tmp_path / "notes.md").write_text("x")
    (tmp_path / "other.csv").write_text("x")
    (tmp_path / ".systems.csv").write_text("id,name")
    (tmp_path / "systems.csv").mkdir()
    assert key_of(tmp_path) == "no_tables"
    assert key_of(tmp_path / "notes.md" / "x") == "missing"
    assert key_of(tmp_path / "notes.md") == "strange_name"


def test_one_csv_file_by_itself(tmp_path: Path):
    write_folder(tmp_path, {"Systemer.CSV": SYSTEMS})
    batch = import_path(tmp_path / "Systemer.CSV", landscape=EMPTY)
    assert (batch.source, batch.tables["systems"].ids) == ("Systemer", ("a",))


def test_default_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    (tmp_path / "kommune.2026").mkdir()
    assert default_source(tmp_path / "kommune.2026") == "kommune.2026"
    assert default_source(f"{tmp_path / 'kommune.2026'}/") == "kommune.2026"
    monkeypatch.chdir(tmp_path / "kommune.2026")
    assert default_source(".") == default_source("../kommune.2026") == "kommune.2026"
    assert import_bytes(WORKBOOK, "sorø 2026.xlsx", landscape=EMPTY).source == "sorø 2026"


def test_what_unpacks_to_too_much_is_not_read():
    bomb = zip_bytes({"systems.csv": b"id;name\n" + b" " * 100_000})
    with pytest.raises(UnreadableSource, match="more than 0 MiB"):
        read_bytes(bomb, "x.zip", unpacked_limit=50_000)
    assert read_bytes(bomb, "x.zip", unpacked_limit=200_000).sheets
    with pytest.raises(UnreadableSource, match="more than"):
        read_workbook(WORKBOOK, "x.xlsx", unpacked_limit=100)


def test_a_national_landscape_may_unpack_a_zip_bomb_may_not():
    assert 200 << 20 < UNPACKED_LIMIT <= 1 << 30


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_zip_packed_to_almost_nothing_is_not_read(method: int):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        archive.writestr("systems.csv", b"id;name\n" + b"a;A\n" * 1_000_000)
    with pytest.raises(UnreadableSource) as found:
        read_bytes(out.getvalue(), "x.zip")
    assert found.value.key == "zip_method"


def test_a_zip_that_lies_about_its_size_is_damaged():
    data = bytearray(zip_bytes({"systems.csv": b"id;name\n" + b" " * 100_000}))
    central = data.rindex(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    with pytest.raises(UnreadableSource) as found:
        read_bytes(bytes(data), "x.zip")
    assert found.value.key == "damaged_zip"


def test_zip_with_a_password_is_told():
    data = bytearray(zip_bytes({"systems.csv": SYSTEMS}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(UnreadableSource, match="password"):
        read_bytes(bytes(data), "x.zip")


def test_a_cell_at_the_far_end_of_the_sheet_is_told():
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(WORKBOOK)) as book, zipfile.ZipFile(out, "w") as copy:
        for info in book.infolist():
            data = book.read(info)
            if "worksheets/" in info.filename:
                cell = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
                data = data.replace(b"</sheetData>", cell)
            copy.writestr(info.filename, data)
    with pytest.raises(UnreadableSource) as found:
        read_bytes(out.getvalue(), "x.xlsx")
    assert found.value.key == "too_wide"
    assert "reaches as far as column 16,384" in str(found.value)


def test_a_panic_of_the_reader_is_a_damaged_workbook():
    panic = type("PanicException", (BaseException,), {})
    with pytest.raises(UnreadableSource, match="damaged"), told_as_damaged("x.xlsx"):
        raise panic
    with pytest.raises(KeyboardInterrupt), told_as_damaged("x.xlsx"):
        raise KeyboardInterrupt


def test_reasons_can_be_translated():
    danish = {UNREADABLE["empty"]: "{path}: filen er tom."}
    with pytest.raises(UnreadableFile, match=r"x\.csv: filen er tom\."):
        import_bytes(b"", "x.csv", landscape=EMPTY, translate=lambda text: danish.get(text, text))
