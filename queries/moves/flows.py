"""The flows that are asked about: those that a copy register gives or passes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import cast

from model.landscape.landscape import Landscape
from queries.moves.answer import Ids, Number


@dataclass(frozen=True, slots=True)
class AskedFlow:
    """A flow as registered; `registers` are the copy registers it counts at, provider first, then via as written."""

    id: str
    consumer: str
    registers: Ids
    interface: str | None
    data_objects: Ids
    mode: str | None
    frequency: str | None
    annual_price: Number | None
    switch_cost: Number | None
    contract: str | None
    declared_by: Ids

    @property
    def copy_register(self) -> str:
        """The one it is said to come from."""
        return self.registers[0]


def out_of_use(landscape: Landscape, day: date) -> frozenset[str]:
    """Systems whose last day lies before `day`, and retired ones of which no last day is registered."""
    systems = landscape.tables["systems"]
    rows = zip(systems.ids, systems.cells("lifecycle"), systems.cells("in_use_to"), strict=True)
    return frozenset(
        id_ for id_, lifecycle, last in rows if (last < day if isinstance(last, date) else lifecycle == "retired")
    )


def copy_registers(landscape: Landscape, gone: frozenset[str]) -> frozenset[str]:
    """Systems of that kind that are in use, without the shared copies: those are where moves go."""
    kinds = zip(landscape.tables["systems"].ids, landscape.kinds.cells(), strict=True)
    found = (id_ for id_, kind in kinds if kind == "copy_register" and id_ not in gone)
    return frozenset(id_ for id_ in found if not ((entry := landscape.stands_for.get(id_)) and entry.shared))


def asked_flows(landscape: Landscape, registers: frozenset[str], gone: frozenset[str]) -> list[AskedFlow]:
    """The flows from or by one of `registers` to a consumer that is not `gone`, by id; not what one feeds to itself."""
    flows = landscape.tables["flows"]
    provider, via = flows.column("provider"), flows.column("via")
    given = {code for code, value in enumerate(provider.values) if value in registers}
    passed = {code for code, value in enumerate(via.values) if not registers.isdisjoint(_ids(value))}
    rows = zip(provider.codes.tolist(), via.codes.tolist(), strict=True)
    hits = [row for row, (giver, way) in enumerate(rows) if giver in given or way in passed]
    found = (_asked(landscape, row, registers) for row in hits)
    return [flow for flow in found if flow.registers and flow.consumer not in gone]


def _asked(landscape: Landscape, row: int, registers: frozenset[str]) -> AskedFlow:
    flows = landscape.tables["flows"]
    consumer = str(flows.cell(row, "consumer"))
    used = dict.fromkeys((str(flows.cell(row, "provider")), *_ids(flows.cell(row, "via"))))
    return AskedFlow(
        id=flows.ids[row],
        consumer=consumer,
        registers=tuple(one for one in used if one in registers and one != consumer),
        interface=cast("str | None", flows.cell(row, "interface")),
        data_objects=_ids(flows.cell(row, "data_objects")),
        mode=cast("str | None", flows.cell(row, "mode")),
        frequency=cast("str | None", flows.cell(row, "frequency")),
        annual_price=cast("Number | None", flows.cell(row, "annual_price")),
        switch_cost=cast("Number | None", flows.cell(row, "switch_cost")),
        contract=cast("str | None", flows.cell(row, "contract")),
        declared_by=_ids(flows.cell(row, "declared_by")),
    )


def _ids(value: object) -> Ids:
    return tuple(map(str, value)) if isinstance(value, tuple) else ()


def parents_of(landscape: Landscape) -> Mapping[str, str]:
    """Data object -> its registered parent."""
    table = landscape.tables["data_objects"]
    rows = zip(table.ids, table.cells("parent"), strict=True)
    return {id_: str(parent) for id_, parent in rows if parent is not None}
