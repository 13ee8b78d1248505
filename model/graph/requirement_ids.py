"""Ids of requirements of all kinds, for many at a time: how they are called, and which comes first."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from model.lazily import lazily

if TYPE_CHECKING:
    from model.claims.columns import Table

Numbers = npt.NDArray[Any]
Objects = npt.NDArray[np.object_]


class RequirementIds:
    """`kind` numbers the kinds by name (data, declared, flow), `key` the data objects, requirements and flows."""

    def __init__(self, tables: Mapping[str, Table]) -> None:
        self._ids: Sequence[Sequence[str]] = (
            tables["data_objects"].ids,
            tables["requirements"].ids,
            tables["flows"].ids,
        )

    @lazily
    def flows(self) -> Objects:
        """The ids of the flows; shape (flows,)."""
        return np.array(self._ids[-1], dtype=np.object_)

    @lazily
    def _of_kind(self) -> tuple[Objects, Objects, Objects]:
        data, declared = (np.array(ids, dtype=np.object_) for ids in self._ids[:-1])
        return data, declared, self.flows

    def names(self, kind: Numbers, key: Numbers) -> Objects:
        """The id of each requirement; shape (requirements,)."""
        found = np.empty(len(kind), dtype=np.object_)
        for one, ids in enumerate(self._of_kind):
            mine = kind == one
            found[mine] = ids[key[mine]]
        return found

    def rank(self, kind: Numbers, key: Numbers) -> Numbers:
        """Numbers in the order of the ids, of equal ids in the order of their kinds; shape (requirements,)."""
        found = np.empty(len(kind), dtype=np.int64)
        for one, ranks in enumerate(self._ranks):
            mine = kind == one
            found[mine] = ranks[key[mine]]
        return found

    @lazily
    def _ranks(self) -> tuple[Numbers, Numbers, Numbers]:
        """Few data objects and requirements are found their places among the many flows, which are in order already."""
        few = sorted((id_, kind, key) for kind, ids in enumerate(self._ids[:-1]) for key, id_ in enumerate(ids))
        room = len(few) + 1
        ranks = tuple(np.zeros(len(ids), dtype=np.int64) for ids in self._ids)
        for place, (id_, kind, key) in enumerate(few):
            ranks[kind][key] = bisect_left(self._ids[-1], id_) * room + place
        ranks[-1][:] = np.arange(len(self._ids[-1])) * room + len(few)
        return ranks[0], ranks[1], ranks[2]
