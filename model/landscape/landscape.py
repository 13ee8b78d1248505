"""The landscape: what all sources together claim at one revision, every claim still visible.

Rows that nobody lists but somebody refers to are added and marked: a catalogue entry as itself, the parts before a
dot of a data object, and anything else as a bare row (`unlisted`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from model.catalogue.catalogue import Catalogue, Entry, load_catalogue
from model.claims import tags
from model.claims.columns import CodedColumn, Table
from model.claims.entities import (
    ENTITIES,
    Contract,
    DataObject,
    Entity,
    Flow,
    Interface,
    Requirement,
    System,
    Unit,
)
from model.claims.flow_changes import FlowChange, moved_flows
from model.claims.merge import merged_tables
from model.claims.referred import Added, with_referred_rows
from model.claims.state import State, since_of
from model.claims.whole import Slice, Whole
from model.lazily import lazily
from model.schema import Value, texts

if TYPE_CHECKING:
    from model.graph.graph import Graph
    from model.landscape.names import Names
    from model.landscape.search_text import SearchText


E = TypeVar("E", bound=Entity)


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source says in one cell, since which revision, and whether it decides."""

    source: str
    field: str
    value: Value
    since: int
    decides: bool


class Landscape:
    """All tables at one revision. Built once per revision, never changed.

    `listed` are the rows where they are not merged from the claims.

    >>> from model.claims.batch import Batch
    >>> state = State().with_batch(Batch.of("hand", systems={"a": {"name": "A"}},
    ...                                     flows={"CPR>a": {"provider": "CPR", "consumer": "a"}}))
    >>> landscape = Landscape(state)
    >>> landscape.system("CPR").kind, landscape.added["systems"]
    ('register', {'CPR': 'catalogue'})
    """

    def __init__(
        self,
        state: State,
        catalogue: Catalogue | None = None,
        *,
        listed: Mapping[str, Table] | None = None,
    ) -> None:
        self.state = state
        self.catalogue = catalogue or load_catalogue()
        self.listed = listed or merged_tables(state)
        self.tables, self.added = with_referred_rows(self.listed, self.catalogue)

    tables: Mapping[str, Table]
    added: Mapping[str, Mapping[str, Added]]
    told: Whole | None = None
    """What a slice says of the whole; `None` where this is the whole."""

    @classmethod
    def of_slice(cls, part: Slice, catalogue: Catalogue | None = None) -> Landscape:
        """The part of a landscape that holds all that one question can reach; it has no claims."""
        landscape = cls(State(part.revision), catalogue, listed=part.tables)
        landscape.added = {name: {**rows, **part.added[name]} for name, rows in landscape.added.items()}
        landscape.told = part.whole
        return landscape

    def changed(self, changes: Sequence[FlowChange]) -> Landscape:
        """The same landscape with flows given another source; nothing is stored.

        A system or interface is named as in a question; raises `UnknownName` and `AmbiguousName`.
        """
        found = [self.names.change(change) for change in changes]
        flows = moved_flows(self.listed["flows"], found, interfaces=self.listed["interfaces"])
        return Landscape(self.state, self.catalogue, listed={**self.listed, "flows": flows})

    @property
    def revision(self) -> int:
        """The revision it was built from; 0 for an empty store."""
        return self.state.revision

    def __contains__(self, key: tuple[str, str]) -> bool:
        table, id_ = key
        return id_ in self.tables[table].index

    def get(self, table: str, id_: str) -> Entity | None:
        """One row as an entity, or `None`; a system's kind and successor may be the catalogue's, marked `inherited`."""
        rows = self.tables[table]
        return self._entity(table, id_) if id_ in rows.index else None

    def _entity(self, table: str, id_: str) -> Entity:
        cells: dict[str, Any] = {"id": id_, **self.tables[table].row(id_)}
        if table == "systems":
            cells |= self._inherited(id_, cells)
        return ENTITIES[table].model_construct(**_renamed(cells))

    def _inherited(self, id_: str, cells: Mapping[str, Value]) -> dict[str, Any]:
        entry = self.stands_for.get(id_)
        if entry is None:
            return {}
        taken: dict[str, Any] = {}
        if "kind" not in cells and entry.kind:
            taken["kind"] = entry.kind
        if "successor" not in cells and (successors := self.successors(id_)):
            taken["successor"] = successors
        return {**taken, "inherited": frozenset(taken)} if taken else {}

    def successors(self, id_: str) -> tuple[str, ...]:
        """What takes over from a system: as registered, else those that stand for the catalogue's successors."""
        registered = self.cell("systems", id_, "successor")
        if registered is not None or id_ not in self.stands_for:
            return tuple(map(str, registered)) if isinstance(registered, tuple) else ()
        found = (self.standing_in(wanted, beside=id_) for wanted in self.stands_for[id_].successor)
        return tuple(system for system in found if system is not None and system != id_)

    def standing_in(self, entry_id: str, *, beside: str) -> str | None:
        """The one system that stands for a catalogue entry, of the municipality of `beside` or of none."""
        municipality = self.cell("systems", beside, "municipality")
        systems = self.standing_for.get(entry_id, ())
        own = [s for s in systems if self.cell("systems", s, "municipality") == municipality]
        shared = own or [s for s in systems if self.cell("systems", s, "municipality") is None]
        return shared[0] if len(shared) == 1 else None

    def cell(self, table: str, id_: str, field: str) -> Value | None:
        """One cell as registered; `None` where it is blank or the row is not there."""
        rows = self.tables[table]
        row = rows.index.get(id_)
        return None if row is None else rows.cell(row, field)

    def system(self, id_: str) -> System:
        """The system of that id; KeyError where there is none."""
        return self._one(System, id_)

    def interface(self, id_: str) -> Interface:
        """The interface of that id; KeyError where there is none."""
        return self._one(Interface, id_)

    def flow(self, id_: str) -> Flow:
        """The flow of that id; KeyError where there is none."""
        return self._one(Flow, id_)

    def contract(self, id_: str) -> Contract:
        """The contract of that id; KeyError where there is none."""
        return self._one(Contract, id_)

    def unit(self, id_: str) -> Unit:
        """The unit of that id; KeyError where there is none."""
        return self._one(Unit, id_)

    def requirement(self, id_: str) -> Requirement:
        """The requirement of that id; KeyError where there is none."""
        return self._one(Requirement, id_)

    def data_object(self, id_: str) -> DataObject:
        """The data object of that id; KeyError where there is none."""
        return self._one(DataObject, id_)

    def _one(self, entity: type[E], id_: str) -> E:
        return self._entity(entity.table, id_)  # type: ignore[return-value]

    def name_of(self, table: str, id_: str) -> str:
        """The name of a row, or its id where it has none."""
        return str(self.cell(table, id_, "name") or id_)

    @lazily
    def stands_for(self) -> Mapping[str, Entry]:
        """System id -> the catalogue entry that its row stands for."""
        systems = self.tables["systems"]
        rows = zip(systems.ids, systems.cells("name"), systems.cells("aliases"), strict=True)
        found = (
            (id_, self.catalogue.stands_for(id=id_, names=(str(name), *texts(aliases)))) for id_, name, aliases in rows
        )
        return {id_: entry for id_, entry in found if entry is not None}

    @lazily
    def standing_for(self) -> Mapping[str, tuple[str, ...]]:
        """Catalogue entry id -> the systems that stand for it, sorted."""
        found: dict[str, list[str]] = {}
        for system, entry in self.stands_for.items():
            found.setdefault(entry.id, []).append(system)
        return {entry: tuple(systems) for entry, systems in found.items()}

    @lazily
    def kinds(self) -> CodedColumn:
        """The kind of every system as it counts: registered, else the catalogue's, else application."""
        systems = self.tables["systems"]
        return CodedColumn.of(
            kind or ((entry := self.stands_for.get(id_)) and entry.kind) or "application"
            for id_, kind in zip(systems.ids, systems.cells("kind"), strict=True)
        )

    def claims(self, table: str, id_: str) -> tuple[Claim, ...]:
        """Every source's claims on one row, by field, then source."""
        return tuple(sorted(self._claims(table, id_), key=lambda claim: (claim.field, claim.source)))

    def _claims(self, table: str, id_: str) -> Iterator[Claim]:
        for source, claims in self.state.sources.items():
            rows = claims.tables[table]
            row = rows.index.get(id_)
            if row is None:
                continue
            for field, column in rows.columns.items():
                value = column[row]
                if value is not None:
                    since = since_of(claims.since[table][field], row)
                    yield Claim(source, field, value, since, self._decides(source, table, id_, field, value))

    def _decides(self, source: str, table: str, id_: str, field: str, value: Value) -> bool:
        merged = self.cell(table, id_, field)
        if ENTITIES[table].fields()[field].united:
            return set(texts(value)) <= set(texts(merged))
        if source == tags.SOURCE:
            return field == tags.FIELD
        return merged == value

    def sources_of(self, table: str, id_: str) -> tuple[str, ...]:
        """The sources that list a row, sorted; empty for a row that is only referred to."""
        return tuple(sorted(name for name, claims in self.state.sources.items() if id_ in claims.tables[table].index))

    @lazily
    def unlisted(self) -> tuple[str, ...]:
        """Ids that somebody refers to and nobody lists, catalogue entries aside; sorted."""
        return tuple(sorted({id_ for rows in self.added.values() for id_, why in rows.items() if why == "unlisted"}))

    @lazily
    def graph(self) -> Graph:
        """The compact array form, built on first use."""
        from model.graph.graph import Graph  # noqa: PLC0415 - numba is slow to import and not every verb asks

        return Graph(self)

    @lazily
    def names(self) -> Names:
        """Names and aliases, to find things by."""
        from model.landscape.names import Names  # noqa: PLC0415 - built only where somebody asks by name

        return Names(self)

    @lazily
    def search_text(self) -> SearchText:
        """The folded text of every system, to search in."""
        from model.landscape.search_text import SearchText  # noqa: PLC0415 - built only where somebody searches

        return SearchText(self)


def _renamed(cells: Mapping[str, Any]) -> dict[str, Any]:
    """Cells under the names of the entity's attributes."""
    return {("register_" if name == "register" else name): value for name, value in cells.items()}
