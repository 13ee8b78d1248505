"""Several names in one sentence."""

from __future__ import annotations

from collections.abc import Iterable

from visualisations.wording.translate import Translate


def listed(names: Iterable[str], translate: Translate, *, most: int = 5) -> str:
    """The first names, and how many more there are.

    >>> listed(["a", "b", "c"], str, most=2)
    'a, b and 1 more'
    """
    known = list(names)
    shown = ", ".join(known[:most])
    rest = len(known) - most
    return shown if rest <= 0 else translate("{names} and {count} more").format(names=shown, count=rest)
