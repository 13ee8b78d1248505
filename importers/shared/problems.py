"""What an import says is wrong: every message as one template, so that a door can say it in another language."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, Protocol

from model.claims.entities import ENTITIES
from model.errors import UnreadableFile
from model.problem import Problem

_LONGEST = 200
_LONGEST_COLUMN = 60
LISTED = 10_000
"""Problems that are told in full, the errors before the others; of the rest only the number is told."""
Translate = Callable[[str], str]
"""An English template -> the template in the reader's language, with the same {placeholders}."""

NOTES: Mapping[str, str] = MappingProxyType(
    {
        "unknown_sheet": "This is none of the tables of a landscape file and was left out.",
        "unknown_column": "This is none of the columns of the table and was left out.",
        "unnamed_column": "A column without a heading was left out.",
        "no_rows": "The table has headings but no rows.",
    }
)
WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "self_flow": "The system is its own provider in this flow.",
        "via_provider": "The flow goes by way of {system!r}, which is its provider.",
        "via_consumer": "The flow goes by way of {system!r}, which is its consumer.",
        "own_successor": "The system is its own successor.",
        "ends_before_start": "The system is in use from {start}, but only until {end}.",
        "other_name": "The id {id!r} is called {theirs!r} by the source {source!r}; here it is {name!r}. If these are"
        " two things, import with --prefix.",
        "needed_zero": "0 needed counts as 1: a requirement that needs nothing is none.",
        "foreign_interface": "The interface {interface!r} belongs to {system!r}, which has no part in the flow from"
        " {provider!r} to {consumer!r}.",
        "needed_too_many": "{needed} needed, but the requirement has {flows} flows; at most all of them count.",
        "unseen_signs": "{count} texts hold characters that are not seen, here shown as numbers: {first}. Write them"
        " anew if that is not meant.",
        "look_alikes": "{count} names hold letters of other alphabets that look like Latin ones: {first}. Write them"
        " anew if that is not meant.",
        "no_result": "A formula without a result stands in {cells} and counts as blank. Open the file in Excel"
        " and save it there.",
        "no_result_more": "A formula without a result stands in {cells} and {more} more cells; they count as blank."
        " Open the file in Excel and save it there.",
        "more_problems": "{more} more warnings and notes are not listed.",
    }
)
ERRORS: Mapping[str, str] = MappingProxyType(
    {
        # the sheet
        "no_systems": "The table systems (systemer) is missing; it is the only one that must be there.",
        "table_twice": "The table stands twice in the file, here as {sheet!r}; keep one of them.",
        "no_headings": "Row 1 holds no headings.",
        "no_text": "The bytes are no text in UTF-8, Windows-1252 or UTF-16; save the file as CSV UTF-8.",
        "not_csv": "This is a workbook or a ZIP file and no CSV file, although its name says so.",
        "nul": "The cell holds a NUL character, which no text has; the file is damaged.",
        "open_quote": "A quotation mark is opened in this row and not closed.",
        "after_quote": "Something stands between a closing quotation mark and the next delimiter.",
        "long_line": "A line has more than 4,194,304 characters; it is no row of a table.",
        "long_cell": "A cell has more than 131,072 characters; most likely a quotation mark is not closed.",
        "column_missing": "The column is missing; the table must have it.",
        "column_twice": "The column stands twice, here as {heading!r}; keep one of them.",
        "overfull": "The row has more filled cells than there are headings.",
        # a cell
        "required": "The cell is blank; it must be filled in.",
        "excel_error": "The cell holds an Excel error ({value}).",
        "too_long": "The cell has {length} characters, and the column takes {most} at most.",
        "hidden_in_id": "The id {value!r} holds a character that no id can have ({sign}). Write the id anew, by hand.",
        "long_id": "The id has {length} characters, and {most} are the most. Give it a shorter one.",
        "id_twice": "The id stands twice in the table; it stands in row {first} already.",
        "not_number": "{value!r} is not a number.",
        "comma_in_comma_file": "{value!r} is not a number; with commas between columns the decimal sign is '.'.",
        "not_finite": "{value!r} is not a finite number.",
        "negative": "{value!r} is below 0.",
        "too_great": "{value!r} is more than 1,000,000,000,000; that is no amount.",
        "too_many_hours": "{value!r} is more than 1,000,000 hours (114 years); that is no tolerance.",
        "not_date": "{value!r} is not a date; write it as 2027-03-31, 31-03-2027, 31.03.2027 or 31/03/2027.",
        "no_such_date": "{value!r} is a date that does not exist.",
        "not_flag": "{value!r} is neither yes nor no; write ja or nej.",
        "not_word": "{value!r} is not one of the words {words}.",
        "not_needed": "{value!r} is neither a count nor a percent.",
        "percent_range": "{value!r} is not between 0 % and 100 %.",
        "fraction": "{value!r} is a fraction; write a whole number or a percent.",
        "one_only": "The column takes one value; {value!r} holds several.",
        # references
        "unknown": "{text!r} is neither in the file, nor in the landscape, nor in the catalogue.",
        "unknown_nearest": "{text!r} is neither in the file, nor in the landscape, nor in the catalogue."
        " Did you mean: {nearest}?",
        "ambiguous": "{text!r} fits several: {fits}. Write the id of the one that is meant.",
        "ambiguous_more": "{text!r} fits several: {fits} … and {more} more. Write the id of the one that is meant.",
        "service": "{text!r} is a service, not a system: name its platform ({platform}) or its register ({register}).",
        "service_of_one": "{text!r} is a service, not a system: name the system that gives it ({system}).",
        "no_way": "The catalogue does not say which system gives {text!r}; name the system.",
        # the whole
        "other_consumer": "The requirement {requirement!r} is one of {owner!r}, but the flow goes to {consumer!r}.",
        "ring": "The rows stand in a ring, each under the next: {ring}.",
        "other_municipality": "{id!r} is a system of {owner} already. One id is one system: import with"
        " --prefix {slug}- to keep the systems of {municipality} apart.",
        "more_errors": "{more} more problems are not listed, {errors} of them errors. Mend the listed ones and import"
        " again.",
    }
)
TEMPLATES: Mapping[str, str] = MappingProxyType({**NOTES, **WARNINGS, **ERRORS})
"""Key -> what is said, in English."""

