"""Dates as readers have them."""

from __future__ import annotations

from datetime import date


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
