"""Numbers, amounts and cut lists as a sentence has them, in one language."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from unicodedata import category

from visualisations.report.report import Linked, One
from visualisations.wording.translate import Translate

_UNWRITABLE = frozenset({"Cc", "Cs", "Cn", "Zl", "Zp"})
"""Unicode's categories of control characters, halves of letters, no letters, and ends of lines."""


def without_controls(text: str) -> str:
    r"""A text on one line, without what XML and calendar files have no way to write.

    >>> without_controls("a\x00\nb\u00a0c") == "a  b\u00a0c"
    True
    """
    return "".join(" " if category(sign) in _UNWRITABLE else sign for sign in text)


def whole(number: float) -> int:
    """A number without decimals, halves away from zero, as a sheet shows it.

    >>> whole(2.5), whole(-2.5), whole(0.4), whole(1e30) == 10**30
    (3, -3, 0, True)
    """
    return int(Decimal(repr(number)).to_integral_value(rounding=ROUND_HALF_UP))


def one_stop(text: str) -> str:
    """Sentences with one full stop at their ends, also where a name brings its own.

    >>> one_stop("Ask FrontDesk A.S.. Say when …")
    'Ask FrontDesk A.S. Say when …'
    """
    return re.sub(r"(?<!\.)\.\.(?=\s|$)", ".", text)


@dataclass(frozen=True, slots=True)
class Amounts:
    """Amounts for a reader of one language."""

    translate: Translate
    lang: str = "da"

    def computed(self, value: One | None) -> One:
        """A value that is worked out, not registered: where a part of it is unknown, so is it."""
        return self.translate("not known") if value is None else value

    def number(self, number: float) -> str:
        """A number in the reader's way, without decimals.

        >>> Amounts(str).number(1234567.4), Amounts(str, "en").number(1234.0)
        ('1.234.567', '1,234')
        """
        from babel import Locale  # noqa: PLC0415 - slow to import, and not every command says a number
        from babel.numbers import format_decimal  # noqa: PLC0415 - the same

        return str(format_decimal(whole(number), locale=Locale.parse("da_DK" if self.lang == "da" else "en_GB")))

    def counted(self, number: int, one: str, several: str) -> str:
        """A number with its word: `one` for 1, else `several`, in which the number stands as {n}.

        >>> [Amounts(str).counted(n, "1 unit", "{n} units") for n in (0, 1, 2000)]
        ['0 units', '1 unit', '2.000 units']
        """
        return one if number == 1 else several.format(n=self.number(number))

    def kroner(self, amount: float) -> str:
        """An amount in whole kroner."""
        return self.translate("{n} kr.").format(n=self.number(amount))

    def cost(self, amount: float | None, unknown: int) -> str:
        """A sum of what is known, and how many are not.

        >>> Amounts(str).cost(1200.0, 3), Amounts(str).cost(None, 2)
        ('1.200 kr. (3 not registered)', 'not registered (2)')
        """
        if amount is None:
            return self.translate("not registered ({count})").format(count=self.number(unknown))
        if not unknown:
            return self.kroner(amount)
        text = self.translate("{amount} ({count} not registered)")
        return text.format(amount=self.kroner(amount), count=self.number(unknown))

    def at_most(
        self, names: Sequence[Linked | str], *, rest: Linked, most: int = 100, first: int = 5
    ) -> Sequence[Linked | str]:
        """All names up to `most`; of more than that the `first`, and how many more there are where `rest` leads to.

        >>> amounts, there = Amounts(str), Linked("Opus", "contracts", "opus")
        >>> [str(one) for one in amounts.at_most(["a"] * 101, rest=there)]
        ['a', 'a', 'a', 'a', 'a', 'and 96 more']
        """
        if len(names) <= most:
            return names
        text = self.translate("and {count} more").format(count=self.number(len(names) - first))
        return [*names[:first], replace(rest, text=text)]
