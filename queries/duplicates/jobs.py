"""What each system is for: the municipality's tag, else a known product, else its registered kind, else its words."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from model.catalogue.capability_model import NONE, Guess, load_model
from model.catalogue.capability_text import Registered
from model.catalogue.catalogue import Catalogue
from model.claims.tags import NOT
from model.landscape.landscape import Landscape
from model.landscape.product_names import ProductMatch, ProductNames, job_of
from model.schema import affirmed, texts

EvidenceKind = Literal["tag", "kle", "product", "kind", "words"]
OF_PRODUCT, OF_KIND = 0.97, 0.9
"""How sure a known product and a registered kind are; assumed, for nobody has counted them."""
AT_LEAST = 0.5
"""Below, nothing is said."""
TASKS = 3
"""A system with more KLE tasks than these is for none of them in particular."""
_TASK = re.compile(r"\d\d\.\d\d\.\d\d")
_JOBS_OF_KINDS: Mapping[str, str] = {
    "self_service": "self_service",
    "management_information": "management_information",
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a job, in a reader's words: a tag, a KLE task, a product's name, a kind, words of the text."""

    kind: EvidenceKind
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """A capability or KLE task that a system is for; `confidence` from 0 to 1, two decimals."""

    capability: str
    confidence: float
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class RegisteredSystem:
    """What is registered about a system, as far as it tells what it is for."""

    name: str
    description: str = ""
    vendor: str | None = None
    product: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str | None = None
    capabilities: tuple[str, ...] = ()
    kle: tuple[str, ...] = ()


class Jobs:
    """Says what registrations are for. Made once for a catalogue.

    >>> from model.catalogue.catalogue import load_catalogue
    >>> jobs = Jobs(load_catalogue())
    >>> [(job.capability, job.confidence) for job in jobs.of(RegisteredSystem("Captia", "Gammel journal"))]
    [('esdh', 0.97)]
    >>> jobs.of(RegisteredSystem("Captia", capabilities=("not:esdh",)))
    []
    """

    def __init__(self, catalogue: Catalogue) -> None:
        self.products = ProductNames(catalogue)
        self._guess: Callable[[Registered], Guess] = cache(load_model().guess)

    def of(self, said: RegisteredSystem) -> list[Job]:
        """Its jobs by confidence, then name. Where the municipality has said one, nothing is guessed beside it."""
        told = [Job(word, 1.0, (Evidence("tag", word),)) for word in affirmed(said.capabilities)]
        tasks = sorted({task.group() for kle in said.kle if (task := _TASK.match(kle.strip()))})
        tasks = [task for task in tasks if f"{NOT}{task}" not in said.capabilities]
        told += [Job(task, 1.0, (Evidence("kle", task),)) for task in tasks if len(tasks) <= TASKS]
        if not any(job.evidence[0].kind == "tag" for job in told):
            told += [job for job in self._guessed(said) if f"{NOT}{job.capability}" not in said.capabilities]
        return sorted(told, key=lambda job: (-job.confidence, job.capability))

    def product(self, said: RegisteredSystem) -> ProductMatch | None:
        """The catalogue's product that it is of."""
        names = (said.name, said.product or "", *said.aliases)
        return self.products.known(names, vendor=said.vendor)

    def _guessed(self, said: RegisteredSystem) -> list[Job]:
        known = self.product(said)
        whole = known is not None and known.whole
        if known is not None and whole and (job := job_of(known.entry)):
            return [Job(job, OF_PRODUCT, (Evidence("product", known.entry.plain_name),))]
        if said.kind is not None and said.kind in _JOBS_OF_KINDS:
            return [Job(_JOBS_OF_KINDS[said.kind], OF_KIND, (Evidence("kind", said.kind),))]
        return [] if whole else self._by_words(said, known)

    def _by_words(self, said: RegisteredSystem, known: ProductMatch | None) -> list[Job]:
        product = "" if known is None else job_of(known.entry) or NONE
        unsold = self.products.known([said.name]) if known is None else None
        other = unsold is not None and unsold.whole
        # The name of another vendor's product says nothing.
        written = Registered("" if other else said.name, said.description, said.vendor or "", product)
        guess = self._guess(written)
        confidence = math.floor(guess.confidence * 100) / 100  # never more than it is
        if confidence < AT_LEAST:
            return []
        evidence = [Evidence("words", one) for one in load_model().telling(written, guess.capability)]
        if known is not None and product == guess.capability:
            evidence.insert(0, Evidence("product", known.entry.plain_name))
        return [Job(guess.capability, confidence, tuple(evidence))]


def registrations(landscape: Landscape, rows: Iterable[int]) -> list[RegisteredSystem]:
    """What the systems of some rows say of themselves, in that order."""
    table, kinds = landscape.tables["systems"], landscape.kinds
    columns = [table.column(field) for field in ("name", "description", "vendor", "product", "aliases")]
    tags, kle = table.column("capabilities"), table.column("kle")
    found = []
    for row in rows:
        name, description, vendor, product, aliases = (column[row] for column in columns)
        kind = kinds[row]
        found.append(
            RegisteredSystem(
                name=str(name or table.ids[row]),
                description=str(description or ""),
                vendor=None if vendor is None else str(vendor),
                product=None if product is None else str(product),
                aliases=texts(aliases),
                kind=None if kind is None else str(kind),
                capabilities=texts(tags[row]),
                kle=texts(kle[row]),
            )
        )
    return found


def strongest(jobs: Sequence[Job]) -> Job | None:
    """The surest, or none."""
    return jobs[0] if jobs else None
