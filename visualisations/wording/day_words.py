"""Days in sentences and tables."""

from __future__ import annotations

from datetime import date

from visualisations.wording.translate import Translate


def day_text(day: date, translate: Translate) -> str:
    """A day as a reader of the language writes it.

    >>> day_text(date(2027, 3, 31), lambda text: text.replace("%d %b %Y", "%d.%m.%Y"))
    '31.03.2027'
    """
    return day.strftime(translate("%d %b %Y"))
