"""Counting in months on the calendar: what a term of notice, a lead time and a time to pay back are counted in.

A month has no fixed length. A day that the month reached does not have becomes that month's last day: one month
before 31 March is 28 or 29 February, never a day of March.
"""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date


def add_months(day: date, months: int) -> date:
    """The day so many months after `day` (before it, where negative), kept within its month and within the calendar.

    >>> add_months(date(2024, 1, 31), 1), add_months(date(2025, 3, 31), -1)
    (datetime.date(2024, 2, 29), datetime.date(2025, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year < MINYEAR:
        return date.min
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_between(day: date, end: date) -> int:
    """The largest number of months that can be added to `day` without passing `end`; negative where `end` is before.

    >>> months_between(date(2026, 1, 15), date(2026, 3, 14)), months_between(date(2026, 1, 31), date(2026, 2, 28))
    (1, 1)
    >>> months_between(date(2026, 3, 15), date(2026, 3, 14))
    -1
    """
    months = (end.year - day.year) * 12 + end.month - day.month
    return months if add_months(day, months) <= end else months - 1


def quarter_of(day: date) -> str:
    """The quarter of the year that the day is in.

    >>> quarter_of(date(2027, 5, 1))
    '2027-Q2'
    """
    return f"{day.year:04d}-Q{(day.month - 1) // 3 + 1}"


def quarter_start(day: date) -> date:
    """The first day of the day's quarter.

    >>> quarter_start(date(2027, 6, 30))
    datetime.date(2027, 4, 1)
    """
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
