"""X, as a person writes it, becomes T: the set of systems, interfaces and flows that are turned off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from model.errors import InputError
from model.fall import TurnedOff
from model.folding import fold
from model.landscape import Landscape


@dataclass
class _Collected:
    systems: set[str] = field(default_factory=set)
    interfaces: set[str] = field(default_factory=set)
    flows: set[str] = field(default_factory=set)


def turned_off(landscape: Landscape, what: Sequence[str]) -> TurnedOff:
    """T for the words of a question.

    Each word is the id or unique name of a system, interface, flow, vendor or contract; `vendor:KMD` says which.
    Raises `UnknownName`, `AmbiguousName`, and `InputError` for nothing at all and for what covers nothing.
    """
    if not what:
        raise InputError("Say what is turned off: a system, interface, flow, vendor or contract.")
    collected = _Collected()
    for word in what:
        _add(landscape, word, collected)
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
        collected.systems.update(systems_of_vendor(landscape, id_))
    else:
        _add_contract(landscape, id_, collected)


def systems_of_vendor(landscape: Landscape, vendor: str) -> list[str]:
    """The systems of a vendor, case and spaces folded."""
    systems = landscape.tables["systems"]
    wanted = fold(vendor)
    cells = zip(systems.ids, systems.cells("vendor"), strict=True)
    return [id_ for id_, said in cells if said is not None and fold(str(said)) == wanted]


def _add_contract(landscape: Landscape, contract: str, collected: _Collected) -> None:
    """A contract's systems and flows, and the flows that name it."""
    flows = landscape.tables["flows"]
    row = landscape.contract(contract)
    naming = [id_ for id_, named in zip(flows.ids, flows.cells("contract"), strict=True) if named == contract]
    known = [id_ for id_ in row.flows if id_ in flows.index]
    if not row.systems and not known and not naming:
        raise InputError(f"Contract {contract!r} covers no system and no flow, so there is nothing to turn off.")
    collected.systems.update(row.systems)
    collected.flows.update(known, naming)
