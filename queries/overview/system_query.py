"""The six questions of one system: what it is, relates to, costs, when it is tendered, who owns it, what comes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from model.landscape.landscape import Landscape
from model.schema import Value, texts
from queries.facts.contract_tenders import TenderNeed, tender_need
from queries.facts.contract_terms import State, TenderFrom, terms
from queries.facts.deliveries import Delivery, Source
from queries.facts.delivery_costs import PriceBasis, Tally
from queries.facts.document import Documented
from queries.facts.flows_carried import rows_where
from queries.overview.facts import Facts
from queries.overview.parts import Future


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A system that flows in use bring data from, or to; `passing`: it only lies on the way."""

    id: str
    name: str
    kind: str
    flows: Sequence[str]
    passing: bool


@dataclass(frozen=True, slots=True)
class DataSource:
    """A register whose data it gets; `register` `None`: not told. `givers`: the systems that it gets it from."""

    register: str | None
    sources: Sequence[Source]
    givers: Sequence[str]
    flows: Sequence[str]
    prices: Tally


@dataclass(frozen=True, slots=True)
class CoveredBy:
    """A contract that covers it, with its dates; `shared_with`: the other systems that it covers.

    `paid`: it is in force, or has ended while what it covers has no other contract.
    """

    id: str
    name: str
    state: State
    paid: bool
    annual_cost: float | None
    shared_with: Sequence[str]
    ends: date | None
    notice_by: date | None
    irrevocable_until: date | None
    options: Sequence[date]
    tender: TenderNeed
    tender_by: date | None
    tender_from: TenderFrom | None


@dataclass(frozen=True, slots=True)
class Successor:
    """What takes over; `in_use` on the day, `common`: part of the common architecture."""

    id: str
    name: str
    in_use: bool
    common: bool


@dataclass(frozen=True, slots=True)
class SystemOverview(Documented):
    """One system on a day. `flow_prices`: what the flows into it cost; its contracts may cover more than itself.

    `paid_with_contract`: a paid contract of known cost covers it, so that its own cost is counted nowhere beside that.
    `closed`: whether the catalogue says that it is closed or being closed; `None` where it does not know it.
    `copies`: copy registers that it gets data from, or through.
    """

    as_of: date
    revision: int
    id: str
    name: str
    kind: str
    vendor: str | None
    in_use: bool
    lifecycle: str
    in_use_from: date | None
    in_use_to: date | None
    business_critical: bool | None
    owner: str | None
    unit: str | None
    using_units: Sequence[str]
    gets_from: Sequence[Neighbour]
    gives_to: Sequence[Neighbour]
    data_sources: Sequence[DataSource]
    annual_cost: float | None
    paid_with_contract: bool
    flow_prices: Tally
    contracts: Sequence[CoveredBy]
    future: Future
    successors: Sequence[Successor]
    closed: bool | None
    copies: Sequence[str]


def system_overview(landscape: Landscape, what: str, as_of: date, *, lead_months: int = 12) -> SystemOverview:
    """The six questions of the system that `what` names by id, unique name or alias.

    Raises `UnknownName` and `AmbiguousName`.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> flows = {"f": {"provider": "CPR", "consumer": "a", "data_objects": ("person.navn",)}}
    >>> town = Landscape(State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}}, flows=flows)))
    >>> found = system_overview(town, "A", date(2026, 1, 1))
    >>> [one.id for one in found.gets_from], [one.register for one in found.data_sources], found.future
    (['CPR'], ['CPR'], 'no_plan')
    """
    id_ = landscape.names.one("system", what)
    return _One(Facts(landscape, as_of, lead_months=lead_months), id_, lead_months).answer()


