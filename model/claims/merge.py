"""The landscape's tables from the claims of all sources.

Per cell the claim whose value changed last wins; a blank says nothing; the sources named in the state's order decide
before all others; fields declared `united` collect what every source says. A tie goes to the source first by name.
The municipality's own tags are laid over the rest (`model.claims.tags`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from model.claims import tags
from model.claims.columns import BLANK, CodedColumn, Table
from model.claims.entities import ENTITIES
from model.claims.state import Claims, Since, State
from model.schema import Value, texts

_ORDERED = np.int64(1) << 32
"""What a place in the order is worth: more than any revision number."""


def merged_tables(state: State) -> dict[str, Table]:
    """Every table of the landscape at `state`, without the rows that are only referred to.

    >>> from model.claims.batch import Batch
    >>> one = State().with_batch(Batch.of("kitos", systems={"a": {"name": "A", "owner": "Bo"}}))
    >>> two = one.with_batch(Batch.of("hand", systems={"a": {"name": "A", "owner": "Else"}}))
    >>> merged_tables(two)["systems"].row("a")["owner"]
    'Else'
    """
    sources = [(name, claims) for name, claims in sorted(state.sources.items()) if name != tags.SOURCE]
    weights = {name: _weight(name, state.order) for name, _ in sources}
    merged = {name: _merge(name, [(weights[source], claims) for source, claims in sources]) for name in ENTITIES}
    own = state.sources.get(tags.SOURCE)
    return merged if own is None else {**merged, "systems": _tagged(merged["systems"], own.tables["systems"])}


def _tagged(systems: Table, own: Table) -> Table:
    """The systems with the municipality's own tags over them; a tag of a system that nobody lists waits for it."""
    rows = {systems.index[id_]: place for place, id_ in enumerate(own.ids) if id_ in systems.index}
    if not rows:
        return systems
    cells = list(systems.column(tags.FIELD).cells())
    for row, place in rows.items():
        said, word = cells[row], own.column(tags.FIELD)[place]
        words = tags.laid_over(texts(said), texts(word))
        cells[row] = words or None
    return Table(systems.name, systems.ids, {**systems.columns, tags.FIELD: CodedColumn.of(cells)})


def _weight(source: str, order: Sequence[str]) -> np.int64:
    return _ORDERED * (len(order) - order.index(source)) if source in order else np.int64(0)


def _merge(name: str, sources: Sequence[tuple[np.int64, Claims]]) -> Table:
    filled = [(weight, claims) for weight, claims in sources if len(claims.tables[name])]
    if len(filled) == 1:
        return filled[0][1].tables[name]
    ids = tuple(sorted(set().union(*(claims.tables[name].ids for _, claims in filled))))
    index = dict(zip(ids, range(len(ids)), strict=True))
    placed = [
        (weight, claims, np.fromiter(map(index.__getitem__, claims.tables[name].ids), dtype=np.intp))
        for weight, claims in filled
    ]
    columns = {}
    for field, declared in ENTITIES[name].fields().items():
        parts = [
            (weight, claims.tables[name].columns[field], claims.since[name][field], rows)
            for weight, claims, rows in placed
            if field in claims.tables[name].columns
        ]
        if parts:
            columns[field] = _united(parts, len(ids)) if declared.united else _winner(parts, len(ids))
    return Table(name, ids, columns)


_Part = tuple[np.int64, CodedColumn, Since, npt.NDArray[np.intp]]


def _winner(parts: Sequence[_Part], size: int) -> CodedColumn:
    values: dict[Value, int] = {}
    codes = np.full(size, BLANK, dtype=np.int32)
    best = np.full(size, -1, dtype=np.int64)
    for weight, column, since, rows in parts:
        shared = np.array([values.setdefault(value, len(values)) for value in column.values], dtype=np.int32)
        claim = np.where(column.codes >= 0, weight + since, np.int64(-1))
        wins = claim > best[rows]
        best[rows[wins]] = claim[wins]
        codes[rows[wins]] = shared[column.codes[wins]]
    return CodedColumn(codes, tuple(values)).compact()


def _united(parts: Sequence[_Part], size: int) -> CodedColumn:
    cells: list[Value | None] = [None] * size
    for _, column, _, rows in parts:
        for row, said in zip(rows.tolist(), column.cells(), strict=True):
            if said is not None:
                cells[row] = unite(cells[row], said)
    return CodedColumn.of(cells).compact()


def unite(one: Value | None, other: Value) -> Value:
    """What two sources say together, each word once; the first source's order, then what the other adds.

    >>> unite(("vendor",), ("municipality", "vendor"))
    ('vendor', 'municipality')
    """
    if one is None or one == other:
        return other
    if not isinstance(one, tuple) or not isinstance(other, tuple):
        return one
    return tuple(dict.fromkeys((*one, *other)))
