"""Until when a flow is bound: its contract, its end, the months that are left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from model.landscape.landscape import Landscape
from model.months import add_months, months_between
from queries.facts.contracts import Contracts
from queries.moves.flows import AskedFlow


@dataclass(frozen=True, slots=True)
class Binding:
    """`end`: the last day that the flow is bound, `None` where nobody knows; `months_left` on the day of asking."""

    contract: str | None
    end: date | None
    months_left: int | None
    tender_by: date | None


class Bindings:
    """Until when every flow asked about is bound."""

    def __init__(self, landscape: Landscape, contracts: Contracts, lead_months: int) -> None:
        self._landscape = landscape
        self._as_of = contracts.as_of
        self._lead = lead_months
        self._contracts = contracts

    def of(self, flow: AskedFlow) -> Binding:
        """The flow's own contract, else one of its consumer; it ends when the consumer does if that is earlier."""
        own = self._contracts.of_flow.get(flow.id) or self._contracts.of_system.get(flow.consumer, ())
        contract = self._last(own)
        ends = (self._date("contracts", contract, "ends"), self._date("systems", flow.consumer, "in_use_to"))
        end = min((one for one in ends if one is not None), default=None)
        left = None if end is None else max(0, months_between(self._as_of, end))
        return Binding(contract, end, left, self._tender_by(contract))

    def _last(self, contracts: Sequence[str]) -> str | None:
        """The one that ends last; one without an end only if none has one."""
        ending = [(end, id_) for id_ in contracts if (end := self._date("contracts", id_, "ends")) is not None]
        if ending:
            return min(ending, key=lambda one: (-one[0].toordinal(), one[1]))[1]
        return min(contracts, default=None)

    def _tender_by(self, contract: str | None) -> date | None:
        tender = self._date("contracts", contract, "tender")
        end = self._date("contracts", contract, "ends")
        return tender or (None if end is None else add_months(end, -self._lead))

    def _date(self, table: str, id_: str | None, field: str) -> date | None:
        value = None if id_ is None else self._landscape.cell(table, id_, field)
        return value if isinstance(value, date) else None
