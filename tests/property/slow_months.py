"""Months counted one at a time, for the oracles: it shares no code with `model.months`."""

from __future__ import annotations

import calendar
from datetime import date


def months_on(day: date, months: int) -> date:
    """So many months later, earlier where negative; of a day that the month does not have, its last."""
    year, month = day.year, day.month
    for _ in range(abs(months)):
        month += 1 if months > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
