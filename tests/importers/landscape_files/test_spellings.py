"""The same landscape in every spelling of the format gives the same batch and the same answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from importers.landscape_files.importer import import_bytes, import_path
from importers.shared.headings import fields_called, heading_key, table_called
from model.claims.batch import Batch, Provenance
from model.claims.entities import ENTITIES
from model.rows import as_json
from model.schema import VOCABULARIES
from queries.impact.query import shutdown_impact
from tests.importers.landscape_files.landscape_spellings import (
    EMPTY,
    Rows,
    csv_bytes,
    landscape_with,
    same_tables,
    workbook_bytes,
    write_folder,
    zip_bytes,
)


def table(text: str) -> Rows:
    """Lines of cells parted by `~`; `¶` is a new line within a cell."""
    return [[cell.strip().replace("¶", "\n") for cell in line.split("~")] for line in text.strip().splitlines()]


DANISH = {
    "Systemer": table(
        """
Nøgle~NAVN~Type~Ansvarlig  enhed~anvendende enheder~formål~status~i brug fra~udfases~forretningskritisk~antal brugere\
~årlig udgift~afløser~andre navne~kommune~beskrivelse
aktiv~KMD Aktiv~Fagsystem~ydelse~it|ydelse~sms|not:lis~I drift~01-02-2014~31.03.2027~ja~1.200\
~1.482.500,5~KY~Aktiv|Socialhjælp~Sorø~Gammel, "rød"; og¶lang
ky~KY~~~~~indfases~1/4/2017~~nej~0~1,5~~~Sorø~Afløser
"""
    ),
    "Snitflader": table(
        """
nøgle~navn~udstillersystem~type~dataobjekter~dokumenteret af
f1~Natlig fil~Aktiv~SFTP~ydelse.kontanthjælp|Person~leverandør|kommune|rygter
"""
    ),
    "Relationer": table(
        """
udstiller~anvender~snitflade~via~dataobjekter~behov~krav~tolerance timer~form~frekvens~årlig pris~omlægningspris\
~kontrakt~oplyst af
Aktiv~ky~f1~SERVICEPLATFORMEN~person~påkrævet~k1~24~fil~natligt~1.000~0,25~Aftale~observeret
Aktiv~ky~~~~ukendt~~~manuel~~~~~
"""
    ),
    "Krav": table(
        """
nøgle~anvender~navn~mindst~behov~tolerance timer
k1~KY~Et krav~33,3%~støttende~0,5
"""
    ),
    "Kontrakter": table(
        """
nøgle~navn~leverandør~systemer~dataflow~årlig pris~start~kontraktudløb~uopsigelig til~opsigelse måneder~optioner~udbud
a1~Aftale~KMD~aktiv|ky~aktiv>ky#2~9~2014-01-01~31/03/2027~31-12-2026~6~01-01-2028|2029-01-01~2026-01-01
"""
    ),
    "Enheder": table("nøgle~navn~overordnet~kommune\nit~It~~Sorø\nydelse~Ydelse~IT~Sorø"),
    "Dataobjekter": table("nøgle~navn~overordnet~register~personoplysninger\nperson~Person~~CPR~x"),
}

ENGLISH_SHEETS = {
    "Systemer": "systems",
    "Snitflader": "interfaces",
    "Relationer": "flows",
    "Krav": "requirements",
    "Kontrakter": "contracts",
    "Enheder": "units",
    "Dataobjekter": "data_objects",
}

ENGLISH = {
    "systems": table(
        """
id~name~kind~unit~using_units~capabilities~lifecycle~in_use_from~in_use_to~business_critical~users\
~annual_cost~successor~aliases~municipality~description
aktiv~KMD Aktiv~application~ydelse~it|ydelse~sms|not:lis~operational~2014-02-01~2027-03-31~true~1200\
~1482500.5~ky~Aktiv|Socialhjælp~Sorø~Gammel, "rød"; og¶lang
ky~KY~~~~~phasing_in~2017-04-01~~0~0~1.5~~~Sorø~Afløser
"""
    ),
    "interfaces": table(
        """
id~name~system~type~data_objects~documented_by
f1~Natlig fil~aktiv~SFTP~ydelse.kontanthjælp|person~vendor|municipality|rygter
"""
    ),
    "flows": table(
        """
provider~consumer~interface~via~data_objects~need~requirement~tolerance_hours~mode~frequency~annual_price~switch_cost\
~contract~declared_by
aktiv~ky~f1~SERVICEPLATFORMEN~person~required~k1~24~file~natligt~1000~0.25~a1~observed
aktiv~ky~~~~unknown~~~manual~~~~~
"""
    ),
    "requirements": table("id~consumer~name~needed~need~tolerance_hours\nk1~ky~Et krav~33.3%~supporting~0.5"),
    "contracts": table(
        """
