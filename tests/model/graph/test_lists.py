from __future__ import annotations

import numpy as np

from model.claims.columns import CodedColumn
from model.graph.lists import Lists


def as_lists(lists: Lists) -> list[list[int]]:
    return [lists[at].tolist() for at in range(len(lists))]


def test_pairs_are_grouped_by_key_in_the_order_of_the_pairs() -> None:
    lists = Lists.grouped(keys=np.array([2, 0, 2]), items=np.array([9, 7, 8]), count=4)
    assert as_lists(lists) == [[7], [], [9, 8], []]
    assert lists.owners().tolist() == [0, 2, 2]


def test_nothing_is_grouped_into_empty_lists() -> None:
    lists = Lists.grouped(keys=np.zeros(0, dtype=np.int64), items=np.zeros(0, dtype=np.int64), count=2)
    assert as_lists(lists) == [[], []]


def test_cells_become_numbers_each_once_and_what_is_not_known_is_left_out() -> None:
    column = CodedColumn.of([("a", "b", "a"), None, ("z",), ("b", "z")])
    assert as_lists(Lists.of_cells(column, {"a": 0, "b": 1})) == [[0, 1], [], [], [1]]


def test_a_column_of_blanks_is_empty_lists() -> None:
    assert as_lists(Lists.of_cells(CodedColumn.of([None, None]), {"a": 0})) == [[], []]


def test_lists_are_taken_in_any_order_and_more_than_once() -> None:
    lists = Lists.grouped(keys=np.array([0, 1, 1]), items=np.array([5, 6, 7]), count=3)
    assert as_lists(lists.take(np.array([1, 0, 1, 2]))) == [[6, 7], [5], [6, 7], []]


def test_the_items_of_several_lists_stand_one_after_the_other() -> None:
    lists = Lists.grouped(keys=np.array([0, 1, 1]), items=np.array([5, 6, 7]), count=3)
    assert lists.of(np.array([1, 2, 0])).tolist() == [6, 7, 5]
    assert lists.of(np.zeros(0, dtype=np.int64)).tolist() == []
