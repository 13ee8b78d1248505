"""What every source claims at one revision, and how a new batch changes it.

A claim's `since` is the revision in which the source last changed that cell: of two sources the one that changed its
mind last wins, so a correction by hand stands until the other source itself says something new.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np
import numpy.typing as npt

from model.claims.batch import Batch, Provenance
from model.claims.columns import BLANK, CodedColumn, Codes, Table
from model.claims.entities import ENTITIES

Since = int | Codes
"""Revision of a column's cells: one number where all are of the same revision, else shape (rows,)."""


@dataclass(frozen=True, slots=True)
class Revision:
    """One entry of the history: `kind` says what was done, `source` to whom; `at` is UTC in ISO 8601."""

    number: int
    at: str
    kind: Literal["import", "order", "remove", "undo"]
    source: str | None = None
    note: str = ""


@dataclass(frozen=True, eq=False)
class Claims:
    """What one source claims: its tables and, per table and field, since when."""

    tables: Mapping[str, Table]
    since: Mapping[str, Mapping[str, Since]]
    provenance: Provenance = field(default_factory=Provenance)
    imported: int = 0

    def same_as(self, batch: Batch) -> bool:
        """Whether the batch says exactly what is claimed already."""
        return all(self.tables[name].same_as(batch.tables[name]) for name in ENTITIES)


@dataclass(frozen=True, eq=False)
class State:
    """All sources' claims at `revision` (0: nothing yet). `order` names the sources that decide before the rest."""

    revision: int = 0
    order: tuple[str, ...] = ()
    sources: Mapping[str, Claims] = field(default_factory=dict)

    def with_batch(self, batch: Batch) -> State:
        """The next state, in which the batch is the newest of its source; `self` where it says nothing new.

        >>> State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}})).revision
        1
        """
        old = self.sources.get(batch.source)
        if old is not None and old.same_as(batch):
            return self
        number = self.revision + 1
        since = {name: _since(old, batch.tables[name], number) for name in ENTITIES}
        claims = Claims(batch.tables, since, batch.provenance, imported=number)
        return replace(self, revision=number, sources={**self.sources, batch.source: claims})

    def without(self, source: str) -> State:
        """The next state, in which the source claims nothing."""
        kept = {name: claims for name, claims in self.sources.items() if name != source}
        order = tuple(name for name in self.order if name != source)
        return State(self.revision + 1, order, kept)

    def with_order(self, order: tuple[str, ...]) -> State:
        """The next state, in which these sources decide before all others, first first."""
        return replace(self, revision=self.revision + 1, order=order)

    def as_revision(self, number: int) -> State:
        """The same claims as a later revision: what an undo adds."""
        return replace(self, revision=number)


def _since(old: Claims | None, table: Table, number: int) -> dict[str, Since]:
    """Per field the revision of every cell: the old one where the cell is as it was, else `number`."""
    before = old.tables[table.name] if old else None
    if old is None or before is None or not len(before):
        return dict.fromkeys(table.columns, number)
    rows = np.fromiter((before.index.get(id_, BLANK) for id_ in table.ids), dtype=np.intp, count=len(table))
    since: dict[str, Since] = {}
    for name, column in table.columns.items():
        kept = _unchanged(column, before.columns.get(name), rows)
        was = old.since[table.name].get(name, number)
        earlier = was[rows] if isinstance(was, np.ndarray) else np.int32(was)
        since[name] = _narrow(np.where(kept, earlier, np.int32(number)).astype(np.int32))
    return since


def _unchanged(column: CodedColumn, before: CodedColumn | None, rows: npt.NDArray[np.intp]) -> npt.NDArray[np.bool_]:
    if before is None:
        return np.zeros(len(rows), dtype=np.bool_)
    places = {value: code for code, value in enumerate(before.values)}
    now_in_old = column.mapped(places, missing=-2)
    then = np.where(rows >= 0, before.codes[rows], -3)
    same: npt.NDArray[np.bool_] = now_in_old == then
    return same


def _narrow(since: Codes) -> Since:
    return int(since[0]) if len(since) and (since == since[0]).all() else since


def since_of(since: Since, row: int) -> int:
    """The revision of one cell."""
    return int(since[row]) if isinstance(since, np.ndarray) else since
