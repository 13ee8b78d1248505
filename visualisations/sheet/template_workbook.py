"""An empty workbook to fill in: tables as sheets, drop-downs for closed lists, and a page that explains."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from model.claims.entities import ENTITIES
from model.schema import VOCABULARIES, Field
from visualisations.sheet.sheet_writer import new_workbook

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

Language = Literal["da", "en"]

ROWS = 5_000
"""How far down drop-downs and cell formats reach."""
GUIDE: Mapping[Language, str] = {"da": "Vejledning", "en": "Guide"}
"""The name of the page that explains; it holds no rows to import."""

_KINDS: Mapping[str, tuple[str, str]] = {
    "text": ("tekst", "text"),
    "texts": ("flere tekster, adskilt af |", "several texts, separated by |"),
    "ref": ("nøgle eller navn i arket «{}»", "id or name in the sheet “{}”"),
    "refs": (
        "flere nøgler eller navne i arket «{}», adskilt af |",
        "several ids or names in “{}”, separated by |",
    ),
    "number": ("tal, ikke under 0", "number, not below 0"),
    "date": ("dato, fx 2027-03-31", "date, e.g. 2027-03-31"),
    "dates": ("flere datoer, adskilt af |", "several dates, separated by |"),
    "flag": ("ja eller nej", "yes or no"),
    "word": ("et ord fra listen", "a word of the list"),
    "words": ("ord fra listen eller egne, adskilt af |", "words of the list or your own, separated by |"),
    "needed": ("antal eller procent, fx 1 eller 50%", "count or percent, e.g. 1 or 50%"),
}
_INTRODUCTION: Mapping[Language, tuple[str, ...]] = {
    "da": (
        "Udfyld arkene og indlæs filen:  landskab import FIL.xlsx",
        "Kun arket Systemer skal udfyldes. Mørke overskrifter er påkrævede; lyse må stå blanke.",
        "Henvisninger skrives som nøgle eller navn. Flere værdier adskilles af lodret streg: a|b.",
        "Kendte registre, tjenester og produkter (CPR, SF1520 …) kan nævnes uden at stå i arkene.",
    ),
    "en": (
        "Fill in the sheets and import the file:  landskab import FILE.xlsx",
        "Only the sheet Systems must be filled in. Dark headings are required; light ones may stay blank.",
        "References are written as an id or a name. Several values are separated by a bar: a|b.",
        "Known registers, services and products (CPR, SF1520 …) can be named without being listed.",
    ),
}
_GUIDE_HEADINGS: Mapping[Language, tuple[str, ...]] = {
    "da": (
        "Ark",
        "Kolonne",
        "Påkrævet",
        "Det skrives som",
        "Forklaring",
        "In English",
        "Explanation",
        "Ord i listen",
    ),
    "en": (
        "Sheet",
        "Column",
        "Required",
        "Written as",
        "Explanation",
        "På dansk",
        "Forklaring",
        "Words of the list",
    ),
}


@dataclass(frozen=True)
class _Formats:
    required: Format
    optional: Format
    text: Format
    day: Format
    bold: Format
    title: Format
    wrap: Format

    @classmethod
    def of(cls, workbook: xlsxwriter.Workbook) -> _Formats:
        head = {"bold": True, "bottom": 2, "valign": "vcenter"}
        return cls(
            required=workbook.add_format({**head, "bg_color": "#1F3A4D", "font_color": "#FFFFFF"}),
            optional=workbook.add_format({**head, "bg_color": "#E8EEF2", "font_color": "#1F3A4D"}),
            text=workbook.add_format({"num_format": "@"}),
            day=workbook.add_format({"num_format": "yyyy-mm-dd"}),
            bold=workbook.add_format({**head, "bg_color": "#1F3A4D", "font_color": "#FFFFFF"}),
            title=workbook.add_format({"bold": True, "font_size": 16, "font_color": "#1F3A4D"}),
            wrap=workbook.add_format({"text_wrap": True, "valign": "top"}),
        )


def write_template(path: Path, *, lang: Language = "da") -> None:
    """Write an empty landscape workbook to `path`; sheets, headings and words in Danish or English.

    Raises `InputError` where `path` cannot be written; what was there is then unchanged.
    """
    with new_workbook(path) as workbook:
        formats = _Formats.of(workbook)
        _write_guide(workbook.add_worksheet(GUIDE[lang]), formats, lang)
        for table in ENTITIES:
            _write_table(workbook.add_worksheet(sheet_name(table, lang)), table, formats, lang)


def sheet_name(table: str, lang: Language) -> str:
    """The name of a table's sheet.

    >>> sheet_name("data_objects", "da"), sheet_name("data_objects", "en")
    ('Dataobjekter', 'Data_objects')
    """
    return (ENTITIES[table].danish_table[0] if lang == "da" else table).capitalize()


def heading(name: str, field: Field, lang: Language) -> str:
    """What stands over a column."""
    return field.danish[0] if lang == "da" and field.danish else name


def _write_table(sheet: Worksheet, table: str, formats: _Formats, lang: Language) -> None:
    sheet.freeze_panes(1, 2)
    sheet.set_row(0, 22)
    for column, (name, field) in enumerate(ENTITIES[table].fields().items()):
        title = heading(name, field, lang)
        sheet.write_string(0, column, title, formats.required if field.required else formats.optional)
        sheet.write_comment(0, column, _note(field, lang), {"x_scale": 2.0, "y_scale": 0.8})
        sheet.set_column(column, column, _width(name, field, title), _cell_format(field, formats))
        _validate(sheet, column, field, lang)


def _width(name: str, field: Field, title: str) -> int:
    wide = 34 if name in ("name", "description") else 24 if field.target or field.several else 16
    return max(wide, len(title) + 3)


def _cell_format(field: Field, formats: _Formats) -> Format | None:
    """Text columns are text, or a spreadsheet turns 27.06.04 into a date and 50% into a half."""
    if field.kind == "date":
        return formats.day
    return None if field.kind in ("number", "flag", "word") else formats.text


def _note(field: Field, lang: Language) -> str:
    must = {"da": "Påkrævet. ", "en": "Required. "}[lang] if field.required else ""
    return f"{must}{_explained(field, lang)}\n{_written_as(field, lang)}"


def _explained(field: Field, lang: Language) -> str:
    return field.help[0 if lang == "da" else 1]


def _written_as(field: Field, lang: Language) -> str:
    target = sheet_name(field.target, lang) if field.target else ""
    return _KINDS[field.kind][0 if lang == "da" else 1].format(target)


def _words(field: Field, lang: Language) -> list[str]:
    if field.kind == "flag":
        return ["ja", "nej"] if lang == "da" else ["true", "false"]
    words = VOCABULARIES[field.words] if field.words else {}
    return list(words.values() if lang == "da" else words)


def _validate(sheet: Worksheet, column: int, field: Field, lang: Language) -> None:
    if words := _words(field, lang):
        closed = field.kind in ("word", "flag")
        rule = {
            "validate": "list",
            "source": words,
            "show_error": closed,
            "error_message": ", ".join(words)[:255],
        }
        sheet.data_validation(1, column, ROWS, column, rule)
    elif field.kind == "number":
        message = _written_as(field, lang)
        rule = {
            "validate": "decimal",
            "criteria": ">=",
            "value": 0,
            "error_type": "warning",
            "error_message": message,
        }
        sheet.data_validation(1, column, ROWS, column, rule)


def _write_guide(sheet: Worksheet, formats: _Formats, lang: Language) -> None:
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, "Systemlandskab", formats.title)
    for row, line in enumerate(_INTRODUCTION[lang], start=2):
        sheet.write_string(row, 0, line)
    top = len(_INTRODUCTION[lang]) + 3
    for column, (width, title) in enumerate(zip((15, 22, 10, 38, 38, 20, 30, 60), _GUIDE_HEADINGS[lang], strict=True)):
        sheet.set_column(column, column, width, formats.wrap)
        sheet.write_string(top, column, title, formats.bold)
    for row, cells in enumerate(_guide_rows(lang), start=top + 1):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell, formats.wrap)


def _guide_rows(lang: Language) -> Iterator[tuple[str, ...]]:
    other: Language = "en" if lang == "da" else "da"
    for table, entity in ENTITIES.items():
        for name, field in entity.fields().items():
            yield (
                sheet_name(table, lang),
                heading(name, field, lang),
                {"da": "ja", "en": "yes"}[lang] if field.required else "",
                _written_as(field, lang),
                _explained(field, lang),
                heading(name, field, other),
                _explained(field, other),
                _word_list(field, lang),
            )


def _word_list(field: Field, lang: Language) -> str:
    if field.words is None:
        return ""
    pairs = VOCABULARIES[field.words].items()
    return ", ".join(danish if lang == "da" else word for word, danish in pairs)
