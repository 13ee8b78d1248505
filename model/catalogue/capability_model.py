"""What a registration's words say that a system is for: a small linear model, applied with NumPy.

The weights are learnt by `python -m benchmarks.capabilities.train` from a list of registrations; only they are shipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from io import BytesIO
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from model.catalogue import capability_text as text
from model.catalogue.capability_text import Registered, Sentence

NONE = "none"
KEPT = 65_536
"""Words whose weights are remembered."""
Weights = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Guess:
    """The likeliest capability, and of a hundred such guesses how many are right, from 0 to 1."""

    capability: str
    confidence: float


class CapabilityModel:
    """Linear scores of every capability and of none.

    classes: sorted, `none` among them. names: features. weights: shape (features, classes). intercept: shape
    (classes,). rise, fall, offset: the calibrated logit of a chance c is rise · ln c − fall · ln(1 − c) + offset.
    Two slopes, for the surest guesses are wrong more often than one slope through all of them would have it.
    """

    def __init__(
        self,
        *,
        classes: Sequence[str],
        names: Sequence[str],
        weights: npt.NDArray[Any],
        intercept: npt.NDArray[Any],
        rise: float = 1.0,
        fall: float = 1.0,
        offset: float = 0.0,
    ) -> None:
        self.classes = tuple(classes)
        self.rise, self.fall, self.offset = rise, fall, offset
        self._index: Mapping[str, int] = {name: place for place, name in enumerate(names)}
        self._weights: Weights = np.concatenate((weights, np.zeros((1, len(self.classes))))).astype(np.float64)
        self._intercept: Weights = intercept.astype(np.float64)
        self._words: dict[tuple[str, str], Weights] = {}

    @classmethod
    def from_bytes(cls, data: bytes) -> CapabilityModel:
        """From what `to_bytes` wrote."""
        with np.load(BytesIO(data), allow_pickle=False) as kept:
            rise, fall, offset = kept["calibration"].tolist()
            return cls(
                classes=bytes(kept["classes"]).decode().split("\n"),
                names=bytes(kept["names"]).decode().split("\n"),
                weights=kept["weights"],
                intercept=kept["intercept"],
                rise=rise,
                fall=fall,
                offset=offset,
            )

    def to_bytes(self) -> bytes:
        """The model as an archive of arrays; weights in half precision."""
        data = BytesIO()
        np.savez_compressed(
            data,
            classes=_as_bytes(self.classes),
            names=_as_bytes(tuple(self._index)),
            weights=self._weights[:-1].astype(np.float16),
            intercept=self._intercept.astype(np.float32),
            calibration=np.array([self.rise, self.fall, self.offset]),
        )
        return data.getvalue()

    def _row(self, feature: str) -> Weights:
        row: Weights = self._weights[self._index.get(feature, -1)]
        return row

    def _word(self, part: str, word: str) -> Weights:
        """What one word weighs in a sentence of one word."""
        known = self._words.get((part, word))
        if known is not None:
            return known
        features = text.word_features(word)
        loud = np.array([text.STEM if feature[0] == "=" else text.PART for feature in features])
        rows = [self._index.get(feature, -1) for feature in features]
        own = [self._index.get(part + feature, -1) for feature in features]
        weight: Weights = loud @ (self._weights[rows] + self._weights[own])
        if len(self._words) >= KEPT:
            self._words.clear()
        self._words[part, word] = weight
        return weight

    @cached_property
    def _pairs(self) -> frozenset[str]:
        return frozenset(name for name in self._index if "+" in name or "&" in name)

    def scores(self, said: Registered) -> Weights:
        """Of every class; shape (classes,)."""
        of_name, of_description = text.sentences(said.name), text.sentences(said.description)
        total = self._intercept.copy()
        for sentence in of_name:
            total += self._of_sentence(sentence, "n", 1.0)
        for place, sentence in enumerate(of_description):
            total += self._of_sentence(sentence, "d", 1.0 if place == 0 else text.LATER)
        for feature, value in text.of_whole(said, of_name, of_description):
            if feature in self._index:
                total += value * self._row(feature)
        return total

    def _of_sentence(self, sentence: Sentence, part: str, weight: float) -> Weights:
        total: Weights = np.zeros(len(self.classes))
        for word in sentence.words:
            total += self._word(part, word)
        total *= weight / max(len(sentence.words), 1) ** 0.5
        concepts = sorted(sentence.concepts)
        for concept in concepts:
            total += weight * text.CONCEPT * self._concept(part, concept)
        for one, other in combinations(concepts, 2):
            if f"{one}+{other}" in self._pairs:
                total += weight * text.PAIR * self._row(f"{one}+{other}")
        return total

    def _concept(self, part: str, concept: str) -> Weights:
        together: Weights = self._row(f"#{concept}") + self._row(f"{part}#{concept}")
        return together

    def guess(self, said: Registered) -> Guess:
        """The likeliest capability, `none` aside, and its calibrated confidence.

        >>> load_model().guess(Registered("SMS-service", "Sender besked på mobilen dagen før aftalen")).capability
        'sms'
        """
        scores = self.scores(said)
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        chances[self.classes.index(NONE)] = 0.0
        best = int(chances.argmax())
        return Guess(self.classes[best], self.calibrated(float(chances[best])))

    def calibrated(self, chance: float) -> float:
        """The share of right guesses among those of that chance."""
        odds = self.rise * np.log(max(chance, 1e-9)) - self.fall * np.log(max(1 - chance, 1e-9))
        return float(1 / (1 + np.exp(-(odds + self.offset))))

    def telling(self, said: Registered, capability: str, most: int = 3) -> list[str]:
        """The words that speak most for a capability, as they stand in the text, the strongest first.

        >>> load_model().telling(Registered("Beskedboks", "Sender besked på mobilen til borgere"), "sms", 1)
        ['Beskedboks']
        """
        weighed: dict[str, float] = {}
        for part, written in (("n", said.name), ("d", said.description)):
            for place, sentence in enumerate(text.sentences(written)):
                loud = 1.0 if place == 0 else text.LATER
                for word, weight in self._weighed(sentence, part, capability):
                    weighed[word] = max(weighed.get(word, 0.0), weight * loud)
        strongest = sorted(weighed, key=lambda word: (-weighed[word], word))[:most]
        if not strongest:
            return []
        least = 0.3 * weighed[strongest[0]]
        return [_as_written(word, said) for word in strongest if weighed[word] > max(least, 0.0)]

    def _weighed(self, sentence: Sentence, part: str, capability: str) -> list[tuple[str, float]]:
        place, none = self.classes.index(capability), self.classes.index(NONE)
        scale = 1 / max(len(sentence.words), 1) ** 0.5
        found = {word: scale * self._word(part, word) for word in sentence.words}
        for concept, words in sentence.concepts.items():
            for word in words:
                found[word] = found.get(word, 0.0) + text.CONCEPT * self._concept(part, concept) / len(words)
        return [(word, float(weight[place] - weight[none])) for word, weight in found.items()]


def _as_bytes(words: Sequence[str]) -> npt.NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _as_written(word: str, said: Registered) -> str:
    for written in (said.name, said.description):
        place = written.lower().find(word)
        if place >= 0:
            return written[place : place + len(word)]
    return word


@cache
def load_model() -> CapabilityModel:
    """The shipped model, read once, at the first call."""
    return CapabilityModel.from_bytes(files("model.catalogue").joinpath("capability_weights.npz").read_bytes())
