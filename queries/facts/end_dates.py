"""The contracts of systems, and the next day on which a system can be ended."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from model.landscape.landscape import Landscape
from model.months import add_months
from queries.facts.contract_terms import Terms, terms
from queries.facts.contracts import Contracts


class EndDates:
    """When systems can be ended, by the contracts that list them."""

    def __init__(self, landscape: Landscape, contracts: Contracts) -> None:
        self._landscape = landscape
        self._as_of = contracts.as_of
        self.contracts = contracts
        self._known: dict[str, Terms] = {}

    def of_contract(self, contract: str) -> Terms:
        """The dates of one contract."""
        if contract not in self._known:
            self._known[contract] = terms(self._landscape, contract, self._as_of, lead_months=0)
        return self._known[contract]

    def of_system(self, system: str) -> Sequence[Terms]:
        """The contracts of one system, by id."""
        return [self.of_contract(one) for one in self.contracts.of_system.get(system, ())]

    def by_id(self, systems: Sequence[str]) -> Mapping[str, Terms]:
        """The contracts of some systems, each once."""
        return {one.id: one for system in systems for one in self.of_system(system)}

    def last(self, system: str) -> Terms | None:
        """The contract that ends last, one without an end being last; `None` where there is none."""
        return max(
            self.of_system(system), key=lambda one: (one.ends is None, one.ends or date.min, one.id), default=None
        )

    def end_of(self, system: str) -> date | None:
        """The next day on which a system can be ended.

        Its last contract's end where notice can still be given, else the day of asking plus the notice, but after that
        end; never before it may be revoked. `None` without a contract or an end, and for one that runs on with an
        unknown notice.

        >>> from model.claims.batch import Batch; from model.claims.state import State
        >>> rows = {"k": {"name": "K", "systems": ("a",), "ends": date(2026, 2, 28), "notice_months": 1.0}}
        >>> town = Landscape(State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}}, contracts=rows)))
        >>> asked = date(2026, 1, 31)
        >>> EndDates(town, Contracts(town, asked)).end_of("a").isoformat()
        '2026-03-01'
        """
        last = self.last(system)
        if last is None or last.ends is None:
            return None
        day = self._last_day(last, last.ends)
        bound = [one.irrevocable_until for one in self.of_system(system) if self._binds(one)]
        return None if day is None else max([day, *(until for until in bound if until is not None)])

    def _binds(self, one: Terms) -> bool:
        """Whether a contract still binds: it has not ended, or runs on."""
        return one.state != "ended" or one.id in self.contracts.run_on

    def _last_day(self, last: Terms, ends: date) -> date | None:
        if last.notice_months is None:
            return ends if ends >= self._as_of else None
        if last.notice_by is not None and last.notice_by >= self._as_of:
            return ends
        given = add_months(self._as_of, min(math.ceil(last.notice_months), 12 * 9999))
        return max(given, ends + timedelta(days=1)) if ends < date.max else given
