from __future__ import annotations

from datetime import date

import numpy as np

from model.claims.columns import CodedColumn, Table


def test_a_column_codes_each_value_once_in_order_of_first_use() -> None:
    column = CodedColumn.of(["b", None, "a", "b"])
    assert column.codes.tolist() == [0, -1, 1, 0]
    assert column.values == ("b", "a")
    assert list(column.cells()) == ["b", None, "a", "b"]
    assert [column[row] for row in range(4)] == ["b", None, "a", "b"]


def test_rows_taken_from_a_column_leave_no_unused_value_behind() -> None:
    taken = CodedColumn.of(["a", "b", "c"]).take(np.array([2, 0]))
    assert taken.values == ("c", "a")
    assert taken.codes.tolist() == [0, 1]


def test_compacting_a_compact_column_makes_no_copy() -> None:
    column = CodedColumn.of(["a", None, "b"])
    assert column.compact() is column


def test_a_column_of_blanks_has_no_values() -> None:
    column = CodedColumn.of([None, None])
    assert column.values == ()
    assert list(column.cells()) == [None, None]
    assert column.compact().values == ()


def test_columns_are_the_same_by_their_cells() -> None:
    assert CodedColumn.of(["a", "b"]).same_as(CodedColumn.of(["x", "a", "b"]).take(np.array([1, 2])))
    assert not CodedColumn.of(["a", "b"]).same_as(CodedColumn.of(["b", "a"]))
    assert not CodedColumn.of(["a"]).same_as(CodedColumn.of(["a", "a"]))


def test_cells_are_numbered_through_a_table_and_the_unknown_is_missing() -> None:
    column = CodedColumn.of(["a", None, "z"])
    assert column.mapped({"a": 7}).tolist() == [7, -1, -1]
    assert column.mapped({"a": 7}, missing=0).tolist() == [7, 0, 0]


def test_a_table_is_sorted_by_id_and_has_no_column_that_nobody_fills() -> None:
    table = Table.of("systems", {"b": {"name": "B", "vendor": None}, "a": {"name": "A", "in_use_to": date(2026, 1, 1)}})
    assert table.ids == ("a", "b")
    assert set(table.columns) == {"name", "in_use_to"}
    assert table.row("a") == {"name": "A", "in_use_to": date(2026, 1, 1)}
    assert table.row("b") == {"name": "B"}
    assert list(table.cells("vendor")) == [None, None]
    assert list(table.column("vendor").cells()) == [None, None]
    assert table.cell(1, "vendor") is None


def test_tables_with_their_rows_in_another_order_have_equal_parts() -> None:
    rows = {"a": {"name": "A", "vendor": "V"}, "b": {"name": "B", "vendor": "W"}, "c": {"name": "C", "vendor": "V"}}
    other = dict(reversed(rows.items()))
    one, two = Table.of("systems", rows), Table.of("systems", other)
    assert one.same_as(two)
    assert one.columns["vendor"].values == two.columns["vendor"].values
    columns = {name: CodedColumn.of(row[name] for row in other.values()) for name in ("vendor", "name")}
    assert one.same_as(Table.from_columns("systems", tuple(other), columns))


def test_tables_differ_by_an_id_a_cell_or_a_column() -> None:
    table = Table.of("systems", {"a": {"name": "A"}})
    assert not table.same_as(Table.of("systems", {"b": {"name": "A"}}))
    assert not table.same_as(Table.of("systems", {"a": {"name": "B"}}))
    assert not table.same_as(Table.of("systems", {"a": {"name": "A", "vendor": "V"}}))


def test_an_empty_table_answers_like_any_other() -> None:
    table = Table.of("flows", {})
    assert len(table) == 0
    assert list(table.cells("need")) == []
    assert table.column("need").mapped({}).tolist() == []
    assert table.same_as(Table("flows", (), {}))