THOUSANDS = ","
"""What stands between the thousands of a number; translated like a sentence."""
UNREADABLE: Mapping[str, str] = MappingProxyType(
    {
        "missing": "{path}: there is no such file or folder.",
        "cannot_open": "{path}: cannot be opened ({reason}).",
        "empty": "{path}: the file is empty.",
        "no_tables": "{path}: holds no table of a landscape. Name the files systems.csv, flows.csv … (or systemer.csv,"
        " dataflow.csv …).",
        "strange_name": "{path}: is neither a workbook (.xlsx), a folder of CSV files nor a ZIP of one.",
        "one_table": "{path}: a CSV file must be named as its table: {tables}.",
        "old_workbook": "{path}: workbooks of this kind are not read; save it as .xlsx.",
        "not_workbook": "{path}: is not an Excel workbook, although its name says so.",
        "locked_workbook": "{path}: is protected by a password or an old .xls; save it as .xlsx without a password.",
        "damaged_workbook": "{path}: the workbook is damaged and cannot be read.",
        "sparse_workbook": "{path}: the sheet reaches as far as {cells} cells, which is too much; delete what"
        " stands far to the right or far down.",
        "not_zip": "{path}: is not a ZIP file, although its name says so.",
        "zip_is_workbook": "{path}: is an Excel workbook and no ZIP of CSV files; name it .xlsx.",
        "damaged_zip": "{path}: the ZIP file is damaged or uses a password, and cannot be read.",
        "zip_method": "{path}: is packed in an unusual way (neither stored nor deflated); pack it anew.",
        "zip_paths": "{path}: the ZIP holds a file outside its own folder ({name}) and was not read.",
        "zip_folders": "{path}: the CSV files must be at the top of the ZIP or in one folder; they are in {folders}.",
        "too_large": "{path}: unpacks to more than {limit} MiB and was not read.",
        "too_large_part": "{path}: {name} unpacks to more than {limit} MiB and was not read.",
        "too_packed": "{path}: unpacks to more than {times} times its own size and was not read.",
        "too_many_members": "{path}: holds more than {limit} files and was not read.",
        "too_many_sheets": "{path}: holds {sheets} sheets; at most {limit} are read.",
        "too_wide": "{path}: row {row} of the table {table} reaches as far as column {columns}; at most {limit} columns"
        " are read. Delete what stands far to the right.",
        "too_long": "{path}: the table {table} has more than {limit} rows; so many are not read.",
        "too_many_rows": "{path}: holds more than {limit} rows in all, by the table {table}.",
        "too_many_cells": "{path}: holds more than {limit} cells in all, by the table {table}.",
    }
)
"""Key -> why nothing at all could be read."""


