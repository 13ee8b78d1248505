"""One raw cell as the value that its column asks for. A blank cell never comes here: it says nothing."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal as Exact
from decimal import InvalidOperation
from types import MappingProxyType

from importers.shared.headings import heading_key
from importers.shared.problems import Wrong
from importers.shared.sheets import Decimal, Number, RawCell, text_of
from model.schema import VOCABULARIES, Field, Kind, Value

_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]{3})+(?:,[0-9]*)?")
_NUMBER = re.compile(r"(?:[0-9]++\.?[0-9]*+|\.[0-9]++)(?:[eE][+-]?[0-9]+)?")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DANISH = re.compile(r"([0-9]{1,2})([-./])([0-9]{1,2})\2([0-9]{4})")
_YES = frozenset({"ja", "x", "true", "1", "yes", "sand"})
_NO = frozenset({"nej", "false", "0", "no", "falsk"})
_EXCEL_ERRORS = frozenset(
    {"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"}
    | {"#I/T", "#REFERENCE!", "#VÆRDI!", "#DIVISION/0!", "#NAVN?"}
)
"""What Excel shows where a formula fails, in English and Danish."""
_LONGEST_TEXT = 131_072
"""Characters of a text, as much as a CSV file's cell can have; one of Excel's has a quarter of it."""
_LONGEST: Mapping[Kind, int] = MappingProxyType(
    {"number": 1_000, "date": 100, "flag": 100, "word": 100, "needed": 1_000, "dates": 10_000, "words": 10_000}
)
"""Characters of a cell of another kind: a longer one is none, whatever stands in it."""
_NOT_FINITE = frozenset({"nan", "inf", "infinity", "∞"})


def read_cell(cell: RawCell, field: Field, *, decimal: Decimal) -> Value | None:
    """The value of a filled cell in a column; references come out as the texts that stand there.

    decimal: the decimal sign of the sheet's text cells. `None` where a list holds nothing but separators.
    Raises `Wrong` where the cell is not what the column asks for.

    >>> read_cell("1.234,5", Field("number"), decimal=",")
    1234.5
    >>> read_cell("31/03/2027", Field("date"), decimal=",")
    datetime.date(2027, 3, 31)
    >>> read_cell("a | b|", Field("refs", target="systems"), decimal=",")
    ('a', 'b')
    """
    if isinstance(cell, str):
        if len(cell) > (most := _LONGEST.get(field.kind, _LONGEST_TEXT)):
            raise Wrong("too_long", length=len(cell), most=most)
        if cell.startswith("#") and cell.upper() in _EXCEL_ERRORS:
            raise Wrong("excel_error")
    return _READERS[field.kind](cell, field, decimal)


def _text(cell: RawCell, field: Field, decimal: Decimal) -> str:
    del field, decimal
    return text_of(cell)


def _texts(cell: RawCell, field: Field, decimal: Decimal) -> tuple[str, ...] | None:
    del field, decimal
    parts = (part.strip() for part in text_of(cell).split("|"))
    return tuple(dict.fromkeys(part for part in parts if part)) or None


def _number(cell: RawCell, field: Field, decimal: Decimal) -> float:
    del field
    if isinstance(cell, Number):
        value = cell.value
    elif isinstance(cell, str):
        value = float(plain_number(cell, decimal=decimal))
    else:
        raise Wrong("not_number")
    if not math.isfinite(value):
        raise Wrong("not_finite")
    if value < 0:
        raise Wrong("negative")
    return abs(value)  # -0 is 0


def plain_number(text: str, *, decimal: Decimal) -> str:
    """A number's text with `.` as decimal sign and nothing between thousands.

    With `,` as decimal sign, `.` parts thousands where exactly three digits follow each, else it is the decimal sign.

    >>> [plain_number(text, decimal=",") for text in ("1.234", "1.234.567,5", "1.5", "1,25")]
    ['1234', '1234567.5', '1.5', '1.25']
    >>> plain_number("1.234", decimal=".")
    '1.234'
    """
    sign, digits = ("-", text[1:]) if text[:1] == "-" else ("", text.removeprefix("+"))
    plain = digits
    if decimal == ",":
        plain = digits.replace(".", "") if _DOTTED.fullmatch(digits) else digits
        plain = plain.replace(",", ".", 1) if "." not in plain else plain
    if _NUMBER.fullmatch(plain):
        return sign + plain
    if digits.casefold() in _NOT_FINITE:
        raise Wrong("not_finite")
    comma = decimal == "." and "," in digits and _NUMBER.fullmatch(digits.replace(",", ".", 1))
    raise Wrong("comma_in_comma_file" if comma else "not_number")


def _date(cell: RawCell, field: Field, decimal: Decimal) -> date:
    del field, decimal
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if not isinstance(cell, str):
        raise Wrong("not_date")
    return _date_of(cell)


def _date_of(text: str) -> date:
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _DANISH.fullmatch(text):
        day, _, month, year = found.groups()
    else:
        raise Wrong("not_date")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise Wrong("no_such_date") from None


def _dates(cell: RawCell, field: Field, decimal: Decimal) -> tuple[date, ...] | None:
    if not isinstance(cell, str):
        return (_date(cell, field, decimal),)
    return tuple(dict.fromkeys(_date_of(part) for part in _texts(cell, field, decimal) or ())) or None


def _flag(cell: RawCell, field: Field, decimal: Decimal) -> bool:
    del field, decimal
    if isinstance(cell, bool):
        return cell
    said = "" if isinstance(cell, date | time | timedelta) else heading_key(text_of(cell))
    if said not in _YES | _NO:
        raise Wrong("not_flag")
    return said in _YES


def _word(cell: RawCell, field: Field, decimal: Decimal) -> str:
    del decimal
    vocabulary = VOCABULARIES[field.words or ""]
    found = _spellings(vocabulary).get(heading_key(text_of(cell)))
    if found is None:
        words = ", ".join(word if word == danish else f"{word} ({danish})" for word, danish in vocabulary.items())
        raise Wrong("not_word", words=words)
    return found


def _words(cell: RawCell, field: Field, decimal: Decimal) -> tuple[str, ...] | None:
    spellings = _spellings(VOCABULARIES[field.words or ""])
    said = _texts(cell, field, decimal) or ()
    return tuple(dict.fromkeys(spellings.get(heading_key(word), word) for word in said)) or None


def _spellings(vocabulary: Mapping[str, str]) -> dict[str, str]:
    danish = {heading_key(danish): word for word, danish in vocabulary.items()}
    return danish | {heading_key(word): word for word in vocabulary}


def _needed(cell: RawCell, field: Field, decimal: Decimal) -> str:
    """A count ("2") or an exact percent ("33.3%")."""
    del field
    if isinstance(cell, Number):
        amount, percent = _exact(repr(cell.value)), cell.percent
        return _percent_text(amount.scaleb(2)) if percent else _count_text(amount)
    if not isinstance(cell, str):
        raise Wrong("not_needed")
    percent = cell.endswith("%")
    amount = _needed_amount(cell.removesuffix("%").strip(), decimal)
    return _percent_text(amount) if percent else _count_text(amount)


def _needed_amount(text: str, decimal: Decimal) -> Exact:
    try:
        return _exact(plain_number(text, decimal=decimal))
    except Wrong as wrong:
        raise Wrong("not_needed" if wrong.key == "not_number" else wrong.key) from None


def _exact(plain: str) -> Exact:
    """The number itself; out of all proportion counts as not finite."""
    try:
        amount = Exact(plain)
    except InvalidOperation:
        raise Wrong("not_finite") from None
    if not amount.is_finite() or not -99 < amount.adjusted() < 99 or len(plain) > 99:
        raise Wrong("not_finite")
    return amount


def _percent_text(amount: Exact) -> str:
    if not 0 <= amount <= 100:
        raise Wrong("percent_range")
    return f"{_digits(amount)}%"


def _count_text(amount: Exact) -> str:
    if amount < 0:
        raise Wrong("negative")
    if amount != int(amount):
        raise Wrong("fraction")
    return str(int(amount))


def _digits(amount: Exact) -> str:
    """All digits, no exponent, no zeros at the end.

    >>> _digits(Exact("60.0")), _digits(Exact("33.30"))
    ('60', '33.3')
    """
    digits = format(abs(amount), "f")
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _ref(cell: RawCell, field: Field, decimal: Decimal) -> str:
    return _text(cell, field, decimal)


_READERS: Mapping[Kind, Callable[[RawCell, Field, Decimal], Value | None]] = MappingProxyType(
    {
        "text": _text,
        "texts": _texts,
        "ref": _ref,
        "refs": _texts,
        "number": _number,
        "date": _date,
        "dates": _dates,
        "flag": _flag,
        "word": _word,
        "words": _words,
        "needed": _needed,
    }
)
