"""Lists of numbers of different lengths in two arrays: what adjacency is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from model.claims.columns import CodedColumn

Ints = npt.NDArray[np.int32]


@dataclass(frozen=True, eq=False, slots=True)
class Lists:
    """`items[starts[i]:starts[i + 1]]` is list `i`; starts of shape (lists + 1,), items of shape (all,).

    >>> Lists.grouped(keys=np.array([2, 0, 2]), items=np.array([7, 8, 9]), count=3)[2].tolist()
    [7, 9]
    """

    starts: npt.NDArray[np.int64]
    items: Ints

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: int) -> Ints:
        return self.items[self.starts[at] : self.starts[at + 1]]

    @classmethod
    def grouped(cls, *, keys: npt.NDArray[Any], items: npt.NDArray[Any], count: int) -> Lists:
        """Pairs (key, item) as one list a key, in the order of the pairs; `count` lists."""
        order = np.argsort(keys, kind="stable")
        starts = np.zeros(count + 1, dtype=np.int64)
        np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
        return cls(starts, items[order].astype(np.int32))

    @classmethod
    def of_cells(cls, column: CodedColumn, index: Mapping[str, int]) -> Lists:
        """The cells of a column of tuples as numbers from `index`, each once a cell, blank cells as empty lists."""
        each = [_numbers(value, index) for value in column.values]
        lengths = np.array([len(one) for one in each] + [0], dtype=np.int64)
        flat = np.array([number for one in each for number in one], dtype=np.int32)
        return cls(np.concatenate(([0], np.cumsum(lengths))), flat).take(column.codes)

    def take(self, which: npt.NDArray[Any]) -> Lists:
        """The lists asked for, in that order; -1 means the last."""
        which = np.where(which < 0, len(self) + which, which)
        first = self.starts[which]
        lengths = self.starts[which + 1] - first
        starts = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        return Lists(starts, self.items[_ranges(first, lengths)])

    def owners(self) -> Ints:
        """For every item the list it stands in, shape (all,)."""
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))

    def of(self, which: npt.NDArray[Any]) -> Ints:
        """All items of the lists asked for, one after the other."""
        return self.items[_ranges(self.starts[which], self.starts[which + 1] - self.starts[which])]


def each(numbers: npt.NDArray[Any], count: int) -> npt.NDArray[np.int64]:
    """The different ones of `numbers`, all below `count`, sorted: by marking, which is quicker than sorting.

    >>> each(np.array([3, 1, 3]), 5).tolist()
    [1, 3]
    """
    mark = np.zeros(count, dtype=np.bool_)
    mark[numbers] = True
    return np.flatnonzero(mark)


def distinct(numbers: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The different ones of many numbers, sorted; `np.unique` hashes them, which takes a second for a million.

    >>> distinct(np.array([3, 1, 3])).tolist()
    [1, 3]
    """
    ordered = np.sort(numbers)
    keep = np.ones(len(ordered), dtype=np.bool_)
    keep[1:] = ordered[1:] != ordered[:-1]
    return ordered[keep]


def _numbers(value: Any, index: Mapping[str, int]) -> Sequence[int]:
    return list(dict.fromkeys(index[id_] for id_ in value if id_ in index))


def _ranges(starts: npt.NDArray[Any], lengths: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
    """start, start + 1, … for every start, `lengths` of them."""
    total = int(lengths.sum())
    before = np.cumsum(lengths) - lengths
    places: npt.NDArray[np.int64] = np.arange(total, dtype=np.int64) + np.repeat(starts - before, lengths)
    return places
