"""The flows that bring a register's data to somebody: where from, whose data, at what price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from model.catalogue.catalogue import Entry
from model.landscape.in_use import in_use
from model.landscape.landscape import Landscape
from model.lazily import lazily
from queries.facts.data_registers import Datum, Registers
from queries.facts.delivery_costs import PriceBasis
from queries.facts.prices import is_included

Source = Literal["register", "copy_register", "platform", "file", "system"]
SOURCES: tuple[Source, ...] = ("register", "copy_register", "platform", "file", "system")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One flow by its row. `giver`: the system that it counts at; `feeds`: it feeds a copy register, not a user."""

    row: int
    flow: str
    provider: str
    consumer: str
    unit: str | None
    source: Source
    giver: str
    data: Sequence[Datum]
    basis: PriceBasis
    annual_price: float | None
    feeds: bool


@dataclass(frozen=True, slots=True)
class _Way:
    """What is the same for all flows of one provider, interface and way."""

    source: Source
    giver: str
    registers: Sequence[str]
    included: bool
    gives: bool


class Deliveries:
    """The deliveries of a landscape on a day."""

    def __init__(self, landscape: Landscape, day: date) -> None:
        self._landscape = landscape
        self._day = day
        self._flows = landscape.tables["flows"]
        self._systems = landscape.tables["systems"]
        self.registers = Registers(landscape)
        self._ways: dict[tuple[str, str | None, tuple[str, ...]], _Way] = {}
        self._data: dict[tuple[tuple[str, ...], tuple[str, ...]], Sequence[Datum]] = {}

    def all(self) -> Iterator[Delivery]:
        """Every delivery, by flow id."""
        return self.among(in_use(self._landscape, self._day).flow_rows())

    def among(self, rows: Iterable[int]) -> Iterator[Delivery]:
        """The deliveries among flows by their rows, in the same order."""
        fields = ("provider", "consumer", "interface", "via", "data_objects", "mode", "annual_price")
        cells = list(zip(*(self._flows.cells(field) for field in fields), strict=True))
        for row in rows:
            provider, consumer, interface, via, objects, mode, price = cells[row]
            role = self._roles[str(consumer)]
            if role == "giver":
                continue
            way = self._way(str(provider), interface, via)
            data = self._data_of(objects or self._offered.get(interface, ()), way) if way.gives else ()
            if not data:
                continue
            known = price is not None
            yield Delivery(
                row=row,
                flow=self._flows.ids[row],
                provider=str(provider),
                consumer=str(consumer),
                unit=self._unit[str(consumer)],
                source="file" if way.source == "register" and mode == "file" else way.source,
                giver=way.giver,
                data=data,
                basis="registered" if known else "included" if way.included else "unknown",
                annual_price=price if known else None,
                feeds=role == "copy",
            )

    def _data_of(self, objects: tuple[str, ...], way: _Way) -> Sequence[Datum]:
        key = objects, tuple(way.registers)
        if key not in self._data:
            self._data[key] = self.registers.data(objects, source=way.registers)
        return self._data[key]

    def _way(self, provider: str, interface: str | None, via: tuple[str, ...] | None) -> _Way:
        key = provider, interface, via or ()
        if key not in self._ways:
            self._ways[key] = self._found(*key)
        return self._ways[key]

    def _found(self, provider: str, interface: str | None, via: tuple[str, ...]) -> _Way:
        service = None if interface is None else self._landscape.catalogue.entry(interface)
        owner = None if interface is None else self._landscape.cell("interfaces", interface, "system")
        on_way = [provider, *via, *([str(owner)] if owner is not None else [])]
        source, giver = self._source(provider, on_way)
        entries = [service, *(self._landscape.stands_for.get(one) for one in on_way)]
        return _Way(
            source=source,
            giver=giver,
            registers=self._sources_of(provider, giver, service),
            included=is_included(service, entries),
            gives=service is None or service.direction == "read",
        )

    def _source(self, provider: str, on_way: Sequence[str]) -> tuple[Source, str]:
        copies = [one for one in on_way if self._roles.get(one) == "copy"]
        if copies:
            return "copy_register", copies[0]
        if self._roles.get(provider) != "giver":
            return "system", provider
        platforms = [one for one in on_way if self._is_platform(one)]
        return ("platform", platforms[0]) if platforms else ("register", provider)

    def _is_platform(self, system: str) -> bool:
        return self._roles.get(system) == "giver" and self._kinds[system] != "register"

    def _sources_of(self, provider: str, giver: str, service: Entry | None) -> Sequence[str]:
        """The registers that the data can be told to come from by who gives it."""
        if self._kinds.get(provider) == "register":
            return [provider]
        entries = (service, self._landscape.stands_for.get(provider), self._landscape.stands_for.get(giver))
        return next((found for entry in entries if (found := self.registers.of_source(entry))), ())

    @lazily
    def _kinds(self) -> Mapping[str, str]:
        return dict(zip(self._systems.ids, map(str, self._landscape.kinds.cells()), strict=True))

    @lazily
    def _roles(self) -> Mapping[str, Literal["giver", "copy", "user"]]:
        """Registers, platforms and shared copies give; a copy register is fed and gives; everybody else uses."""
        return {id_: self._role(id_, kind) for id_, kind in self._kinds.items()}

    def _role(self, id_: str, kind: str) -> Literal["giver", "copy", "user"]:
        entry = self._landscape.stands_for.get(id_)
        if kind in ("register", "platform") or (kind == "copy_register" and entry is not None and entry.shared):
            return "giver"
        return "copy" if kind == "copy_register" else "user"

    @lazily
    def _unit(self) -> Mapping[str, str | None]:
        units = (None if unit is None else str(unit) for unit in self._systems.cells("unit"))
        return dict(zip(self._systems.ids, units, strict=True))

    @lazily
    def _offered(self) -> Mapping[object, tuple[str, ...]]:
        """What every interface carries."""
        table = self._landscape.tables["interfaces"]
        cells = zip(table.ids, table.cells("data_objects"), strict=True)
        return {id_: tuple(map(str, objects)) for id_, objects in cells if isinstance(objects, tuple)}

    def included(self, row: int) -> bool:
        """Whether the catalogue says of a flow, by its row, that it has no price of its own."""
        provider, interface, via = (self._flows.cell(row, field) for field in ("provider", "interface", "via"))
        return self._way(str(provider), interface, via).included  # type: ignore[arg-type]
