"""Which register's data is bought how, by whom, how many times, for how much? How: docs/purchases.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from model.landscape.landscape import Landscape
from model.lazily import lazily
from model.rows import Rows
from queries.facts.contracts import Contracts
from queries.facts.deliveries import SOURCES, Deliveries, Delivery, Source
from queries.facts.delivery_costs import Tally
from queries.purchases.answer import (
    Carried,
    DeliveryLine,
    GiverPurchases,
    ObjectPurchases,
    PurchasesAnswer,
    PurchasesSummary,
    RegisterPurchases,
    Repeated,
)


def purchases(landscape: Landscape, as_of: date) -> PurchasesAnswer:
    """Who gets which register's data on a day, from where, how many times, and at what price.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> flow = {"consumer": "a", "data_objects": ("person.navn",)}
    >>> flows = {"f1": {**flow, "provider": "CPR"}, "f2": {**flow, "provider": "KMD_PDATA", "annual_price": 900.0}}
    >>> systems = {"a": {"name": "A", "unit": "it"}}
    >>> answer = purchases(Landscape(State().with_batch(Batch.of("hand", systems=systems, flows=flows))),
    ...                    date(2026, 1, 1))
    >>> [(one.register, one.times, one.prices.annual_price, one.prices.unknown) for one in answer.registers]
    [('CPR', 2, 900.0, 1)]
    >>> [(one.unit, one.objects, one.flows) for one in answer.repeated]
    [('it', ('person.navn',), ('f1', 'f2'))]
    """
    return _Purchases(landscape, as_of).answer()


class _Purchases:
    """One question being answered."""

    def __init__(self, landscape: Landscape, as_of: date) -> None:
        self._landscape = landscape
        self._as_of = as_of
        self._source = Deliveries(landscape, as_of)
        self._contracts = Contracts(landscape, as_of)
        self._all = list(self._source.all())

    def answer(self) -> PurchasesAnswer:
        repeated = self._repeated()
        return PurchasesAnswer(
            as_of=self._as_of,
            revision=self._landscape.revision,
            summary=self._summary(repeated),
            registers=self._registers(),
            repeated=repeated,
            givers=self._givers(),
            deliveries=Rows(lambda: len(self._all), lambda row: self._line(self._all[row])),
        )

    @lazily
    def _by_datum(self) -> Mapping[str | None, Mapping[str | None, Sequence[Delivery]]]:
        """Register -> data object -> the deliveries that carry exactly that."""
        found: dict[str | None, dict[str | None, list[Delivery]]] = {}
        for one in self._all:
            for register, object_ in one.data:
                found.setdefault(register, {}).setdefault(object_, []).append(one)
        return found

    def _bringing(self, register: str | None, object_: str | None) -> Sequence[Delivery]:
        """The deliveries of an object, by itself or within a wider one; by flow id, each once."""
        of_register = self._by_datum[register]
        if object_ is None:
            return of_register[None]
        parts = [of_register[one] for one in self._source.registers.above(object_) if one in of_register]
        if len(parts) == 1:
            return parts[0]
        each = {one.row: one for part in parts for one in part}
        return [each[row] for row in sorted(each)]

    def _registers(self) -> Sequence[RegisterPurchases]:
        found = [self._register(register) for register in self._by_datum]
        return sorted(found, key=lambda one: (-one.times, one.register is None, one.register or ""))

    def _register(self, register: str | None) -> RegisterPurchases:
        objects = self._by_datum[register]
        each = _each_once(objects.values())
        lines = [self._object(register, one) for one in objects]
        return RegisterPurchases(
            register=register,
            times=len(each),
            consumers=len({one.consumer for one in each}),
            units=len({one.unit for one in each if one.unit is not None}),
            sources=_sources(each),
            prices=_tally(each),
            objects=sorted(lines, key=lambda one: (-one.times, one.object is None, one.object or "")),
        )

    def _object(self, register: str | None, object_: str | None) -> ObjectPurchases:
        found = self._bringing(register, object_)
        return ObjectPurchases(
            object=object_,
            times=len(found),
            within_wider=len(found) - len(self._by_datum[register][object_]),
            consumers=len({one.consumer for one in found}),
            units=tuple(sorted({one.unit for one in found if one.unit is not None})),
            without_unit=sum(one.unit is None for one in found),
            sources=_sources(found),
            prices=_tally(found),
            flows=Rows(lambda: len(found), lambda row: found[row].flow),
        )

    def _repeated(self) -> Sequence[Repeated]:
        """By most flows, then register, unit, objects."""
        alike: dict[tuple[str | None, str, tuple[int, ...]], list[str]] = {}
        for register, objects in self._by_datum.items():
            for object_ in objects:
                if object_ is not None:
                    for unit, rows in self._several(register, object_):
                        alike.setdefault((register, unit, rows), []).append(object_)
        by_row = {one.row: one for one in self._all}
        found = [
            _repeated(register, unit, objects, [by_row[row] for row in rows])
            for (register, unit, rows), objects in alike.items()
        ]
        return sorted(found, key=lambda one: (-len(one.flows), one.register or "", one.unit, one.objects))

    def _several(self, register: str | None, object_: str) -> Iterable[tuple[str, tuple[int, ...]]]:
        """The units that several deliveries bring one object to, with their rows; what feeds a copy does not count."""
        units: dict[str, list[int]] = {}
        for one in self._bringing(register, object_):
            if one.unit is not None and not one.feeds:
                units.setdefault(one.unit, []).append(one.row)
        return ((unit, tuple(rows)) for unit, rows in units.items() if len(rows) > 1)

    def _givers(self) -> Sequence[GiverPurchases]:
        groups: dict[tuple[str, Source], list[Delivery]] = {}
        for one in self._all:
            groups.setdefault((one.giver, one.source), []).append(one)
        found = [self._giver(system, source, group) for (system, source), group in groups.items()]
        return sorted(found, key=lambda one: (-one.flows, one.system, one.source))

    def _giver(self, system: str, source: Source, group: Sequence[Delivery]) -> GiverPurchases:
        cost, cost_from = self._contracts.own_cost(system)
        return GiverPurchases(
            system=system,
            source=source,
            registers=sorted({register for one in group for register, _ in one.data if register is not None}),
            flows=len(group),
            consumers=len({one.consumer for one in group}),
            prices=_tally(group),
            own_cost=cost,
            own_cost_from=cost_from,
        )

    def _summary(self, repeated: Sequence[Repeated]) -> PurchasesSummary:
        return PurchasesSummary(
            deliveries=len(self._all),
            consumers=len({one.consumer for one in self._all}),
            units=len({one.unit for one in self._all if one.unit is not None}),
            without_unit=sum(one.unit is None for one in self._all),
            feeds=sum(one.feeds for one in self._all),
            repeated=len(repeated),
            repeated_flows=len({flow for one in repeated for flow in one.flows}),
            prices=_tally(self._all),
        )

    def _line(self, one: Delivery) -> DeliveryLine:
        cells = self._landscape.tables["flows"].row(one.flow)
        via = cells.get("via")
        texts = {name: None if (value := cells.get(name)) is None else str(value) for name in _TEXTS}
        return DeliveryLine(
            flow=one.flow,
            provider=one.provider,
            consumer=one.consumer,
            unit=one.unit,
            source=one.source,
            giver=one.giver,
            interface=texts["interface"],
            via=tuple(map(str, via)) if isinstance(via, tuple) else (),
            data=[Carried(object_, register) for register, object_ in one.data],
            mode=texts["mode"] or "unknown",
            frequency=texts["frequency"],
            price=one.basis,
            annual_price=one.annual_price,
            contract=texts["contract"],
            feeds_copy=one.feeds,
        )


_TEXTS = ("interface", "mode", "frequency", "contract")


def _each_once(groups: Iterable[Sequence[Delivery]]) -> Sequence[Delivery]:
    each = {one.row: one for group in groups for one in group}
    return [each[row] for row in sorted(each)]


def _tally(deliveries: Iterable[Delivery]) -> Tally:
    return Tally.of((one.basis, one.annual_price) for one in deliveries)


def _sources(deliveries: Iterable[Delivery]) -> Mapping[str, int]:
    """How many come from where, every word with its number."""
    counts = Counter(one.source for one in deliveries)
    return {source: counts[source] for source in SOURCES}


def _repeated(register: str | None, unit: str, objects: Sequence[str], group: Sequence[Delivery]) -> Repeated:
    consumers = sorted({one.consumer for one in group})
    return Repeated(
        register=register,
        unit=unit,
        objects=tuple(sorted(objects)),
        flows=tuple(one.flow for one in group),
        consumers=tuple(consumers),
        sources=tuple(source for source in SOURCES if any(one.source == source for one in group)),
        same_system=len(consumers) == 1,
        prices=_tally(group),
    )
