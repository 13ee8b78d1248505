"""What a reference means: an id, name or alias among the file's rows, then the landscape's, then the catalogue's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from importers.shared.ids import check_id
from importers.shared.known_rows import KnownRows
from importers.shared.problems import Wrong
from model.catalogue.catalogue import Catalogue, DataObjectEntry, Entry
from model.folding import fold
from model.near import near

CREATED = frozenset({"units", "data_objects"})
"""Tables whose rows come into being by being referred to."""
ServiceMeans = Literal["provider", "register", "platform", "nothing"]
"""What a catalogue service means where a system is asked for: its register with itself as interface, its register (else
its platform), its platform, or nothing: it is no system."""
_FITS = 10
_FITS_LONG = 180
_COMPARISONS = 1_000_000
"""Spellings compared to find nearest names, some seconds' worth; what is left over gets no suggestion."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a reference came out at; `service` is the interface where a catalogue service stood for its provider."""

    id: str
    service: str | None = None


@dataclass
class Resolver:
    """The references of one file.

    file: the file's own rows by table. landscape: those of the other sources. bare: ids that are only referred to.
    municipality: of the file's systems, folded, where they are all of one. unreadable: tables of the file whose rows
    are not known, so that nothing can be said about references to them.
    """

    file: Mapping[str, KnownRows]
    landscape: Mapping[str, KnownRows]
    catalogue: Catalogue
    bare: Mapping[str, frozenset[str]] = field(default_factory=dict)
    municipality: str | None = None
    unreadable: frozenset[str] = frozenset()
    _created: dict[str, dict[str, str]] = field(default_factory=lambda: {table: {} for table in CREATED})
    _comparisons: int = 0

    def meant(self, table: str, text: str, *, service: ServiceMeans = "nothing") -> Meant:
        """The row of `table` that a text means. Raises `Wrong` where it is unknown or ambiguous.

        service: what a catalogue service means where the text stands.
        """
        if table in self.unreadable:
            return Meant(text)
        listed = self._listed(table, text)
        if listed is not None:
            return Meant(listed)
        if table in CREATED:
            return Meant(self._known_object(text) if table == "data_objects" else self._new(table, text))
        entry = self._entry(table, text) if table in ("systems", "interfaces") else None
        if entry is not None and table == "interfaces":
            return Meant(self._standing(table, entry))
        if entry is not None:
            return self._system_of(entry, text, service)
        if text in self.bare.get(table, ()):
            return Meant(text)
        raise self._unknown(table, text) if "|" not in text else Wrong("one_only")

    def _listed(self, table: str, text: str) -> str | None:
        """Among the rows of the file, else of the landscape."""
        for rows in (self.file.get(table), self.landscape.get(table)):
            fits = rows.called(text) if rows is not None else ()
            if len(fits) > 1:
                raise _ambiguous(text, fits)
            if fits:
                return fits[0]
        return None

    def _entry(self, table: str, text: str) -> Entry | None:
        """The one catalogue entry of that id or name: for an interface a service, for a system any."""
        exact = self.catalogue.entry(text)
        found = (exact,) if exact is not None else self.catalogue.find(text)
        fits = [entry for entry in found if table == "systems" or entry.section == "service"]
        if len(fits) > 1:
            raise _ambiguous(text, [entry.id for entry in fits])
        return fits[0] if fits else None

    def _system_of(self, entry: Entry, text: str, service: ServiceMeans) -> Meant:
        standing = self._standing("systems", entry)
        if standing != entry.id or entry.section != "service":
            return Meant(standing)
        system = entry.platform if service == "platform" else entry.register or entry.platform
        if system is None:
            raise Wrong("no_way", text=text)
        if service == "nothing":
            raise self._no_system(entry, text)
        owner = self.catalogue.entry(system)
        interface = self._standing("interfaces", entry) if service == "provider" else None
        return Meant(self._standing("systems", owner) if owner is not None else system, interface)

    def _no_system(self, entry: Entry, text: str) -> Wrong:
        """A service stands where only a system can; the names of those that may be meant."""
        known = self.catalogue.entry(entry.platform) if entry.platform else None
        platform = entry.platform if known is None else known.plain_name
        if platform and entry.register:
            return Wrong("service", text=text, platform=platform, register=entry.register)
        return Wrong("service_of_one", text=text, system=platform or entry.register)

    def _standing(self, table: str, entry: Entry) -> str:
        """The one row of the file, else of the landscape, that stands for an entry; else the entry itself."""
        for rows in (self.file.get(table), self.landscape.get(table)):
            standing = rows.standing_for(self.catalogue).get(entry.id, ()) if rows is not None else ()
            one = self._of_municipality(rows, standing) if rows is not None else None
            if one is not None:
                return one
        return entry.id

    def _of_municipality(self, rows: KnownRows, standing: tuple[str, ...]) -> str | None:
        """The one row; of several the one of the file's municipality, else the one of none."""
        if len(standing) > 1:
            own = [id_ for id_ in standing if rows.municipality_of(id_) == self.municipality]
            standing = tuple(own or [id_ for id_ in standing if rows.municipality_of(id_) is None])
        return standing[0] if len(standing) == 1 else None

    def _known_object(self, text: str) -> str:
        """A data object of the catalogue, else a new one."""
        if text in self.catalogue.data_objects:
            return text
        fits = self._catalogue_objects.get(fold(text), ())
        if len(fits) > 1:
            raise _ambiguous(text, sorted(fits))
        return fits[0] if fits else self._new("data_objects", text)

    @cached_property
    def _catalogue_objects(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {}
        for id_, entry in self.catalogue.data_objects.items():
            for spelling in (id_, entry.name, _plain_name(entry)):
                found.setdefault(fold(spelling), {})[id_] = None
        return {spelling: tuple(ids) for spelling, ids in found.items()}

    def create(self, table: str, texts: Iterable[str]) -> None:
        """Let units or data objects come into being that nobody lists; call it with every reference to the table.

        Of new spellings that fold alike the smallest is the id, wherever it stands.
        """
        for text in sorted(set(texts)):
            with suppress(Wrong):  # told where the reference stands
                self.meant(table, text)

    def _new(self, table: str, text: str) -> str:
        check_id(text)
        id_ = self._created[table].setdefault(fold(text), text)
        self.new_rows[table][id_] = None
        return id_

    @cached_property
    def new_rows(self) -> dict[str, dict[str, None]]:
        """Ids of the units and data objects that came into being by being referred to, by table."""
        return {table: {} for table in CREATED}

    def _unknown(self, table: str, text: str) -> Wrong:
        spellings = self._spellings(table)
        self._comparisons += len(spellings)
        nearest = near(text, spellings) if self._comparisons <= _COMPARISONS else []
        if nearest:
            return Wrong("unknown_nearest", text=text, nearest=", ".join(nearest))
        return Wrong("unknown", text=text)

    def _spellings(self, table: str) -> list[str]:
        if table not in self._known_spellings:
            rows = (self.file.get(table), self.landscape.get(table))
            spellings = {spelling for known in rows if known is not None for spelling in known.spellings()}
            if table == "systems":
                spellings |= {entry.plain_name for entry in self.catalogue.entries() if entry.section != "service"}
            if table in ("systems", "interfaces"):
                spellings |= {entry.id for entry in self.catalogue.services()}
            self._known_spellings[table] = sorted(spellings)
        return self._known_spellings[table]

    @cached_property
    def _known_spellings(self) -> dict[str, list[str]]:
        return {}


def _plain_name(known: DataObjectEntry) -> str:
    """A data object's name without brackets, by the rule for the catalogue's entries."""
    fact = known.model_dump(include={"id", "name", "source", "confidence"})
    return Entry.model_validate({**fact, "section": "register"}).plain_name


def _ambiguous(text: str, fits: Sequence[str]) -> Wrong:
    """That a text fits several: the first ids, and how many more there are."""
    shown = list(fits[:_FITS])
    while len(shown) > 1 and len(", ".join(shown)) > _FITS_LONG:
        shown.pop()
    more = len(fits) - len(shown)
    if more:
        return Wrong("ambiguous_more", text=text, fits=", ".join(shown), more=more)
    return Wrong("ambiguous", text=text, fits=", ".join(shown))
