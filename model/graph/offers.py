"""Who else could give the data of a flow that X kills: what every living system and catalogue service has to offer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from model.catalogue.catalogue import Entry
from model.claims.columns import CodedColumn
from model.graph.fall import Fall
from model.graph.lists import Ints, Lists, each
from model.lazily import lazily

BEST = 5
"""So many candidates of kind `system` are given; the total counts them all."""
Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate. `lacks`: objects it has not, in the flow's order; `None` where that is not registered."""

    kind: Literal["successor", "same_provider", "system", "catalogue"]
    system: str
    lacks: Sequence[str] | None


class _Ranked(NamedTuple):
    """Systems that have some of what is sought, best first, and the same as a set."""

    rows: Numbers
    all: frozenset[int]


_NONE = _Ranked(np.zeros(0, dtype=np.int64), frozenset())
NOWHERE = -2
"""Stands for any municipality, where none has a candidate."""


class Offers:
    """Candidates after a `Fall`: systems in the landscape that live, and living services of the catalogue."""

    def __init__(self, fall: Fall) -> None:
        self._fall = fall
        self._graph = fall.graph
        self._landscape = fall.graph.landscape
        self._objects = self._landscape.tables["data_objects"]
        self._givers: dict[int, Flags] = {}
        self._carried: dict[tuple[int, int], tuple[int, ...]] = {}
        self._first: dict[tuple[int, tuple[int, ...]], Sequence[Offer]] = {}
        self._named_objects: dict[tuple[int, ...], tuple[str, ...]] = {}
        self._same: dict[tuple[int, tuple[int, ...], int], tuple[Sequence[Offer], int]] = {}
        self._taking_over: dict[int, Sequence[int]] = {}
        self._pools: dict[int, Numbers] = {}
        self._systems: dict[tuple[tuple[int, ...], int], _Ranked] = {}
        self._services: dict[tuple[int, ...], Sequence[Offer]] = {}

    def for_flow(self, flow: int) -> tuple[Sequence[Offer], int]:
        """The candidates for a flow by kind, fewest lacks, id, and how many there are in all."""
        graph = self._graph
        provider, consumer = int(graph.flows.provider[flow]), int(graph.flows.consumer[flow])
        objects, municipality = self.objects(flow), int(self._municipality[consumer])
        ranked = self._offering(objects, municipality)
        if not self._fall.gone[consumer]:
            return self._found(provider, consumer, objects, ranked)
        # A consumer that is gone is no candidate, so its like get the same; where none is near, wherever they are.
        key = provider, objects, municipality if len(ranked.rows) else NOWHERE
        if key not in self._same:
            self._same[key] = self._found(provider, consumer, objects, ranked)
        return self._same[key]

    def _found(
        self, provider: int, consumer: int, objects: tuple[int, ...], ranked: _Ranked
    ) -> tuple[Sequence[Offer], int]:
        ids, index = self._graph.systems.ids, self._graph.systems.index
        named = [offer for offer in self._named(provider, objects) if offer.system != ids[consumer]]
        taken = {provider, consumer, *(index[offer.system] for offer in named)}
        best = [row for row in ranked.rows[: BEST + len(taken)].tolist() if row not in taken][:BEST]
        systems = [self._offer("system", row, objects) for row in best]
        services = self._of_catalogue(objects)
        total = len(named) + len(ranked.rows) - sum(row in ranked.all for row in taken) + len(services)
        return [*named, *systems, *services], total

    def services_for(self, flows: Numbers) -> Sequence[Entry]:
        """The services of the catalogue that are candidates for any of some flows, by id."""
        carried = each(self._graph.flows.objects.of(flows), len(self._objects))
        lines = {line for one in carried.tolist() for line in self.names(tuple(self._graph.ancestors(one)))}
        return [entry for entry in self._open_services if lines.intersection(entry.data_objects)]

    def objects(self, flow: int) -> tuple[int, ...]:
        """What a flow carries, its own or its interface's, in the order in which it is written."""
        interface = int(self._graph.flows.interface[flow])
        key = int(self._own.codes[flow]), -1 if interface < 0 else int(self._offered.codes[interface])
        if key not in self._carried:
            cell = self._own.values[key[0]] if key[0] >= 0 else self._offered.values[key[1]] if key[1] >= 0 else ()
            ids = cell if isinstance(cell, tuple) else ()
            self._carried[key] = tuple(dict.fromkeys(self._objects.index[str(one)] for one in ids))
        return self._carried[key]

    @lazily
    def _own(self) -> CodedColumn:
        return self._landscape.tables["flows"].column("data_objects")

    @lazily
    def _offered(self) -> CodedColumn:
        return self._landscape.tables["interfaces"].column("data_objects")

    def names(self, objects: tuple[int, ...]) -> tuple[str, ...]:
        """The ids of data objects."""
        if objects not in self._named_objects:
            self._named_objects[objects] = tuple(self._objects.ids[one] for one in objects)
        return self._named_objects[objects]

    def _named(self, provider: int, objects: tuple[int, ...]) -> Sequence[Offer]:
        """The registered successors of the provider, and the provider itself by another way."""
        key = provider, objects
        if key not in self._first:
            numbers = self._successors(provider)
            found = [self._offer("successor", one, objects) for one in numbers if not self._fall.gone[one]]
            if not self._fall.gone[provider] and provider not in numbers:
                found.append(self._offer("same_provider", provider, objects))
            self._first[key] = sorted(found, key=lambda offer: (offer.kind != "successor", *_order(offer)))
        return self._first[key]

    def _successors(self, provider: int) -> Sequence[int]:
        if provider not in self._taking_over:
            index = self._graph.systems.index
            named = self._landscape.successors(self._graph.systems.ids[provider])
            self._taking_over[provider] = [index[id_] for id_ in dict.fromkeys(named)]
        return self._taking_over[provider]

    def _offer(
        self, kind: Literal["successor", "same_provider", "system"], system: int, objects: tuple[int, ...]
    ) -> Offer:
        id_ = self._graph.systems.ids[system]
        if not objects or not self._registers[system]:
            return Offer(kind, id_, None)
        return Offer(kind, id_, self.names(tuple(one for one in objects if not self._giving(one)[system])))

    def _offering(self, objects: tuple[int, ...], municipality: int) -> _Ranked:
        """All living systems of a municipality, or of none, that carry one of the objects; best first."""
        key = objects, municipality
        pool = self._pool(municipality)
        if not len(pool):
            return _NONE
        if key not in self._systems:
            has = np.array([self._giving(one)[pool] for one in objects], dtype=np.bool_).reshape(
                len(objects), len(pool)
            )
            some = np.flatnonzero(has.any(axis=0))
            rows = pool[some[np.argsort(-has[:, some].sum(axis=0), kind="stable")]]
            self._systems[key] = _Ranked(rows, frozenset(rows.tolist()))
        return self._systems[key]

    def _pool(self, municipality: int) -> Numbers:
        """The living systems of a municipality (by code, -1 for none) or of none."""
        if municipality not in self._pools:
            near = (self._municipality == -1) | (self._municipality == municipality)
            self._pools[municipality] = np.flatnonzero(near & ~self._fall.gone)
        return self._pools[municipality]

    @lazily
    def _municipality(self) -> Ints:
        return self._graph.systems.column("municipality").codes

    def _giving(self, data_object: int) -> Flags:
        """Which systems have a data object or what covers it: by an interface or a living flow; shape (systems,)."""
        if data_object not in self._givers:
            graph, flows = self._graph, self._graph.flows
            found = np.zeros(len(graph.systems), dtype=np.bool_)
            for one in graph.ancestors(data_object):
                carrying = graph.flows_by_object[one]
                found[flows.provider[carrying[self._fall.lives[carrying]]]] = True
                found[self._graph.interface_system[self._interfaces_by_object[one]]] = True
            self._givers[data_object] = found
        return self._givers[data_object]

    @lazily
    def _interfaces_by_object(self) -> Lists:
        """The interfaces that carry every data object, but those in T."""
        interfaces = self._landscape.tables["interfaces"]
        carried = Lists.of_cells(interfaces.column("data_objects"), self._objects.index)
        owner = carried.owners()
        open_ = (self._graph.interface_system[owner] >= 0) & ~np.isin(owner, self._fall.turned_off.interfaces)
        return Lists.grouped(keys=carried.items[open_], items=owner[open_], count=len(self._objects))

    @lazily
    def _registers(self) -> Flags:
        """Which systems have any data object registered that they give; shape (systems,)."""
        flows = self._graph.flows
        found = np.zeros(len(self._graph.systems), dtype=np.bool_)
        found[flows.provider[self._fall.lives & (np.diff(flows.objects.starts) > 0)]] = True
        found[self._graph.interface_system[self._interfaces_by_object.items]] = True
        return found

    def _of_catalogue(self, objects: tuple[int, ...]) -> Sequence[Offer]:
        if objects not in self._services:
            found = [offer for entry in self._open_services for offer in self._service(entry, objects)]
            self._services[objects] = sorted(found, key=_order)
        return self._services[objects]

    def _service(self, entry: Entry, objects: tuple[int, ...]) -> Iterable[Offer]:
        has = set(entry.data_objects)
        lines = {one: self.names(tuple(self._graph.ancestors(one))) for one in objects}
        lacks = tuple(self._objects.ids[one] for one in objects if not has.intersection(lines[one]))
        if len(lacks) < len(objects):
            yield Offer("catalogue", entry.id, lacks)

    @lazily
    def _open_services(self) -> Sequence[Entry]:
        """Services that supply data, run on what lives, and are no system of the landscape themselves."""
        return [
            entry
            for entry in self._landscape.catalogue.services()
            if entry.living
            and entry.direction != "write"
            and entry.id not in self._graph.systems.index
            and not self._landscape.standing_for.get(entry.id)
            and not self._is_off("interfaces", entry.id)
            and not any(self._falls(one) for one in (entry.platform, entry.register) if one)
        ]

    def _is_off(self, table: str, id_: str) -> bool:
        return self._landscape.tables[table].index.get(id_, -1) in self._fall.turned_off.interfaces

    def _falls(self, entry_id: str) -> bool:
        """Whether a system that stands for a catalogue entry is gone; where none stands for it, nothing is known."""
        systems = {*self._landscape.standing_for.get(entry_id, ()), entry_id} & self._graph.systems.index.keys()
        return any(self._fall.gone[self._graph.systems.index[one]] for one in systems)


def _order(offer: Offer) -> tuple[bool, int, str]:
    return offer.lacks is None, len(offer.lacks or ()), offer.system
