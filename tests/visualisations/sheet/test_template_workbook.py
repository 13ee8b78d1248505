"""The empty workbook: complete, explained, and readable once a system is filled in."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from importers.landscape_files.importer import read, transform
from model.claims.entities import ENTITIES
from model.claims.state import State
from model.errors import InputError
from model.landscape.landscape import Landscape
from model.schema import VOCABULARIES
from visualisations.sheet.template_workbook import GUIDE, heading, sheet_name, write_template

LANGUAGES = ["da", "en"]


@pytest.fixture(params=LANGUAGES)
def lang(request):
    return request.param


@pytest.fixture
def path(tmp_path, lang):
    write_template(tmp_path / "skabelon.xlsx", lang=lang)
    return tmp_path / "skabelon.xlsx"


def test_every_table_is_a_sheet_and_every_field_a_heading(path, lang):
    book = CalamineWorkbook.from_path(str(path))
    assert book.sheet_names == [GUIDE[lang], *(sheet_name(table, lang) for table in ENTITIES)]
    for table, entity in ENTITIES.items():
        headings = book.get_sheet_by_name(sheet_name(table, lang)).to_python()[0]
        assert headings == [heading(name, field, lang) for name, field in entity.fields().items()]


def test_it_imports_once_a_system_is_filled_in(path, lang):
    book = load_workbook(path)
    sheet = book[sheet_name("systems", lang)]
    sheet["A2"], sheet["B2"] = "a", "System A"
    book.save(path)
    batch = transform(read(path), source="hand", landscape=Landscape(State()))
    assert list(batch.errors()) == []
    assert batch.tables["systems"].row("a") == {"name": "System A"}
    assert sum(map(len, batch.tables.values())) == 1


def test_closed_lists_have_drop_downs_that_the_importer_reads(path, lang):
    book = load_workbook(path)
    for table, entity in ENTITIES.items():
        sheet = book[sheet_name(table, lang)]
        lists = {
            str(rule.sqref).split(":")[0]: rule.formula1.strip('"').split(",")
            for rule in sheet.data_validations.dataValidation
            if rule.type == "list"
        }
        for column, field in enumerate(entity.fields().values(), start=1):
            cell = f"{sheet.cell(2, column).column_letter}2"
            if field.words:
                words = VOCABULARIES[field.words]
                assert lists[cell] == list(words.values() if lang == "da" else words)
            elif field.kind == "flag":
                assert len(lists[cell]) == 2
            else:
                assert cell not in lists


def test_required_headings_look_different_and_every_heading_has_a_note(path, lang):
    sheet = load_workbook(path)[sheet_name("systems", lang)]
    shades = {}
    for cell, field in zip(sheet[1], ENTITIES["systems"].fields().values(), strict=True):
        shades.setdefault(field.required, set()).add(cell.fill.fgColor.rgb)
        assert field.help[0 if lang == "da" else 1] in cell.comment.text
    assert len(shades[True]) == len(shades[False]) == 1
    assert shades[True] != shades[False]
    assert sheet.freeze_panes == "C2"


def test_text_columns_are_text_so_that_a_spreadsheet_changes_nothing(path, lang):
    sheet = load_workbook(path)[sheet_name("systems", lang)]
    column = list(ENTITIES["systems"].fields()).index("kle") + 1
    (format_,) = [one.number_format for one in sheet.column_dimensions.values() if one.min <= column <= one.max]
    assert format_ == "@"


def test_the_guide_explains_every_column_in_both_languages(path, lang):
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(GUIDE[lang]).to_python()
    said = {(row[0], row[1]): row for row in rows}
    for table, entity in ENTITIES.items():
        for name, field in entity.fields().items():
            row = said[(sheet_name(table, lang), heading(name, field, lang))]
            assert set(field.help) <= set(row)


def test_every_field_is_explained():
    fields = [field for entity in ENTITIES.values() for field in entity.fields().values()]
    assert [field for field in fields if not all(field.help)] == []


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(InputError, match="no folder"):
        write_template(tmp_path / "nowhere" / "skabelon.xlsx")
