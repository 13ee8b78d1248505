"""Finding what a person means by a word: ids, names, aliases, vendors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from model.claims.flow_changes import FlowChange
from model.errors import AmbiguousName, InputError, UnknownName
from model.folding import fold
from model.near import near

if TYPE_CHECKING:
    from model.landscape_tables import LandscapeTables

KINDS: Mapping[str, str] = {
    "system": "systems",
    "interface": "interfaces",
    "flow": "flows",
    "vendor": "",
    "contract": "contracts",
}
"""What can be turned off: the word before the colon -> the table it stands in (a vendor has none)."""
WORDS: Mapping[str, str] = {
    **{kind: kind for kind in KINDS},
    "snitflade": "interface",
    "dataflow": "flow",
    "leverandør": "vendor",
    "kontrakt": "contract",
}
"""The words that may stand before the colon -> the kind they say."""
COMMON = ("system", "vendor", "contract")
"""What a word that fits nothing is most likely a misspelling of."""


class Names:
    """The names of one landscape. `Landscape.names` makes it on first use."""

    def __init__(self, landscape: LandscapeTables) -> None:
        self._landscape = landscape
        self._indexes: dict[str, Mapping[str, Sequence[str]]] = {}

    def meant(self, text: str) -> tuple[str, str]:
        """What a word means: its kind (a key of `KINDS`) and its id, or a vendor's folded name.

        Within a kind an exact id comes before names. Raises `UnknownName` and `AmbiguousName`.
        """
        asked, text, fits = self._asked(text)
        if not fits and asked is not None and (others := self._fits(text)):
            raise UnknownName(f"{asked}:{text.strip()}", nearest=[f"{kind}:{id_}" for kind, id_ in others])
        if not fits:
            raise UnknownName(text.strip(), nearest=self.nearest(text, kinds=(asked,) if asked else COMMON))
        if len(fits) > 1:
            raise AmbiguousName(text.strip(), fits=[f"{kind}:{id_}" for kind, id_ in fits])
        return fits[0]

    def only(self, text: str) -> tuple[str, str] | None:
        """The same, and `None` where a word fits nothing or several: without a search for the nearest names."""
        _, _, fits = self._asked(text)
        return fits[0] if len(fits) == 1 else None

    def _asked(self, text: str) -> tuple[str | None, str, list[tuple[str, str]]]:
        """The kind that is said before the colon, the word without it, and what it fits."""
        kind, colon, rest = text.partition(":")
        asked = WORDS.get(fold(kind)) if colon else None
        if asked is None:
            return None, text, self._fits(text)
        return asked, rest, [(asked, id_) for id_ in self.called(asked, rest)]

    def called(self, kind: str, text: str) -> Sequence[str]:
        """The ids of one kind that a word fits: the one with exactly that id, else all of that name or alias."""
        text = text.strip()
        return self._exactly(kind, text) or self._index(kind).get(fold(text), ())

    def _exactly(self, kind: str, text: str) -> Sequence[str]:
        table = KINDS[kind]
        return (text,) if table and text in self._landscape.tables[table].index else ()

    def _fits(self, text: str) -> list[tuple[str, str]]:
        """Everything a word fits. A flow has no name, so its id counts as it is written unless nothing else fits."""
        word = text.strip()
        fits = [(kind, id_) for kind in KINDS if kind != "flow" for id_ in self.called(kind, word)]
        fits += [("flow", id_) for id_ in self._exactly("flow", word)]
        return fits or [("flow", id_) for id_ in self.called("flow", word)]

    def one(self, kind: str, text: str) -> str:
        """The one thing of a kind that a word fits."""
        if self._exactly(kind, text.strip()):
            return text.strip()
        said = WORDS.get(fold(text.partition(":")[0])) == kind
        return self.meant(text if said else f"{kind}:{text}")[1]

    def _index(self, kind: str) -> Mapping[str, Sequence[str]]:
        if kind not in self._indexes:
            self._indexes[kind] = _index(self._spellings(kind))
        return self._indexes[kind]

    def _spellings(self, kind: str) -> Iterator[tuple[str, str]]:
        """Every spelling of every thing of a kind, with its id."""
        if kind == "vendor":
            for vendor in self._landscape.tables["systems"].column("vendor").values:
                yield str(vendor), fold(str(vendor))
            return
        table = self._landscape.tables[KINDS[kind]]
        for field in ("name", "aliases"):
            for id_, said in zip(table.ids, table.cells(field), strict=True):
                for spelling in said if isinstance(said, tuple) else (said,) if said is not None else ():
                    yield str(spelling), id_
        for id_ in table.ids:
            yield id_, id_

    def nearest(
        self, text: str, *, kinds: Sequence[str] | Mapping[str, str] = ("system",), count: int = 3
    ) -> list[str]:
        """The names most like a word, best first, as the landscape spells them; one for each thing that is meant."""
        said = ((" ".join(spelling.split()), (kind, id_)) for kind in kinds for spelling, id_ in self._spellings(kind))
        meant = {fold(spelling): (spelling, thing) for spelling, thing in sorted(said, reverse=True)}
        things = dict(sorted(meant.values()))
        best: dict[tuple[str, str], str] = {}
        for spelling in near(text, things, most=5 * count):
            best.setdefault(things[spelling], spelling)
        return list(best.values())[:count]

    def change(self, change: FlowChange) -> FlowChange:
        """The same change with ids where names stood; a catalogue service as provider is its register's interface."""
        flow = self.one("flow", change.flow)
        provider, service = self._provider(change.provider)
        interface = self.one("interface", change.interface) if change.interface else service
        via = None if change.via is None else tuple(self._provider(system)[0] for system in change.via)
        return replace(change, flow=flow, provider=provider, interface=interface, via=via)

    def _provider(self, text: str) -> tuple[str, str | None]:
        if self.called("system", text):
            return self.one("system", text), None
        entries = self._landscape.catalogue.find(text)
        if len(entries) != 1:
            return self.one("system", text), None
        entry = entries[0]
        if entry.section != "service":
            return self._standing(entry.id), None
        giver = entry.register or entry.platform
        if giver is None:
            raise InputError(f"The catalogue does not say who provides {text!r}; name its provider.")
        return self._standing(giver), entry.id

    def _standing(self, entry_id: str) -> str:
        systems = self._landscape.standing_for.get(entry_id, ())
        return systems[0] if len(systems) == 1 else entry_id


def _index(spellings: Iterator[tuple[str, str]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, dict[str, None]] = {}
    for spelling, id_ in spellings:
        found.setdefault(fold(spelling), {})[id_] = None
    return {folded: sorted(ids) for folded, ids in found.items()}
