"""Registrations of one municipality that are probably one system."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, zip_longest

from model.landscape.product_names import LEGAL_FORMS, contradict, plain_name, vendor_words, words
from model.lazily import lazily
from queries.duplicates.answer import Reason, SameSystem
from queries.duplicates.members import Members

SAME_NAME = "The names are the same once vendor, legal form and punctuation are taken off: {one}, {other}."
NEAR_NAME = "The names differ in one letter: {one}, {other}."
MANY_ALIKE = "{count} registrations have the same name once vendor, legal form and punctuation are taken off: {name}."
SAME_ALIAS = "One is called what the other is named: {name}."
SAME_PRODUCT = "Both are {product}, in the same unit: {unit}."
SAME_VENDOR = "Both are from {vendor}."
SAME_CONTRACT = "One contract covers both: {contract}."
SAME_OWNER = "Both have the owner {owner}."
MANY = 5
"""Registrations of one name up to which each pair is a finding of its own."""
LONG, LONGEST = 7, 80
"""Letters that a name needs, and has at most, for one wrong letter to count."""
LONG_WORD = 5
"""Letters of a word in which one may be wrong."""
TOOLS = frozenset({"excel", "access", "word", "sharepoint", "microsoft excel", "microsoft access", "egenudviklet"})
"""What a municipality builds many different things with."""
Pair = tuple[int, int]
_PARTED = re.compile(r"(?<=\w\w)/|[,()]")


class Twice:
    """Pairs of registrations; each pair once, by id."""

    def __init__(self, members: Members) -> None:
        self._members = members

    def all(self) -> list[SameSystem]:
        """Every pair with what speaks for it."""
        found: dict[Pair, list[Reason]] = {}
        for pair, reason in (*self._by_name(), *self._by_product()):
            found.setdefault(pair, []).append(reason)
        likely = [pair for pair in found if not contradict(*(self._text(row, "vendor") for row in pair))]
        every: dict[tuple[int, ...], SameSystem] = {pair: self._same(pair, found[pair]) for pair in likely}
        every |= {tuple(rows): self._alike(rows) for rows in self._crowds()}
        return [every[rows] for rows in sorted(every)]

    def _text(self, row: int, field: str) -> str | None:
        return self._members.text(row, field)

    @lazily
    def _names(self) -> Mapping[int, str]:
        return {row: bare_name(said.name, said.vendor, self._short) for row, said in self._members.said.items()}

    @lazily
    def _short(self) -> frozenset[str]:
        """Vendors that are one word, in this landscape or the catalogue: they are taken off a name's beginning."""
        landscape = self._members.landscape
        told = [str(value) for value in self._members.table.column("vendor").values]
        told += [entry.vendor for entry in landscape.catalogue.entries() if entry.vendor]
        return frozenset(next(iter(said)) for vendor in told if len(said := vendor_words(vendor)) == 1)

    def _by_name(self) -> Iterator[tuple[Pair, Reason]]:
        names = {row: self._members.said[row].name for row in self._names}
        for rows in self._blocks(self._names):
            for one, other in combinations(rows, 2) if len(rows) <= MANY else ():
                yield (one, other), Reason(SAME_NAME, {"one": names[one], "other": names[other]})
        yield from self._by_alias()
        for one, other in self._one_letter_apart():
            yield (one, other), Reason(NEAR_NAME, {"one": names[one], "other": names[other]})

    def _blocks(self, keys: Mapping[int, object]) -> Iterator[Sequence[int]]:
        """Rows of one municipality with the same key, two or more."""
        found: dict[tuple[str | None, object], list[int]] = {}
        for row, key in keys.items():
            found.setdefault((self._members.municipalities.get(row), key), []).append(row)
        return (rows for rows in found.values() if len(rows) > 1)

    def _by_alias(self) -> Iterator[tuple[Pair, Reason]]:
        named: dict[tuple[str | None, str], list[int]] = {}
        for row, name in self._names.items():
            named.setdefault((self._members.municipalities.get(row), name), []).append(row)
        for row, said in self._members.said.items():
            for alias in said.aliases:
                key = (self._members.municipalities.get(row), bare_name(alias, said.vendor, self._short))
                for other in named.get(key, ()):
                    if other != row and self._names[other] != self._names[row]:
                        yield (min(row, other), max(row, other)), Reason(SAME_ALIAS, {"name": alias})

    def _one_letter_apart(self) -> Iterator[Pair]:
        """Long names that are equal but for one letter left out, put in or changed; of one name the first row."""
        near: dict[tuple[str | None, str], dict[int, None]] = {}
        first: dict[tuple[str | None, str], int] = {}
        for row, name in self._names.items():
            first.setdefault((self._members.municipalities.get(row), name), row)
        for (_, name), row in first.items():
            if LONG <= len(name) <= LONGEST:
                for at in (at for at, sign in enumerate(name) if sign.isalpha()):
                    less = name[:at] + "\0" + name[at + 1 :]
                    for key in (less, less.replace("\0", "")):
                        near.setdefault((self._members.municipalities.get(row), key), {})[row] = None
                near.setdefault((self._members.municipalities.get(row), name), {})[row] = None
        pairs = {pair for rows in near.values() if len(rows) > 1 for pair in combinations(sorted(rows), 2)}
        alike = (pair for pair in pairs if one_letter(*(self._names[row] for row in pair)))
        yield from sorted(pair for pair in alike if in_long_word(*(self._names[row] for row in pair)))

    def _by_product(self) -> Iterator[tuple[Pair, Reason]]:
        products = {row: key for row, key in self._products.items() if key[1] is not None}
        for rows in self._blocks(products):
            unit = products[rows[0]][1]
            values = {"product": self._product_name(rows[0]), "unit": self._unit_name(unit or "")}
            for one, other in combinations(rows, 2) if len(rows) <= MANY else ():
                yield (one, other), Reason(SAME_PRODUCT, values)

    @lazily
    def _products(self) -> Mapping[int, tuple[str, str | None]]:
        """Product and unit; forms that are made with one product are different forms."""
        found = {}
        for row, said in self._members.said.items():
            entry = self._members.product(row)
            product = entry.id if entry is not None else " ".join(words(said.product or ""))
            if product and product not in TOOLS and said.kind != "self_service":
                found[row] = (product, self._text(row, "unit"))
        return found

    def _product_name(self, row: int) -> str:
        entry = self._members.product(row)
        return entry.plain_name if entry is not None else str(self._members.said[row].product)

    def _unit_name(self, unit: str) -> str:
        return self._members.landscape.name_of("units", unit)

    def _crowds(self) -> Iterator[Sequence[int]]:
        """More than `MANY` with one name, and with one vendor or none: said once and not pair by pair."""
        for rows in self._blocks(self._names):
            parts: dict[frozenset[str], list[int]] = {}
            for row in rows if len(rows) > MANY else ():
                parts.setdefault(frozenset(vendor_words(self._text(row, "vendor") or "")), []).append(row)
            yield from (part for part in parts.values() if len(part) > 1)

    def _alike(self, rows: Sequence[int]) -> SameSystem:
        ids = [self._members.table.ids[row] for row in rows]
        reason = Reason(MANY_ALIKE, {"count": len(rows), "name": self._members.said[rows[0]].name})
        return SameSystem(ids, [reason], self._members.table.ids[self._fuller(rows)])

    def _fuller(self, rows: Sequence[int]) -> int:
        ids = self._members.table.ids
        return max(rows, key=lambda row: (len(self._members.table.row(ids[row])), -row))

    def _same(self, pair: Pair, reasons: Sequence[Reason]) -> SameSystem:
        ids = [self._members.table.ids[row] for row in pair]
        fuller = self._fuller(pair)
        return SameSystem(ids, [*reasons, *self._beside(pair)], self._members.table.ids[fuller])

    def _beside(self, pair: Pair) -> Iterator[Reason]:
        """What else speaks for it."""
        one, other = pair
        vendor, owner = self._text(one, "vendor"), self._text(one, "owner")
        if vendor is not None and self._text(other, "vendor") is not None:
            yield Reason(SAME_VENDOR, {"vendor": vendor})
        if owner is not None and owner == self._text(other, "owner"):
            yield Reason(SAME_OWNER, {"owner": owner})
        ids = [self._members.table.ids[row] for row in pair]
        first, second = (set(self._members.contracts.of_system.get(id_, ())) for id_ in ids)
        for contract in sorted(first & second):
            yield Reason(SAME_CONTRACT, {"contract": self._members.landscape.name_of("contracts", contract)})


