"""One flow taken through all the steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from model.landscape.landscape import Landscape
from queries.facts.contracts import Contracts
from queries.moves.answer import Ids, Move, MoveReason, exact, plain
from queries.moves.binding import Bindings
from queries.moves.demand import Demand, Demands
from queries.moves.flows import AskedFlow
from queries.moves.found import Finder, FoundTargets, Prices
from queries.moves.money import Money
from queries.moves.reasons import of_cover, of_data, of_time
from queries.moves.supply import Supply, origin_of
from queries.moves.timing import TimingFacts


@dataclass(frozen=True, slots=True)
class MovesOptions:
    """The question's own words: the day, what a change costs where it is not registered, targets' prices as told."""

    as_of: date
    switch_cost: Fraction | None
    prices: Mapping[str, Fraction]
    lead_months: int


class FlowMoves:
    """Makes the move of each flow. `gone`: systems that are out of use on the day."""

    def __init__(self, landscape: Landscape, asked: MovesOptions, contracts: Contracts, gone: frozenset[str]) -> None:
        self._landscape = landscape
        self._asked = asked
        self._closing: dict[Ids, tuple[date | None, str]] = {}
        self._supply = Supply(landscape, gone)
        self._demands = Demands(landscape, self._supply)
        self._prices = Prices(landscape.catalogue, asked.prices)
        self._finder = Finder(self._supply, self._prices)
        self._bindings = Bindings(landscape, contracts, asked.lead_months)

    def of(self, flow: AskedFlow) -> Move:
        """The flow's demand, its targets, its money, its time."""
        demand = self._demands.of(flow)
        found = self._finder.of(demand, flow.consumer)
        known = self._known(flow, demand, found)
        return Move(
            flow=flow.id,
            consumer=flow.consumer,
            copy_register=flow.copy_register,
            origin=origin_of(self._landscape, self._supply, flow.copy_register, demand.objects),
            demand=demand.objects,
            assumed=demand.assumed,
            ways=demand.ways,
            targets=found.cover.targets,
            exact=found.cover.exact,
            covered=found.covered,
            missing=found.missing,
            verify=tuple(sorted({*found.cover.verify, *known.gaps})),
            annual_saving=plain(known.money.saving),
            switch_cost=plain(known.money.switch_cost),
            contract=known.binding.contract,
            months_left=known.binding.months_left,
            payback_months=plain(known.money.payback_months),
            pays_below=plain(known.money.pays_below),
            timing=known.timing,
            forced=known.forced,
            lacks=known.lacks,
            date=known.date(self._asked.as_of),
            tender_by=known.binding.tender_by,
            reasons=tuple(self._reasons(flow, demand, found, known)),
            registers=flow.registers,
            supplied=found.cover.supplied,
            unpriced=tuple(one for one in found.cover.targets if self._prices.of(one) is None),
        )

    def _known(self, flow: AskedFlow, demand: Demand, found: FoundTargets) -> TimingFacts:
        impossible = tuple(one for one in found.missing if one in found.lost and one not in demand.guessed)
        closes, closing = self._closes(flow.registers)
        binding = self._bindings.of(flow)
        cost = self._asked.switch_cost if flow.switch_cost is None else exact(flow.switch_cost)
        return TimingFacts(
            demanded=bool(demand.objects),
            impossible=impossible,
            gaps=tuple(one for one in found.missing if one not in impossible),
            price_known=flow.annual_price is not None,
            target_prices_known=self._prices.sum_of(found.cover.targets) is not None,
            closes=closes,
            closing=closing,
            money=Money(self._saving(flow, found), cost, binding.months_left),
            binding=binding,
        )

    def _saving(self, flow: AskedFlow, found: FoundTargets) -> Fraction | None:
        """What the flow costs less what its targets do; unknown where a part is, or where something is missing."""
        price, instead = exact(flow.annual_price), self._prices.sum_of(found.cover.targets)
        if price is None or instead is None or found.missing or not found.covered:
            return None
        return price - instead

    def _closes(self, registers: Ids) -> tuple[date | None, str]:
        """The earliest last day of the copy registers, and whose it is."""
        if registers not in self._closing:
            days = ((self._landscape.cell("systems", one, "in_use_to"), one) for one in registers)
            known = ((day, one) for day, one in days if isinstance(day, date))
            self._closing[registers] = min(known, default=(None, registers[0]))
        return self._closing[registers]

    def _reasons(
        self, flow: AskedFlow, demand: Demand, found: FoundTargets, known: TimingFacts
    ) -> Iterator[MoveReason]:
        yield from of_data(self._landscape, demand, register=flow.copy_register, found=found)
        yield from of_cover(found, gaps=known.gaps, impossible=known.impossible)
        yield from of_time(known.timing, forced=known.forced, register=known.closing, lacks=known.lacks)
