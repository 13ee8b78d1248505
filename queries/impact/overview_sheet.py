"""The first sheet of an impact workbook: the question, the numbers and how sure they are, and what is where."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from model.verdicts import VERDICTS
from queries.impact.answer import ImpactAnswer
from queries.impact.down_words import gone_before
from queries.impact.words import ShutdownWording, summary_line
from visualisations.sheet.sheet_data import Cell, Shaded
from visualisations.wording.translate import Translate
from visualisations.wording.verdict_words import role_meaning, role_word

Line = tuple[Cell | Shaded, ...]
"""What it is, its number, and what that means."""


def overview_lines(
    answer: ImpactAnswer, words: ShutdownWording, contents: Iterable[tuple[str, str, int]]
) -> Iterator[Line]:
    """The lines under the question; `contents` are the other sheets' names, notes and numbers of rows."""
    translate = words.translate
    yield (summary_line(answer, translate),)
    if before := gone_before(answer, words):
        yield (before,)
    yield ()
    yield from _facts(answer, words)
    yield ()
    yield from _numbers(answer, translate)
    yield ()
    yield (_caveat(answer, translate),)
    yield ()
    yield (translate("Sheet"), translate("Rows"))
    yield from ((name, count, note) for name, note, count in contents)


def _facts(answer: ImpactAnswer, words: ShutdownWording) -> Iterator[Line]:
    translate = words.translate
    yield (
        translate("Turned off"),
        len(answer.turned_off),
        tuple(words.thing(id_) for id_ in answer.turned_off),
    )
    if answer.at is None:
        yield (translate("Date"), None, translate("none asked for: only the lifecycle says what is in use"))
    else:
        yield (translate("Date"), answer.at)
    yield (translate("Revision"), answer.revision, translate("of the landscape that was asked"))


def _numbers(answer: ImpactAnswer, translate: Translate) -> Iterator[Line]:
    summary = answer.summary
    yield (translate("Systems in all"), summary.systems)
    for role in ("turned_off", *VERDICTS, "already_down", "unaffected"):
        yield (
            Shaded(role, role_word(role, translate)),
            getattr(summary, role),
            role_meaning(role, translate),
        )
    without = translate("of the unaffected: not registered does not mean safe")
    yield (translate("without any flow"), summary.unaffected_without_flows, without)


def _caveat(answer: ImpactAnswer, translate: Translate) -> str:
    found = answer.registration
    words = translate(
        "The answer speaks of registered flows. Around the affected there are {flows}: the need of {unknown} is not "
        "registered, and {without} carry no registered data objects."
    )
    return words.format(
        flows=found.flows_around, unknown=len(found.need_unknown), without=len(found.without_data_objects)
    )
