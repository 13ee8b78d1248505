"""The list of registrations and its split: a quarter is set aside by a seeded hash, and nothing is learnt from it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

LIST = Path(__file__).with_name("registrations.csv")
SEED = "systemlandskab-1"
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Labelled:
    """One registration as a municipality writes it. `capability` is "" where it has no job of the list.

    clear: a colleague in another municipality who reads only this row would say the same.
    """

    name: str
    description: str
    vendor: str
    capability: str
    clear: bool

    def _draw(self, salt: str, parts: int) -> int:
        text = "\0".join((SEED, salt, self.name, self.description))
        return int.from_bytes(sha256(text.encode()).digest()[:8], "big") % parts

    @property
    def set_aside(self) -> bool:
        """Whether the row is of the quarter that nothing is tuned on."""
        return self._draw("aside", 4) == 0

    @property
    def fold(self) -> int:
        """Which fifth of the rest it is in."""
        return self._draw("fold", FOLDS)


def registrations(path: Path = LIST) -> Sequence[Labelled]:
    """The whole list, in the file's order.

    Raises ValueError for a clarity that is neither `clear` nor `unclear`.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(_row(row) for row in csv.DictReader(file, delimiter=";"))


def _row(row: dict[str, str]) -> Labelled:
    if row["clarity"] not in ("clear", "unclear"):
        raise ValueError(f"{row['name']}: {row['clarity']!r} is neither clear nor unclear.")
    return Labelled(row["name"], row["description"], row["vendor"], row["capability"], row["clarity"] == "clear")
