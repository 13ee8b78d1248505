"""Which product of the catalogue a registration is of: by name, former name or alias, the vendor not contradicting."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from model.catalogue.catalogue import Catalogue, Entry
from model.folding import fold
from model.lazily import lazily

_WORD = re.compile(r"[^\W_]+")
_BRACKETS = re.compile(r"\(([^()]*)\)")
_SPELLINGS = re.compile(r"(?<!\s)\s++/\s++")
LEAST = 4
"""Letters that a product's name needs for a longer name that begins with it to be told as the product's."""
LEGAL_FORMS = frozenset(["as", "aps", "ivs", "amba", "ab", "inc", "ltd", "gmbh", "danmark", "denmark", "holding"])
_SHORT_FORM = re.compile(r"\b([aikp])/s\b")
MOST = 8
"""Words of a product's name."""
UNSAID = frozenset({"ukendt", "unknown"})


@dataclass(frozen=True, slots=True)
class ProductMatch:
    """A product; `whole`: it is all of the name (or product, or an alias), else the name only begins so."""

    entry: Entry
    spelling: str
    whole: bool


@lru_cache(maxsize=32_768)
def words(text: str) -> tuple[str, ...]:
    """The folded words of a name, without punctuation.

    >>> words("KMD WorkZone® (Captia)")
    ('kmd', 'workzone', 'captia')
    """
    return tuple(_WORD.findall(fold(text)))


@lru_cache(maxsize=4_096)
def vendor_words(vendor: str) -> frozenset[str]:
    """A vendor's name without legal form; nothing where it says that it is not known.

    >>> sorted(vendor_words("LINK Mobility A/S"))
    ['link', 'mobility']
    """
    return frozenset(words(_SHORT_FORM.sub(" ", fold(vendor)))) - LEGAL_FORMS - UNSAID


def contradict(one: str | None, other: str | None) -> bool:
    """Whether two vendors, both told, have no word in common.

    >>> contradict("KMD A/S", "kmd"), contradict("KMD", "Fujitsu"), contradict(None, "KMD")
    (False, True, False)
    """
    here, there = vendor_words(one or ""), vendor_words(other or "")
    return bool(here and there and here.isdisjoint(there))


def plain_name(name: str) -> str:
    """A name without what stands in brackets, or the name itself where nothing else is left."""
    return " ".join(_BRACKETS.sub(" ", name).split()) or name


class ProductNames:
    """The products of a catalogue by their spellings.

    >>> from model.catalogue.catalogue import load_catalogue
    >>> products = ProductNames(load_catalogue())
    >>> products.known(["Captia"]).entry.id, products.known(["Targit kuber"]).whole
    ('workzone', False)
    >>> products.known(["Captia"], vendor="Fujitsu") is None
    True
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def known(self, names: Iterable[str], *, vendor: str | None = None) -> ProductMatch | None:
        """The product that one of the names is, else the one that the first name begins with; names best first."""
        spelled = [name for name in names if name]
        for name in spelled:
            for said in dict.fromkeys((words(name), words(plain_name(name)))):
                if found := self._fitting(said, vendor):
                    return ProductMatch(found, name, whole=True)
        return self._beginning(spelled[0], vendor) if spelled else None

    def _beginning(self, name: str, vendor: str | None) -> ProductMatch | None:
        said = words(name)
        for size in range(min(len(said) - 1, MOST), 0, -1):
            if sum(map(len, said[:size])) >= LEAST and (found := self._fitting(said[:size], vendor)):
                return ProductMatch(found, name, whole=False)
        return None

    def _fitting(self, said: tuple[str, ...], vendor: str | None) -> Entry | None:
        fits = [entry for entry in self._by_spelling.get(said, ()) if not contradict(entry.vendor, vendor)]
        return fits[0] if fits else None

    @lazily
    def _by_spelling(self) -> Mapping[tuple[str, ...], Sequence[Entry]]:
        """Spelling in words -> entries, those with a capability first, then by id."""
        found: dict[tuple[str, ...], dict[str, Entry]] = {}
        for entry in self._catalogue.entries():
            if entry.section not in ("service", "register"):
                for spelling in _spellings(entry):
                    found.setdefault(words(spelling), {})[entry.id] = entry
        found.pop((), None)
        return {key: sorted(fits.values(), key=lambda one: (not job_of(one), one.id)) for key, fits in found.items()}


def _spellings(entry: Entry) -> Iterator[str]:
    yield from (entry.id, entry.name, entry.plain_name, *entry.aliases, *_SPELLINGS.split(entry.plain_name))
    yield from (inside for inside in _BRACKETS.findall(entry.name) if inside[:1].isupper())
    if entry.section in ("product", "copy_register") and entry.vendor:
        first, *rest = words(entry.plain_name)
        if rest and first in vendor_words(entry.vendor) and (entry.capability or sum(map(len, rest)) > LEAST + 2):
            yield " ".join(rest)


def job_of(entry: Entry) -> str | None:
    """What the catalogue says that an entry is for; a copy of CPR is for looking persons up.

    >>> from model.catalogue.catalogue import load_catalogue
    >>> job_of(load_catalogue().entry("KMD_PDATA"))
    'person_lookup'
    """
    if entry.capability is None and entry.section == "copy_register" and "CPR" in entry.copies:
        return "person_lookup"
    return entry.capability
