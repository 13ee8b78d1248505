"""An answer's ids and words as a reader says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.language.dates import show_date
from app.language.i18n import Translate, format_date, format_number
from model.claims.entities import ENTITIES
from model.landscape.names import KINDS
from queries.impact.words import ShutdownWording
from visualisations.wording.wording import SupplyLine, Wording

if TYPE_CHECKING:
    from queries.impact.answer import Affected, Candidate, ImpactAnswer, Lost


@dataclass(frozen=True, slots=True)
class LossReason:
    """A lost requirement in words: `of` the number of its flows."""

    kind: str
    title: str
    need: str
    needed: int
    of: int
    dead: Sequence[SupplyLine]
    alive: Sequence[SupplyLine]


class PageWording(Wording):
    """What a page says beside the names."""

    __slots__ = ()

    @property
    def words(self) -> ShutdownWording:
        """The same landscape in the shutdown's sentences."""
        return ShutdownWording(self.landscape, self.translate, self.lang)

    def kind_and_name(self, id_: str) -> tuple[str, str]:
        """What an id of T or of a chain is, as a kind of `KINDS` and a name; a system before the others."""
        for kind in ("system", "interface", "flow"):
            if (KINDS[kind], id_) in self.landscape:
                return kind, self.name(KINDS[kind], id_)
        return "system", self.system(id_)

    def chain_steps(self, ids: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
        """A chain as (id, kind, name)."""
        return tuple((id_, *self.kind_and_name(id_)) for id_ in ids)

    def things(self, ids: Iterable[str]) -> str:
        """Several ids of T by name."""
        return ", ".join(self.kind_and_name(id_)[1] for id_ in ids)

    def confidence(self, candidate: Candidate) -> str | None:
        """How sure the catalogue is of a candidate that is its own; `None` for the municipality's own systems."""
        entry = self.landscape.catalogue.entry(candidate.system) if candidate.kind == "catalogue" else None
        return confidence_word(entry.confidence, self.translate) if entry else None

    def reason(self, lost: Lost) -> LossReason:
        """A lost requirement in words."""
        titles = {"declared": "requirements", "flow": "flows"}
        title = (
            self.data_object(lost.requirement)
            if lost.kind == "data"
            else self.name(titles[lost.kind], lost.requirement)
        )
        dead, alive = self.supplies(lost.dead), self.supplies(lost.alive)
        return LossReason(lost.kind, title, lost.need, lost.needed, len(dead) + len(alive), dead, alive)

    def reasons(self, row: Affected, most: int | None = None) -> tuple[LossReason, ...]:
        """Why a system is hit: the first `most` reasons, else all."""
        return tuple(self.reason(lost) for lost in row.why[:most])

    def cell(self, table: str, field: str, value: object) -> str:
        """A cell as a person reads it: references by name, closed words in the language; an empty text for a blank."""
        if isinstance(value, tuple):
            return ", ".join(self.cell(table, field, one) for one in value)
        if isinstance(value, str):
            declared = ENTITIES[table].fields()[field]
            if declared.words:
                return self.word(declared.words, value)
            return self.name(declared.target, value) if declared.target else value
        return self._plain(value)

    def _plain(self, value: object) -> str:
        if isinstance(value, bool):
            return self.translate("yes") if value else self.translate("no")
        if isinstance(value, date):
            return show_date(value, self.lang)
        return format_number(value, self.lang) if isinstance(value, float) else ""

    def asked(self, text: str) -> str:
        """What was asked to be turned off, as it stands in a sentence."""
        kind, id_ = self.landscape.names.meant(text)
        if kind == "system":
            return self.system(id_)
        sentence = {
            "interface": "the interface {name}",
            "flow": "the flow {name}",
            "vendor": "all systems of {name}",
            "contract": "the contract {name}",
        }[kind]
        name = self.vendor(id_) if kind == "vendor" else self.name(KINDS[kind], id_)
        return self.translate(sentence).format(name=name)


def confidence_word(confidence: str, translate: Translate) -> str:
    """How sure a fact of the catalogue is."""
    words = {
        "verified": translate("verified"),
        "partly": translate("partly verified"),
        "unverified": translate("unverified"),
        "assumed": translate("a guess"),
    }
    return words.get(confidence, confidence)


def table_word(table: str, translate: Translate) -> str:
    """A table of a landscape file, in the reader's language."""
    words = {
        "systems": translate("systems"),
        "interfaces": translate("interfaces"),
        "flows": translate("flows"),
        "requirements": translate("requirements"),
        "contracts": translate("contracts"),
        "units": translate("units"),
        "data_objects": translate("data objects"),
    }
    return words.get(table, table)


def headline(answer: ImpactAnswer, asked: Sequence[str], reader: PageWording) -> str:
    """The answer in a sentence."""
    say, summary = reader.translate, answer.summary
    counted = [
        (summary.stops, say("1 stops"), say("{n} stop")),
        (summary.may_stop, say("1 may stop"), say("{n} may stop")),
        (summary.degraded, say("1 is degraded"), say("{n} are degraded")),
        (summary.may_degrade, say("1 may be degraded"), say("{n} may be degraded")),
        (summary.loses_redundancy, say("1 loses a backup"), say("{n} lose a backup")),
    ]
    hits = [one if count == 1 else several.format(n=count) for count, one, several in counted if count]
    sentence = {
        0: say("With {what} turned off{when}, no other system is hit by what is registered."),
        1: say("With {what} turned off{when}, one other system is hit: {hits}."),
    }.get(len(answer.affected), say("With {what} turned off{when}, {n} other systems are hit: {hits}."))
    what = _listed(asked if len(asked) <= 4 else [*asked[:3], _more(len(asked) - 3, say)], say)
    when = _when(answer.at, reader)
    return sentence.format(what=what, when=when, n=len(answer.affected), hits=_listed(hits, say))


def _when(day: date | None, reader: PageWording) -> str:
    return reader.translate(" on {day}").format(day=format_date(day, reader.lang)) if day else ""


def _more(count: int, say: Translate) -> str:
    return say("1 more") if count == 1 else say("{n} more").format(n=count)


def _listed(parts: Sequence[str], say: Translate) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return say("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