class _One:
    """One system being looked at."""

    def __init__(self, facts: Facts, id_: str, lead_months: int) -> None:
        self._facts = facts
        self._landscape = facts.landscape
        self._id = id_
        self._lead = lead_months
        used = facts.in_use.flows
        flows = facts.flows
        self._into, self._out = ([row for row in rows_where(flows, field, id_) if used[row]] for field in _ENDS)

    def answer(self) -> SystemOverview:
        facts, landscape, id_ = self._facts, self._landscape, self._id
        row = facts.systems.index[id_]
        cells = facts.systems.row(id_)
        deliveries = list(facts.deliveries.among(self._into))
        entry = landscape.stands_for.get(id_)
        critical, first, last = (cells.get(name) for name in ("business_critical", "in_use_from", "in_use_to"))
        return SystemOverview(
            as_of=facts.as_of,
            revision=landscape.revision,
            id=id_,
            name=landscape.name_of("systems", id_),
            kind=facts.kinds[row],
            vendor=_text(cells.get("vendor")),
            in_use=facts.in_use.systems[row],
            lifecycle=str(cells.get("lifecycle") or "operational"),
            in_use_from=first if isinstance(first, date) else None,
            in_use_to=last if isinstance(last, date) else None,
            business_critical=critical if isinstance(critical, bool) else None,
            owner=_text(cells.get("owner")),
            unit=_text(cells.get("unit")),
            using_units=texts(cells.get("using_units")),
            gets_from=self._neighbours(self._into, "provider"),
            gives_to=self._neighbours(self._out, "consumer"),
            data_sources=_data_sources(deliveries),
            annual_cost=cost if isinstance(cost := cells.get("annual_cost"), float) else None,
            paid_with_contract=id_ in facts.covered[0],
            flow_prices=self._prices(),
            contracts=self._contracts(),
            future=facts.future(row),
            successors=[self._successor(one) for one in landscape.successors(id_)],
            closed=None if entry is None else not entry.living,
            copies=sorted({one.giver for one in deliveries if one.source == "copy_register"}),
        )

    def _neighbours(self, rows: Sequence[int], field: str) -> Sequence[Neighbour]:
        """The systems at the other end, and those on the way of what comes in; most flows first, then by id."""
        facts = self._facts
        found: dict[tuple[str, bool], dict[str, None]] = {}
        for row in rows:
            other = str(facts.flows.cell(row, field))
            found.setdefault((other, False), {})[facts.flows.ids[row]] = None
            passed = facts.passed(row) if field == "provider" else ()
            for one in passed:
                if one != other:
                    found.setdefault((one, True), {})[facts.flows.ids[row]] = None
        lines = [
            self._neighbour(id_, tuple(flows), passing=passing)
            for (id_, passing), flows in found.items()
            if id_ != self._id
        ]
        return sorted(lines, key=lambda one: (one.passing, -len(one.flows), one.id))

    def _neighbour(self, id_: str, flows: Sequence[str], *, passing: bool) -> Neighbour:
        facts = self._facts
        kind = facts.kinds[facts.systems.index[id_]]
        return Neighbour(id_, self._landscape.name_of("systems", id_), kind, flows, passing)

    def _prices(self) -> Tally:
        """What is paid for the flows into it; a flow of a paid contract of known cost is paid with that."""
        return Tally.of(map(self._price, self._into))

    def _price(self, row: int) -> tuple[PriceBasis, float | None]:
        facts = self._facts
        if facts.flows.ids[row] in facts.covered[1]:
            return "included", None
        price = facts.flows.cell(row, "annual_price")
        if isinstance(price, float):
            return "registered", price
        return ("included" if facts.included(row) else "unknown"), None

    def _contracts(self) -> Sequence[CoveredBy]:
        found = [self._covered_by(one) for one in self._facts.contracts.of_system.get(self._id, ())]
        return sorted(found, key=lambda one: (-(one.ends or date.max).toordinal(), one.id))

    def _covered_by(self, contract: str) -> CoveredBy:
        one = terms(self._landscape, contract, self._facts.as_of, lead_months=self._lead)
        cover = self._facts.cover[contract]
        return CoveredBy(
            id=contract,
            name=one.name,
            state=one.state,
            paid=contract in self._facts.contracts.paid,
            annual_cost=one.annual_cost,
            shared_with=[system for system in cover.systems if system != self._id],
            ends=one.ends,
            notice_by=one.notice_by,
            irrevocable_until=one.irrevocable_until,
            options=one.options,
            tender=tender_need(self._landscape, self._facts.contracts, one, cover),
            tender_by=one.tender_by,
            tender_from=one.tender_from,
        )

    def _successor(self, id_: str) -> Successor:
        facts = self._facts
        row = facts.systems.index.get(id_)
        in_use = row is not None and facts.in_use.systems[row]
        return Successor(id_, self._landscape.name_of("systems", id_), in_use, row in facts.common)


_ENDS = ("consumer", "provider")


def _data_sources(deliveries: Iterable[Delivery]) -> Sequence[DataSource]:
    """By register, those not told last."""
    found: dict[str | None, dict[int, Delivery]] = {}
    for one in deliveries:
        for register, _ in one.data:
            found.setdefault(register, {})[one.row] = one
    return [
        DataSource(
            register=register,
            sources=sorted({one.source for one in group.values()}),
            givers=sorted({one.giver for one in group.values()}),
            flows=[one.flow for one in group.values()],
            prices=Tally.of((one.basis, one.annual_price) for one in group.values()),
        )
        for register, group in sorted(found.items(), key=lambda item: (item[0] is None, item[0] or ""))
    ]


def _text(value: Value | None) -> str | None:
    return None if value is None else str(value)