class UnreadableSource(UnreadableFile):
    """A path or upload of which nothing can be read; knows its template, so that a door can translate it.

    >>> str(UnreadableSource("empty", path="a.csv"))
    'a.csv: the file is empty.'
    """

    def __init__(self, key: str, *, translate: Translate = str, **values: object) -> None:
        self.key = key
        self.values = values
        said = {name: _said(name, value, translate) for name, value in values.items()}
        super().__init__(translate(UNREADABLE[key]).format(**said))

    def translated(self, translate: Translate) -> UnreadableSource:
        """The same in another language."""
        return UnreadableSource(self.key, translate=translate, **self.values)


def _said(name: str, value: object, translate: Translate) -> object:
    """A value as the reader writes it: a reason in words, a number with its thousands apart."""
    if name == "reason":
        return translate(str(value))
    return f"{value:,}".replace(",", translate(THOUSANDS)) if isinstance(value, int) else value


class Wrong(Exception):
    """What is wrong with one value, on its way to a problem.

    key: of `TEMPLATES`. part: of the cell, where not all of it is meant. values: what the template needs.
    """

    def __init__(self, key: str, *, part: str | None = None, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.part = part
        self.values = values


def severity_of(key: str) -> Literal["error", "warning", "note"]:
    """How bad it is.

    >>> severity_of("self_flow")
    'warning'
    """
    return "note" if key in NOTES else "warning" if key in WARNINGS else "error"


def problem(
    key: str,
    *,
    table: str | None,
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    translate: Translate = str,
    **values: Any,
) -> Problem:
    """One problem with its message; `value` can be used by the template too.

    >>> problem("not_number", table="systems", row=3, column="users", value="mange").message
    "'mange' is not a number."
    """
    said = {name: _short(text) for name, text in {"value": value, **values}.items()}
    message = translate(TEMPLATES[key]).format(**said)
    return Problem(severity_of(key), table, row, _short(column, _LONGEST_COLUMN), _short(value), message)


def _short(text: Any, longest: int = _LONGEST) -> Any:
    """A cell can hold a whole letter; its beginning tells which one it is."""
    return text[:longest] + "…" if isinstance(text, str) and len(text) > longest else text


class Cells(Protocol):
    """A column of coded cells and where it stands."""

    table: str
    field: str
    codes: array[int]
    rows: array[int]

    def text(self, code: int) -> str | None:
        """What stands in the cells of a code; `None`: nothing."""


class Findings:
    """The problems of one import, as they are found.

    limit: how many errors, and how many warnings and notes, are kept; what comes after is counted.
    """

    def __init__(self, translate: Translate = str, *, limit: int = LISTED) -> None:
        self._translate = translate
        self._limit = limit
        self._errors: list[Problem] = []
        self._others: list[Problem] = []
        self._counts = {"errors": 0, "others": 0}

    def add(self, key: str, *, table: str | None, **values: Any) -> None:
        """Note one problem; arguments as of `problem`."""
        kept = self._errors if key in ERRORS else self._others
        self._counts["errors" if key in ERRORS else "others"] += 1
        if len(kept) < self._limit:
            kept.append(problem(key, table=table, translate=self._translate, **values))

    def add_cells(self, wrong: Mapping[int, Sequence[Wrong]], cells: Cells) -> None:
        """Note what is wrong with coded cells: `wrong` by code, said of every row that has the code."""
        if not wrong:
            return
        for row, code in zip(cells.rows, cells.codes, strict=True):
            for found in wrong.get(code, ()):
                value = found.part if found.part is not None else cells.text(code)
                self.add(found.key, table=cells.table, row=row, column=cells.field, value=value, **found.values)

    @property
    def has_errors(self) -> bool:
        """Whether one of them stops the import."""
        return bool(self._errors)

    def sorted(self) -> tuple[Problem, ...]:
        """All of them by table, row and column, in the order of the file format.

        Beyond the limit the errors come before the others, and a last problem says how many are not listed.
        """
        others = self._others[: self._limit - len(self._errors)]
        listed = sorted([*self._errors, *others], key=_place)
        errors, more = self._counts["errors"] - len(self._errors), sum(self._counts.values()) - len(listed)
        if more:
            key = "more_errors" if errors else "more_problems"
            listed.append(problem(key, table=None, translate=self._translate, errors=errors, more=more))
        return tuple(listed)


def _place(found: Problem) -> tuple[Any, ...]:
    tables = list(ENTITIES)
    known = found.table in ENTITIES
    fields = list(ENTITIES[found.table].fields()) if found.table is not None and known else []
    return (
        tables.index(found.table) if found.table is not None and known else len(tables),
        found.table or "",
        found.row or 0,
        fields.index(found.column) if found.column in fields else len(fields),
        found.column or "",
        found.message,
    )
