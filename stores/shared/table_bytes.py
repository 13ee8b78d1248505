"""Columns, ids and `since` as bytes and back, the same bytes for the same cells.

    column = length of the values (8 bytes) + values (JSON) + codes
    ids    = JSON
    since  = codes

Codes are little-endian int32, one per row. JSON keeps to ASCII, has dates as ISO and tuples as lists; which of these
a text was is said by the field's kind. Nothing that is read here is ever run, as a pickle would be.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

from model.claims.columns import BLANK, CodedColumn, codes_from_bytes, codes_to_bytes
from model.schema import Kind, Value

_LENGTH = struct.Struct("<Q")


def column_to_bytes(column: CodedColumn) -> bytes:
    """A compact column as bytes.

    >>> column_from_bytes(column_to_bytes(CodedColumn.of(["KMD", None, "KMD"])), "text").values
    ('KMD',)
    """
    values = _json_bytes(column.values)
    return b"".join((_LENGTH.pack(len(values)), values, codes_to_bytes(column.codes)))


def column_from_bytes(data: bytes, kind: Kind) -> CodedColumn:
    """The column that `column_to_bytes` wrote; `ValueError` where the bytes are none."""
    if len(data) < _LENGTH.size:
        raise ValueError("it is too short for a column")
    end = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    cells = _list_of(data[_LENGTH.size : end])
    codes = codes_from_bytes(data[end:])
    if len(codes) and not BLANK <= codes.min() <= codes.max() < len(cells):
        raise ValueError("a row points to a value that is not there")
    reader = _READERS.get(kind)
    return CodedColumn(codes, tuple(map(reader, cells) if reader else cells))


def ids_to_bytes(ids: Sequence[str]) -> bytes:
    """A table's ids as bytes.

    >>> ids_from_bytes(ids_to_bytes(("å", "b")))
    ('å', 'b')
    """
    return _json_bytes(ids)


def ids_from_bytes(data: bytes) -> tuple[str, ...]:
    """The ids that `ids_to_bytes` wrote; `ValueError` where the bytes are none."""
    return tuple(_list_of(data))


def _json_bytes(values: Sequence[Value]) -> bytes:
    return json.dumps(values, separators=(",", ":"), default=date.isoformat).encode("ascii")


def _list_of(data: bytes) -> list[Any]:
    cells = json.loads(data)
    if not isinstance(cells, list):
        raise ValueError("it is no list")  # noqa: TRY004 (the caller asks whether the bytes are good, not of what type)
    return cells


def _dates(cell: Any) -> tuple[date, ...]:
    return tuple(map(date.fromisoformat, cell))


_READERS: Mapping[Kind, Callable[[Any], Value]] = MappingProxyType(
    {"date": date.fromisoformat, "dates": _dates, "texts": tuple, "refs": tuple, "words": tuple}
)
"""Kind -> from JSON to the value; the other kinds are what JSON made of them."""
