"""Everything about one system: what it needs, who needs it, contracts, claims, and what is not registered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from typing import Any

from model.catalogue.catalogue import Entry
from model.claims.entities import Contract, Flow, Interface, Requirement, System
from model.landscape.landscape import Claim, Landscape
from model.rows import Rows, as_json
from model.schema import texts
from queries.facts.entity_cells import entity_cells, plain
from queries.facts.flows_carried import carried, rows_where
from queries.systems.system_gaps import Gap, gaps_of

Catalogued = tuple[tuple[str, Any], ...]


@dataclass(frozen=True, slots=True)
class FlowLine:
    """One flow with the names a person reads. `carries`: its data objects, else its interface's."""

    flow: Flow
    provider_name: str
    consumer_name: str
    interface_name: str | None
    via_names: tuple[str, ...]
    requirement_name: str | None
    contract_name: str | None
    carries: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The columns of the flow, the names beside them."""
        names = {one.name: plain(getattr(self, one.name)) for one in fields(self) if one.name != "flow"}
        return {**entity_cells(self.flow), **names}


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit that answers for the system (`in_charge`) or uses it; `within` are the units above it, nearest first."""

    id: str
    name: str
    role: str
    within: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As plain values."""
        return {one.name: plain(getattr(self, one.name)) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class SystemSheet:
    """Everything about one system at one revision.

    `listed_by`: the sources that list it; none for a row that is only referred to, `added` then says why. `catalogue`:
    the shipped entry that it stands for, filled fields only, never the municipality's own. Flows, interfaces, contracts
    and requirements stand by id; the lists of flows are worked out as they are read.
    """

    system: System
    revision: int
    listed_by: tuple[str, ...]
    added: str | None
    catalogue: Catalogued | None
    successors: tuple[tuple[str, str], ...]
    needs: Sequence[FlowLine]
    needed_by: Sequence[FlowLine]
    passes_through: Sequence[FlowLine]
    interfaces: Sequence[Interface]
    contracts: Sequence[Contract]
    requirements: Sequence[Requirement]
    units: tuple[UnitLine, ...]
    claims: tuple[Claim, ...]
    gaps: tuple[Gap, ...]

    def as_json(self, limit: int | None = None) -> dict[str, Any]:
        """The columns of the system and the rest beside them; with `limit` lists are cut and `…_total` tells."""
        rows: dict[str, Any] = {
            **entity_cells(self.system),
            "inherited": sorted(self.system.inherited),
            "revision": self.revision,
            "listed_by": list(self.listed_by),
            "added": self.added,
            "catalogue": None if self.catalogue is None else dict(self.catalogue),
        }
        for name in ("needs", "needed_by", "passes_through", "units", "gaps"):
            rows[name] = _shown(getattr(self, name), lambda line: line.as_json())
        for name in ("interfaces", "contracts", "requirements"):
            rows[name] = _shown(getattr(self, name), entity_cells)
        cut: dict[str, Any] = as_json({**rows, "claims": _shown(self.claims, _claim)}, limit)
        return cut


def _shown(lines: Sequence[Any], show: Callable[[Any], Any]) -> Sequence[Any]:
    """The lines as plain values, worked out as they are read: a cut list makes no more than it shows."""
    return Rows(lambda: len(lines), lambda at: show(lines[at]))


def _claim(claim: Claim) -> dict[str, Any]:
    names = ("field", "source", "value", "since", "decides")
    return {name: plain(getattr(claim, name)) for name in names}


def system_sheet(landscape: Landscape, what: str) -> SystemSheet:
    """Everything about the system that `what` names by id, unique name or alias.

    Raises `UnknownName` and `AmbiguousName`.

    >>> from model.claims.batch import Batch
    >>> from model.claims.state import State
    >>> flows = {"CPR>a": {"provider": "CPR", "consumer": "a", "need": "required"}}
    >>> batch = Batch.of("hand", systems={"a": {"name": "Aktiv"}}, flows=flows)
    >>> sheet = system_sheet(Landscape(State().with_batch(batch)), "aktiv")
    >>> [line.provider_name for line in sheet.needs], [gap.code for gap in sheet.gaps][:2]
    (['Det Centrale Personregister'], ['no_owner', 'no_unit'])
    """
    id_ = landscape.names.one("system", what)
    system = landscape.system(id_)
    flows = landscape.tables["flows"]
    needs, given = rows_where(flows, "consumer", id_), rows_where(flows, "provider", id_)
    passing = rows_where(flows, "via", id_)
    contracts = _contracts(landscape, id_, {flows.ids[row] for row in (*needs, *given)}, (*needs, *given))
    entry = landscape.stands_for.get(id_)
    return SystemSheet(
        system=system,
        revision=landscape.revision,
        listed_by=landscape.sources_of("systems", id_),
        added=landscape.added["systems"].get(id_),
        catalogue=None if entry is None else _catalogued(entry),
        successors=tuple((one, landscape.name_of("systems", one)) for one in system.successor),
        needs=_flow_lines(landscape, needs),
        needed_by=_flow_lines(landscape, given),
        passes_through=_flow_lines(landscape, passing),
        interfaces=_entities(landscape, "interfaces", rows_where(landscape.tables["interfaces"], "system", id_)),
        contracts=contracts,
        requirements=_entities(
            landscape, "requirements", rows_where(landscape.tables["requirements"], "consumer", id_)
        ),
        units=_units(landscape, system),
        claims=landscape.claims("systems", id_),
        gaps=gaps_of(landscape, system, needs=needs, around=(*needs, *given, *passing), contracts=len(contracts)),
    )


def _flow_lines(landscape: Landscape, rows: Sequence[int]) -> Sequence[FlowLine]:
    ids = landscape.tables["flows"].ids
    return Rows(lambda: len(rows), lambda at: _flow_line(landscape, landscape.flow(ids[rows[at]])))


def _flow_line(landscape: Landscape, flow: Flow) -> FlowLine:
    def name(table: str, id_: str | None) -> str | None:
        return None if id_ is None else landscape.name_of(table, id_)

    return FlowLine(
        flow=flow,
        provider_name=landscape.name_of("systems", flow.provider),
        consumer_name=landscape.name_of("systems", flow.consumer),
        interface_name=name("interfaces", flow.interface),
        via_names=tuple(landscape.name_of("systems", one) for one in flow.via),
        requirement_name=name("requirements", flow.requirement),
        contract_name=name("contracts", flow.contract),
        carries=carried(landscape, flow.id),
    )


def _entities(landscape: Landscape, table: str, rows: Sequence[int]) -> Sequence[Any]:
    ids = landscape.tables[table].ids
    return Rows(lambda: len(rows), lambda at: landscape.get(table, ids[rows[at]]))


def _contracts(landscape: Landscape, id_: str, flow_ids: set[str], flow_rows: Sequence[int]) -> tuple[Contract, ...]:
    """The contracts that cover the system or a flow of its, by id."""
    table = landscape.tables["contracts"]
    found = {table.ids[row] for row in rows_where(table, "systems", id_)}
    covered = zip(table.ids, table.cells("flows"), strict=True)
    found |= {contract for contract, flows in covered if not flow_ids.isdisjoint(texts(flows))}
    named = (landscape.tables["flows"].cell(row, "contract") for row in flow_rows)
    found |= {str(contract) for contract in named if contract is not None}
    return tuple(landscape.contract(contract) for contract in sorted(found))


def _units(landscape: Landscape, system: System) -> tuple[UnitLine, ...]:
    roles = [(system.unit, "in_charge")] if system.unit else []
    roles += [(unit, "using") for unit in system.using_units]
    return tuple(
        UnitLine(unit, landscape.name_of("units", unit), role, _above(landscape, unit)) for unit, role in roles
    )


def _above(landscape: Landscape, unit: str) -> tuple[str, ...]:
    above: dict[str, None] = {}
    at = landscape.cell("units", unit, "parent")
    while at is not None and str(at) not in above:
        above[str(at)] = None
        at = landscape.cell("units", str(at), "parent")
    return tuple(above)


def _catalogued(entry: Entry) -> Catalogued:
    """The filled fields of an entry by name, its id, source and confidence first."""
    cells = entry.model_dump(mode="json", by_alias=True, exclude_none=True)
    first = ("id", "name", "source", "confidence")
    return tuple((name, cells[name]) for name in (*first, *(n for n in cells if n not in first)) if cells[name] != [])
