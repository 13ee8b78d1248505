"""The landscape as arrays: who carries which flow to whom, and what each consumer needs. No engine is known here."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from model.claims.columns import Table
from model.graph.flows import Flows
from model.graph.groups import NEED_CODES, UNKNOWN, Groups, build_groups, ticks
from model.graph.lists import Ints, Lists, distinct
from model.graph.requirement_ids import RequirementIds
from model.lazily import lazily
from model.schema import affirmed

if TYPE_CHECKING:
    from model.landscape_tables import LandscapeTables


def _flows(tables: Mapping[str, Table], interface_system: Ints) -> Flows:
    flows, interfaces = tables["flows"], tables["interfaces"]
    systems, objects = tables["systems"].index, tables["data_objects"].index
    interface = flows.column("interface").mapped(interfaces.index)
    return Flows(
        provider=flows.column("provider").mapped(systems),
        consumer=flows.column("consumer").mapped(systems),
        interface=interface,
        interface_system=np.append(interface_system, np.int32(-1))[interface],
        requirement=flows.column("requirement").mapped(tables["requirements"].index),
        need=flows.column("need").mapped(NEED_CODES, missing=UNKNOWN).astype(np.int8),
        tolerance=ticks(flows, "tolerance_hours"),
        via=Lists.of_cells(flows.column("via"), systems),
        objects=_objects(flows, interfaces, interface, objects),
    )


def _objects(flows: Table, interfaces: Table, interface: Ints, index: Any) -> Lists:
    """What each flow carries: its own data objects, else its interface's."""
    own = Lists.of_cells(flows.column("data_objects"), index)
    offered = Lists.of_cells(interfaces.column("data_objects"), index)
    borrows = (np.diff(own.starts) == 0) & (interface >= 0)
    borrowed = np.flatnonzero(borrows)
    lent = offered.take(interface[borrowed]) if len(borrowed) else Lists(np.zeros(1, dtype=np.int64), own.items[:0])
    return Lists.grouped(
        keys=np.concatenate((own.owners(), borrowed[lent.owners()])),
        items=np.concatenate((own.items, lent.items)),
        count=len(flows),
    )


class GraphArrays:
    """All of the graph that needs no engine; `model.graph.graph.Graph` adds that."""

    def __init__(self, landscape: LandscapeTables) -> None:
        tables = landscape.tables
        self.landscape = landscape
        self.systems = tables["systems"]
        self.flow_ids = tables["flows"].ids
        self.interface_ids = tables["interfaces"].ids
        self.interface_system = tables["interfaces"].column("system").mapped(self.systems.index)
        self.flows = _flows(tables, self.interface_system)
        self.parents = _parents(tables["data_objects"])
        self.groups: Groups = build_groups(self.flows, tables["requirements"], self.systems.index, self.parents)
        self.carried = self._carried()
        self.into = Lists.grouped(
            keys=self.flows.consumer, items=np.arange(len(self.flow_ids)), count=len(self.systems)
        )

    def _carried(self) -> Lists:
        """The flows that every system carries: as provider, as owner of the interface, or on the way."""
        flows, count = self.flows, np.int64(max(len(self.flow_ids), 1))
        each = np.arange(len(self.flow_ids), dtype=np.int64)
        owned = flows.interface_system >= 0
        pairs = np.concatenate(
            (
                flows.provider * count + each,
                flows.interface_system[owned] * count + each[owned],
                flows.via.items * count + flows.via.owners(),
            )
        )
        unique = distinct(pairs)
        return Lists.grouped(keys=unique // count, items=unique % count, count=len(self.systems))

    @lazily
    def carriers(self) -> Lists:
        """The systems that carry every flow, sorted."""
        return Lists.grouped(keys=self.carried.items, items=self.carried.owners(), count=len(self.flow_ids))

    @lazily
    def ids_in_order(self) -> npt.NDArray[np.object_]:
        """The ids of all systems, then all interfaces, then all flows."""
        return np.array((*self.systems.ids, *self.interface_ids, *self.flow_ids), dtype=np.object_)

    @lazily
    def groups_in_order(self) -> npt.NDArray[np.int64]:
        """Every group by number."""
        return np.arange(len(self.groups.consumer))

    @lazily
    def groups_at(self) -> Lists:
        """The groups of every consumer."""
        consumer = self.groups.consumer
        return Lists.grouped(keys=consumer, items=np.arange(len(consumer)), count=len(self.systems))

    @lazily
    def by_interface(self) -> Lists:
        """The flows that use every interface."""
        uses = np.flatnonzero(self.flows.interface >= 0)
        return Lists.grouped(keys=self.flows.interface[uses], items=uses, count=len(self.interface_ids))

    @lazily
    def flows_by_object(self) -> Lists:
        """The flows that carry every data object."""
        objects = self.flows.objects
        return Lists.grouped(keys=objects.items, items=objects.owners(), count=len(self.parents))

    @lazily
    def waits(self) -> npt.NDArray[np.float64]:
        """How many ticks after its death a flow's loss is felt, a blank as 0; shape (flows,)."""
        return np.nan_to_num(self.flows.tolerance)

    @lazily
    def requirement_ids(self) -> RequirementIds:
        """Ids of requirements of all kinds, by number."""
        return RequirementIds(self.landscape.tables)

    @lazily
    def has_flow(self) -> npt.NDArray[np.bool_]:
        """Whether a system is an end or a carrier of any flow, shape (systems,)."""
        found = np.diff(self.carried.starts) > 0
        found[self.flows.consumer] = True
        return found

    @lazily
    def having_capability(self) -> Mapping[str, npt.NDArray[np.intp]]:
        """Capability -> the systems that have it, sorted; what a `not:` denies is left out."""
        found: dict[str, list[int]] = {}
        column = self.systems.column("capabilities")
        said = [affirmed(value) for value in column.values]
        for system, code in enumerate(column.codes.tolist()):
            for name in said[code] if code >= 0 else ():
                found.setdefault(name, []).append(system)
        return {name: np.array(systems, dtype=np.intp) for name, systems in found.items()}

    def ancestors(self, number: int) -> list[int]:
        """A data object and all that cover it, nearest first."""
        found = [number]
        while (number := int(self.parents[number])) >= 0 and number not in found:
            found.append(number)
        return found

    def out_of_use(self, at: date | None) -> npt.NDArray[np.intp]:
        """The systems that are out of use on a date, or by their lifecycle where none is said."""
        table = self.systems
        lifecycle = table.column("lifecycle")
        retired = lifecycle.mapped({"retired": 1}, missing=0) == 1
        planned = lifecycle.mapped({"planned": 1}, missing=0) == 1
        if at is None:
            return np.flatnonzero(retired | planned)
        last, first = (_ordinals(table, field) for field in ("in_use_to", "in_use_from"))
        day = at.toordinal()
        ended = np.where(last > 0, last < day, retired)
        not_begun = np.where(first > 0, first > day, planned)
        return np.flatnonzero(ended | not_begun)


def _ordinals(table: Table, field: str) -> npt.NDArray[np.int64]:
    """A column of dates as day numbers, 0 where blank."""
    column = table.column(field)
    days = [value.toordinal() for value in column.values if isinstance(value, date)]
    return np.array([*days, 0], dtype=np.int64)[column.codes]


def _parents(objects: Table) -> Ints:
    """The parent of every data object, registered or before its last dot, -1 for none; shape (objects,)."""
    found = [
        str(parent) if parent is not None else id_.rpartition(".")[0]
        for id_, parent in zip(objects.ids, objects.cells("parent"), strict=True)
    ]
    return np.array([objects.index.get(parent, -1) for parent in found], dtype=np.int32)
