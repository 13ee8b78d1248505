"""An answer as JSON bytes, piece by piece: a national one has a hundred thousand rows and is never held whole.

Both doors write with this, so that the command line and the API give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

import orjson

from model.hidden import whole
from model.rows import as_json
from queries.impact.answer import Affected, ImpactAnswer

CHUNK = 1 << 18
"""Bytes that are gathered before they are sent."""
ROWS = 100
"""Rows that are written at a time."""
CHAIN_IDS = 20_000
"""Ids of chains after which no more rows are gathered: a row far down a long chain is long itself."""


def json_bytes(value: Any) -> bytes:
    r"""A small document in one piece, with a line's end.

    >>> json_bytes({"a": None})
    b'{"a":null}\n'
    >>> json_bytes({"detail": "\ud800"})
    b'{"detail":"\\\\ud800"}\n'
    """
    try:
        return orjson.dumps(value) + b"\n"
    except TypeError:  # a text that is none: UTF-8 has no halves of characters
        return orjson.dumps(_whole(value)) + b"\n"


def _whole(value: Any) -> Any:
    """The same document with all its texts written so that they can be sent."""
    if isinstance(value, str):
        return whole(value)
    if isinstance(value, Mapping):
        return {whole(key): _whole(one) for key, one in value.items()}
    return [_whole(one) for one in value] if isinstance(value, list | tuple) else value


def json_chunks(answer: ImpactAnswer, limit: int | None = None) -> Iterator[bytes]:
    """The document of `as_json(answer, limit)` in chunks of about `CHUNK` bytes, with a line's end."""
    gathered: list[bytes] = []
    size = 0
    for piece in _object(answer, limit):
        gathered.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield b"".join(gathered)
            gathered, size = [], 0
    yield b"".join([*gathered, b"\n"])


def _object(value: Any, limit: int | None) -> Iterator[bytes]:
    """A dataclass whose lists are written row by row."""
    if limit is not None:  # every list is short then
        yield orjson.dumps(as_json(value, limit))
        return
    comma = b"{"
    for name in (one.name for one in fields(value)):
        yield comma + orjson.dumps(name) + b":"
        item = getattr(value, name)
        if isinstance(item, Sequence) and not isinstance(item, str):
            yield from _array(item)
        elif is_dataclass(item):
            yield from _object(item, None)
        else:
            yield orjson.dumps(item)
        comma = b","
    yield b"}"


def _array(rows: Iterable[Any]) -> Iterator[bytes]:
    begun = False
    for block in _blocks(rows):
        yield (b"," if begun else b"[") + orjson.dumps(block, default=_listed)[1:-1]
        begun = True
    yield b"]" if begun else b"[]"


def _blocks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    """The rows some at a time, fewer where they are long."""
    block: list[Any] = []
    ids = 0
    for row in rows:
        block.append(_plain(row))
        ids += len(row.chain) if isinstance(row, Affected) else 0
        if len(block) == ROWS or ids > CHAIN_IDS:
            yield block
            block, ids = [], 0
    if block:
        yield block


def _plain(row: Any) -> Any:
    """orjson writes dataclasses itself; only what `as_json` leaves out is taken out first."""
    if isinstance(row, Affected) and row.hours_chain is None:
        return {name: getattr(row, name) for name in _AFFECTED}
    return row


def _listed(value: Any) -> Any:
    """Sequences that orjson does not know, worked out."""
    if isinstance(value, Sequence):
        return list(value)
    raise TypeError(type(value).__name__)


_AFFECTED = tuple(one.name for one in fields(Affected) if one.name != "hours_chain")
