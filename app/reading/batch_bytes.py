"""A batch as bytes and back, for it comes from a process that has read a file that nobody should trust.

    batch = length of the heading (8 bytes) + heading (JSON) + the ids and columns of its tables, one after the other

The heading says how long each of them is. Nothing that is read here is ever run, as a pickle would be, and what does
not fit the tables of a landscape is a `ValueError`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from model.claims.batch import Batch, Provenance
from model.claims.columns import CodedColumn, Table
from model.claims.entities import ENTITIES
from model.problem import Problem
from model.schema import Kind, Value
from stores.shared.table_bytes import column_from_bytes, column_to_bytes, ids_from_bytes, ids_to_bytes

_LENGTH = struct.Struct("<Q")


def batch_to_bytes(batch: Batch) -> bytes:
    """The batch as bytes, its source aside.

    >>> batch = Batch.of("hand", systems={"a": {"name": "A"}})
    >>> batch_from_bytes(batch_to_bytes(batch), source="hand").tables["systems"].row("a")
    {'name': 'A'}
    """
    parts: list[bytes] = []

    def placed(part: bytes) -> int:
        parts.append(part)
        return len(part)

    tables = [
        (name, placed(ids_to_bytes(table.ids)), [(f, placed(column_to_bytes(c))) for f, c in table.columns.items()])
        for name, table in batch.tables.items()
        if len(table)
    ]
    problems = [problem.as_json() for problem in batch.problems]
    said = {"provenance": asdict(batch.provenance), "problems": problems, "tables": tables}
    heading = json.dumps(said, separators=(",", ":")).encode("ascii")
    return b"".join((_LENGTH.pack(len(heading)), heading, *parts))


def batch_from_bytes(data: bytes, *, source: str) -> Batch:
    """The batch of `source` that `batch_to_bytes` wrote; `ValueError` where the bytes are none."""
    try:
        return _batch(data, source)
    except (KeyError, TypeError, AttributeError, struct.error, OverflowError, RecursionError) as error:
        raise ValueError(f"it is no batch: {error!r}") from error


def _batch(data: bytes, source: str) -> Batch:
    start = _LENGTH.size + _LENGTH.unpack_from(data)[0]
    heading = json.loads(data[_LENGTH.size : start])
    parts = _Parts(data, start)
    tables = {name: _table(name, ids, columns, parts.taken) for name, ids, columns in heading["tables"]}
    if not parts.at_end:
        raise ValueError("it goes on after its end")
    problems = tuple(_problem(**said) for said in heading["problems"])
    return Batch(source, tables, _texts_only(Provenance(**heading["provenance"])), problems)


class _Parts:
    """What stands one after the other."""

    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def taken(self, length: int) -> bytes:
        """The next so many bytes."""
        if length < 0 or self._at + length > len(self._data):
            raise ValueError("it ends too early")
        self._at += length
        return self._data[self._at - length : self._at]

    @property
    def at_end(self) -> bool:
        return self._at == len(self._data)


def _table(name: str, length: int, columns: list[tuple[str, int]], taken: Callable[[int], bytes]) -> Table:
    ids, fields = ids_from_bytes(taken(length)), ENTITIES[name].fields()
    if not all(isinstance(id_, str) for id_ in ids) or any(one >= other for one, other in pairwise(ids)):
        raise ValueError("its ids are not in order")
    read = {field: _column(taken(size), fields[field].kind, len(ids)) for field, size in columns}
    return Table(name, ids, {field: read[field] for field in fields if field in read})


def _column(data: bytes, kind: Kind, rows: int) -> CodedColumn:
    column = column_from_bytes(data, kind)
    if len(column.codes) != rows or not all(map(_CHECKS[kind], column.values)):
        raise ValueError("a column holds what it cannot hold")
    return column


def _is_text(value: Value) -> bool:
    return isinstance(value, str)


def _are_texts(value: Value) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, str) for one in value)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_CHECKS: Mapping[Kind, Callable[[Value], bool]] = MappingProxyType(
    {
        "text": _is_text,
        "ref": _is_text,
        "word": _is_text,
        "needed": _is_text,
        "texts": _are_texts,
        "refs": _are_texts,
        "words": _are_texts,
        "number": _is_number,
        "flag": lambda value: isinstance(value, bool),
        "date": lambda value: isinstance(value, date),
        "dates": lambda value: isinstance(value, tuple) and all(isinstance(one, date) for one in value),
    }
)
"""Kind -> whether a value is one of it."""


def _problem(**said: Any) -> Problem:
    problem = Problem(**said)
    texts = (problem.table, problem.column, problem.value)
    if problem.severity not in ("error", "warning", "note") or not isinstance(problem.message, str):
        raise ValueError("it tells a problem that is none")
    if not all(text is None or isinstance(text, str) for text in texts) or not isinstance(problem.row, int | None):
        raise ValueError("it tells a problem at no place")
    return problem


def _texts_only(provenance: Provenance) -> Provenance:
    if not all(isinstance(text, str) for text in asdict(provenance).values()):
        raise ValueError("it does not say where it came from")
    return provenance
