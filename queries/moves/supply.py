"""Who gives which data: services, Datafordeleren and registers of the catalogue, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from model.catalogue.catalogue import Catalogue, Entry
from model.landscape.landscape import Landscape
from queries.moves.answer import Ids
from queries.moves.flows import parents_of

DISTRIBUTOR = "DATAFORDELER"
REPLICA = frozenset({"SF1320_A", "SF1520", "SF1525", "SF6002"})
"""What reads the shared copy of CPR, which is a night old."""
ONLY_FOR: Mapping[str, str] = {"SF6004": "real_time", "SF6002": "first_load"}
"""Service -> the one way of use that it is meant for."""


@dataclass(frozen=True, slots=True)
class Source:
    """Who can give one object. `verified`: those of `targets` that a source says give it, and that fit the use."""

    targets: frozenset[str]
    verified: frozenset[str]


def fits(service: str, ways: Iterable[str]) -> bool:
    """Whether a service is meant for these ways of use.

    >>> fits("SF1520", ["real_time"]), fits("SF6004", ["real_time"]), fits("SF6002", [])
    (False, True, False)
    """
    used = set(ways)
    if service in ONLY_FOR and ONLY_FOR[service] not in used:
        return False
    return service not in REPLICA or "real_time" not in used


class Supply:
    """What the catalogue's services and registers list, and what of it can be had on the day.

    `gone`: systems of the landscape that are out of use; an entry whose row is one of them gives nothing either.
    """

    def __init__(self, landscape: Landscape, gone: frozenset[str]) -> None:
        self._landscape = landscape
        self._gone = gone
        self._parents = parents_of(landscape)
        entries = [e for e in landscape.catalogue.entries() if e.section in ("service", "register")]
        self._entries = {entry.id: entry for entry in entries}
        self._listing: dict[str, list[Entry]] = {}
        for entry in entries:
            for listed in entry.data_objects:
                self._listing.setdefault(listed, []).append(entry)
        self._lines: dict[str, tuple[str, ...]] = {}
        self._listed: dict[str, list[Entry]] = {}
        self._sources: dict[tuple[str, Ids, frozenset[str]], Source | None] = {}
        self._closed: dict[str | None, frozenset[str]] = {}

    def line(self, data_object: str) -> Ids:
        """The object, what covers it, what covers that, and so on."""
        if data_object not in self._lines:
            found = {data_object: None}
            while (last := next(reversed(found))) and (above := self._above(last)) and above not in found:
                found[above] = None
            self._lines[data_object] = tuple(found)
        return self._lines[data_object]

    def _above(self, data_object: str) -> str:
        return self._parents.get(data_object) or data_object.rpartition(".")[0]

    def listing(self, data_object: str) -> list[Entry]:
        """The services and registers, living or not, that list the object or what covers it."""
        if data_object not in self._listed:
            found = {entry.id: entry for above in self.line(data_object) for entry in self._listing.get(above, ())}
            self._listed[data_object] = [found[id_] for id_ in sorted(found)]
        return self._listed[data_object]

    def closed(self, consumer: str) -> frozenset[str]:
        """Entries that give nothing to a consumer: closed by the catalogue, or out of use in the file.

        The rows of the consumer's municipality decide, else those of none.
        """
        municipality = self._municipality(consumer)
        if municipality not in self._closed:
            self._closed[municipality] = frozenset(
                id_ for id_, entry in self._entries.items() if not entry.living or self._out(id_, municipality)
            )
        return self._closed[municipality]

    def _out(self, entry: str, municipality: str | None) -> bool:
        rows = self._landscape.standing_for.get(entry, ())
        own = [row for row in rows if self._municipality(row) == municipality]
        counted = own or [row for row in rows if municipality is None or self._municipality(row) is None]
        return bool(counted) and self._gone.issuperset(counted)

    def _municipality(self, system: str) -> str | None:
        value = self._landscape.cell("systems", system, "municipality")
        return None if value is None else str(value)

    def source(self, data_object: str, ways: Ids, closed: frozenset[str]) -> Source | None:
        """The first that have the object: fitting services, other services, the distributor, the register itself."""
        key = (data_object, ways, closed)
        if key not in self._sources:
            self._sources[key] = self._first(data_object, ways, closed)
        return self._sources[key]

    def _first(self, data_object: str, ways: Ids, closed: frozenset[str]) -> Source | None:
        living = [e for e in self.listing(data_object) if e.id not in closed and e.direction != "write"]
        services = [entry for entry in living if entry.section == "service"]
        fitting = [entry for entry in services if fits(entry.id, ways)]
        if services:
            return _source(fitting) if fitting else Source(_ids(services), frozenset())
        registers = [entry for entry in living if entry.section == "register"]
        distributed = [entry for entry in registers if entry.distributed_by == DISTRIBUTOR]
        if distributed and DISTRIBUTOR not in closed:
            sure = any(entry.data_objects_confidence == "verified" for entry in distributed)
            return Source(frozenset({DISTRIBUTOR}), frozenset({DISTRIBUTOR} if sure else ()))
        return _source(registers) if registers else None

    def gap_is_verified(self, data_object: str, closed: frozenset[str]) -> bool:
        """Whether nobody gives the object for certain: all that list it are closed, and each list is verified."""
        listing = self.listing(data_object)
        return bool(listing) and all(e.id in closed and e.data_objects_confidence == "verified" for e in listing)


def _ids(entries: Iterable[Entry]) -> frozenset[str]:
    return frozenset(entry.id for entry in entries)


def _source(entries: Iterable[Entry]) -> Source:
    known = list(entries)
    return Source(_ids(known), _ids(entry for entry in known if entry.data_objects_confidence == "verified"))


def origin_of(landscape: Landscape, supply: Supply, register: str, objects: Ids) -> Ids:
    """The registers at the end of what a copy register copies that list one of the objects; sorted."""
    entry = landscape.stands_for.get(register)
    if entry is None:
        return ()
    lists = {listing.id for one in objects for listing in supply.listing(one)}
    return tuple(sorted(lists & _ends(landscape.catalogue, entry.id)))


def _ends(catalogue: Catalogue, id_: str) -> set[str]:
    """What an entry copies, and what that copies, as far as it goes."""
    seen, waiting = {id_}, [id_]
    while waiting:
        entry = catalogue.entry(waiting.pop())
        more = set(entry.copies if entry is not None else ()) - seen
        seen |= more
        waiting += sorted(more)
    return {one for one in seen if (entry := catalogue.entry(one)) is not None and not entry.copies}
