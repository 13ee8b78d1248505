"""Random chains of imports, edits, orders, removals and undos, the same for the same seed.

Small landscapes in which everything meets: three sources that list the same rows, catalogue entries listed and only
referred to, systems that stand for one by name, vendors in several spellings, rows that nobody lists any more,
contracts that name flows which are not there, texts that are odd. Past the importer, but such as it would let through.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from model.claims.batch import Batch, Provenance
from model.claims.entities import ENTITIES
from model.claims.state import Revision, State
from model.schema import VOCABULARIES

Row = dict[str, Any]
SOURCES = ("hand", "kitos", "Ærø")
SYSTEMS = ("s1", "s2", "s3", "s4", "s5", "None", "ESR", "EJF", "MAT", "OIS", "DATAFORDELER", "SERVICEPLATFORMEN")
NAMES = ("Ét", "To", "ESR", "EJF", "ejf", "MAT", "Datafordeler", "SERVICEPLATFORMEN", "KMD Aktiv", "日本 🏛", "'; //")
INTERFACES = ("i1", "i2", "None", "SF0101", "SF1600")
OBJECTS = ("a", "a.b", "a.b.c", "a.d", "e.f", "person.haendelser")
REQUIREMENTS = {f"r-{system}": system for system in SYSTEMS}
FLOWS = ("f1", "f2", "f3", "f4", "f5", "None")
CONTRACTS, UNITS = ("k1", "k2", "k3"), ("u1", "u2", "u3")
POOLS = {
    "systems": SYSTEMS,
    "interfaces": INTERFACES,
    "flows": FLOWS,
    "requirements": tuple(REQUIREMENTS),
    "contracts": CONTRACTS,
    "units": UNITS,
    "data_objects": OBJECTS,
}
TEXTS: Mapping[str, Sequence[str]] = {
    "name": NAMES,
    "vendor": ("KMD", "kmd", " KMD", "Netcompany", "NETCOMPANY", "  "),
    "capabilities": ("sms", "mail", "not:sms", "not:mail", "kort"),
    "municipality": ("m1", "m2"),
    "aliases": ("ESR", "Alias", "alias", "OIS"),
    "needed": ("1", "2", "50%"),
}
AT = "2026-03-01T08:00:00+00:00"


@dataclass(frozen=True)
class Step:
    """One revision with its state, and a word for what was done."""

    state: State
    revision: Revision


def random_chain(seed: int, length: int) -> Iterator[Step]:
    """The states one after another; each is what the verbs would have made of the one before."""
    maker = _Maker(random.Random(seed))
    states = [State()]
    while len(states) <= length:
        kind, state = maker.next(states)
        if state is not states[-1]:
            states.append(state)
            yield Step(state, Revision(state.revision, AT, kind, None, f"step {state.revision}"))


class _Maker:
    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.claims: dict[str, dict[str, dict[str, Row]]] = {}

    def next(self, states: Sequence[State]) -> tuple[Any, State]:
        now = states[-1]
        kinds = ("new", "edit", "edit", "edit", "edit", "edit", "remove", "order", "undo")
        kind = self.rng.choice(kinds) if len(states) > 2 else "new"
        if kind == "remove" and len(now.sources) > 1:
            return "remove", now.without(self.rng.choice(list(now.sources)))
        if kind == "order":
            return "order", now.with_order(tuple(self.rng.sample(list(now.sources), len(now.sources))))
        if kind == "undo":
            return "undo", self.rng.choice(states).as_revision(now.revision + 1)
        source = self.rng.choice(list(now.sources) if kind == "edit" and now.sources else SOURCES)
        tables = self._edited(now, source) if kind == "edit" and source in now.sources else self._new()
        return "import", now.with_batch(_batch(source, tables))

    def _new(self) -> dict[str, dict[str, Row]]:
        return {table: {id_: self._row(table, id_) for id_ in self._some(POOLS[table], 5)} for table in ENTITIES}

    def _edited(self, now: State, source: str) -> dict[str, dict[str, Row]]:
        """A row or three said anew, in one cell or more, or left out, or added."""
        claims = now.sources[source]
        tables = {name: {id_: dict(rows.row(id_)) for id_ in rows.ids} for name, rows in claims.tables.items()}
        for _ in range(self.rng.randint(1, 3)):
            table = self.rng.choice(tuple(ENTITIES))
            id_ = self.rng.choice(tuple(tables[table]) or POOLS[table])
            fresh = self._row(table, id_)
            what = self.rng.choice(("cell", "cell", "cell", "drop", "add"))
            if what == "drop":
                tables[table].pop(id_, None)
            elif what == "cell" and id_ in tables[table]:
                field = self.rng.choice(list(ENTITIES[table].fields())[1:])
                tables[table][id_] = _filled({**tables[table][id_], field: fresh.get(field)}, fresh)
            else:
                id_ = self.rng.choice(POOLS[table])
                tables[table][id_] = self._row(table, id_)
        return tables

    def _row(self, table: str, id_: str) -> Row:
        fields = {name: field for name, field in ENTITIES[table].fields().items() if name != "id"}
        row = {
            name: self._cell(table, id_, name) for name, field in fields.items() if field.required or self._chance(0.5)
        }
        if table == "flows" and "requirement" in row:
            row["requirement"] = f"r-{row['consumer']}"
        if table == "requirements":
            row["consumer"] = REQUIREMENTS[id_]
        return {name: value for name, value in row.items() if value not in (None, ())}

    def _cell(self, table: str, id_: str, name: str) -> Any:
        field = ENTITIES[table].fields()[name]
        if field.target:
            pool = POOLS[field.target]
            if name == "parent":  # a ring is no parent
                pool = pool[: pool.index(id_)]
            if field.kind == "refs":
                return self._some(pool, 3)
            return self.rng.choice(pool) if pool else None
        words = TEXTS.get(name) or tuple(VOCABULARIES.get(field.words or "", ())) or ("x", "y", "Ærø")
        by_kind: Mapping[str, Callable[[], Any]] = {
            "number": lambda: float(self.rng.choice((0, 1, 12, 24))),
            "flag": lambda: self._chance(0.5),
            "date": self._date,
            "dates": lambda: (self._date(),),
        }
        one = by_kind.get(field.kind) or (lambda: self._some(words, 3) if field.several else self.rng.choice(words))
        return one()

    def _date(self) -> date:
        return date(2026, self.rng.randint(1, 12), self.rng.randint(1, 28))

    def _chance(self, share: float) -> bool:
        return self.rng.random() < share

    def _some(self, values: Sequence[str], most: int) -> tuple[str, ...]:
        return tuple(self.rng.sample(values, self.rng.randint(0, min(most, len(values)))))


def _filled(row: Row, fresh: Row) -> Row:
    """What is required is not left blank, and a flow's requirement is one of its consumer."""
    if "requirement" in row and "consumer" in row and row["requirement"]:
        row["requirement"] = f"r-{row['consumer']}"
    kept = {**row, **{name: fresh[name] for name, value in row.items() if value is None and name in fresh}}
    return {name: value for name, value in kept.items() if value is not None}


def _batch(source: str, tables: Mapping[str, Mapping[str, Row]]) -> Batch:
    return Batch(source, Batch.of(source, **tables).tables, Provenance("made.xlsx", "ab" * 32, "landscape_files"))


def shown(state: State) -> str:
    """A state as text, to paste into a test: only what is filled."""
    lines = [f"revision {state.revision}, order {state.order}"]
    for source, claims in state.sources.items():
        for name, table in claims.tables.items():
            lines += [f"  {source}.{name}[{id_!r}] = {table.row(id_)}" for id_ in table.ids]
    return "\n".join(lines)
