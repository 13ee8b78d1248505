"""What a question may be told besides the landscape, read from words alike at every door."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from model.errors import InputError
from model.word_limits import beginning

Words = Mapping[str, Sequence[str]]
"""What was said: by option, everything that was said for it."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option: `name` as in an address (`switch_cost`), and what it falls back to, a variable of the environment.

    `read` makes a value of one word, or of all of them where `several`; `argument` is what the question's function
    calls it, where that is another word. `example`: what a page shows in the empty field.
    """

    name: str
    label: str
    about: str
    metavar: str
    read: Callable[[Any], Any]
    setting: str = ""
    several: bool = False
    argument: str = ""
    example: str = ""

    @property
    def key(self) -> str:
        """What the question's function calls it."""
        return self.argument or self.name

    @property
    def is_flag(self) -> bool:
        """Whether it is a plain yes."""
        return not self.metavar

    @property
    def flag(self) -> str:
        """As on the command line.

        >>> Option("switch_cost", "", "", "N", amount).flag
        '--switch-cost'
        """
        return f"--{self.name.replace('_', '-')}"


def values(options: Sequence[Option], said: Words, settings: Mapping[str, str]) -> dict[str, Any]:
    """Argument -> its value, those left out aside. Raises `InputError` for what cannot be read.

    >>> values([Option("switch_cost", "", "", "N", amount, setting="COST")], {}, {"COST": "60000"})
    {'switch_cost': 60000.0}
    """
    found: dict[str, Any] = {}
    for option in options:
        words = [word.strip() for word in said.get(option.name, ()) if word.strip()]
        words = [part for word in words for part in _several(word)] if option.several else words
        if not words and settings.get(option.setting, "").strip():
            words = [settings[option.setting].strip()]
        if words:
            found[option.key] = option.read(words if option.several else words[-1])
    return found


def _several(text: str) -> list[str]:
    """The words of one field of a page: `SF6004 = 1; SF1520=2` is two."""
    return "=".join(part.strip() for part in text.split("=")).replace(";", " ").split()


MOST = 1e12
"""Kroner: more is a slip."""
LONGEST = 40
"""Characters of an amount."""
_THOUSANDS = re.compile(r"\d{1,3}([.,]\d{3})+")
"""60.000 is sixty thousand to a Dane and sixty to others: it is not taken."""


def amount(text: str) -> float:
    """An amount of kroner, 0 or more, with a point or comma before its decimals.

    >>> amount("60000"), amount("0,5")
    (60000.0, 0.5)
    """
    try:
        plain = len(text) <= LONGEST and text.isascii() and "_" not in text and not _THOUSANDS.fullmatch(text)
        number = float(text.replace(",", ".")) if plain else math.nan
    except ValueError:
        number = math.nan
    if not 0 <= number <= MOST:
        raise InputError(f"{beginning(text)!r} is no amount. Write it as 60000.")
    return number


def months(text: str) -> int:
    """A number of months, 0 to 600.

    >>> months("12")
    12
    """
    if not (text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= 600):
        raise InputError(f"{beginning(text)!r} is no number of months from 0 to 600.")
    return int(text)


def share(text: str) -> float:
    """A confidence from 0.5 to 1, or the same in percent.

    >>> share("0,8"), share("80"), share("80 %")
    (0.8, 0.8, 0.8)
    """
    bare = text.removesuffix("%").rstrip()
    try:
        number = amount(bare)
    except InputError:
        number = math.nan
    if bare != text or number > 1:
        number /= 100
    if not 0.5 <= number <= 1:
        raise InputError(f"{beginning(text)!r} is no confidence from 0.5 to 1.")
    return number


def prices(words: Sequence[str]) -> dict[str, float]:
    """Prices told as `ID=N`, of services and registers of the catalogue.

    >>> prices(["SF6004=12000"])
    {'SF6004': 12000.0}
    """
    from model.catalogue.catalogue import load_catalogue  # noqa: PLC0415 - the catalogue is slow to import

    found = {}
    for word in words:
        id_, sign, number = word.partition("=")
        if not sign or load_catalogue().entry(id_.strip()) is None:
            raise InputError(f"{beginning(word)!r} is no price. Write it as SF6004=12000, with an id of the catalogue.")
        found[id_.strip()] = amount(number.strip())
    return found


def yes(word: str) -> bool:
    """Whether it is said, in one of the words for a yes; raises `InputError` for any other.

    >>> yes("true")
    True
    """
    if word.casefold() not in ("true", "1", "yes", "ja", "on", "x"):
        raise InputError(f"{beginning(word)!r} is neither yes nor left out.")
    return True


_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DANISH = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")


def read_date(text: str) -> date:
    """A date written as ISO or as Danes do; raises `InputError`.

    >>> read_date("2027-03-31") == read_date("31-03-2027") == read_date("31.3.2027") == read_date(" 31/03/2027 ")
    True
    """
    cleaned, said = text.strip(), beginning(text)
    iso, danish = _ISO.fullmatch(cleaned), _DANISH.fullmatch(cleaned)
    parts = iso.groups() if iso else danish.groups()[::-1] if danish else None
    if parts is None or not cleaned.isascii():
        raise InputError(f"{said!r} is not a date. Write it as 2027-03-31 or 31.03.2027.")
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        raise InputError(f"The date {said!r} does not exist.") from None


AS_OF = Option("as_of", "On the date", "The day of asking; today if left out.", "DATE", read_date)
LEAD = Option(
    "lead_months",
    "Months a tender takes",
    "How long before a contract's end its tender starts; 12 months if left out.",
    "N",
    months,
    setting="LANDSKAB_LEAD_MONTHS",
)
