import random
import struct
from typing import get_args

import numpy as np
import pytest

from model.claims.columns import CodedColumn, codes_from_bytes, codes_to_bytes
from model.schema import Kind
from stores.shared.table_bytes import (
    column_from_bytes,
    column_to_bytes,
    ids_from_bytes,
    ids_to_bytes,
)
from tests.stores.states import WORDS, assert_cells_are_typed, random_cell


@pytest.mark.parametrize("kind", get_args(Kind))
def test_a_column_of_every_kind_comes_back_as_it_was(kind):
    rng = random.Random(kind)
    for rows in (0, 1, 2, 200):
        column = CodedColumn.of([random_cell(rng, kind) for _ in range(rows)])
        back = column_from_bytes(column_to_bytes(column), kind)
        assert back.same_as(column)
        assert back.codes.dtype == np.int32
        assert_cells_are_typed(back, kind)


def test_codes_come_back_in_memory_of_their_own():
    codes = codes_from_bytes(codes_to_bytes(np.array([0, -1, 2**31 - 1], dtype=np.int32)))
    codes[0] = 7
    assert codes.tolist() == [7, -1, 2**31 - 1]


def test_ids_come_back_as_they_were():
    assert ids_from_bytes(ids_to_bytes(WORDS)) == WORDS


def test_the_same_cells_give_the_same_bytes():
    cells = ["b", None, "a", "b"]
    assert column_to_bytes(CodedColumn.of(cells)) == column_to_bytes(CodedColumn.of(list(cells)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 7,
        struct.pack("<Q", 2) + b"{}",  # no list
        struct.pack("<Q", 3) + b"[1",  # cut
        struct.pack("<Q", 2) + b"[]" + b"\x00" * 3,  # half a code
        struct.pack("<Q", 2) + b"[]" + b"\x00" * 4,  # a code without its value
        struct.pack("<Q", 3) + b"[1]" + b"\xfe\xff\xff\xff",  # a code below blank
        struct.pack("<Q", 10) + b'["no date"]',
    ],
)
def test_bytes_that_are_no_column_are_a_value_error(data):
    with pytest.raises(ValueError):  # noqa: PT011 (json, struct and the module's own words all say it in their way)
        column_from_bytes(data, "date")
