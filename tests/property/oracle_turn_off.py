"""X: from the words that are turned off to T, the set of systems, interfaces and flows."""

from __future__ import annotations

from dataclasses import dataclass

from tests.property.oracle_tables import Row, World, cell, cells, fold

KINDS = ("system", "interface", "flow", "vendor", "contract")


@dataclass(frozen=True)
class Off:
    """T: what is turned off."""

    systems: frozenset[str] = frozenset()
    interfaces: frozenset[str] = frozenset()
    flows: frozenset[str] = frozenset()

    def ids(self) -> list[str]:
        """All ids of T, sorted."""
        return sorted([*self.systems, *self.interfaces, *self.flows])


def turned_off(world: World, words: list[str]) -> Off:
    """T for the words; unknown, ambiguous or covering nothing is a ``ValueError``."""
    systems: set[str] = set()
    interfaces: set[str] = set()
    flows: set[str] = set()
    for word in words:
        off = _covered(world, *_meant(world, word))
        if not off.ids():
            raise ValueError(f"{word!r} covers nothing")
        systems |= off.systems
        interfaces |= off.interfaces
        flows |= off.flows
    return Off(frozenset(systems), frozenset(interfaces), frozenset(flows))


def _meant(world: World, word: str) -> tuple[str, str]:
    prefix, _, rest = word.partition(":")
    kinds, text = ((prefix,), rest) if prefix in KINDS else (KINDS, word)
    found = {(kind, id_) for kind in kinds for id_ in _named(world, kind, text.strip())}
    if len(found) != 1:
        raise ValueError(f"{word!r} fits {sorted(found)}")
    return found.pop()


def _named(world: World, kind: str, text: str) -> list[str]:
    if kind == "vendor":
        return [fold(text)] if _systems_of(world, text) else []
    if kind == "flow":
        return [text] if text in world.flows else []
    rows = {"system": world.systems, "interface": world.interfaces, "contract": world.contracts}[kind]
    return [text] if text in rows else [id_ for id_, row in rows.items() if fold(text) in _names(row)]


def _systems_of(world: World, vendor: str) -> list[str]:
    """The systems of a vendor; case and spaces do not matter."""
    return [id_ for id_, row in world.systems.items() if vendor and fold(cell(row, "vendor")) == fold(vendor)]


def _names(row: Row) -> set[str]:
    return {fold(name) for name in (cell(row, "name"), *cells(row, "aliases")) if name}


def _covered(world: World, kind: str, id_: str) -> Off:
    if kind == "system":
        return Off(systems=frozenset({id_}))
    if kind == "interface":
        return Off(interfaces=frozenset({id_}))
    if kind == "flow":
        return Off(flows=frozenset({id_}))
    if kind == "vendor":
        return Off(systems=frozenset(_systems_of(world, id_)))
    contract = world.contracts[id_]
    naming = {flow.id for flow in world.flows.values() if flow.contract == id_}
    return Off(systems=frozenset(cells(contract, "systems")), flows=frozenset(cells(contract, "flows")) | naming)


def out_of_use(row: Row, at: str | None) -> bool:
    """Whether a system is out of use on a date (``YYYY-MM-DD``); without one only the lifecycle counts."""
    starts, ends, lifecycle = cell(row, "in_use_from"), cell(row, "in_use_to"), cell(row, "lifecycle")
    if at is None:
        return lifecycle in {"retired", "planned"}
    ended = ends < at if ends else lifecycle == "retired"
    not_begun = starts > at if starts else lifecycle == "planned"
    return ended or not_begun