def bare_name(name: str, vendor: str | None, short: frozenset[str] = frozenset()) -> str:
    """A name's folded words run together, without vendor, legal form and what stands in brackets.

    >>> bare_name("KMD TM-Tand (tandpleje)", "KMD A/S"), bare_name("FrontDesk", "FrontDesk")
    ('tmtand', 'frontdesk')
    """
    said = [word for word in words(plain_name(name)) if word not in LEGAL_FORMS] or list(words(name))
    for own in _vendors(vendor):
        if own and len(said) > len(own) and tuple(said[: len(own)]) == own:
            said = said[len(own) :]
    if len(said) > 1 and said[0] in short:
        said = said[1:]
    return "".join(said)


def _vendors(vendor: str | None) -> list[tuple[str, ...]]:
    """The ways to say a vendor, each in words: of "KOMBIT/Netcompany" both."""
    told = _PARTED.split(vendor or "")
    return [tuple(word for word in words(one) if word in vendor_words(one)) for one in told]


def one_letter(one: str, other: str) -> bool:
    """Whether two bare names differ in one letter, no digit, left out, put in or changed.

    >>> one_letter("tidsbestilling", "tidsbestiling"), one_letter("modul12", "modul13")
    (True, False)
    """
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
    at = min(len(one), len(other)) if start is None else start
    longer, shorter = sorted((one, other), key=len, reverse=True)
    if len(longer) > len(shorter):
        return longer[at].isalpha() and longer[at + 1 :] == shorter[at:]
    return one[at].isalpha() and other[at].isalpha() and one[at + 1 :] == other[at + 1 :]


def in_long_word(one: str, other: str) -> bool:
    """Whether two names differ only inside long words: modules are told apart by a letter of their own.

    >>> in_long_word("skoleportal a", "skoleportal b"), in_long_word("tidsbestiling", "tidsbestilling")
    (False, True)
    """
    differing = [pair for pair in zip_longest(one.split(), other.split(), fillvalue="") if pair[0] != pair[1]]
    return all(min(map(len, pair)) >= LONG_WORD for pair in differing)
