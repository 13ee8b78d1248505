"""What a consumer needs of a copy register, and how it uses it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from model.folding import fold
from model.landscape.landscape import Landscape
from queries.moves.answer import Ids
from queries.moves.flows import AskedFlow
from queries.moves.supply import Supply

EVENTS = "person.haendelser"
WORDS: Mapping[str, re.Pattern[str]] = {
    "first_load": re.compile("udtræk|initial|fuld kopi"),
    "history": re.compile("histor"),
    "real_time": re.compile("tidstro|realtid|real time"),
    "search": re.compile("(?<!an)(?<!be)(?<!for)(?<!under)søg|search"),
    "subscription": re.compile("abonne|hændels|subscri"),
}
"""Way of use -> the words that tell it; an application (ansøgning) or a visit (besøg) is no search (søgning)."""


@dataclass(frozen=True, slots=True)
class Demand:
    """`objects` that are needed; `guessed`: those of them that nobody registered on the flow itself."""

    objects: Ids
    guessed: frozenset[str]
    ways: Ids
    fresh: bool
    """Whether anything tells how fresh the data must be."""

    @property
    def assumed(self) -> bool:
        """Whether something stands for what nobody registered."""
        return bool(self.guessed)


def ways_in(text: str) -> set[str]:
    """The ways of use that a text tells.

    >>> sorted(ways_in("Personsøgning med historik")), sorted(ways_in("Boligansøgning"))
    (['history', 'search'], [])
    """
    folded = fold(re.sub("[-_]", " ", text))
    return {way for way, words in WORDS.items() if words.search(folded)}


class Demands:
    """The demand of every flow asked about."""

    def __init__(self, landscape: Landscape, supply: Supply) -> None:
        self._landscape = landscape
        self._supply = supply
        self._lists: dict[str, Ids] = {}
        self._carried = _carried_by_system(landscape)
        self._kinds = dict(zip(landscape.tables["systems"].ids, landscape.kinds.cells(), strict=True))

    def of(self, flow: AskedFlow) -> Demand:
        """What the flow's consumer needs: what is registered, else what the copy register could give."""
        told = ways_in(" ".join((flow.frequency or "", *self._interface_words(flow.interface))))
        ways = told | ({"first_load"} if flow.mode == "file" or self._copies(flow.consumer) else set())
        listed = flow.data_objects or self._interface_list(flow.interface) or self.list_of(flow.copy_register)
        sure = {one for one in flow.data_objects if not self._parts(one, flow.copy_register)}
        wanted = {part for one in listed for part in self._parts(one, flow.copy_register) or (one,)}
        guessed = wanted - sure
        if "subscription" in ways and any("person" in self._supply.line(one) for one in wanted):
            wanted.add(EVENTS)
        fresh = bool(flow.frequency or flow.mode not in {None, "unknown"} or told)
        return Demand(tuple(sorted(wanted)), frozenset(guessed), tuple(sorted(ways)), fresh)

    def _copies(self, system: str) -> bool:
        return self._kinds.get(system) == "copy_register"

    def _interface_words(self, interface: str | None) -> Ids:
        return () if interface is None else (interface, self._landscape.name_of("interfaces", interface))

    def _interface_list(self, interface: str | None) -> Ids:
        """What an interface carries: as registered, else what the catalogue says of a service."""
        if interface is None:
            return ()
        registered = self._landscape.cell("interfaces", interface, "data_objects")
        if isinstance(registered, tuple):
            return tuple(map(str, registered))
        entry = self._landscape.catalogue.entry(interface)
        return entry.data_objects if entry is not None and entry.section == "service" else ()

    def list_of(self, register: str) -> Ids:
        """What a copy register holds: the catalogue's list, else what its interfaces carry; sorted."""
        if register not in self._lists:
            entry = self._landscape.stands_for.get(register)
            known = entry.data_objects if entry is not None else ()
            self._lists[register] = tuple(sorted(known or self._carried.get(register, ())))
        return self._lists[register]

    def _parts(self, data_object: str, register: str) -> Ids:
        """The parts of an object that nobody lists, as far as the copy register lists them; none where it is listed."""
        if self._supply.listing(data_object):
            return ()
        held = self.list_of(register)
        return tuple(one for one in held if one != data_object and data_object in self._supply.line(one))


def _carried_by_system(landscape: Landscape) -> Mapping[str, frozenset[str]]:
    """System -> what its interfaces carry."""
    table = landscape.tables["interfaces"]
    found: dict[str, set[str]] = {}
    for system, carried in zip(table.cells("system"), table.cells("data_objects"), strict=True):
        if system is not None and isinstance(carried, tuple):
            found.setdefault(str(system), set()).update(map(str, carried))
    return {system: frozenset(objects) for system, objects in found.items()}
