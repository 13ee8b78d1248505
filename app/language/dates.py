"""Dates as people write and read them at the doors."""

from __future__ import annotations

import re
from datetime import date

from app.said_words import beginning
from model.errors import InputError

_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DANISH = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


def read_date(text: str) -> date:
    """A date written as ISO or as Danes do; raises `InputError`.

    >>> read_date("2027-03-31") == read_date("31-03-2027") == read_date("31.3.2027") == read_date(" 31/03/2027 ")
    True
    """
    cleaned, said = text.strip(), beginning(text)
    iso, danish = _ISO.fullmatch(cleaned), _DANISH.fullmatch(cleaned)
    parts = iso.groups() if iso else danish.groups()[::-1] if danish else None
    if parts is None or not cleaned.isascii():
        raise InputError(f"{said!r} is not a date. Write it as 2027-03-31 or 31.03.2027.")
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise InputError(f"The date {said!r} does not exist.") from None


def show_date(day: date | None, lang: str) -> str:
    """A date in a table; an empty text for none.

    >>> show_date(date(2027, 6, 30), "da"), show_date(date(2027, 6, 30), "en")
    ('30.06.2027', '30 Jun 2027')
    """
    if day is None:
        return ""
    from babel.dates import format_date

    pattern, locale = ("dd.MM.y", "da_DK") if lang == "da" else ("d MMM y", "en_GB")
    return format_date(day, pattern, locale=locale)
