"""A flow given another source, before a question is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.columns import Column, Table
from model.errors import UnknownName
from model.schema import Value


@dataclass(frozen=True, slots=True)
class FlowChange:
    """A flow's new provider, interface and way; `via` `None` keeps the present one, `interface` `None` clears it.

    What the flow carries stays as it is, for that is what its consumer needs.
    """

    flow: str
    provider: str
    interface: str | None = None
    via: tuple[str, ...] | None = None


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
    provider = {flows.index[change.flow]: change.provider for change in changes}
    interface = {flows.index[change.flow]: change.interface for change in changes}
    via = {flows.index[change.flow]: change.via or None for change in changes if change.via is not None}
    objects = {row: carried for row in provider if (carried := _carried(flows, row, interfaces)) is not None}
    columns = {
        **flows.columns,
        "provider": _with(flows, "provider", provider),
        "interface": _with(flows, "interface", interface),
        "via": _with(flows, "via", via),
        "data_objects": _with(flows, "data_objects", objects),
    }
    return Table.from_columns("flows", flows.ids, columns)


def _carried(flows: Table, row: int, interfaces: Table) -> Value | None:
    """What a flow carries: its own data objects, else its interface's."""
    own, interface = flows.cell(row, "data_objects"), interfaces.index.get(str(flows.cell(row, "interface")))
    return own if own is not None or interface is None else interfaces.cell(interface, "data_objects")


def _with(table: Table, field: str, cells: Mapping[int, Value | None]) -> Column:
    if not cells:
        return table.column(field)
    return Column.of(cells.get(row, cell) if row in cells else cell for row, cell in enumerate(table.cells(field)))
