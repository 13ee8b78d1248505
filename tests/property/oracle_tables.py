"""The tables of a landscape as plain rows, and the things in them as plain values: no catalogue, no merge."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

Row = dict[str, str]
Tables = dict[str, list[Row]]


@dataclass(frozen=True)
class Flow:
    """A flow as registered; ``objects`` are its own data objects, else those of its interface."""

    id: str
    provider: str
    consumer: str
    interface: str
    via: tuple[str, ...]
    objects: tuple[str, ...]
    need: str
    requirement: str
    tolerance: Fraction | None
    contract: str


@dataclass(frozen=True)
class World:
    """The landscape by id. ``interfaces`` gives the rows; ``owner_of`` the system an interface belongs to."""

    systems: dict[str, Row]
    interfaces: dict[str, Row]
    requirements: dict[str, Row]
    contracts: dict[str, Row]
    parents: dict[str, str]
    flows: dict[str, Flow]

    def carriers(self, flow: Flow) -> list[str]:
        """The provider, the system its interface belongs to, any system it passes via."""
        owner = [self.interfaces[flow.interface]["system"]] if flow.interface else []
        return [flow.provider, *owner, *flow.via]

    def with_ancestors(self, data_object: str) -> list[str]:
        """The object itself, then its parent, the parent's parent and so on."""
        line = [data_object]
        while True:
            last = line[-1]
            parent = self.parents.get(last) or (last.rpartition(".")[0])
            if not parent:
                return line
            line.append(parent)


def read_case(folder: Path) -> Tables:
    """The CSV files of a folder: table name to rows, every cell as the text that stands in the file."""
    tables: Tables = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path.stem] = [{k: v or "" for k, v in row.items()} for row in csv.DictReader(file)]
    return tables


def cell(row: Row, column: str) -> str:
    """The text of a cell; a column that is not there is blank."""
    return row.get(column, "").strip()


def cells(row: Row, column: str) -> tuple[str, ...]:
    """The values of a list cell, parted by ``|``, in the order in which they stand."""
    return tuple(part.strip() for part in cell(row, column).split("|") if part.strip())


def fold(text: str) -> str:
    """Case and spaces folded: ``" KMD  Drift"`` is ``"kmd drift"``."""
    return " ".join(text.split()).casefold()


def number(text: str) -> int | float | None:
    """A number as JSON has it; blank is ``None``."""
    if not text:
        return None
    value = Fraction(text)
    return int(value) if value.denominator == 1 else float(value)


def by_id(tables: Tables, table: str) -> dict[str, Row]:
    """The rows of a table by their id."""
    return {row["id"]: row for row in tables.get(table, [])}


def flow_ids(rows: Iterable[Row]) -> list[str]:
    """The id of every flow: its own, else ``provider>consumer``, with ``#2``, ``#3`` in the file's order."""
    rows = list(rows)
    taken = {cell(row, "id") for row in rows if cell(row, "id")}
    ids = []
    for row in rows:
        chosen = cell(row, "id")
        if not chosen:
            pair = f"{cell(row, 'provider')}>{cell(row, 'consumer')}"
            chosen, count = pair, 1
            while chosen in taken:
                count += 1
                chosen = f"{pair}#{count}"
            taken.add(chosen)
        ids.append(chosen)
    return ids


def world_of(tables: Tables) -> World:
    """The landscape that the tables describe."""
    interfaces = by_id(tables, "interfaces")
    rows = tables.get("flows", [])
    flows = {id_: _flow(id_, row, interfaces) for id_, row in zip(flow_ids(rows), rows, strict=True)}
    objects = by_id(tables, "data_objects")
    return World(
        systems=by_id(tables, "systems"),
        interfaces=interfaces,
        requirements=by_id(tables, "requirements"),
        contracts=by_id(tables, "contracts"),
        parents={id_: cell(row, "parent") for id_, row in objects.items()},
        flows=flows,
    )


def _flow(id_: str, row: Row, interfaces: dict[str, Row]) -> Flow:
    interface = cell(row, "interface")
    objects = cells(row, "data_objects")
    if not objects and interface:
        objects = cells(interfaces[interface], "data_objects")
    tolerance = cell(row, "tolerance_hours")
    return Flow(
        id=id_,
        provider=cell(row, "provider"),
        consumer=cell(row, "consumer"),
        interface=interface,
        via=cells(row, "via"),
        objects=objects,
        need=cell(row, "need") or "unknown",
        requirement=cell(row, "requirement"),
        tolerance=Fraction(tolerance) if tolerance else None,
        contract=cell(row, "contract"),
    )
