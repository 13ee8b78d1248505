"""What a registration says, as features: words, parts of words, concepts and pairs of concepts.

A feature is a text; what it weighs for which capability is learnt by `benchmarks.capabilities.train` and applied by
`model.catalogue.capability_model`. The same code makes the features of training and of use.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import combinations
from unicodedata import normalize

import yaml

from model.folding import fold

SHORTEST, LONGEST = 3, 5
"""Lengths of the parts of words."""
STEM, PART, CONCEPT, PAIR, TOGETHER, LAST, PRODUCT, BARE, LATER = 1.5, 0.4, 2.0, 0.7, 0.8, 1.0, 3.0, 2.0, 0.4
"""How loud each kind of feature speaks; what it says is learnt."""
READ = 2_000
"""Letters of a text that are read: what a system is for stands at its beginning."""
KEPT = 32_768
"""Words whose concepts are remembered: a landscape says the same ones again and again."""
_SENTENCE = re.compile(r"[.!?:;](?:\s+|$)|\n|\s[-–]\s")
_WORD = re.compile(r"[^\W_]+(?:[-/&'’.+][^\W_]+)*")
_PARTS = re.compile(r"[A-ZÆØÅ]+(?![a-zæøå])|[A-ZÆØÅ]?[a-zæøåéöäü]+|[^\W\d_]+|\d+")
_ENDINGS = ("ernes", "erne", "ens", "ets", "ene", "ers", "en", "et", "er", "es", "s", "e")


@dataclass(frozen=True, slots=True)
class Cues:
    """How a concept is told: `whole` words, words that begin so, words with it `inside`, `phrases`; each with it."""

    whole: Mapping[str, frozenset[str]]
    first: Sequence[tuple[str, str]]
    inside: Sequence[tuple[str, str]]
    phrases: Sequence[tuple[str, str]]


@cache
def cues() -> Cues:
    """The shipped concepts, read once."""
    written = files("model.catalogue").joinpath("capability_concepts.yaml").read_text(encoding="utf-8")
    listed = yaml.load(written, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    said = [(fold(str(cue)), concept) for concept, written in listed.items() for cue in written]
    whole: dict[str, set[str]] = {}
    for cue, concept in said:
        if cue.startswith("=") and " " not in cue:
            whole.setdefault(cue[1:], set()).add(concept)
    words = [(cue, concept) for cue, concept in said if not cue.startswith("=") and " " not in cue]
    return Cues(
        whole={cue: frozenset(found) for cue, found in whole.items()},
        first=[(cue[:-1], concept) for cue, concept in words if cue.endswith("*")],
        inside=[(cue, concept) for cue, concept in words if not cue.endswith("*")],
        phrases=[(cue.removeprefix("="), concept) for cue, concept in said if " " in cue],
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """The folded words of a sentence, and its concepts with the words that say them."""

    words: Sequence[str]
    concepts: Mapping[str, Sequence[str]]


@lru_cache(maxsize=4_096)
def sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a text.

    >>> [sorted(one.concepts) for one in sentences("Sender SMS til forældre.")]
    [['pupil', 'send', 'sms']]
    """
    return tuple(_sentence(part) for part in _SENTENCE.split(text[:READ]) if part and part.strip())


def _sentence(text: str) -> Sentence:
    written = _WORD.findall(normalize("NFC", text))
    found: dict[str, list[str]] = {}
    for word in written:
        for concept in concepts_of(word):
            found.setdefault(concept, []).append(fold(word))
    folded = fold(text)
    for phrase, concept in cues().phrases:
        if phrase in folded:
            found.setdefault(concept, []).append(phrase)
    return Sentence([fold(word) for word in written], found)


@lru_cache(maxsize=KEPT)
def concepts_of(word: str) -> frozenset[str]:
    """The concepts of one word as written: whole, in a part of it (a hyphen, a capital, a digit parts it), or inside.

    A cue inside a longer one that fits says nothing: a kørekort is no kort.

    >>> sorted(concepts_of("MiljøGIS")), sorted(concepts_of("Kørekort"))
    (['environment', 'map'], ['card'])
    """
    known, folded = cues(), fold(word)
    parts = {folded, stem(folded), *(form for part in _PARTS.findall(word) for form in (fold(part), stem(fold(part))))}
    within = [(cue, concept) for cue, concept in known.inside if cue in folded]
    within += [(cue, concept) for cue, concept in known.first if any(part.startswith(cue) for part in parts)]
    found = {concept for cue, concept in within if not any(cue != other and cue in other for other, _ in within)}
    return frozenset(found.union(*(known.whole.get(part, frozenset()) for part in parts)))


def stem(word: str) -> str:
    """A word without a common Danish ending, where four letters are left.

    >>> stem("blanketterne"), stem("kurserne"), stem("sms")
    ('blankett', 'kurs', 'sms')
    """
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=4_096)
def word_features(word: str) -> tuple[str, ...]:
    """A word's stem and parts, its borders marked."""
    marked = f"<{word}>"
    parts = {marked[at : at + size] for size in range(SHORTEST, LONGEST + 1) for at in range(len(marked) - size + 1)}
    return (f"={stem(word)}", *sorted(parts))


@dataclass(frozen=True, slots=True)
class Registered:
    """What a municipality wrote about a system.

    product: the capability of a catalogue product that the name begins with, "none" where that has none; "" without.
    """

    name: str
    description: str = ""
    vendor: str = ""
    product: str = ""


def features(said: Registered) -> Iterator[tuple[str, float]]:
    """Features with their values; one that comes several times counts by its sum."""
    of_name, of_description = sentences(said.name), sentences(said.description)
    for sentence in of_name:
        yield from _of_sentence(sentence, "n", 1.0)
    for place, sentence in enumerate(of_description):
        yield from _of_sentence(sentence, "d", 1.0 if place == 0 else LATER)
    yield from of_whole(said, of_name, of_description)


def of_whole(
    said: Registered, of_name: Sequence[Sentence], of_description: Sequence[Sentence]
) -> Iterator[tuple[str, float]]:
    """Features of the registration as a whole, from its sentences."""
    together = sorted({concept for one in (*of_name, *of_description[:1]) for concept in one.concepts})
    for one, other in combinations(together, 2):
        yield f"{one}&{other}", TOGETHER
    if of_name and of_name[-1].words:
        for concept in sorted(concepts_of(of_name[-1].words[-1])):
            yield f"last#{concept}", LAST
    for word in sorted({word for one in sentences(said.vendor) for word in one.words}):
        yield f"v{word}", 1.0
    if said.product:
        yield f"product#{said.product}", PRODUCT
    if not of_description:
        yield "bare", 1.0
        yield from ((f"bare#{concept}", BARE) for concept in together)
    yield "long", min(sum(len(one.words) for one in of_description), 30) / 15
    yield "many", min(len({concept for one in of_description for concept in one.concepts}), 12) / 6


def _of_sentence(sentence: Sentence, part: str, weight: float) -> Iterator[tuple[str, float]]:
    scale = weight / max(len(sentence.words), 1) ** 0.5
    for word in sentence.words:
        for feature in word_features(word):
            value = scale * (STEM if feature[0] == "=" else PART)
            yield feature, value
            yield f"{part}{feature}", value
    concepts = sorted(sentence.concepts)
    for concept in concepts:
        yield f"#{concept}", weight * CONCEPT
        yield f"{part}#{concept}", weight * CONCEPT
    for one, other in combinations(concepts, 2):
        yield f"{one}+{other}", weight * PAIR
