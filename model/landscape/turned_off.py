"""X, as a person writes it, becomes T: the set of systems, interfaces and flows that are turned off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from model.errors import InputError
from model.folding import fold
from model.graph.fall import TurnedOff
from model.landscape.landscape import Landscape


@dataclass
class _Collected:
    systems: set[str] = field(default_factory=set)
    interfaces: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)
    vendors: set[str] = field(default_factory=set)
    contracts: dict[str, None] = field(default_factory=dict)


def turned_off(landscape: Landscape, what: Sequence[str]) -> TurnedOff:
    """T for the words of a question.

    Each word is the id or unique name of a system, interface, flow, vendor or contract; `vendor:KMD` says which.
    Raises `UnknownName`, `AmbiguousName`, and `InputError` for nothing at all and for what covers nothing.
    """
    if not what:
        raise InputError("Say what is turned off: a system, interface, flow, vendor or contract.")
    collected = _Collected()
    for word in dict.fromkeys(what):
        _add(landscape, word, collected)
    _add_vendors(landscape, collected)
    _add_contracts(landscape, collected)
    tables = landscape.tables
    return TurnedOff(
        systems=_places(tables["systems"].index, collected.systems),
        interfaces=_places(tables["interfaces"].index, collected.interfaces),
        flows=_places(tables["flows"].index, collected.flows),
    )


def _places(index: Mapping[str, int], ids: Iterable[str]) -> list[int]:
    return sorted(index[id_] for id_ in ids if id_ in index)


def _add(landscape: Landscape, word: str, collected: _Collected) -> None:
    kind, id_ = landscape.names.meant(word)
    if kind == "system":
        collected.systems.add(id_)
    elif kind == "interface":
        collected.interfaces.add(id_)
    elif kind == "flow":
        collected.flows.add(id_)
    elif kind == "vendor":
        collected.vendors.add(fold(id_))
    else:
        collected.contracts[id_] = None


def _add_vendors(landscape: Landscape, collected: _Collected) -> None:
    """The systems of the vendors, case and spaces folded; one pass over the systems, however many vendors."""
    systems = landscape.tables["systems"]
    if collected.vendors:
        said = zip(systems.ids, systems.cells("vendor"), strict=True)
        collected.systems |= {id_ for id_, one in said if one is not None and fold(str(one)) in collected.vendors}


def _add_contracts(landscape: Landscape, collected: _Collected) -> None:
    """The contracts' systems and flows, and the flows that name them; one pass over the flows."""
    flows = landscape.tables["flows"]
    naming: dict[str, list[str]] = {}
    if collected.contracts:
        for id_, named in zip(flows.ids, flows.cells("contract"), strict=True):
            if named in collected.contracts:
                naming.setdefault(str(named), []).append(id_)
    for contract in collected.contracts:
        row = landscape.contract(contract)
        covered = [*naming.get(contract, ()), *(id_ for id_ in row.flows if id_ in flows.index)]
        if not row.systems and not covered:
            raise InputError(f"Contract {contract!r} covers no system and no flow, so there is nothing to turn off.")
        collected.systems.update(row.systems)
        collected.flows.update(covered)
