"""Whose a system is: one id is one system, so two municipalities cannot give the same id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from importers.shared.drafts import Draft
from importers.shared.problems import Findings
from model.catalogue.catalogue import Catalogue
from model.claims.columns import Table
from model.folding import fold
from model.landscape.landscape import Landscape
from model.schema import Value

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "ü": "u", "é": "e"})
_TELLING = ("systems", "units")
"""The tables that say a municipality."""


def check_municipalities(
    drafts: Mapping[str, Draft], others: Mapping[str, Table], landscape: Landscape, source: str, findings: Findings
) -> None:
    """An id that is another municipality's system already.

    A row's municipality is what it says, else its unit or a unit above says, else the one that its source says
    everywhere. What the catalogue names is everyone's, so there only the row's own word counts.
    """
    systems, known = drafts.get("systems"), others.get("systems")
    if systems is None or known is None:
        return
    own, theirs = _Own(drafts, others), _Theirs(others, landscape, source)
    cells = zip(systems.rows, systems.ids, systems.cells("municipality"), systems.cells("unit"), strict=True)
    for row, id_, said, unit in cells:
        if id_ is None or id_ not in known.index:
            continue
        shared = _is_shared(id_, landscape.catalogue)
        municipality = said if shared or said is not None else own.derived(unit)
        owner = theirs.municipality_of(id_, shared=shared) if municipality is not None else None
        if owner is not None and _key(owner) != _key(municipality):
            whose = {"owner": owner, "municipality": municipality, "slug": slug(str(municipality))}
            findings.add("other_municipality", table="systems", row=row, column="id", value=id_, id=id_, **whose)


def _is_shared(id_: str, catalogue: Catalogue) -> bool:
    return catalogue.entry(id_) is not None


class _Own:
    """What the file says of its rows' municipalities."""

    def __init__(self, drafts: Mapping[str, Draft], others: Mapping[str, Table]) -> None:
        self._drafts = drafts
        self._others = others

    def derived(self, unit: Value | None) -> Value | None:
        """Of a row in that unit that does not say it itself."""
        of_unit = _of_unit(unit, self._unit) if unit is not None else None
        return of_unit if of_unit is not None else self._one

    def _unit(self, id_: str) -> tuple[Value | None, Value | None]:
        theirs = _unit_of(self._others, id_)
        said, up = self._units.get(id_, (None, None))
        return (theirs[0] if said is None else said, theirs[1] if up is None else up)

    @cached_property
    def _units(self) -> Mapping[str, tuple[Value | None, Value | None]]:
        units = self._drafts.get("units")
        if units is None:
            return {}
        cells = zip(units.ids, units.cells("municipality"), units.cells("parent"), strict=True)
        return {id_: (said, up) for id_, said, up in cells if id_ is not None}

    @cached_property
    def _one(self) -> Value | None:
        drafts = (self._drafts[table] for table in _TELLING if table in self._drafts)
        return _only_one(value for draft in drafts for value in draft.cells("municipality"))


class _Theirs:
    """What the other sources say of their rows' municipalities."""

    def __init__(self, others: Mapping[str, Table], landscape: Landscape, source: str) -> None:
        self._others = others
        self._sources = [claims for name, claims in landscape.state.sources.items() if name != source]

    def municipality_of(self, id_: str, *, shared: bool) -> Value | None:
        """Of a system that they list. shared: only what its row says counts."""
        systems = self._others["systems"]
        at = systems.index[id_]
        said = systems.cell(at, "municipality")
        if said is not None or shared:
            return said
        unit = systems.cell(at, "unit")
        of_unit = _of_unit(unit, lambda up: _unit_of(self._others, up)) if unit is not None else None
        return of_unit if of_unit is not None else self._one_of(id_)

    def _one_of(self, id_: str) -> Value | None:
        """What the sources that list the row say everywhere."""
        pairs = zip(self._sources, self._ones, strict=True)
        return _only_one(one for claims, one in pairs if id_ in claims.tables["systems"].index)

    @cached_property
    def _ones(self) -> list[Value | None]:
        tables = [[claims.tables[table] for table in _TELLING] for claims in self._sources]
        return [_only_one(value for table in both for value in table.column("municipality").values) for both in tables]


def _unit_of(tables: Mapping[str, Table], id_: str) -> tuple[Value | None, Value | None]:
    """A unit's municipality and parent."""
    units = tables.get("units")
    at = None if units is None else units.index.get(id_)
    if units is None or at is None:
        return None, None
    return units.cell(at, "municipality"), units.cell(at, "parent")


def _of_unit(unit: Value, said_of: Callable[[str], tuple[Value | None, Value | None]]) -> Value | None:
    """What a unit says, else the nearest above it that says one."""
    seen: set[str] = set()
    at: Value | None = unit
    while at is not None and str(at) not in seen:
        seen.add(str(at))
        said, at = said_of(str(at))
        if said is not None:
            return said
    return None


def _only_one(said: Iterable[Value | None]) -> Value | None:
    """The one municipality that is said, `None` where several are or none is."""
    found = {_key(value): value for value in said if value is not None}
    return next(iter(found.values())) if len(found) == 1 else None


def _key(municipality: Value | None) -> str:
    """How two names are told to be one municipality's.

    >>> _key("Sorø Kommune") == _key("sorø")
    True
    """
    return fold(str(municipality)).removesuffix(" kommune")


def slug(name: str) -> str:
    """A name as the beginning of an id.

    >>> slug("Høje-Taastrup Kommune"), slug("Sorø")
    ('hoeje-taastrup-kommune', 'soroe')
    """
    plain = fold(name).translate(_LETTERS)
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "kommune"
