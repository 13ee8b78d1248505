"""What is down before anything is turned off, in the same words for every door.

What is turned off and down already is said on its own: its end changes nothing, and that is easily taken for safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from visualisations.wording.day_words import day_text

if TYPE_CHECKING:
    from queries.impact.answer import AlreadyDown, ImpactAnswer
    from queries.impact.words import ShutdownWording
    from visualisations.wording.translate import Translate

SAID = 3
"""Things turned off that are named one by one where they are down already."""


def others_down(answer: ImpactAnswer) -> Sequence[AlreadyDown]:
    """The systems that are down already, or may be, and are not themselves turned off."""
    off = set(answer.turned_off)
    return [row for row in answer.already_down if row.system not in off]


def down_heading(others: Sequence[AlreadyDown], translate: Translate) -> str:
    """The heading over `others_down`: how many are down, and how many may be.

    >>> from queries.impact.answer import AlreadyDown
    >>> down_heading([AlreadyDown("a", "stops"), AlreadyDown("b", "may_stop")], str)
    'Already down (1), may be down (1)'
    """
    may = sum(row.reason == "may_stop" for row in others)
    heading = translate("Already down ({n})").format(n=len(others) - may)
    return f"{heading}, {translate('may be down ({n})').format(n=may)}" if may else heading


def gone_before(answer: ImpactAnswer, words: ShutdownWording) -> str:
    """A sentence for what is turned off although it is down already; an empty text where nothing is."""
    off = set(answer.turned_off)
    gone = [row for row in answer.already_down if row.system in off and row.reason != "may_stop"]
    if not gone:
        return ""
    said = "; ".join(_sentences(gone, answer, words))
    if not any(row.reason != "out_of_use" and row.system not in off for row in answer.already_down):
        return f"{said}."
    if len(gone) == 1:
        return words.translate("{said}; what fell with it stands under “already down”.").format(said=said)
    return words.translate("{said}; what fell with them stands under “already down”.").format(said=said)


def _sentences(gone: Sequence[AlreadyDown], answer: ImpactAnswer, words: ShutdownWording) -> Iterator[str]:
    for row in gone[:SAID]:
        yield _sentence(row, answer.at, words)
    if len(gone) > SAID:
        more = words.translate("{n} more that are turned off are down already")
        yield more.format(n=len(gone) - SAID)


def _sentence(row: AlreadyDown, at: date | None, words: ShutdownWording) -> str:
    translate, cell = words.translate, words.landscape.cell
    last, first = (cell("systems", row.system, field) for field in ("in_use_to", "in_use_from"))
    name = words.system(row.system)
    if row.reason == "stops":
        text = translate("{name} is already down, because what it needs is out of use")
        return text.format(name=name)
    if at is None:
        return translate("{name} is already out of use by its lifecycle").format(name=name)
    if isinstance(last, date) and last < at:
        text = translate("{name} is already out of use on that day (last day {day})")
        return text.format(name=name, day=day_text(last, translate))
    if isinstance(first, date) and first > at:
        text = translate("{name} is not in use yet on that day (first day {day})")
        return text.format(name=name, day=day_text(first, translate))
    return translate("{name} is already out of use on that day").format(name=name)
