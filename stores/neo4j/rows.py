"""A landscape's rows as the properties of nodes and the ends of relationships. Pure: no server is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import repeat
from types import MappingProxyType
from typing import Any

from model.claims.columns import CodedColumn, Codes
from model.folding import fold
from model.landscape.landscape import Landscape
from model.lazily import lazily
from model.schema import Value, affirmed
from stores.neo4j.layout import CAPABILITY, KIND_LABELS, LABELS, VENDOR, Link

Row = dict[str, Any]


class GraphRows:
    """What is written of one landscape into copy number `copy`.

    >>> from model.claims.batch import Batch; from model.claims.state import State
    >>> landscape = Landscape(State().with_batch(Batch.of("hand", units={"it": {"name": "IT"}})))
    >>> list(GraphRows(landscape, copy=1).nodes("units", ["it"]))
    [('', {'landscape': 1, 'id': 'it', 'name': 'IT', 'claimed_by': ['hand']})]
    """

    def __init__(self, landscape: Landscape, *, copy: int) -> None:
        self.landscape = landscape
        self.copy = copy
        self._shown: dict[tuple[str, str, Callable[..., Any]], Shown] = {}

    def nodes(self, table: str, ids: Iterable[str]) -> Iterator[tuple[str, Row]]:
        """Per row of a table its further label ("" for none) and its properties."""
        some, added = list(ids), self.landscape.added[table]
        rows, fields = self._places(table, some), self.landscape.tables[table].columns
        cells = (self._column(table, field, _property).of(rows) for field in fields)
        for id_, further, *filled in zip(some, self._further(table, rows), *cells, strict=True):
            row: Row = {"landscape": self.copy, "id": server_text(id_)}
            row |= {field: cell for field, cell in zip(fields, filled, strict=True) if cell is not None}
            row["claimed_by"] = [server_text(source) for source in self.landscape.sources_of(table, id_)]
            if id_ in added:
                row["added"] = added[id_]
            if table in CALLED:
                row["called"] = self._called(table, id_)
            if table == "systems" and (entry := self.landscape.stands_for.get(id_)):
                row["stands_for"] = entry.id
            yield further, row

    def _further(self, table: str, rows: list[int]) -> Iterable[str]:
        """The label that tells a system's kind."""
        if table != "systems":
            return repeat("", len(rows))
        return Shown.made(self.landscape.kinds, lambda kind: KIND_LABELS.get(str(kind), "")).of(rows)

    def _places(self, table: str, ids: Iterable[str]) -> list[int]:
        index = self.landscape.tables[table].index
        return [index[id_] for id_ in ids]

    def _column(self, table: str, field: str, show: Callable[[Value | None], Any]) -> Shown:
        """A column of a table as it is shown, which is worked out once."""
        key = (table, field, show)
        if key not in self._shown:
            self._shown[key] = Shown.made(self.landscape.tables[table].column(field), show)
        return self._shown[key]

    def _called(self, table: str, id_: str) -> Sequence[str]:
        """The id, name and aliases as they are compared."""
        row = self.landscape.tables[table].row(id_)
        said = (id_, row.get("name"), *_texts(row.get("aliases")))
        return sorted({server_text(fold(str(one))) for one in said if one is not None})

    def shared_nodes(self, label: str) -> Iterator[Row]:
        """All vendors or capabilities, each once; of a vendor's spellings the first by letter."""
        tables = self.landscape.tables
        if label == VENDOR:
            pairs = (pair for table in ("systems", "contracts") for pair in self._vendors(table, tables[table].ids))
        else:
            pairs = ((name, name) for id_ in tables["systems"].ids for name in self._capabilities(id_))
        found: dict[str, str] = {}
        for id_, name in pairs:
            found[id_] = min(name, found.get(id_, name))
        return (
            {"landscape": self.copy, "id": server_text(id_), "name": server_text(name)}
            for id_, name in sorted(found.items())
        )

    def links(self, link: Link, ids: Iterable[str]) -> Iterator[Row]:
        """The relationships of a kind that some rows of its owner make: their ends and properties."""
        some = list(ids)
        if find := _WORKED_OUT.get((link.owner, link.type)):
            return find(self, some)
        found = self._references(link, some)
        if (link.owner, link.end) == ("contracts", LABELS["flows"]):  # it may name one that nobody lists: no node
            return (row for row in found if row["b"] in self._flows)
        return found

    def _references(self, link: Link, ids: Sequence[str]) -> Iterator[Row]:
        numbered = "position" in link.properties
        for id_, others in zip(map(server_text, ids), self._referred(link.owner, link.field, ids), strict=True):
            for position, other in enumerate(others, start=1):
                row: Row = {"a": other, "b": id_} if link.owned == "end" else {"a": id_, "b": other}
                yield row | {"position": position} if numbered else row

    def _referred(self, table: str, field: str, ids: Iterable[str]) -> list[Sequence[str]]:
        """Per row the ids in one of its cells, each once."""
        return self._column(table, field, _texts).of(self._places(table, ids))

    def _vendors(self, table: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
        for id_ in ids:
            vendor = self.landscape.cell(table, id_, "vendor")
            if vendor is not None and fold(str(vendor)):
                yield fold(str(vendor)), str(vendor)

    def _capabilities(self, system: str) -> Sequence[str]:
        return affirmed(self.landscape.cell("systems", system, "capabilities"))

    def _supplied_by(self, table: str, ids: Iterable[str]) -> Iterator[Row]:
        for id_ in ids:
            yield from ({"a": server_text(id_), "b": server_text(vendor)} for vendor, _ in self._vendors(table, [id_]))

    def _for(self, ids: Iterable[str]) -> Iterator[Row]:
        return ({"a": server_text(id_), "b": server_text(name)} for id_ in ids for name in self._capabilities(id_))

    def _successors(self, ids: Iterable[str]) -> Iterator[Row]:
        for id_ in ids:
            for other in dict.fromkeys(self.landscape.successors(id_)):
                yield {"a": server_text(id_), "b": server_text(other)}

    def _parents(self, ids: Iterable[str]) -> Iterator[Row]:
        for id_ in ids:
            parent = self.landscape.cell("data_objects", id_, "parent") or id_.rpartition(".")[0]
            if parent and ("data_objects", str(parent)) in self.landscape:
                yield {"a": server_text(id_), "b": server_text(str(parent))}

    def _feeds(self, ids: Sequence[str]) -> Iterator[Row]:
        for id_, providers, consumers in self._of_flows(ids, "provider", "consumer"):
            yield from ({"a": a, "b": b, "flow": id_} for a in providers for b in consumers)

    def _passes_on(self, ids: Sequence[str]) -> Iterator[Row]:
        fields = ("provider", "consumer", "via", "interface")
        for id_, providers, consumers, via, interfaces in self._of_flows(ids, *fields):
            ways = [(system, "via") for system in via]
            if interfaces and (system := self._exposing.get(interfaces[0])) and system not in (*providers, *via):
                ways.append((system, "interface"))
            yield from ({"a": a, "b": b, "flow": id_, "as": how} for b in consumers for a, how in ways)

    def _of_flows(self, ids: Sequence[str], *fields: str) -> Iterator[tuple[Any, ...]]:
        """Per flow its id and what it refers to in these fields."""
        cells = (self._referred("flows", field, ids) for field in fields)
        return zip(map(server_text, ids), *cells, strict=True)

    @lazily
    def _flows(self) -> frozenset[str]:
        return frozenset(map(server_text, self.landscape.tables["flows"].index))

    @lazily
    def _exposing(self) -> Mapping[str, str]:
        """Interface -> its system."""
        interfaces = self.landscape.tables["interfaces"]
        rows = zip(interfaces.ids, interfaces.cells("system"), strict=True)
        return {server_text(id_): server_text(str(system)) for id_, system in rows if system is not None}


_WORKED_OUT: Mapping[tuple[str, str], Callable[[GraphRows, Sequence[str]], Iterator[Row]]] = MappingProxyType(
    {
        ("flows", "FEEDS"): GraphRows._feeds,  # noqa: SLF001 (of this module)
        ("flows", "PASSES_ON"): GraphRows._passes_on,  # noqa: SLF001
        ("systems", "SUPPLIED_BY"): lambda rows, ids: rows._supplied_by("systems", ids),  # noqa: SLF001
        ("contracts", "SUPPLIED_BY"): lambda rows, ids: rows._supplied_by("contracts", ids),  # noqa: SLF001
        ("systems", "FOR"): GraphRows._for,  # noqa: SLF001
        ("systems", "SUCCEEDED_BY"): GraphRows._successors,  # noqa: SLF001
        ("data_objects", "PART_OF"): GraphRows._parents,  # noqa: SLF001
    }
)
"""Table and type of the relationships that are more than a reference drawn."""

SHARED = (VENDOR, CAPABILITY)
CALLED = ("systems", "interfaces", "contracts")
"""Tables whose rows are asked for by name: their nodes have `called`, every spelling folded."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A column as the server takes it: what a value becomes is worked out once, however many rows hold it."""

    codes: Codes
    values: Sequence[Any]

    @classmethod
    def made(cls, column: CodedColumn, show: Callable[[Value | None], Any]) -> Shown:
        """Every value of a column shown, and last the blank: its code is -1."""
        return cls(column.codes, [*map(show, column.values), show(None)])

    def of(self, rows: list[int]) -> list[Any]:
        """What the cells of some rows show."""
        values = self.values
        return [values[code] for code in self.codes[rows].tolist()]


def _property(value: Value | None) -> Any:
    if isinstance(value, tuple):
        return [server_text(one) if isinstance(one, str) else one for one in value]
    return server_text(value) if isinstance(value, str) else value


def _texts(value: Value | None) -> Sequence[str]:
    """The ids in a cell, each once."""
    if value is None or isinstance(value, date):
        return ()
    return list(dict.fromkeys(server_text(str(one)) for one in (value if isinstance(value, tuple) else (value,))))


def server_text(text: str) -> str:
    r"""A text as the server takes it: half characters, which come in with broken file names, are written out.

    >>> server_text("Ærø"), server_text("a\udcc6")
    ('Ærø', 'a\\udcc6')
    """
    return text if text.isascii() else text.encode(errors="backslashreplace").decode()
