"""The shipped catalogue: registers, copy registers, services, support and monopoly systems, known products.

It is reference data with source and confidence on every entry, shown beside what a municipality registers
and never as its own. The facts stand in `catalogue.yaml`, whose head explains confidence and fields; nothing
is read before `load_catalogue()`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from model.folding import fold
from model.lazily import lazily

Confidence = Literal["verified", "partly", "unverified", "assumed"]
Section = Literal["register", "copy_register", "service", "monopoly_system", "support_system", "product"]
Kind = Literal["application", "register", "copy_register", "platform", "support", "management_information"]
Texts = tuple[str, ...]

_ENTRY_SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "registers": "register",
        "copy_registers": "copy_register",
        "services": "service",
        "monopoly_systems": "monopoly_system",
        "support_systems": "support_system",
        "products": "product",
    }
)
_BRACKETS = re.compile(r"\([^()]*\)")


class _Fact(BaseModel):
    """What stands in the catalogue: an id, where it is from, and how sure it is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    source: Texts = Field(min_length=1)
    confidence: Confidence


F = TypeVar("F", bound=_Fact)


class Entry(_Fact):
    """One thing that municipalities' landscapes are built of. References are ids of the catalogue.

    kind: the kind of a row that stands for the entry and leaves it blank; None for a service.
    living: False when closed or being closed. direction: write takes data and supplies none.
    price: flat (within the flat price) and free cost 0 a call. advice: ways of use that KOMBIT recommends.
    services and kle_main_groups may be ("*",): all. shared: a common copy, not one to leave.

    >>> Entry(id="X", name="X (old)", section="product", source=("a paper",), confidence="partly").plain_name
    'X'
    """

    name: str
    section: Section
    kind: Kind | None = None
    vendor: str | None = None
    vendor_confidence: Confidence | None = None
    owner: str | None = None
    authority: str | None = None
    description: str | None = None
    domain: str | None = None
    years: str | None = None
    status: str | None = None
    note: str | None = None
    living: bool = True
    successor: Texts = ()
    successor_note: str | None = None
    aliases: Texts = ()
    field_area: str | None = None
    kle_main_groups: Texts = ()
    capability: str | None = None
    common_architecture: bool = False
    shared: bool = False
    platform: str | None = None
    register_: str | None = Field(default=None, alias="register")  # a model has a method of that name
    distributed_by: str | None = None
    direction: Literal["read", "write"] = "read"
    price: Literal["flat", "free", "per_call", "unknown"] | None = None
    price_note: str | None = None
    advice: tuple[Literal["subscription", "first_load", "search", "look_up", "real_time"], ...] = ()
    agreement: str | None = None
    copies: Texts = ()
    data_objects: Texts = ()
    data_objects_confidence: Confidence
    interfaces: Texts = ()
    tables: Texts = ()
    lookup_tables: Texts = ()
    services: Texts = ()
    operations: Texts = ()
    known_data_paths: Texts = ()
    access: Texts = ()
    routing: str | None = None
    version: str | None = None
    uuid: str | None = None
    endpoints: Texts = ()

    @model_validator(mode="before")
    @classmethod
    def _objects_as_sure_as_the_entry(cls, values: Any) -> Any:
        if isinstance(values, dict):
            return {"data_objects_confidence": values.get("confidence"), **values}
        return values

    @property
    def register(self) -> str | None:
        """The id of the register whose data a service gives."""
        return self.register_

    @property
    def plain_name(self) -> str:
        """The name without what stands in brackets, or the name itself when nothing else is left."""
        return " ".join(_BRACKETS.sub(" ", self.name).split()) or self.name


class DataObjectEntry(_Fact):
    """What a flow can carry. `object_class` groups objects; `personal_data` says how protected they are."""

    name: str
    object_class: str = Field(alias="class")
    personal_data: Literal["cpr", "almindelig", "fortrolig", "følsom", "ingen"]


class Capability(_Fact):
    """What a system is for, beyond its field: where duplicates are looked for. `name` is Danish."""

    name: str
    english: str


class KleMainGroup(_Fact):
    """A main group of KLE, the municipalities' task classification; the id is its two digits."""

    name: str
    data_objects: Texts = ()


class Price(_Fact):
    """What is publicly known of a price; `value` is None where the amount was not found."""

    what: str
    value: float | None
    unit: str
    note: str | None = None


