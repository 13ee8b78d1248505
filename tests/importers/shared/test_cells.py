from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from importers.shared.cells import read_cell
from importers.shared.problems import Wrong
from importers.shared.sheets import Number, RawCell
from model.schema import Field

NUMBER, DATE, FLAG, NEEDED, TEXT = (Field(kind) for kind in ("number", "date", "flag", "needed", "text"))


def wrong(cell: RawCell, field: Field, decimal: Any = ",") -> str:
    with pytest.raises(Wrong) as found:
        read_cell(cell, field, decimal=decimal)
    return found.value.key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0), ("12", 12), ("1,5", 1.5), ("1.5", 1.5), ("1.25", 1.25), ("1.2345", 1.2345), ("1.234", 1234),
        ("1.234,5", 1234.5), ("1.234.567", 1234567), ("1.234.567,89", 1234567.89), ("0,125", 0.125), ("+3", 3),
        ("-0", 0), ("1,5E+03", 1500), ("12.000", 12000), (",5", 0.5),
    ],
)  # fmt: skip
def test_numbers_with_decimal_comma(text: str, value: float):
    assert read_cell(text, NUMBER, decimal=",") == value


@pytest.mark.parametrize(
    ("text", "value"), [("1.234", 1.234), ("1234.5", 1234.5), ("7", 7), (".5", 0.5), ("1e3", 1000)]
)
def test_numbers_with_decimal_point(text: str, value: float):
    assert read_cell(text, NUMBER, decimal=".") == value


@pytest.mark.parametrize(
    "text", ["1.234.56", "1,234,567", "1.5,2", "1 234", "mange", "12 kr.", "50%", "1_000", "٣", "--1", "1,2.3"]
)
def test_no_numbers_with_decimal_comma(text: str):
    assert wrong(text, NUMBER) == "not_number"


def test_no_numbers_with_decimal_point():
    assert wrong("1,5", NUMBER, ".") == "comma_in_comma_file"
    assert wrong("1,234.5", NUMBER, ".") == "not_number"
    assert wrong("1.234.567", NUMBER, ".") == "not_number"


@pytest.mark.parametrize("cell", ["inf", "NaN", "-inf", "1e999", "9" * 500, Number(float("inf")), Number(float("nan"))])
def test_numbers_that_are_not_finite(cell: RawCell):
    assert wrong(cell, NUMBER) in {"not_finite", "not_number"}


def test_number_cells():
    assert read_cell(Number(1.234), NUMBER, decimal=",") == 1.234
    assert wrong(Number(-1.0), NUMBER) == wrong("-1", NUMBER) == "negative"
    assert wrong(True, NUMBER) == wrong(date(2027, 1, 1), NUMBER) == "not_number"


@pytest.mark.parametrize(
    "cell",
    [
        "2027-03-31",
        "31-03-2027",
        "31.03.2027",
        "31/03/2027",
        "31/3/2027",
        date(2027, 3, 31),
        datetime(2027, 3, 31, 12, 5),  # noqa: DTZ001 - as a workbook has it
    ],
)
def test_dates(cell: RawCell):
    assert read_cell(cell, DATE, decimal=",") == date(2027, 3, 31)


@pytest.mark.parametrize("text", ["2027-02-30", "31-04-2027", "00.01.2027", "2027-13-01", "29/02/2027", "01-01-0000"])
def test_dates_that_do_not_exist(text: str):
    assert wrong(text, DATE) == "no_such_date"


@pytest.mark.parametrize(
    "cell", ["2027", "31-03-27", "31-03/2027", "marts 2027", "2027/03/31", Number(46112), True, time(1)]
)
def test_no_dates(cell: RawCell):
    assert wrong(cell, DATE) == "not_date"


def test_lists_of_dates():
    dates = Field("dates")
    assert read_cell("2027-03-31 | 01-04-2027", dates, decimal=",") == (date(2027, 3, 31), date(2027, 4, 1))
    assert read_cell(date(2027, 3, 31), dates, decimal=",") == (date(2027, 3, 31),)
    assert wrong("2027-03-31|snart", dates) == "not_date"


