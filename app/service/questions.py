"""The questions that are asked of a whole landscape on a day: each is a command, an address, a page and a workbook.

A new question is one row of `QUESTIONS`: the doors read it from here, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol

from app.language.dates import read_date
from app.service.question_options import AS_OF, LEAD, Option, Variant, amount, months, prices, share, yes
from model.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from model.landscape.landscape import Landscape
    from visualisations.report.report import Report


class Answer(Protocol):
    """What a question gives: frozen, and one JSON document."""

    def as_json(self) -> dict[str, Any]:
        """The document of the specification."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A file that an answer can be had as: `made_by` is `module:name` of what gives its bytes.

    `title` stands on a page's button, `about` in the help of the command.
    """

    suffix: str
    media_type: str
    title: str
    about: str
    made_by: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing on the page of an answer: `made_by` is `module:name` of what gives its `<svg>`."""

    title: str
    made_by: str


def called(name: str) -> Any:
    """What stands as `module:name`, imported only now.

    >>> called("model.folding:fold")("ÆØÅ")
    'æøå'
    """
    module, _, function = name.partition(":")
    return getattr(import_module(module), function)


@dataclass(frozen=True, slots=True)
class Question:
    """`name`: of its command, address and page. `title` and `asks` are English sentences, translated where shown.

    `function` is `module:name` of what is called with the landscape, the day and the options; its report is made by
    `queries.NAME.report:NAME_report`, or both by the variant of an option. `files`: what else the answer can be
    had as. `picture`: what its page shows above the tables.
    """

    name: str
    title: str
    asks: str
    function: str
    options: Sequence[Option] = ()
    files: Sequence[FileKind] = ()
    picture: Picture | None = None

    def ask(self, landscape: Landscape, as_of: date, options: Mapping[str, Any]) -> Answer:
        """The answer; the question's own module is imported only now."""
        answer: Answer = called(self._asked(options).function)(
            landscape, as_of=as_of, **{name: one for name, one in options.items() if one is not True}
        )
        return answer

    def report(
        self,
        answer: Answer,
        landscape: Landscape,
        options: Mapping[str, Any],
        *,
        translate: Callable[[str], str],
        lang: str,
    ) -> Report:
        """The answer as tables to read."""
        report: Report = called(self._asked(options).report)(answer, landscape, translate=translate, lang=lang)
        return report

    def variant(self, options: Mapping[str, Any]) -> Variant | None:
        """The one that these options ask for; raises `InputError` for several."""
        said = [one.variant for one in self.variants if one.key in options]
        if len(said) > 1:
            raise InputError("Ask for one thing at a time: a system, a number, or what comes after the moves.")
        return said[0] if said else None

    def _asked(self, options: Mapping[str, Any]) -> Variant:
        return self.variant(options) or Variant(self.function, f"queries.{self.name}.report:{self.name}_report")

    @property
    def variants(self) -> tuple[Option, ...]:
        """Its options that ask for something else."""
        return tuple(one for one in self.options if one.variant is not None)

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Those of every question, and its own."""
        return (AS_OF, *self.options)


_ROWS = (
    Question(
        "overview",
        "Overview",
        "Which systems are there, what do they cost, when are they tendered, who owns them, what is their future?",
        "queries.overview.query:overview",
        (
            Option(
                "system",
                "One system",
                "Only this system: by id, unique name or alias.",
                "WHAT",
                str,
                argument="what",
                variant=Variant(
                    "queries.overview.system_query:system_overview",
                    "queries.overview.system_report:overview_system_report",
                ),
            ),
            Option(
                "number",
                "One number",
                "The rows that this number was made from: cost.total.",
                "KEY",
                str,
                variant=Variant(
                    "queries.overview.opened_number:opened_number", "queries.overview.opened_number:opened_report"
                ),
            ),
            LEAD,
        ),
    ),
    Question(
        "moves",
        "Copy registers",
        "Which flows can leave a paid copy register, where to, what is saved, and when?",
        "queries.moves.query:moves",
        (
            Option(
                "switch_cost",
                "Cost of changing a flow",
                "What changing one flow costs where it is not registered.",
                "N",
                amount,
                setting="LANDSKAB_SWITCH_COST",
            ),
            Option(
                "price",
                "Price of a target",
                "A target's annual price, again for each.",
                "ID=N",
                prices,
                several=True,
                argument="prices",
                example="SF6004=12000",
            ),
            LEAD,
            Option(
                "apply",
                "After the moves",
                "Make the moves of now and turn off each copy register; nothing is stored.",
                "",
                yes,
                variant=Variant(
                    "queries.moves.after:after_moves",
                    "queries.moves.after_report:moves_after_report",
                    button="After the moves …",
                ),
            ),
        ),
    ),
    Question(
        "duplicates",
        "Duplicates",
        "Which systems do the same job, what do they cost together, and what would it take to have one?",
        "queries.duplicates.query:duplicates",
        (
            Option(
                "threshold",
                "Confidence",
                "The confidence from which a finding counts; 0.8 if left out.",
                "N",
                share,
                setting="LANDSKAB_THRESHOLD",
            ),
            Option(
                "window_months",
                "Months of a joint tender",
                "How far apart the end dates of a joint tender may be; 12 months if left out.",
                "N",
                months,
                setting="LANDSKAB_WINDOW_MONTHS",
            ),
        ),
    ),
    Question(
        "purchases",
        "Data purchases",
        "Which data is bought how, by whom, how many times, and for how much?",
        "queries.purchases.query:purchases",
    ),
    Question(
        "calendar",
        "Contracts",
        "What ends when, what must be given notice, and when must a tender start?",
        "queries.calendar.query:contract_calendar",
        (
            Option("start", "From", "The first day shown; the day of asking if left out.", "DATE", read_date),
            Option("end", "To", "The last day shown; 24 months on if left out.", "DATE", read_date),
            LEAD,
        ),
        files=(
            FileKind(
                ".ics",
                "text/calendar; charset=utf-8",
                "Calendar file",
                "Write the dates as an iCalendar file too, which Outlook opens.",
                "queries.calendar.calendar_file:calendar_file",
            ),
        ),
        picture=Picture("Contracts on a time line", "queries.calendar.picture:contract_timeline"),
    ),
)
QUESTIONS: Mapping[str, Question] = MappingProxyType({question.name: question for question in _ROWS})
"""By name, in the order of the menu."""