id~name~vendor~systems~flows~annual_cost~starts~ends~irrevocable_until~notice_months~options~tender
a1~Aftale~KMD~aktiv|ky~aktiv>ky#2~9~2014-01-01~2027-03-31~2026-12-31~6~2028-01-01|2029-01-01~2026-01-01
"""
    ),
    "units": table("id~name~parent~municipality\nit~It~~Sorø\nydelse~Ydelse~it~Sorø"),
    "data_objects": table("id~name~parent~register~personal_data\nperson~Person~~CPR~1"),
}

TYPED = {  # what a workbook holds as a number, a date or a yes, beside the same as text
    "1.200": 1200,
    "1.482.500,5": 1482500.5,
    "01-02-2014": date(2014, 2, 1),
    "31.03.2027": date(2027, 3, 31),
    "31/03/2027": date(2027, 3, 31),
    "ja": True,
    "nej": False,
    "24": 24,
    "6": 6.0,
    "33,3%": (0.333, "0.0%"),
    "0,25": 0.25,
}


def typed(tables: dict[str, Rows]) -> dict[str, Rows]:
    """The tables with real numbers and dates in place of texts."""
    return {name: [[TYPED.get(cell, cell) for cell in row] for row in rows] for name, rows in tables.items()}


def as_csv(tables: dict[str, Rows], ending: str = ".csv", **how: str) -> dict[str, bytes]:
    return {f"{name}{ending}": csv_bytes(rows, **how) for name, rows in tables.items()}


def answer(batch: Batch, what: str = "system:aktiv") -> bytes:
    """The answer from the landscape of one batch alone, whatever it came from."""
    landscape = landscape_with(replace(batch, source="one", provenance=Provenance()))
    return json.dumps(as_json(shutdown_impact(landscape, [what])), ensure_ascii=False).encode()


REFERENCE = import_bytes(zip_bytes(as_csv(ENGLISH, delimiter=",")), "reference.zip", landscape=EMPTY)


def is_reference(batch: Batch) -> bool:
    """Whether a batch claims and answers what the reference does."""
    assert json.loads(answer(REFERENCE))["affected"]
    return batch.problems == () and same_tables(batch, REFERENCE) and answer(batch) == answer(REFERENCE)


def test_reference_holds_what_was_written():
    assert REFERENCE.problems == ()
    system = REFERENCE.tables["systems"].row("aktiv")
    assert system["in_use_to"] == date(2027, 3, 31)
    assert system["annual_cost"] == 1482500.5
    assert system["business_critical"] is True
    assert system["successor"] == ("ky",)
    assert system["capabilities"] == ("sms", "not:lis")
    assert REFERENCE.tables["systems"].row("ky")["business_critical"] is False
    assert REFERENCE.tables["requirements"].row("k1")["needed"] == "33.3%"
    assert REFERENCE.tables["flows"].ids == ("aktiv>ky", "aktiv>ky#2")
    assert REFERENCE.tables["contracts"].row("a1")["options"] == (date(2028, 1, 1), date(2029, 1, 1))
    assert REFERENCE.tables["interfaces"].row("f1")["documented_by"] == ("vendor", "municipality", "rygter")
    assert REFERENCE.tables["data_objects"].ids == ("person", "ydelse.kontanthjælp")


@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be-mark"])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_danish_csv(tmp_path: Path, delimiter: str, encoding: str, newline: str):
    files = as_csv(DANISH, delimiter=delimiter, encoding=encoding.removesuffix("-mark"), newline=newline)
    if encoding == "utf-16-be-mark":
        files = {name: b"\xfe\xff" + data for name, data in files.items()}
    batch = import_path(write_folder(tmp_path / "reference", files), landscape=EMPTY)
    assert is_reference(batch)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_english_csv_with_commas(encoding: str):
    data = zip_bytes(as_csv(ENGLISH, delimiter=",", encoding=encoding))
    batch = import_bytes(data, "x.zip", landscape=EMPTY)
    assert is_reference(batch)


def test_unicode_text_files_of_excel(tmp_path: Path):
    folder = write_folder(tmp_path / "x", as_csv(DANISH, ".txt", delimiter="\t", encoding="utf-16"))
    assert is_reference(import_path(folder, landscape=EMPTY))


def test_danish_headings_with_english_numbers_by_commas():
    tables = {ENGLISH_SHEETS[name]: [rows[0], *ENGLISH[ENGLISH_SHEETS[name]][1:]] for name, rows in DANISH.items()}
    batch = import_bytes(zip_bytes(as_csv(tables, delimiter=",")), "x.zip", landscape=EMPTY)
    assert is_reference(batch)


@pytest.mark.parametrize("tables", [DANISH, typed(DANISH)], ids=["text", "typed"])
def test_workbook(tables: dict[str, Rows]):
    batch = import_bytes(workbook_bytes(tables), "x.xlsx", landscape=EMPTY)
    assert is_reference(batch)


def test_zip_with_one_folder_and_what_macos_adds():
    files = {f"landskab/{name}": data for name, data in as_csv(DANISH).items()}
    junk = {"__MACOSX/landskab/._Systemer.csv": b"\0\1", "landskab/.DS_Store": b"x", "landskab/.systems.csv": b"x"}
    batch = import_bytes(zip_bytes({**files, **junk, "landskab/": b""}), "x.zip", landscape=EMPTY)
    assert is_reference(batch)


def test_columns_and_rows_in_another_order():
    turned = {name: [list(reversed(row)) for row in (rows[0], *reversed(rows[1:]))] for name, rows in ENGLISH.items()}
    turned["flows"] = [turned["flows"][0], *reversed(turned["flows"][1:])]  # made ids follow the file's order
    batch = import_bytes(zip_bytes(as_csv(turned, delimiter=",")), "x.zip", landscape=EMPTY)
    assert is_reference(batch)


def test_empty_rows_and_empty_cells_at_the_end_say_nothing():
    rows = ENGLISH["systems"]
    padded = [[*rows[0], "", ""], [], rows[1], ["", " "], [*rows[2], "", " "], [""] * 30]
    data = zip_bytes(as_csv({**ENGLISH, "systems": padded}, delimiter=","))
    batch = import_bytes(data, "x.zip", landscape=EMPTY)
    assert is_reference(batch)


@pytest.mark.parametrize("folder", ["excel-dansk", "excel-unicode-tekst", "engelsk"])
def test_files_as_they_come(folder: str):
    place = Path(__file__).parents[2] / "data" / "landscape-files"
    batch, english = (import_path(place / name, landscape=EMPTY) for name in (folder, "engelsk"))
    assert batch.problems == ()
    assert same_tables(batch, english)
    for id_ in english.tables["systems"].ids:
        assert answer(batch, f"system:{id_}") == answer(english, f"system:{id_}")


SAMPLE = Path(__file__).parents[3] / "samples" / "eksempelkommune"


@cache
def sample() -> dict[str, Rows]:
    """The sample municipality's cells as they stand in its files."""
    files = {path.stem: path.read_bytes().decode("utf-8-sig") for path in sorted(SAMPLE.glob("*.csv"))}
    return {name: list(csv.reader(io.StringIO(text, newline=""), delimiter=";")) for name, text in files.items()}