def test_yes_and_no():
    yes, no = ["ja", "JA", "x", "X", "true", "1", True, Number(1.0), "SAND"], ["nej", "false", "0", False, Number(0.0)]
    assert [read_cell(cell, FLAG, decimal=",") for cell in yes] == [True] * len(yes)
    assert [read_cell(cell, FLAG, decimal=",") for cell in no] == [False] * len(no)
    assert {wrong(cell, FLAG) for cell in ("måske", "2", Number(2.0), date(2027, 1, 1))} == {"not_flag"}


def test_closed_words():
    kind, need, mode = Field("word", words="kind"), Field("word", words="need"), Field("word", words="mode")
    said = ["application", "Fagsystem", "KOPIREGISTER", "støttesystem", "self_service", "self service", "selvbetjening"]
    meant = ["application", "application", "copy_register", "support", "self_service", "self_service", "self_service"]
    assert [read_cell(word, kind, decimal=",") for word in said] == meant
    assert read_cell("i  Drift", Field("word", words="lifecycle"), decimal=",") == "operational"
    assert read_cell("ukendt", need, decimal=",") == "unknown"
    assert read_cell("manuel", mode, decimal=",") == "manual"
    assert wrong("vigtig", need) == wrong(Number(1.0), need) == "not_word"


def test_open_words_are_kept():
    witness = Field("words", words="witness", united=True)
    assert read_cell("Leverandør|kommune|Observeret|En nabo", witness, decimal=",") == (
        "vendor",
        "municipality",
        "observed",
        "En nabo",
    )


@pytest.mark.parametrize(
    ("cell", "decimal", "needed"),
    [
        ("2", ",", "2"), ("50%", ",", "50%"), ("50 %", ",", "50%"), ("33,3%", ",", "33.3%"), ("33.3%", ".", "33.3%"),
        ("33,30 %", ",", "33.3%"), ("100%", ",", "100%"), ("0%", ",", "0%"), ("0", ",", "0"), ("2,0", ",", "2"),
        ("66,66666666666667%", ",", "66.66666666666667%"), (Number(2.0), ",", "2"),
        (Number(0.6, percent=True), ",", "60%"),
        (Number(1.0, percent=True), ",", "100%"), (Number(0.333, percent=True), ",", "33.3%"),
        (Number(0.07, percent=True), ",", "7%"), (Number(0.0, percent=True), ",", "0%"), ("1.000", ",", "1000"),
    ],
)  # fmt: skip
def test_needed(cell: RawCell, decimal: Any, needed: str):
    assert read_cell(cell, NEEDED, decimal=decimal) == needed


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("101%", "percent_range"), ("-1%", "percent_range"), (Number(1.5, percent=True), "percent_range"),
        ("0,5", "fraction"), (Number(0.6), "fraction"), ("-2", "negative"), ("halvdelen", "not_needed"),
        ("%", "not_needed"), ("1/2", "not_needed"), (True, "not_needed"), (date(2027, 1, 1), "not_needed"),
        ("1e999999999999999999999", "not_finite"), ("1e-999999999%", "not_finite"), ("50%%", "not_needed"),
    ],
)  # fmt: skip
def test_wrong_needed(cell: RawCell, key: str):
    assert wrong(cell, NEEDED) == key


def test_text_of_typed_cells():
    cells = [Number(27.0), Number(27.5), date(2027, 3, 31), True, time(3, 4), timedelta(hours=1), Number(1e15)]
    texts = ["27", "27.5", "2027-03-31", "true", "03:04:00", "1:00:00", "1000000000000000"]
    assert [read_cell(cell, TEXT, decimal=",") for cell in cells] == texts
    assert read_cell(Number(27.0), Field("refs", target="systems"), decimal=",") == ("27",)


def test_lists_lose_blanks_and_doubles():
    assert read_cell(" a || b |a", Field("texts"), decimal=",") == ("a", "b")
    assert read_cell("|", Field("texts"), decimal=",") is None
