"""A flow given another source, before a question is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from model.claims.columns import CodedColumn, Table
from model.errors import UnknownName
from model.schema import Value

_OWN_MONEY = frozenset({"annual_price", "switch_cost"})
"""What is paid for one flow is not paid again for another beside it."""


@dataclass(frozen=True, slots=True)
class FlowChange:
    """A flow's new provider, interface and way; `via` `None` keeps the present one, `interface` `None` clears it.

    What the flow carries stays as it is, for that is what its consumer needs, unless `data_objects` says otherwise: a
    flow that gets its data from several places becomes several. The first change moves the flow itself; every other is
    `beside` it: a further flow to the same consumer with the same need, whose id is the flow's with the next free `#2`,
    `#3` … and whose price nobody knows yet.
    """

    flow: str
    provider: str
    interface: str | None = None
    via: tuple[str, ...] | None = None
    data_objects: tuple[str, ...] | None = None
    beside: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        """What was said by name.

        >>> FlowChange("f", "a", via=("b",)).words
        ('f', 'a', 'b')
        """
        return (self.flow, self.provider, *((self.interface,) if self.interface else ()), *(self.via or ()))


def moved_flows(flows: Table, changes: Sequence[FlowChange], *, interfaces: Table) -> Table:
    """The flows with the changes made; `UnknownName` for a flow that is not there.

    A flow that carried what its interface carries is from now on said to carry that itself.

    >>> interfaces = Table.of("interfaces", {"i": {"name": "I", "data_objects": ("person",)}})
    >>> flows = Table.of("flows", {"f": {"provider": "a", "consumer": "b", "interface": "i"}})
    >>> moved_flows(flows, [FlowChange("f", "c")], interfaces=interfaces).row("f")
    {'provider': 'c', 'consumer': 'b', 'data_objects': ('person',)}
    """
    for change in changes:
        if change.flow not in flows.index:
            raise UnknownName(change.flow)
    moved = _itself([change for change in changes if not change.beside], flows, interfaces)
    return _with_rows(moved, _beside([change for change in changes if change.beside], flows, interfaces))


def _itself(changes: Sequence[FlowChange], flows: Table, interfaces: Table) -> Table:
    """The flows with other cells where they were changed."""
    provider = {flows.index[change.flow]: change.provider for change in changes}
    interface = {flows.index[change.flow]: change.interface for change in changes}
    via = {flows.index[change.flow]: change.via or None for change in changes if change.via is not None}
    carried = ((row, _carried(flows, row, interfaces)) for row in provider)
    objects: dict[int, Value | None] = {row: objects for row, objects in carried if objects is not None}
    said = {flows.index[one.flow]: one.data_objects for one in changes if one.data_objects is not None}
    columns = {
        **flows.columns,
        "provider": _with(flows, "provider", provider),
        "interface": _with(flows, "interface", interface),
        "via": _with(flows, "via", via),
        "data_objects": _with(flows, "data_objects", objects | {row: one or None for row, one in said.items()}),
    }
    return Table.from_columns("flows", flows.ids, columns)


def _beside(changes: Sequence[FlowChange], flows: Table, interfaces: Table) -> dict[str, dict[str, Value | None]]:
    """The further flows by their new ids."""
    rows: dict[str, dict[str, Value | None]] = {}
    for change in changes:
        row = flows.index[change.flow]
        carried = _carried(flows, row, interfaces) if change.data_objects is None else change.data_objects or None
        numbers = (f"{change.flow}#{number}" for number in count(2))
        id_ = next(one for one in numbers if one not in flows.index and one not in rows)
        cells = {field: value for field, value in flows.row(change.flow).items() if field not in _OWN_MONEY}
        via = cells.get("via") if change.via is None else change.via or None
        ends = {"provider": change.provider, "interface": change.interface, "via": via, "data_objects": carried}
        rows[id_] = {**cells, **ends}
    return rows


def _with_rows(flows: Table, rows: Mapping[str, Mapping[str, Value | None]]) -> Table:
    if not rows:
        return flows
    fields = dict.fromkeys((*flows.columns, *(field for cells in rows.values() for field in cells)))
    columns = {
        field: CodedColumn.of((*flows.cells(field), *(cells.get(field) for cells in rows.values()))) for field in fields
    }
    return Table.from_columns("flows", (*flows.ids, *rows), columns)


def _carried(flows: Table, row: int, interfaces: Table) -> Value | None:
    """What a flow carries: its own data objects, else its interface's."""
    own, interface = flows.cell(row, "data_objects"), interfaces.index.get(str(flows.cell(row, "interface")))
    return own if own is not None or interface is None else interfaces.cell(interface, "data_objects")


def _with(table: Table, field: str, cells: Mapping[int, Value | None]) -> CodedColumn:
    if not cells:
        return table.column(field)
    return CodedColumn.of(cells.get(row, cell) if row in cells else cell for row, cell in enumerate(table.cells(field)))
