"""What a question is: asked of a whole landscape on a day, with options, and told as a report.

A question is a value: every door is made from it, so the doors cannot differ. Its functions are typed, so that one of
a wrong name or signature is no question to a type checker; what is slow to import is imported inside them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from model.errors import InputError
from queries.options import AS_OF, Option

if TYPE_CHECKING:
    from datetime import date, datetime

    from model.landscape.landscape import Landscape
    from visualisations.report.report import Report
    from visualisations.wording.translate import Translate


class Answer(Protocol):
    """What a question gives: frozen, and one JSON document."""

    def as_json(self) -> dict[str, Any]:
        """The document of the specification."""


A = TypeVar("A", bound=Answer)
A_contra = TypeVar("A_contra", bound=Answer, contravariant=True)


class ReportOf(Protocol[A_contra]):
    """Makes the tables to read of an answer."""

    def __call__(self, answer: A_contra, landscape: Landscape, /, *, translate: Translate, lang: str) -> Report:
        """The report."""


class FileOf(Protocol[A_contra]):
    """Makes the bytes of a file of an answer. `stamp`: the moment of the revision that was asked."""

    def __call__(
        self, answer: A_contra, landscape: Landscape, /, *, translate: Translate, lang: str, stamp: datetime | None
    ) -> bytes:
        """The bytes."""


class SvgOf(Protocol[A_contra]):
    """Makes the `<svg>` of an answer. `link`: from a contract's id to its address."""

    def __call__(
        self, answer: A_contra, landscape: Landscape, /, *, translate: Translate, lang: str, link: Callable[[str], str]
    ) -> str:
        """The drawing's text."""


@dataclass(frozen=True, slots=True)
class FileKind(Generic[A]):
    """A file that an answer can be had as.

    `title` stands on a page's button, `about` in the help of the command.
    """

    suffix: str
    media_type: str
    title: str
    about: str
    bytes_of: FileOf[A]


@dataclass(frozen=True, slots=True)
class Illustration(Generic[A]):
    """What the page of an answer shows above the tables."""

    title: str
    svg_of: SvgOf[A]


@dataclass(frozen=True, slots=True)
class Variant(Generic[A]):
    """Another answer and report that a question has where `option` is given.

    `button`: what is written on a page's button that gives it. A plain yes only chooses; a value is an argument too.
    """

    option: Option
    query: Callable[..., A]
    report: ReportOf[A]
    button: str = ""


@dataclass(frozen=True, slots=True)
class Question(Generic[A]):
    """`name`: of its command, address and page. `title` and `asks` are English sentences, translated where shown.

    `query` is called with the landscape, the day and the options that are given, by their own names.
    """

    name: str
    title: str
    asks: str
    query: Callable[..., A]
    report: ReportOf[A]
    options: Sequence[Option] = ()
    variants: Sequence[Variant[Any]] = ()
    files: Sequence[FileKind[A]] = ()
    drawing: Illustration[A] | None = None

    def ask(self, landscape: Landscape, as_of: date, given: Mapping[str, Any]) -> Answer:
        """The answer; raises `InputError` where two variants are asked for."""
        variant = self.variant(given)
        query = variant.query if variant else self.query
        chosen = {variant.option.key} if variant and variant.option.is_flag else set()
        return query(landscape, as_of=as_of, **{name: one for name, one in given.items() if name not in chosen})

    def tables(
        self, answer: Any, landscape: Landscape, given: Mapping[str, Any], *, translate: Translate, lang: str
    ) -> Report:
        """The answer as tables to read."""
        variant = self.variant(given)
        report = variant.report if variant else self.report
        return report(answer, landscape, translate=translate, lang=lang)

    def variant(self, given: Mapping[str, Any]) -> Variant[Any] | None:
        """The one that these options ask for; raises `InputError` for several."""
        found = [one for one in self.variants if one.option.key in given]
        if len(found) > 1:
            have = ", ".join(one.option.name for one in found)
            raise InputError(f"Ask for one of these at a time: {have}.")
        return found[0] if found else None

    @property
    def fields(self) -> tuple[Option, ...]:
        """What a page has a field for: the options that choose no variant."""
        return (AS_OF, *self.options)

    @property
    def all_options(self) -> tuple[Option, ...]:
        """Those of every question, then its own, those of its variants first."""
        return (AS_OF, *(one.option for one in self.variants), *self.options)
