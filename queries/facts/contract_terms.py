"""The dates of one contract: registered ones, and those that follow from them.

Dates are whole days; months are counted as in `model.months`. What is not registered is `None`, never assumed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from model.landscape.landscape import Landscape
from model.months import add_months
from model.schema import Value

State = Literal["not_begun", "running", "ended", "end_unknown"]
TenderFrom = Literal["registered", "lead_time"]
LACKS = ("ends", "notice_months", "annual_cost")
"""What a calendar cannot do without, in the order in which it is named."""


@dataclass(frozen=True, slots=True)
class Terms:
    """A contract's dates on a day of asking.

    `notice_by`: the last day to give notice, the end less the months of notice. `earliest_end`: when it ends at the
    earliest if notice is given on the day of asking; `None` where that is not registered. `options`: days that
    it can still be extended to. `tender_by`: when the tender must start; `tender_by_extended`: if every option is used.
    """

    id: str
    name: str
    vendor: str | None
    annual_cost: float | None
    starts: date | None
    ends: date | None
    irrevocable_until: date | None
    notice_months: float | None
    state: State
    notice_by: date | None
    earliest_end: date | None
    options: Sequence[date]
    tender_by: date | None
    tender_from: TenderFrom | None
    tender_by_extended: date | None
    lacks: Sequence[str]
    contradictions: Sequence[str]


def terms(landscape: Landscape, id_: str, as_of: date, *, lead_months: int) -> Terms:
    """The dates of the contract of that id. Raises `KeyError` where there is none.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> rows = {"k": {"name": "K", "ends": date(2027, 8, 31), "notice_months": 6.0}}
    >>> found = terms(Landscape(State().with_batch(Batch.of("hand", contracts=rows))), "k", date(2026, 1, 1),
    ...               lead_months=12)
    >>> found.notice_by.isoformat(), found.tender_by.isoformat(), found.lacks
    ('2027-02-28', '2026-08-31', ('annual_cost',))
    """
    cells = landscape.tables["contracts"].row(id_)
    ends, notice = _day(cells, "ends"), _number(cells, "notice_months")
    irrevocable, tender = _day(cells, "irrevocable_until"), _day(cells, "tender")
    options = _options(cells, ends, as_of)
    return Terms(
        id=id_,
        name=landscape.name_of("contracts", id_),
        vendor=None if cells.get("vendor") is None else str(cells["vendor"]),
        annual_cost=_number(cells, "annual_cost"),
        starts=_day(cells, "starts"),
        ends=ends,
        irrevocable_until=irrevocable,
        notice_months=notice,
        state=state(_day(cells, "starts"), ends, as_of),
        notice_by=None if ends is None or notice is None else _less(ends, notice),
        earliest_end=_earliest_end(ends, irrevocable, notice, as_of),
        options=options,
        tender_by=tender or (None if ends is None else _less(ends, lead_months)),
        tender_from="registered" if tender else None if ends is None else "lead_time",
        tender_by_extended=_less(options[-1], lead_months) if options else None,
        lacks=tuple(name for name in LACKS if cells.get(name) is None),
        contradictions=_contradictions(cells),
    )


def _day(cells: Mapping[str, Value], field: str) -> date | None:
    value = cells.get(field)
    return value if isinstance(value, date) else None


def _days(cells: Mapping[str, Value], field: str) -> frozenset[date]:
    value = cells.get(field)
    return frozenset(day for day in value if isinstance(day, date)) if isinstance(value, tuple) else frozenset()


def _number(cells: Mapping[str, Value], field: str) -> float | None:
    value = cells.get(field)
    return value if isinstance(value, float) else None


def _less(day: date, months: float) -> date:
    """So many months earlier; a part of a month counts as a whole one, which errs to the safe side."""
    return add_months(day, -min(math.ceil(months), 12 * day.year))


def _options(cells: Mapping[str, Value], ends: date | None, as_of: date) -> tuple[date, ...]:
    """Days it can still be extended to: after the end, and not past; sorted, each once."""
    return tuple(sorted(day for day in _days(cells, "options") if day >= as_of and (ends is None or day > ends)))


def state(starts: Value | None, ends: Value | None, as_of: date) -> State:
    """Whether a contract of these dates runs on a day.

    >>> state(None, date(2026, 1, 1), date(2026, 1, 1)), state(date(2026, 1, 2), None, date(2026, 1, 1))
    ('running', 'not_begun')
    """
    if isinstance(ends, date) and ends < as_of:
        return "ended"
    if isinstance(starts, date) and starts > as_of:
        return "not_begun"
    return "running" if isinstance(ends, date) else "end_unknown"


def _earliest_end(ends: date | None, irrevocable: date | None, notice: float | None, as_of: date) -> date | None:
    """When notice given on the day of asking takes effect.

    Known for a contract without an end, and for one that says from when it can be ended before its end.
    """
    if notice is None or (ends is not None and (irrevocable is None or ends < as_of)):
        return None
    given = add_months(as_of, min(math.ceil(notice), 12 * 9999))
    earliest = given if irrevocable is None else max(given, irrevocable)
    return earliest if ends is None else min(ends, earliest)


def _contradictions(cells: Mapping[str, Value]) -> tuple[str, ...]:
    """Dates of a contract that cannot all be right, as coded words."""
    starts, ends = _day(cells, "starts"), _day(cells, "ends")
    irrevocable, tender = _day(cells, "irrevocable_until"), _day(cells, "tender")
    found = {
        "ends_before_it_starts": starts is not None and ends is not None and ends < starts,
        "irrevocable_after_its_end": irrevocable is not None and ends is not None and irrevocable > ends,
        "tender_before_it_starts": tender is not None and starts is not None and tender < starts,
    }
    return tuple(code for code, is_so in found.items() if is_so)
