"""Data that several systems buy: within a group, and across systems of different jobs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from model.claims.columns import CodedColumn
from model.lazily import lazily
from model.schema import Value, texts
from queries.duplicates.answer import Overlap
from queries.duplicates.members import Members
from queries.facts.deliveries import Deliveries
from queries.facts.sums import known_sum


@dataclass(frozen=True, slots=True)
class Bought:
    """One flow by its ends; `price` in DKK a year: 0 where it has none of its own, `None` if it is not registered."""

    provider: str
    consumer: str
    objects: tuple[str, ...]
    price: float | None


class Data:
    """The flows in use, as far as they cost something or may do."""

    def __init__(self, members: Members) -> None:
        self._members = members
        self._flows = members.landscape.tables["flows"]
        self._deliveries = Deliveries(members.landscape, members.as_of)

    @lazily
    def _offered(self) -> Mapping[Value, tuple[str, ...]]:
        interfaces = self._members.landscape.tables["interfaces"]
        cells = zip(interfaces.ids, interfaces.cells("data_objects"), strict=True)
        return {id_: texts(objects) for id_, objects in cells}

    def _columns(self) -> Sequence[CodedColumn]:
        fields = ("provider", "consumer", "data_objects", "interface", "annual_price")
        return [self._flows.column(field) for field in fields]

    def _bought(self, row: int, columns: Sequence[CodedColumn]) -> Bought:
        provider, consumer, objects, interface, price = (column[row] for column in columns)
        carried = texts(objects) or (self._offered.get(interface, ()) if interface is not None else ())
        known = price if isinstance(price, float) else 0.0 if self._deliveries.included(row) else None
        return Bought(str(provider), str(consumer), carried, known)

    @lazily
    def _used(self) -> Sequence[bool]:
        return self._members.in_use.flows

    def into(self, systems: Sequence[str]) -> Mapping[str, Sequence[Bought]]:
        """What each of some systems gets that is not known to be free."""
        columns, index = self._columns(), self._members.table.index
        return {
            id_: [one for row in self._rows_into.get(index[id_], ()) if (one := self._bought(row, columns)).price != 0]
            for id_ in systems
        }

    @lazily
    def _rows_into(self) -> Mapping[int, Sequence[int]]:
        """Row of a system that is for something -> the rows of the flows in use that come to it."""
        solving = self._members.jobs
        found: dict[int, list[int]] = {}
        consumers = self._flows.column("consumer").mapped(self._members.table.index)
        for row, (consumer, used) in enumerate(zip(consumers.tolist(), self._used, strict=True)):
            if used and consumer in solving:
                found.setdefault(consumer, []).append(row)
        return found

    @lazily
    def priced(self) -> Sequence[Bought]:
        """The flows with a price above 0."""
        prices = self._flows.column("annual_price")
        costs = {value: 1 for value in prices.values if isinstance(value, float) and value > 0}
        columns = self._columns()
        rows = prices.mapped(costs, missing=0).nonzero()[0].tolist() if costs else []
        return [self._bought(row, columns) for row in rows if self._used[row]]


def shared(solutions: Sequence[Sequence[str]], bought: Mapping[str, Sequence[Bought]]) -> tuple[list[str], list[str]]:
    """The data objects that several of the solutions buy from outside; those of them where a price is unknown."""
    inside = {id_ for solution in solutions for id_ in solution}
    buyers: dict[str, set[int]] = {}
    unpriced: set[str] = set()
    for place, solution in enumerate(solutions):
        for one in (flow for id_ in solution for flow in bought[id_] if flow.provider not in inside):
            for data_object in one.objects:
                buyers.setdefault(data_object, set()).add(place)
                if one.price is None:
                    unpriced.add(data_object)
    several = sorted(data_object for data_object, places in buyers.items() if len(places) > 1)
    return several, [data_object for data_object in several if data_object in unpriced]


def overlaps(members: Members, data: Data, jobs: Mapping[str, frozenset[str]]) -> list[Overlap]:
    """Systems that each pay a provider for a data object, of those that have a partner without a job in common."""
    found = []
    for (_, provider, data_object), prices in sorted(_payers(members, data).items(), key=lambda one: _key(one[0])):
        systems = [one for one in sorted(prices) if _stranger(one, prices, jobs)]
        if systems:
            total = known_sum(prices[one] for one in systems) or 0.0
            found.append(Overlap(data_object, provider, systems, total))
    return sorted(found, key=lambda one: (-one.annual_price, one.data_object, one.provider, one.systems))


def _key(key: tuple[str | None, str, str]) -> tuple[str, str, str]:
    return (key[0] or "", *key[1:])


def _payers(members: Members, data: Data) -> Mapping[tuple[str | None, str, str], Mapping[str, float]]:
    """(Municipality, provider, data object) -> what each consumer pays."""
    found: dict[tuple[str | None, str, str], dict[str, float]] = {}
    for one, municipality in _by_municipality(members, data.priced):
        for data_object in one.objects:
            payers = found.setdefault((municipality, one.provider, data_object), {})
            payers[one.consumer] = payers.get(one.consumer, 0.0) + (one.price or 0.0)
    return {key: payers for key, payers in found.items() if len(payers) > 1}


def _by_municipality(members: Members, flows: Sequence[Bought]) -> Iterator[tuple[Bought, str | None]]:
    index = members.table.index
    for one in flows:
        yield one, members.municipalities.get(index[one.consumer])


def _stranger(one: str, among: Mapping[str, float], jobs: Mapping[str, frozenset[str]]) -> bool:
    own = jobs.get(one, frozenset())
    return any(own.isdisjoint(jobs.get(other, frozenset())) for other in among if other != one)