@dataclass(frozen=True)
class Catalogue:
    """Everything shipped, by id; `items` are the entries in any order.

    >>> aktiv = Entry(id="KMD_AKTIV", name="KMD Aktiv (ydelser)", section="product", source=("x",),
    ...               confidence="partly")
    >>> [entry.id for entry in Catalogue(items=(aktiv,)).find("kmd  aktiv")]
    ['KMD_AKTIV']
    """

    items: tuple[Entry, ...] = ()
    data_objects: Mapping[str, DataObjectEntry] = field(default_factory=dict)
    capabilities: Mapping[str, Capability] = field(default_factory=dict)
    kle_main_groups: Mapping[str, KleMainGroup] = field(default_factory=dict)
    prices: Mapping[str, Price] = field(default_factory=dict)

    def entry(self, id: str) -> Entry | None:
        """The entry of exactly that id, or None."""
        return self._by_id.get(id)

    def entries(self) -> tuple[Entry, ...]:
        """All entries, sorted by id."""
        return self._sorted

    def services(self) -> tuple[Entry, ...]:
        """The services of Serviceplatformen and the support systems, sorted by id."""
        return tuple(entry for entry in self._sorted if entry.section == "service")

    def find(self, text: str) -> tuple[Entry, ...]:
        """Every entry whose id, name, name without brackets or alias folds as `text` does, sorted by id."""
        return self._by_any_name.get(fold(text), ())

    def stands_for(self, *, id: str, names: Iterable[str] = ()) -> Entry | None:
        """The entry that a row of that id, name and aliases stands for, or None when none or several do.

        The entry of exactly that id, else the only one whose id, name or name without brackets folds as one
        of `names` does. The entry's own aliases do not count: a municipality may call anything "P-data".
        """
        exact = self._by_id.get(id)
        if exact is not None:
            return exact
        fits = {entry.id: entry for name in names for entry in self._by_own_name.get(fold(name), ())}
        return next(iter(fits.values())) if len(fits) == 1 else None

    @lazily
    def _sorted(self) -> tuple[Entry, ...]:
        return tuple(sorted(self.items, key=lambda entry: entry.id))

    @lazily
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self._sorted}

    @lazily
    def _by_own_name(self) -> dict[str, tuple[Entry, ...]]:
        return _index((e, (e.id, e.name, e.plain_name)) for e in self._sorted)

    @lazily
    def _by_any_name(self) -> dict[str, tuple[Entry, ...]]:
        return _index((e, (e.id, e.name, e.plain_name, *e.aliases)) for e in self._sorted)


def _index(names: Iterable[tuple[Entry, Texts]]) -> dict[str, tuple[Entry, ...]]:
    found: dict[str, tuple[Entry, ...]] = {}
    for entry, spellings in names:
        for key in {fold(spelling) for spelling in spellings}:
            found[key] = (*found.get(key, ()), entry)
    return found


@cache
def load_catalogue() -> Catalogue:
    """The shipped catalogue, read once, at the first call.

    >>> load_catalogue().entry("SF1520").register
    'CPR'
    """
    return parse_catalogue(files("model.catalogue").joinpath("catalogue.yaml").read_text(encoding="utf-8"))


def parse_catalogue(text: str) -> Catalogue:
    """A catalogue from YAML as in `catalogue.yaml`.

    Raises ValueError (pydantic's ValidationError is one) when a field, a word or a source key is not known,
    or an id stands twice.
    """
    document = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    sources, defaults = document.pop("sources"), document.pop("defaults")

    def facts(section: str) -> list[dict[str, Any]]:
        rows = [{**defaults.get(section, {}), **row} for row in document.pop(section, [])]
        for row in rows:
            row["source"] = tuple(_source(key, sources, row) for key in row["source"])
        return rows

    entries = tuple(Entry(**row, section=section) for name, section in _ENTRY_SECTIONS.items() for row in facts(name))
    _by_unique_id(entries)
    catalogue = Catalogue(
        items=entries,
        data_objects=_by_unique_id(DataObjectEntry(**row) for row in facts("data_objects")),
        capabilities=_by_unique_id(Capability(**row) for row in facts("capabilities")),
        kle_main_groups=_by_unique_id(KleMainGroup(**row) for row in facts("kle_main_groups")),
        prices=_by_unique_id(Price(**row) for row in facts("prices")),
    )
    if document:
        raise ValueError(f"The catalogue has sections that nobody reads: {', '.join(sorted(document))}.")
    return catalogue


def _source(key: str, sources: Mapping[str, str], row: Mapping[str, Any]) -> str:
    if key not in sources:
        raise ValueError(f"The catalogue's {row['id']} names a source that is not listed: {key}.")
    return sources[key]


def _by_unique_id(facts: Iterable[F]) -> Mapping[str, F]:
    found: dict[str, F] = {}
    for fact in facts:
        if fact.id in found:
            raise ValueError(f"The catalogue has {fact.id} twice.")
        found[fact.id] = fact
    return MappingProxyType(found)