def in_english(name: str, rows: Rows) -> Rows:
    """A table with English headings and words, ISO dates, and `.` as decimal sign."""
    table = table_called(name) or ""
    names = [fields_called(table)[heading_key(heading)] for heading in rows[0]]
    fields = [ENTITIES[table].fields()[field] for field in names]
    english = [
        [_cell_in_english(cell, fields[at].kind, fields[at].words) for at, cell in enumerate(row)] for row in rows
    ]
    return [names, *english[1:]]


def _cell_in_english(cell: str, kind: str, words: str | None) -> str:
    if kind in ("number", "needed"):
        return cell.replace(".", "").replace(",", ".")
    if kind in ("date", "dates"):
        return "|".join("-".join(reversed(part.split("-"))) for part in cell.split("|"))
    if kind in ("word", "words"):
        english = {danish: word for word, danish in VOCABULARIES[words or ""].items()}
        return "|".join(english.get(part, part) for part in cell.split("|"))
    return {"ja": "true", "nej": "false"}.get(cell, cell) if kind == "flag" else cell


def typed_rows(name: str, rows: Rows) -> Rows:
    """A table with real numbers and dates where its cells are one."""
    table = table_called(name) or ""
    kinds = [ENTITIES[table].fields()[fields_called(table)[heading_key(heading)]].kind for heading in rows[0]]

    def typed_cell(cell: str, kind: str) -> object:
        if cell and kind == "number":
            return float(cell.replace(".", "").replace(",", "."))
        return date(*map(int, reversed(cell.split("-")))) if cell and kind == "date" else cell

    return [rows[0], *([typed_cell(cell, kinds[at]) for at, cell in enumerate(row)] for row in rows[1:])]


SPELLINGS: dict[str, Callable[[dict[str, Rows]], tuple[bytes, str]]] = {
    "windows-1252, semicolons": lambda t: (zip_bytes(as_csv(t, encoding="cp1252")), "x.zip"),
    "unicode text, tabs": lambda t: (zip_bytes(as_csv(t, ".txt", delimiter="\t", encoding="utf-16")), "x.zip"),
    "english, commas": lambda t: (
        zip_bytes(as_csv({table_called(n) or "": in_english(n, r) for n, r in t.items()}, delimiter=",")),
        "x.zip",
    ),
    "utf-8, line feeds, in a folder": lambda t: (
        zip_bytes({f"kommune/{name}": data for name, data in as_csv(t, newline="\n").items()}),
        "x.zip",
    ),
    "workbook of texts": lambda t: (workbook_bytes(t), "x.xlsx"),
    "workbook of numbers and dates": lambda t: (workbook_bytes({n: typed_rows(n, r) for n, r in t.items()}), "x.xlsx"),
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_sample_municipality_in_other_spellings(spelling: str):
    original = import_path(SAMPLE, landscape=EMPTY)
    batch = import_bytes(*SPELLINGS[spelling](sample()), landscape=EMPTY)
    assert batch.problems == original.problems == ()
    assert same_tables(batch, original)
    for what in ("system:kmd-aktiv", "vendor:KMD", "system:CPR"):
        assert answer(batch, what) == answer(original, what)
