"""The contracts of systems, and the next day on which a system can be ended."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date

from model.landscape import Landscape
from model.lazily import lazily
from model.months import add_months
from model.schema import texts
from queries.duplicates_answer import ContractTerms


class Terms:
    """The contracts of a landscape by the systems that they list."""

    def __init__(self, landscape: Landscape, as_of: date) -> None:
        self._landscape = landscape
        self._table = landscape.tables["contracts"]
        self._as_of = as_of

    @lazily
    def of_system(self) -> Mapping[str, Sequence[ContractTerms]]:
        """System id -> its contracts by id."""
        found: dict[str, list[ContractTerms]] = {}
        for row, systems in enumerate(self._table.cells("systems")):
            for system in dict.fromkeys(texts(systems)):
                found.setdefault(system, []).append(self._terms(row))
        return found

    @lazily
    def covers(self) -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
        """Contract id -> the systems and the flows that it covers, flows that name it too."""
        naming: dict[str, set[str]] = {}
        flows = self._landscape.tables["flows"]
        if "contract" in flows.columns:
            for flow, contract in zip(flows.ids, flows.cells("contract"), strict=True):
                if contract is not None:
                    naming.setdefault(str(contract), set()).add(flow)
        rows = zip(self._table.ids, self._table.cells("systems"), self._table.cells("flows"), strict=True)
        return {
            id_: (frozenset(texts(systems)), frozenset(texts(listed)) | naming.get(id_, set()))
            for id_, systems, listed in rows
        }

    def _terms(self, row: int) -> ContractTerms:
        ends, irrevocable = (self._table.cell(row, field) for field in ("ends", "irrevocable_until"))
        notice, vendor = self._table.cell(row, "notice_months"), self._table.cell(row, "vendor")
        end = ends if isinstance(ends, date) else None
        months = notice if isinstance(notice, float) else None
        return ContractTerms(
            id=self._table.ids[row],
            vendor=None if vendor is None else str(vendor),
            ends=end,
            notice_by=None if end is None or months is None else _moved(end, -months),
            irrevocable_until=irrevocable if isinstance(irrevocable, date) else None,
            notice_months=months,
        )

    def covers_still(self, one: ContractTerms) -> bool:
        """Whether a contract has not ended: what ended years ago covers nothing now."""
        return one.ends is None or one.ends >= self._as_of

    def last(self, system: str) -> ContractTerms | None:
        """The contract that ends last, one without an end being last; `None` where there is none."""
        return max(
            self.of_system.get(system, ()),
            key=lambda one: (one.ends is None, one.ends or date.min, one.id),
            default=None,
        )

    def end_of(self, system: str) -> date | None:
        """The next day on which a system can be ended.

        Its last contract's end where notice can still be given, else the day of asking plus the notice, never before
        it may be revoked. `None` without a contract or an end, and for one that runs on with an unknown notice.
        """
        last = self.last(system)
        if last is None or last.ends is None:
            return None
        day = self._last_day(last, last.ends)
        bound = [one.irrevocable_until for one in self.of_system[system] if one.irrevocable_until is not None]
        return None if day is None else max([day, *bound])

    def _last_day(self, last: ContractTerms, ends: date) -> date | None:
        if last.notice_months is None:
            return ends if ends >= self._as_of else None
        if last.notice_by is not None and last.notice_by >= self._as_of:
            return ends
        return _moved(self._as_of, last.notice_months)


def _moved(day: date, months: float) -> date:
    """So many months on; a part of a month counts as a whole one."""
    whole = min(math.ceil(abs(months)), 12 * 9999)
    return add_months(day, whole if months > 0 else -whole)
