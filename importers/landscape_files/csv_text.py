"""CSV as Danish programs write it: bytes -> sheet. Encoding and delimiter are found, nothing is guessed silently."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count, islice

from importers.shared.headings import heading_key, known_headings
from importers.shared.limits import Budget
from importers.shared.sheets import Decimal, Fault, RawColumn, Sheet, faulty_sheet, sheet_of
from model.disarmed import armed

DELIMITERS = (",", ";", "\t")
"""Where nothing tells, as with a single column, the first."""
_PIECE = 1 << 20
_LINE_LIMIT = 1 << 22
_SAID = re.compile(r'"?sep=(\t|[^\w\s"])"?[;,\t]*+\s*+', re.IGNORECASE)
"""The line by which a file tells Excel its delimiter, above the headings."""
_CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # how ZIP files and workbooks begin, new and old


class _Broken(Exception):
    """The text ends here as far as CSV goes."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.key)
        self.fault = fault


def read_csv(name: str, data: bytes, budget: Budget | None = None) -> Sheet:
    r"""The sheet in the bytes of a CSV file; what is wrong with them is the sheet's `fault`.

    Raises `UnreadableSource` where the table, or with it the whole file of the budget, holds too much.

    >>> sheet = read_csv("systems", "nøgle;navn\r\na;Bøger\r\n".encode("cp1252"))
    >>> sheet.headings, sheet.columns[1].values, sheet.decimal
    (('nøgle', 'navn'), ('Bøger',), ',')
    """
    if data.startswith(_CONTAINERS):
        return faulty_sheet(name, Fault("not_csv"))
    encoding = encoding_of(data)
    if encoding is None:
        return faulty_sheet(name, Fault("no_text"))
    try:
        said = _delimiter_said(data, encoding)
        delimiter = said or delimiter_of(data, encoding)
        decimal: Decimal = "." if delimiter == "," else ","
        records = _records(data, encoding, delimiter, skip=0 if said is None else 1)
        within = (budget or Budget(name)).counted(name, records)
        return _as_meant(sheet_of(name, within, decimal=decimal))
    except _Broken as broken:
        return faulty_sheet(name, broken.fault)


def _as_meant(sheet: Sheet) -> Sheet:
    """Without the apostrophe before a text that a spreadsheet would else have run."""

    def cells(column: RawColumn) -> RawColumn:
        return replace(column, values=tuple(armed(one) if isinstance(one, str) else one for one in column.values))

    return replace(sheet, columns=tuple(map(cells, sheet.columns)))


def encoding_of(data: bytes) -> str | None:
    r"""How the bytes are text: UTF-16 or UTF-8 by their mark, else UTF-8, else Windows-1252; `None`: not at all.

    >>> encoding_of(b"a;b"), encoding_of("æ".encode("cp1252")), encoding_of("æ".encode("utf-16")), encoding_of(b"\x81")
    ('utf-8', 'cp1252', 'utf-16', None)
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        wanted: tuple[str, ...] = ("utf-16",)
    elif data.startswith(codecs.BOM_UTF8):
        wanted = ("utf-8-sig",)
    else:
        wanted = ("utf-8", "cp1252")
    return next((encoding for encoding in wanted if _decodes(data, encoding)), None)


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for start in range(0, len(data), _PIECE):
            decoder.decode(data[start : start + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter_said(data: bytes, encoding: str) -> str | None:
    """What the file itself says in a first line `sep=;`; `None` where it has no such line."""
    found = _SAID.fullmatch(next(_lines(data, encoding), ""))
    return None if found is None else found[1]


def delimiter_of(data: bytes, encoding: str) -> str:
    """What stands between the headings: the delimiter that gives most known headings, then most cells.

    >>> delimiter_of(b'"id";"name, long";x', "utf-8")
    ';'
    """
    known = known_headings()

    def score(delimiter: str) -> tuple[int, int]:
        heading = _heading(data, encoding, delimiter)
        return sum(heading_key(cell) in known for cell in heading), len(heading)

    return max(DELIMITERS, key=score)


def _heading(data: bytes, encoding: str, delimiter: str) -> Sequence[str]:
    """The headings as they would be with a delimiter, also where a quotation mark in them is never closed."""
    try:
        return next(csv.reader(_lines(data, encoding), delimiter=delimiter), [])
    except csv.Error:
        return next(_lines(data, encoding)).split(delimiter)


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    """The lines, none of them longer than a row can be."""
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="")
    for row in count(1):
        line = text.readline(_LINE_LIMIT + 1)
        if len(line) > _LINE_LIMIT:
            raise _Broken(Fault("long_line", row=row))
        if not line:
            return
        yield line


def _records(data: bytes, encoding: str, delimiter: str, *, skip: int) -> Iterator[Sequence[str]]:
    """The rows below the first `skip` lines; a line `sep=;` is not counted, as a spreadsheet does not show it."""
    row = 0
    try:
        records = csv.reader(islice(_lines(data, encoding), skip, None), delimiter=delimiter, strict=True)
        for row, record in enumerate(records, start=1):  # noqa: B007 - the row is told when the next one breaks
            yield record
    except csv.Error as error:
        raise _Broken(Fault(_key_of(str(error)), row=row + 1)) from error


def _key_of(message: str) -> str:
    """The csv module tells its errors apart by their words only."""
    if "expected after" in message:
        return "after_quote"
    return "long_cell" if "field limit" in message else "open_quote"
