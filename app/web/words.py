"""An answer's ids and words as a reader says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from app.language.dates import show_date
from app.language.i18n import Translate, format_date, format_number
from model.claims.entities import ENTITIES
from model.folding import fold
from model.landscape.names import KINDS
from model.schema import VOCABULARIES
from queries.impact.words import ShutdownWording
from visualisations.wording.need_words import need_word
from visualisations.wording.shown_names import shown_name
from visualisations.wording.verdict_words import role_meaning, role_word

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.impact.answer import Affected, Candidate, ImpactAnswer, Lost


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """A flow as a reader sees it: who gives to whom."""

    id: str
    provider: str
    consumer: str
    label: str


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


@dataclass(frozen=True, slots=True)
class Whose:
    """Who answers for a system."""

    unit: str | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class Reader:
    """One landscape in one language.

    Ids that the landscape does not have (a catalogue entry, something turned off that is nowhere) are their own names.
    """

    landscape: Landscape
    lang: str
    translate: Translate

    def system(self, id_: str) -> str:
        """The name of a system, else of the catalogue entry of that id."""
        return shown_name(self.landscape, "systems", id_)

    def name(self, table: str, id_: str) -> str:
        """The name of a row of any table."""
        if table == "systems":
            return self.system(id_)
        return self.supply(id_).label if table == "flows" else shown_name(self.landscape, table, id_)

    def supply(self, id_: str) -> SupplyLine:
        """A flow by its ends."""
        provider, consumer = (self.landscape.cell("flows", id_, end) for end in ("provider", "consumer"))
        if provider is None or consumer is None:
            return SupplyLine(id_, id_, "", id_)
        names = self.system(str(provider)), self.system(str(consumer))
        return SupplyLine(id_, *names, " → ".join(names))

    def supplies(self, ids: Iterable[str]) -> tuple[SupplyLine, ...]:
        """Several flows."""
        return tuple(self.supply(id_) for id_ in ids)

    def thing(self, id_: str) -> tuple[str, str]:
        """What an id of T or of a chain is, as a kind of `KINDS` and a name; a system before the others."""
        for kind in ("system", "interface", "flow"):
            if (KINDS[kind], id_) in self.landscape:
                return kind, self.name(KINDS[kind], id_)
        return "system", self.system(id_)

    def chain(self, ids: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
        """A chain as (id, kind, name)."""
        return tuple((id_, *self.thing(id_)) for id_ in ids)

    def data_object(self, id_: str) -> str:
        """The name of a kind of data: the municipality's, else the catalogue's."""
        named = self.landscape.cell("data_objects", id_, "name")
        entry = self.landscape.catalogue.data_objects.get(id_)
        return str(named or (entry.name if entry and self.lang == "da" else id_))

    def capability(self, id_: str) -> str:
        """The name of a purpose."""
        return self.words.purpose(id_)

    @property
    def words(self) -> ShutdownWording:
        """The same landscape in sentences."""
        return ShutdownWording(self.landscape, self.translate, self.lang)

    def things(self, ids: Iterable[str]) -> str:
        """Several ids of T by name."""
        return ", ".join(self.thing(id_)[1] for id_ in ids)

    def consumer(self, flow: str) -> str:
        """The id of the system that a flow goes to."""
        return str(self.landscape.cell("flows", flow, "consumer") or flow)

    def whose(self, id_: str) -> Whose:
        """The unit in charge of a system, by name, and its owner; `None` where nobody registered it."""
        unit, owner = (self.landscape.cell("systems", id_, field) for field in ("unit", "owner"))
        return Whose(None if unit is None else self.name("units", str(unit)), None if owner is None else str(owner))

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

    def word(self, vocabulary: str, word: str | None) -> str:
        """A word of a closed list in the reader's language."""
        if word is None:
            return ""
        return VOCABULARIES[vocabulary].get(word, word) if self.lang == "da" else word.replace("_", " ")

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

    def kind(self, id_: str) -> str:
        """What kind of system it is, in the reader's language."""
        return self.word("kind", str(self.landscape.kinds[self.landscape.tables["systems"].index[id_]]))

    def verdict(self, word: str | None) -> str:
        """A verdict in the reader's language."""
        return role_word(word, self.translate) if word else ""

    def meaning(self, word: str) -> str:
        """What a verdict says, and how sure it is."""
        return role_meaning(word, self.translate)

    def need(self, word: str) -> str:
        """How much a flow is needed, in the reader's language."""
        return need_word(word, self.translate)

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

    def vendor(self, text: str) -> str:
        """A vendor as its systems spell it."""
        spelled = (str(value) for value in self.landscape.tables["systems"].column("vendor").values)
        return min((one for one in spelled if fold(one) == text), default=text)


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


def headline(answer: ImpactAnswer, asked: Sequence[str], reader: Reader) -> str:
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


def _when(day: date | None, reader: Reader) -> str:
    return reader.translate(" on {day}").format(day=format_date(day, reader.lang)) if day else ""


def _more(count: int, say: Translate) -> str:
    return say("1 more") if count == 1 else say("{n} more").format(n=count)


def _listed(parts: Sequence[str], say: Translate) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return say("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
