"""Whose data a flow carries: the register of each of its data objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from model.catalogue.catalogue import Entry
from model.landscape.landscape import Landscape
from model.lazily import lazily

Datum = tuple[str | None, str | None]
"""A register and a data object. No register: several could be it, and none is registered. No object: not registered."""


@dataclass(frozen=True)
class Registers:
    """Finds registers by what they give. Ids are the landscape's where a system stands for a catalogue entry."""

    landscape: Landscape
    _kept: dict[str, Sequence[str]] = field(default_factory=dict)

    def above(self, object_: str) -> Iterator[str]:
        """A data object and all that cover it, nearest first."""
        seen: set[str] = set()
        at: str = object_
        while at and at not in seen:
            yield at
            seen.add(at)
            at = str(self.landscape.cell("data_objects", at, "parent") or at.rpartition(".")[0])

    def of_object(self, object_: str) -> Sequence[str]:
        """The registers that it may come from: the registered one alone, else those of the catalogue that list it."""
        if object_ not in self._kept:
            self._kept[object_] = self._registered(object_) or self._listed(object_)
        return self._kept[object_]

    def _registered(self, object_: str) -> Sequence[str]:
        said = (self.landscape.cell("data_objects", one, "register") for one in self.above(object_))
        return [str(register) for register in said if register is not None][:1]

    def _listed(self, object_: str) -> Sequence[str]:
        """Those that list it, or something that covers it; else those that list a part of it."""
        for one in self.above(object_):
            if one in self._by_object:
                return self._by_object[one]
        parts = [found for one, found in self._by_object.items() if one.startswith(f"{object_}.")]
        return sorted({register for found in parts for register in found})

    @lazily
    def _by_object(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, list[str]] = {}
        for entry in self.landscape.catalogue.entries():
            if entry.section == "register":
                for one in entry.data_objects:
                    found.setdefault(one, []).append(self.here(entry.id))
        return found

    def here(self, entry_id: str) -> str:
        """The one system that stands for a catalogue entry, else the entry's own id."""
        systems = self.landscape.standing_for.get(entry_id, ())
        return systems[0] if len(systems) == 1 else entry_id

    @lazily
    def closed(self) -> frozenset[str]:
        """The registers that are closed or being closed, as the catalogue knows."""
        return frozenset(
            self.here(entry.id)
            for entry in self.landscape.catalogue.entries()
            if entry.section == "register" and not entry.living
        )

    def of_source(self, entry: Entry | None) -> Sequence[str]:
        """The registers that a copy register copies, or that a service gives the data of."""
        if entry is None:
            return ()
        named = entry.copies or ((entry.register,) if entry.register else ())
        return [self.here(one) for one in named]

    def data(self, objects: Iterable[str], *, source: Sequence[str]) -> Sequence[Datum]:
        """What a flow carries of registers' data; `source`: the registers that it can be told to come from.

        What no register gives is left out, unless the flow comes from one.
        """
        found = [datum for one in objects for datum in self._datum(one, source)]
        if not found and not tuple(objects) and source:
            return [(source[0] if len(source) == 1 else None, None)]
        return list(dict.fromkeys(found))

    def _datum(self, object_: str, source: Sequence[str]) -> Iterator[Datum]:
        known = self.of_object(object_)
        fits = [one for one in known if one in source] or [one for one in known if one not in self.closed] or known
        if not known:
            fits = source
        if fits:
            yield (fits[0] if len(fits) == 1 else None, object_)
