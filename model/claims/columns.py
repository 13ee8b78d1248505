"""Tables as columns, so that a national landscape is arrays and not a million objects.

A column is dictionary-coded: `codes[row]` is the place of the row's value in `values`, -1 where the cell is blank.
A table is sorted by id and its values stand in the order in which the rows use them, so equal tables have equal parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from model.claims.entities import ENTITIES
from model.lazily import lazily
from model.schema import Value

Codes = npt.NDArray[np.int32]
BLANK = -1


@dataclass(frozen=True, eq=False, slots=True)
class CodedColumn:
    """One column: `codes` of shape (rows,), `values` the distinct values they point to.

    >>> column = CodedColumn.of(["KMD", None, "KMD"])
    >>> column.codes.tolist(), column.values
    ([0, -1, 0], ('KMD',))
    """

    codes: Codes
    values: tuple[Value, ...]

    @classmethod
    def of(cls, cells: Iterable[Value | None]) -> CodedColumn:
        """Code a column of cells; `None` is blank."""
        index: dict[Value, int] = {}
        codes = [BLANK if cell is None else index.setdefault(cell, len(index)) for cell in cells]
        return cls(np.array(codes, dtype=np.int32), tuple(index))

    def __getitem__(self, row: int) -> Value | None:
        code = self.codes[row]
        return None if code < 0 else self.values[code]

    def cells(self) -> Iterator[Value | None]:
        """Every cell in row order."""
        values: list[Value | None] = [*self.values, None]  # code -1 is the last
        return (values[code] for code in self.codes.tolist())

    def take(self, rows: npt.NDArray[np.intp]) -> CodedColumn:
        """The rows asked for, in that order."""
        return CodedColumn(self.codes[rows], self.values).compact()

    def compact(self) -> CodedColumn:
        """The same cells, the values in order of first use and none unused."""
        used, first = np.unique(self.codes, return_index=True)
        keep = used >= 0
        order = used[keep][np.argsort(first[keep], kind="stable")]
        if len(order) == len(self.values) and np.array_equal(order, np.arange(len(order))):
            return self
        renumber = np.full(len(self.values) + 1, BLANK, dtype=np.int32)
        renumber[order] = np.arange(len(order), dtype=np.int32)
        return CodedColumn(renumber[self.codes], tuple(self.values[code] for code in order.tolist()))

    def same_as(self, other: CodedColumn) -> bool:
        """Whether both hold the same cells; both compact."""
        return self.values == other.values and np.array_equal(self.codes, other.codes)

    def mapped(self, table: Mapping[Any, int], *, missing: int = BLANK) -> Codes:
        """Every cell through `table` (value -> number), shape (rows,); blank and unknown are `missing`."""
        numbers = np.fromiter(
            (table.get(value, missing) for value in self.values), dtype=np.int32, count=len(self.values)
        )
        return np.append(numbers, np.int32(missing))[self.codes]


@dataclass(frozen=True, eq=False)
class Table:
    """The rows of one table of one source, or of the landscape: sorted by id, columns by field name.

    A field that no row fills has no column.

    >>> table = Table.of("systems", {"b": {"name": "B"}, "a": {"name": "A", "vendor": "KMD"}})
    >>> table.ids, table.row("a")
    (('a', 'b'), {'name': 'A', 'vendor': 'KMD'})
    """

    name: str
    ids: tuple[str, ...]
    columns: Mapping[str, CodedColumn]

    @classmethod
    def of(cls, name: str, rows: Mapping[str, Mapping[str, Value | None]]) -> Table:
        """From rows by id; for tests and small tables."""
        ids = tuple(sorted(rows))
        return cls.from_columns(
            name,
            ids,
            {f: CodedColumn.of(rows[id_].get(f) for id_ in ids) for f in ENTITIES[name].fields() if f != "id"},
        )

    @classmethod
    def from_columns(cls, name: str, ids: Sequence[str], columns: Mapping[str, CodedColumn]) -> Table:
        """From columns in the rows' order; sorts by id, compacts, drops columns without a value."""
        order = np.array(sorted(range(len(ids)), key=ids.__getitem__), dtype=np.intp)
        sorted_ids = tuple(ids[row] for row in order.tolist())
        taken = {f: columns[f].take(order) for f in ENTITIES[name].fields() if f != "id" and f in columns}
        return cls(name, sorted_ids, {f: column for f, column in taken.items() if column.values})

    def __len__(self) -> int:
        return len(self.ids)

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self.name, "ids": self.ids, "columns": self.columns}

    @lazily
    def index(self) -> Mapping[str, int]:
        """id -> row."""
        return dict(zip(self.ids, range(len(self.ids)), strict=True))

    def cell(self, row: int, field: str) -> Value | None:
        """One cell; `None` where it is blank."""
        column = self.columns.get(field)
        return None if column is None else column[row]

    def row(self, id_: str) -> dict[str, Value]:
        """The filled cells of one row, without its id."""
        at = self.index[id_]
        cells = ((field, column[at]) for field, column in self.columns.items())
        return {field: value for field, value in cells if value is not None}

    def cells(self, field: str) -> Iterator[Value | None]:
        """Every cell of a field in row order."""
        column = self.columns.get(field)
        return repeat(None, len(self)) if column is None else column.cells()

    def column(self, field: str) -> CodedColumn:
        """A field's column, an empty one where nobody filled it."""
        found = self.columns.get(field)
        return CodedColumn(np.full(len(self), BLANK, dtype=np.int32), ()) if found is None else found

    def same_as(self, other: Table) -> bool:
        """Whether both hold the same rows."""
        return (
            self.ids == other.ids
            and self.columns.keys() == other.columns.keys()
            and all(column.same_as(other.columns[field]) for field, column in self.columns.items())
        )


_STORED = np.dtype("<i4")


def codes_to_bytes(codes: Codes) -> bytes:
    """Codes, or anything else of shape (rows,) and that type, as 4 little-endian bytes a row."""
    return codes.astype(_STORED, copy=False).tobytes()


def codes_from_bytes(data: bytes) -> Codes:
    r"""The numbers that `codes_to_bytes` wrote, in memory of their own; `ValueError` where the bytes are none.

    >>> codes_from_bytes(b"\x01\x00\x00\x00\xff\xff\xff\xff").tolist()
    [1, -1]
    """
    return np.frombuffer(data, dtype=_STORED).astype(np.int32)
