"""A question of `queries.registry` with its answer: what every door shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from model.claims.state import Revision
from model.landscape.landscape import Landscape
from queries.question import Answer, FileKind, Question
from visualisations.report.report import Report


@dataclass(frozen=True, slots=True)
class Told:
    """An answer, what was asked, and the landscape that has the names in it."""

    question: Question[Any]
    landscape: Landscape
    entry: Revision
    as_of: date
    options: Mapping[str, Any]
    answer: Answer

    def report(self, translate: Callable[[str], str], lang: str) -> Report:
        """The answer as tables to read."""
        return self.question.tables(self.answer, self.landscape, self.options, translate=translate, lang=lang)

    def file(self, kind: FileKind[Any], translate: Callable[[str], str], lang: str) -> bytes:
        """The answer as a file of that kind, as of the revision's moment."""
        moment = datetime.fromisoformat(self.entry.at) if self.entry.at else None
        return kind.bytes_of(self.answer, self.landscape, translate=translate, lang=lang, stamp=moment)
