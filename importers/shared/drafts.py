"""A table on its way from raw cells to claims: its columns' values, still coded, and its rows' ids."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from importers.shared.cells import read_cell
from importers.shared.headings import RawTable
from importers.shared.ids import check_id
from importers.shared.known_rows import KnownRows
from importers.shared.problems import Findings, Wrong
from importers.shared.sheets import RawCell, text_of
from model.catalogue.catalogue import Catalogue
from model.claims.entities import ENTITIES
from model.schema import Field, Value

MOST = 1e12
"""A number in any other column, a thousand times a thousand million: more is a slip, and a sum of such is no sum."""
MOST_HOURS = 1_000_000
"""Hours of tolerance, 114 years: more is a slip, and far more is beyond what the engine counts in."""


@dataclass(slots=True)
class Coded:
    """One column: `values[codes[row]]` is the row's value, `None` a blank; `raw` what stood there."""

    table: str
    field: str
    rows: array[int]
    codes: array[int]
    values: list[Value | None]
    raw: tuple[RawCell | None, ...]

    def cells(self) -> Iterator[Value | None]:
        """Every cell in row order."""
        return map(self.values.__getitem__, self.codes)

    def text(self, code: int) -> str | None:
        """What stands in the cells of a code; `None`: nothing."""
        cell = self.raw[code]
        return None if cell is None else text_of(cell)


@dataclass(slots=True)
class Draft:
    """One table of a file. ids: final ones, with the prefix; `None` where there is none (yet)."""

    table: str
    rows: array[int]
    columns: dict[str, Coded]
    ids: list[str | None] = field(default_factory=list)
    own_ids: Mapping[str, str] = field(default_factory=dict)
    """Id as the file spells it -> final id, where a prefix makes the two differ."""

    def cells(self, name: str) -> Iterator[Value | None]:
        """Every cell of a field in row order."""
        column = self.columns.get(name)
        return iter([None] * len(self.rows)) if column is None else column.cells()

    def as_rows(self) -> KnownRows:
        """What references can mean."""
        return KnownRows(self.ids, self.cells, spellings=self.own_ids)


def draft_of(raw: RawTable, findings: Findings, *, prefix: str, catalogue: Catalogue) -> Draft:
    """Read every cell of a table as what its column asks for; what is wrong goes to `findings`."""
    columns = {field: _coded(raw, field, findings) for field in raw.columns}
    draft = Draft(raw.name, raw.sheet.rows, columns)
    _declare_ids(draft, findings, prefix=prefix, catalogue=catalogue)
    return draft


def _coded(raw: RawTable, field: str, findings: Findings) -> Coded:
    declared, column = ENTITIES[raw.name].fields()[field], raw.columns[field]
    values: list[Value | None] = []
    wrong: dict[int, list[Wrong]] = {}
    for code, cell in enumerate(column.values):
        value: Value | None = None
        try:
            value = None if cell is None else read_cell(cell, declared, decimal=raw.sheet.decimal)
            _check_required(value, declared)
            _check_size(value, field)
            if field == "id" and value is not None:
                check_id(str(value))
        except Wrong as found:
            wrong[code] = [found]
        values.append(value)
    coded = Coded(raw.name, field, raw.sheet.rows, column.codes, values, column.values)
    findings.add_cells(wrong, coded)
    return coded


def _check_required(value: Value | None, declared: Field) -> None:
    if value is None and declared.required:
        raise Wrong("required")


def _check_size(value: Value | None, field: str) -> None:
    if not isinstance(value, float):
        return
    if field == "tolerance_hours" and value > MOST_HOURS:
        raise Wrong("too_many_hours")
    if value > MOST:
        raise Wrong("too_great")


def _declare_ids(draft: Draft, findings: Findings, *, prefix: str, catalogue: Catalogue) -> None:
    """Final ids of the rows: the prefix before every id but the catalogue's and those of data objects."""
    column = draft.columns.get("id")
    if column is None:
        draft.ids = [None] * len(draft.rows)
        return
    if prefix and draft.table != "data_objects":
        final = {str(id_): _prefixed(str(id_), draft.table, prefix, catalogue) for id_ in column.values if id_}
        column.values = [None if id_ is None else final[str(id_)] for id_ in column.values]
        draft.own_ids = final
    draft.ids = [None if id_ is None else str(id_) for id_ in column.cells()]
    _check_twice(draft, findings)


def _prefixed(id_: str, table: str, prefix: str, catalogue: Catalogue) -> str:
    entry = catalogue.entry(id_) if table in ("systems", "interfaces") else None
    is_catalogues = entry is not None and (table == "systems" or entry.section == "service")
    return id_ if is_catalogues else prefix + id_


def _check_twice(draft: Draft, findings: Findings) -> None:
    filled = [id_ for id_ in draft.ids if id_ is not None]
    if len(set(filled)) == len(filled):
        return
    first: dict[str, int] = {}
    column = draft.columns["id"]
    for row, code, id_ in zip(draft.rows, column.codes, draft.ids, strict=True):
        if id_ is not None and first.setdefault(id_, row) != row:
            text = column.text(code)
            findings.add("id_twice", table=draft.table, row=row, column="id", value=text, first=first[id_])
