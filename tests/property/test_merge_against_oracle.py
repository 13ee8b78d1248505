"""The merge of several sources against a slow, literal one, over random histories of imports, orders and undos."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from model.claims.batch import Batch
from model.claims.entities import ENTITIES
from model.claims.merge import merged_tables
from model.claims.state import State
from tests.soak import times

pytestmark = pytest.mark.soak

Rows = Mapping[str, Mapping[str, Any]]
Tables = Mapping[str, Rows]
SOURCES = ("bibliotek", "hand", "kitos", "okonomi")
UNITED = {("flows", "declared_by"), ("interfaces", "documented_by"), ("systems", "aliases")}


@dataclass(frozen=True)
class Told:
    """What is known at one revision: every source's files, oldest first, and which sources decide first."""

    number: int = 0
    order: tuple[str, ...] = ()
    files: Mapping[str, tuple[tuple[int, Tables], ...]] = field(default_factory=dict)

    def imported(self, source: str, tables: Tables) -> Told:
        earlier = self.files.get(source, ())
        if earlier and earlier[-1][1] == tables:
            return self
        files = {**self.files, source: (*earlier, (self.number + 1, tables))}
        return replace(self, number=self.number + 1, files=files)

    def removed(self, source: str) -> Told:
        files = {name: told for name, told in self.files.items() if name != source}
        return Told(self.number + 1, tuple(name for name in self.order if name != source), files)

    def ordered(self, order: tuple[str, ...]) -> Told:
        return replace(self, number=self.number + 1, order=order)

    def merged(self) -> dict[str, dict[str, dict[str, Any]]]:
        return {table: self._rows(table) for table in ENTITIES}

    def _rows(self, table: str) -> dict[str, dict[str, Any]]:
        ids = {id_ for told in self.files.values() for id_ in told[-1][1].get(table, {})}
        fields = [name for name in ENTITIES[table].fields() if name != "id"]
        cells = {id_: {name: self._cell(table, id_, name) for name in fields} for id_ in ids}
        return {id_: {name: cell for name, cell in row.items() if cell is not None} for id_, row in cells.items()}

    def _cell(self, table: str, id_: str, name: str) -> Any:
        said = {
            source: claim
            for source in sorted(self.files)
            if (claim := self._claim(source, table, id_, name)) is not None
        }
        if not said:
            return None
        if (table, name) in UNITED:
            return tuple(dict.fromkeys(word for _, words in said.values() for word in words))
        for source in self.order:
            if source in said:
                return said[source][1]
        return max(said.values(), key=lambda claim: claim[0])[1]

    def _claim(self, source: str, table: str, id_: str, name: str) -> tuple[int, Any] | None:
        """What a source says in a cell, and since which of its files it has said so without a break."""
        told = [(number, tables.get(table, {}).get(id_, {}).get(name)) for number, tables in self.files[source]]
        value = told[-1][1]
        if value is None:
            return None
        since = told[-1][0]
        for number, earlier in reversed(told):
            if earlier != value:
                break
            since = number
        return since, value


def random_tables(rng: random.Random) -> dict[str, dict[str, dict[str, Any]]]:
    """A few rows with few different values, so that sources agree, change their minds and come back to them."""

    def some(words: str) -> tuple[str, ...] | None:
        return tuple(rng.sample(words.split(), rng.randint(1, 2))) if rng.random() < 0.6 else None

    def one(*values: Any) -> Any:
        return rng.choice((None, *values))

    return {
        "systems": {
            id_: {
                "name": one("A", "B", "C"),
                "users": one(10.0, 20.0),
                "business_critical": one(True, False),
                "aliases": some("x y z"),
                "using_units": some("u v"),
            }
            for id_ in ("a", "b", "c")
            if rng.random() < 0.7
        },
        "flows": {
            id_: {"provider": "a", "consumer": "b", "need": one("required"), "declared_by": some("vendor observed")}
            for id_ in ("f", "g")
            if rng.random() < 0.5
        },
    }


def tables_of(state: State) -> dict[str, dict[str, dict[str, Any]]]:
    return {name: {id_: table.row(id_) for id_ in table.ids} for name, table in merged_tables(state).items()}


def without_blanks(tables: Tables) -> dict[str, dict[str, dict[str, Any]]]:
    return {
        name: {id_: {f: v for f, v in row.items() if v is not None} for id_, row in rows.items()}
        for name, rows in tables.items()
    }


class History:
    """The same things done to the program's state and to the literal one."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.state, self.told = State(), Told()
        self.past = [(self.state, self.told)]
        self.log: list[str] = []

    def step(self) -> None:
        act = self.rng.choice((self._import,) * 7 + (self._again, self._order, self._remove, self._undo))
        act()
        if self.state.revision > self.past[-1][0].revision:
            self.past.append((self.state, self.told))

    def _import(self) -> None:
        source = self.rng.choice(SOURCES)
        if source in self.told.files and self.rng.random() < 0.5:
            tables = self._edited(self.told.files[source][-1][1])
        else:
            tables = without_blanks(random_tables(self.rng))
        self._bring(source, tables)

    def _bring(self, source: str, tables: Tables) -> None:
        self.log.append(f"import {source} {tables}")
        self.state = self.state.with_batch(Batch.of(source, **tables))
        self.told = self.told.imported(source, tables)

    def _edited(self, tables: Tables) -> Tables:
        """One row of a file as in another file, or gone."""
        other = without_blanks(random_tables(self.rng))["systems"]
        systems = dict(tables["systems"])
        id_ = self.rng.choice(("a", "b", "c"))
        systems.pop(id_, None)
        if id_ in other:
            systems[id_] = other[id_]
        return {**tables, "systems": systems}

    def _again(self) -> None:
        """A file that came in before, perhaps one before the last."""
        if self.told.files:
            source = self.rng.choice(sorted(self.told.files))
            self._bring(source, self.rng.choice(self.told.files[source])[1])

    def _order(self) -> None:
        order = tuple(self.rng.sample(SOURCES, self.rng.randint(0, 3)))
        self.log.append(f"order {order}")
        self.state, self.told = self.state.with_order(order), self.told.ordered(order)

    def _remove(self) -> None:
        if self.told.files:
            source = self.rng.choice(sorted(self.told.files))
            self.log.append(f"remove {source}")
            self.state, self.told = self.state.without(source), self.told.removed(source)

    def _undo(self) -> None:
        state, told = self.rng.choice(self.past)
        number = self.state.revision + 1
        self.log.append(f"undo to {state.revision}")
        self.state, self.told = state.as_revision(number), replace(told, number=number)


@pytest.mark.parametrize("first", range(0, times(300), 50))
def test_the_merge_is_what_the_rules_say(first: int) -> None:
    for seed in range(first, first + 50):
        history = History(seed)
        for _ in range(12):
            history.step()
            told = "\n".join([f"seed {seed}", *history.log])
            assert history.state.revision == history.told.number, told
            assert tables_of(history.state) == history.told.merged(), told


def test_the_histories_are_not_all_alike() -> None:
    """What the law above is worth: every kind of thing happens often, and sources do contradict each other."""
    histories = [History(seed) for seed in range(50)]
    for history in histories:
        for _ in range(12):
            history.step()
    log = [line.split()[0] for history in histories for line in history.log]
    assert {word: log.count(word) >= 20 for word in ("import", "order", "remove", "undo")} == dict.fromkeys(
        ("import", "order", "remove", "undo"), True
    )
    assert sum(len(history.told.files) >= 2 for history in histories) >= 25
