"""States to store: seeded random ones over every kind of field, and small ones whose every cell says their revision."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import numpy as np

from model.claims.batch import Batch, Provenance
from model.claims.columns import CodedColumn, Table
from model.claims.entities import ENTITIES
from model.claims.state import Revision, State
from model.schema import Kind, Value

AT = "2026-03-01T08:00:00+00:00"
WORDS = ("", "KMD", "Ærø", "å" * 300, "=1+1", "|;\",'\\", "linje\nlinje", "\x00", "日本", "🏛", "\ud800", "null")


def revision(number: int, source: str | None = "hand", note: str = "") -> Revision:
    return Revision(number, AT, "import", source, note)


def marked(number: int, *, before: State | None = None) -> State:
    """The state of revision `number`, in which every filled cell of three sources' tables is `number`."""
    state = before or State()
    for source in ("a", "b", "c"):
        tables = {
            "systems": {f"s{row}": {"name": str(number), "users": float(number)} for row in range(40)},
            "flows": {f"f{row}": {"provider": str(number), "consumer": str(number)} for row in range(40)},
            "units": {f"u{row}": {"name": str(number)} for row in range(number % 3 + 1)},
        }
        state = state.with_batch(Batch.of(source, **tables))
    return state.as_revision(number)


def marks(state: State) -> set[Value | None]:
    """What the cells of a marked state say; one value where the state is whole."""
    return {
        str(int(value)) if isinstance(value, float) else value
        for claims in state.sources.values()
        for table in claims.tables.values()
        for field in table.columns
        for value in table.cells(field)
    }


def random_state(seed: int) -> State:
    """Two or three sources over several imports, so that `since` has both its forms."""
    rng = random.Random(seed)
    state = State()
    batches: dict[str, Batch] = {}
    for _ in range(rng.randint(1, 4)):
        source = rng.choice(("hand", "kitos", "Ærø Kommune"))
        batch = _partly_new(rng, batches[source]) if source in batches else random_batch(rng, source)
        batches[source] = batch
        state = state.with_batch(batch)
    return state.with_order(tuple(rng.sample(sorted(batches), k=rng.randint(0, len(batches)))))


def random_batch(rng: random.Random, source: str) -> Batch:
    """Every table, some of them empty, every field filled by chance."""
    tables = {name: random_table(rng, name) for name in ENTITIES}
    provenance = Provenance(rng.choice(("", "/tmp/Ære.xlsx", "\udcc6.csv")), "ab" * 32, "landscape_files")
    return Batch(source, tables, provenance)


def random_table(rng: random.Random, name: str) -> Table:
    ids = sorted({rng.choice(("", "kommune:", "ø")) + str(row) for row in range(rng.choice((0, 1, 7, 60)))})
    fields = {field: kind.kind for field, kind in ENTITIES[name].fields().items() if field != "id"}
    rows = {id_: {field: random_cell(rng, kind) for field, kind in fields.items() if rng.random() < 0.7} for id_ in ids}
    return Table.of(name, rows)


def random_cell(rng: random.Random, kind: Kind) -> Value | None:
    return None if rng.random() < 0.3 else _CELLS[kind](rng)


def _partly_new(rng: random.Random, batch: Batch) -> Batch:
    """The batch with some rows of every table said anew and some left out."""
    tables: dict[str, Mapping[str, Mapping[str, Value | None]]] = {}
    for name, table in batch.tables.items():
        new = random_table(rng, name)
        kept = {id_: table.row(id_) for id_ in table.ids if rng.random() < 0.9}
        tables[name] = {**kept, **{id_: new.row(id_) for id_ in new.ids if rng.random() < 0.2}}
    return Batch.of(batch.source, **tables)


def assert_same(left: State, right: State) -> None:
    """Both states say the same, in the same order, since the same revisions."""
    assert (left.revision, left.order, list(left.sources)) == (right.revision, right.order, list(right.sources))
    for source, claims in left.sources.items():
        other = right.sources[source]
        assert (claims.provenance, claims.imported) == (other.provenance, other.imported)
        assert list(claims.tables) == list(other.tables) == list(ENTITIES)
        for name, table in claims.tables.items():
            assert table.same_as(other.tables[name]), name
            assert list(table.columns) == list(other.tables[name].columns)
            assert claims.since[name].keys() == other.since[name].keys()
            for field, since in claims.since[name].items():
                assert type(since) is type(other.since[name][field])
                assert np.array_equal(since, other.since[name][field]), (name, field)


def assert_cells_are_typed(column: CodedColumn, kind: Kind) -> None:
    expected = {"number": float, "flag": bool, "date": date}.get(kind, str)
    for value in column.values:
        several = isinstance(value, tuple)
        assert several == (kind in ("texts", "refs", "dates", "words"))
        inner = date if kind == "dates" else str
        assert all(type(one) is inner for one in value) if several else type(value) is expected


def _text(rng: random.Random) -> str:
    return rng.choice(WORDS)


def _texts(rng: random.Random) -> tuple[str, ...]:
    return tuple(rng.choice(WORDS) for _ in range(rng.randint(1, 3)))


def _number(rng: random.Random) -> float:
    return rng.choice((0.0, 0.1, 1e300, 5e-324, 12345678.9, float(rng.randrange(10**12))))


def _date(rng: random.Random) -> date:
    return date.min + timedelta(days=rng.randrange((date.max - date.min).days + 1))


def _dates(rng: random.Random) -> tuple[date, ...]:
    return tuple(_date(rng) for _ in range(rng.randint(1, 3)))


def _flag(rng: random.Random) -> bool:
    return rng.random() < 0.5


_CELLS: Mapping[Kind, Callable[[random.Random], Value]] = {
    "text": _text,
    "texts": _texts,
    "ref": _text,
    "refs": _texts,
    "number": _number,
    "date": _date,
    "dates": _dates,
    "flag": _flag,
    "word": _text,
    "words": _texts,
    "needed": _text,
}
