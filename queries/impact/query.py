"""What breaks if X is turned off? The definition stands in docs/impact.md; the rules run in `model.graph.kernel`.

This file turns numbers into the rows of the answer; every list is worked out row by row when it is read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from model.catalogue.catalogue import Entry
from model.graph.fall import Fall, before
from model.graph.groups import NEED_NAMES, TICKS
from model.graph.lists import each
from model.graph.offers import Offers
from model.graph.reach import Reach
from model.graph.reasons import Reasons
from model.landscape.landscape import Landscape
from model.landscape.turned_off import turned_off
from model.lazily import lazily
from model.rows import Named, Rows
from model.verdicts import VERDICTS
from queries.impact.answer import (
    Affected,
    AlreadyDown,
    CapabilityHit,
    CatalogueSource,
    ContractTerms,
    FallsAway,
    ImpactAnswer,
    Registration,
    Summary,
    ToReestablish,
    UnitHit,
)


def shutdown_impact(landscape: Landscape, what: Sequence[str], *, at: date | None = None) -> ImpactAnswer:
    """What breaks if all of `what` is turned off, on a date if one is said.

    `what`: ids, unique names or aliases of systems, interfaces, flows, vendors, contracts; `vendor:KMD` says which.
    Raises `UnknownName`, `AmbiguousName` and `InputError`; see `model.landscape.turned_off`.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> landscape = Landscape(State().with_batch(Batch.of("hand",
    ...     systems={"pay": {"name": "Payroll"}, "erp": {"name": "ERP"}},
    ...     flows={"pay>erp": {"provider": "pay", "consumer": "erp", "need": "required"}})))
    >>> [(row.system.name, row.verdict) for row in shutdown_impact(landscape, ["Payroll"]).affected]
    [('ERP', 'stops')]
    """
    return _Impact(landscape, what, at).answer()


class _Impact:
    """One question being answered."""

    def __init__(self, landscape: Landscape, what: Sequence[str], at: date | None) -> None:
        self._landscape = landscape
        self._what = tuple(what)
        self._at = at
        self._graph = landscape.graph
        self._ids = self._graph.systems.ids
        self._fall = Fall(self._graph, turned_off(landscape, what), before(self._graph, at))
        self._reasons = Reasons(self._fall)
        self._offers = Offers(self._fall)
        self._reach = Reach(self._fall)
        self._contracts = self._graph.gaps.contracts
        self._whole = self._graph.gaps.whole(at)
        self._kept_terms: dict[str, ContractTerms] = {}

    def answer(self) -> ImpactAnswer:
        reach = self._reach
        return ImpactAnswer(
            turned_off=self._turned_off(),
            at=self._at,
            revision=self._landscape.revision,
            asked=self._what,
            summary=self._summary(),
            affected=Rows(lambda: len(self._fall.outcome.system), self._affected),
            already_down=self._already_down(),
            to_reestablish=Rows(lambda: len(reach.to_reestablish), self._to_reestablish),
            falls_away=Rows(lambda: len(reach.falls_away), self._falls_away),
            units=Rows(lambda: len(reach.units.unit), self._unit),
            capabilities=Rows(lambda: len(reach.capabilities), self._capability),
            registration=self._registration(),
            from_catalogue=Rows(lambda: len(self._from_catalogue), lambda row: self._from_catalogue[row]),
        )

    @lazily
    def _from_catalogue(self) -> list[CatalogueSource]:
        """The services among the candidates, and successors that are the catalogue's."""
        services = [
            CatalogueSource(entry.id, entry.name, "candidate", None, entry.data_objects_confidence)
            for entry in self._offers.services_for(self._reach.to_reestablish)
        ]
        inherited = [
            CatalogueSource(one, self._landscape.name_of("systems", one), "successor", provider, entry.confidence)
            for provider, entry in self._inheriting()
            for one in self._landscape.successors(provider)
        ]
        return [*services, *inherited]

    def _inheriting(self) -> Iterator[tuple[str, Entry]]:
        """Providers of flows to re-establish whose successor is the catalogue's and not their own."""
        for provider in each(self._graph.flows.provider[self._reach.to_reestablish], len(self._ids)).tolist():
            entry = self._landscape.stands_for.get(self._ids[provider])
            if entry is not None and self._graph.systems.cell(provider, "successor") is None:
                yield self._ids[provider], entry

    def _systems(self, numbers: Sequence[int]) -> Rows[str]:
        return Rows(lambda: len(numbers), lambda row: self._ids[numbers[row]])

    def _flows(self, numbers: Callable[[], Any]) -> Rows[str]:
        return Rows(lambda: len(numbers()), lambda row: self._graph.flow_ids[numbers()[row]])

    def _turned_off(self) -> Sequence[str]:
        off, graph = self._fall.turned_off, self._graph
        interfaces = [graph.interface_ids[one] for one in off.interfaces]
        flows = [graph.flow_ids[one] for one in off.flows]
        return sorted({*self._systems(off.systems), *interfaces, *flows})

    def _summary(self) -> Summary:
        fall = self._fall
        systems, off = self._whole.systems, len(fall.turned_off.systems)
        down = int(fall.before.down.sum()) - int(fall.before.down[fall.turned_off.systems].sum())
        stops, may_stop, degraded, may_degrade, loses_redundancy = fall.counts
        return Summary(
            systems=systems,
            turned_off=off,
            already_down=down,
            stops=stops,
            may_stop=may_stop,
            degraded=degraded,
            may_degrade=may_degrade,
            loses_redundancy=loses_redundancy,
            unaffected=systems - off - down - len(fall.outcome.system),
            unaffected_without_flows=self._reach.untouched(self._whole.systems_without_flows),
        )

    def _affected(self, row: int) -> Affected:
        fall, system = self._fall, int(self._fall.system[row])
        why = self._reasons.of(row)
        at_least = int(fall.at_least[row])
        return Affected(
            system=Named(self._ids[system], self._landscape.name_of("systems", self._ids[system])),
            verdict=VERDICTS[int(fall.verdict[row])],
            at_least="stops" if at_least == 0 else "degraded" if at_least == 2 else None,
            steps=int(fall.steps[row]),
            after_hours=float(fall.hours[row]) / TICKS,
            hours_assumed=why.hours_assumed,
            chain=why.chain,
            why=why.losses,
            hours_chain=why.hours_chain,
        )

    def _already_down(self) -> Sequence[AlreadyDown]:
        earlier = self._fall.before
        return [
            *(AlreadyDown(self._ids[one], "out_of_use") for one in earlier.out_of_use.tolist()),
            *(AlreadyDown(self._ids[one], "stops") for one in earlier.stops.tolist()),
            *(AlreadyDown(self._ids[one], "may_stop") for one in earlier.may_stop.tolist()),
        ]

    def _to_reestablish(self, row: int) -> ToReestablish:
        flow = int(self._reach.to_reestablish[row])
        graph, flows, offers = self._graph, self._graph.flows, self._offers
        provider, consumer = int(flows.provider[flow]), int(flows.consumer[flow])
        candidates, total = offers.for_flow(flow)
        return ToReestablish(
            flow=graph.flow_ids[flow],
            provider=self._ids[provider],
            consumer=self._ids[consumer],
            data_objects=offers.names(offers.objects(flow)),
            need=NEED_NAMES[int(flows.need[flow])],
            killed_by=self._killed_by(flow),
            unit=self._text(consumer, "unit"),
            owner=self._text(consumer, "owner"),
            contract=self._contract(flow, consumer),
            candidates=candidates,
            candidates_total=total,
        )

    def _killed_by(self, flow: int) -> Sequence[str]:
        graph, off = self._graph, self._fall.turned_off
        interface = int(graph.flows.interface[flow])
        found = {self._ids[one] for one in graph.carriers[flow].tolist() if one in off.systems}
        if flow in off.flows:
            found.add(graph.flow_ids[flow])
        if interface in off.interfaces:
            found.add(graph.interface_ids[interface])
        return sorted(found)

    def _text(self, system: int, field: str) -> str | None:
        value = self._graph.systems.cell(system, field)
        return None if value is None else str(value)

    def _contract(self, flow: int, consumer: int) -> ContractTerms | None:
        id_ = self._contracts.of_flow(flow) or self._contracts.of_system(consumer)
        return None if id_ is None else self._terms(id_)

    def _terms(self, id_: str) -> ContractTerms:
        if id_ not in self._kept_terms:
            contract = self._landscape.contract(id_)
            self._kept_terms[id_] = ContractTerms(
                id_, contract.ends, contract.irrevocable_until, contract.notice_months
            )
        return self._kept_terms[id_]

    def _falls_away(self, row: int) -> FallsAway:
        flow = int(self._reach.falls_away[row])
        graph, flows = self._graph, self._graph.flows
        lost = set(flows.objects[flow].tolist())
        successors = self._landscape.successors(self._ids[int(flows.consumer[flow])]) if lost else ()
        into = [one for id_ in successors for one in graph.into[graph.systems.index[id_]].tolist()]
        has = [one for one in sorted(set(into)) if self._fall.lives[one] and self._covers(one, lost)]
        return FallsAway(
            flow=graph.flow_ids[flow],
            provider=self._ids[int(flows.provider[flow])],
            successor_has=[graph.flow_ids[one] for one in has],
        )

    def _covers(self, flow: int, objects: set[int]) -> bool:
        carried = set(self._graph.flows.objects[flow].tolist())
        return all(carried.intersection(self._graph.ancestors(one)) for one in objects)

    def _unit(self, row: int) -> UnitHit:
        units = self._reach.units
        unit, worst = int(units.unit[row]), int(units.worst[row])
        name = None if unit < 0 else self._landscape.tables["units"].ids[unit]
        return UnitHit(name, "turned_off" if worst < 0 else VERDICTS[worst], self._systems(units.systems[row].tolist()))

    def _capability(self, row: int) -> CapabilityHit:
        hit = self._reach.capabilities[row]
        parts = (self._systems(numbers) for numbers in (hit.lost, hit.at_risk, hit.remaining))
        return CapabilityHit(hit.capability, *parts)

    def _registration(self) -> Registration:
        reach, whole = self._reach, self._whole
        return Registration(
            flows_around=len(reach.around),
            need_unknown=self._flows(lambda: reach.need_unknown),
            without_data_objects=self._flows(lambda: reach.without_data_objects),
            systems_without_flows=whole.systems_without_flows,
            requirements_without_flows=whole.requirements_without_flows,
            way_unknown=whole.way_unknown,
            contract_ended=whole.contract_ended,
            unlisted=whole.unlisted,
        )
