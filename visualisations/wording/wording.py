"""What things are called: the names of one landscape, in one language, as every door says them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.folding import fold
from model.landscape.landscape import Landscape
from model.schema import VOCABULARIES
from visualisations.report.report import Linked
from visualisations.wording.amounts import Amounts
from visualisations.wording.need_words import need_word
from visualisations.wording.shown_names import object_name, purpose_name, shown_name
from visualisations.wording.translate import Translate
from visualisations.wording.verdict_words import role_meaning, role_word

ARROW = " → "


@dataclass(frozen=True, slots=True)
class SupplyLine:
    """A flow as a reader sees it: who gives to whom."""

    id: str
    provider: str
    consumer: str
    label: str


@dataclass(frozen=True, slots=True)
class Whose:
    """Who answers for a system."""

    unit: str | None
    owner: str | None


class Wording(Amounts):
    """The names of one landscape in one language; a name that leads to its own page is a `to_…`.

    Ids that the landscape does not have (a catalogue entry, something turned off that is nowhere) are their own names.
    """

    __slots__ = ("landscape",)
    landscape: Landscape

    def __init__(self, landscape: Landscape, translate: Translate, lang: str = "da") -> None:
        super().__init__(translate, lang)
        object.__setattr__(self, "landscape", landscape)

    def purpose(self, id_: str) -> str:
        """What systems are for, by the catalogue's name."""
        return purpose_name(self.landscape, id_, self.lang)

    def system(self, id_: str) -> str:
        """A system's name; a catalogue entry's where the landscape has none; else the id."""
        return shown_name(self.landscape, "systems", id_)

    def interface(self, id_: str | None) -> str | None:
        """An interface's name; `None` for none."""
        return None if id_ is None else shown_name(self.landscape, "interfaces", id_)

    def systems(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Systems by name."""
        return tuple(self.system(id_) for id_ in ids)

    def objects(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Data objects by name."""
        return tuple(self.data_object(id_) for id_ in ids)

    def unit(self, id_: str | None) -> str | None:
        """A unit's name; `None` for none."""
        return None if id_ is None else self.landscape.name_of("units", id_)

    def thing(self, id_: str) -> str:
        """What a chain starts with, by name: a system, an interface or a flow."""
        if ("systems", id_) in self.landscape:
            return self.system(id_)
        if ("interfaces", id_) in self.landscape:
            return self.translate("interface {name}").format(name=self.interface(id_))
        return self.flow(id_) if ("flows", id_) in self.landscape else self.system(id_)

    def flow(self, id_: str) -> str:
        """A flow by its ends, and what it passes."""
        provider = self.landscape.cell("flows", id_, "provider")
        consumer = self.landscape.cell("flows", id_, "consumer")
        if provider is None or consumer is None:
            return id_
        words = self.translate("the flow from {provider} to {consumer}")
        return words.format(provider=self.source(id_), consumer=self.system(str(consumer)))

    def arrow(self, flow: str) -> str:
        """A flow as short as can be: `CPR → SAPA`."""
        consumer = self.landscape.cell("flows", flow, "consumer")
        return flow if consumer is None else f"{self.source(flow)}{ARROW}{self.system(str(consumer))}"

    def source(self, flow: str) -> str:
        """Where a flow comes from, and what it passes: `CPR via Serviceplatformen`."""
        provider = self.landscape.cell("flows", flow, "provider")
        via = self.landscape.cell("flows", flow, "via")
        name = flow if provider is None else self.system(str(provider))
        passed = ", ".join(self.system(str(id_)) for id_ in via) if isinstance(via, tuple) else ""
        return self.translate("{provider} via {systems}").format(provider=name, systems=passed) if passed else name

    def together(self, names: Sequence[str]) -> str:
        """Names in one sentence: `A, B and C`."""
        if len(names) < 2:
            return "".join(names)
        return self.translate("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])

    def chain(self, ids: Sequence[str]) -> str:
        """A chain by name."""
        return ARROW.join(self.thing(id_) for id_ in ids)

    def data_object(self, id_: str) -> str:
        """A kind of data by name: the municipality's, else the catalogue's; the id where neither has one."""
        return object_name(self.landscape, id_)

    def to_system(self, id_: str) -> Linked:
        """A system by name, with a link."""
        return Linked(shown_name(self.landscape, "systems", id_), "systems", id_)

    def to_systems(self, ids: Iterable[str]) -> list[Linked | str]:
        """Systems by name."""
        return [*map(self.to_system, ids)]

    def to_contract(self, id_: str) -> Linked:
        """A contract by name, with a link."""
        return Linked(shown_name(self.landscape, "contracts", id_), "contracts", id_)

    def to_contracts(self, ids: Iterable[str]) -> list[Linked | str]:
        """Contracts by name."""
        return [*map(self.to_contract, ids)]

    def to_flow(self, id_: str) -> Linked:
        """A flow by its ends: `CPR → SAPA`."""
        ends = [self.landscape.cell("flows", id_, field) for field in ("provider", "consumer")]
        known = [shown_name(self.landscape, "systems", str(one)) for one in ends if one is not None]
        return Linked(" → ".join(known) if len(known) == 2 else id_, "flows", id_)

    def to_flows(self, ids: Iterable[str]) -> list[Linked | str]:
        """Flows by their ends."""
        return [*map(self.to_flow, ids)]

    def object_cells(self, ids: Iterable[str]) -> list[Linked | str]:
        """Data objects by name, those of the catalogue too."""
        return [self.data_object(id_) for id_ in ids]

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

    def consumer(self, flow: str) -> str:
        """The id of the system that a flow goes to."""
        return str(self.landscape.cell("flows", flow, "consumer") or flow)

    def whose(self, id_: str) -> Whose:
        """The unit in charge of a system, by name, and its owner; `None` where nobody registered it."""
        unit, owner = (self.landscape.cell("systems", id_, field) for field in ("unit", "owner"))
        return Whose(None if unit is None else self.name("units", str(unit)), None if owner is None else str(owner))

    def word(self, vocabulary: str, word: str | None) -> str:
        """A word of a closed list in the reader's language."""
        if word is None:
            return ""
        return VOCABULARIES[vocabulary].get(word, word) if self.lang == "da" else word.replace("_", " ")

    def kind(self, id_: str) -> str:
        """What kind of system it is, in the reader's language."""
        return self.word("kind", str(self.landscape.kinds[self.landscape.tables["systems"].index[id_]]))

    def vendor(self, text: str) -> str:
        """A vendor as its systems spell it."""
        spelled = (str(value) for value in self.landscape.tables["systems"].column("vendor").values)
        return min((one for one in spelled if fold(one) == text), default=text)

    def verdict(self, word: str | None) -> str:
        """A verdict in the reader's language."""
        return role_word(word, self.translate) if word else ""

    def meaning(self, word: str) -> str:
        """What a verdict says, and how sure it is."""
        return role_meaning(word, self.translate)

    def need(self, word: str) -> str:
        """How much a flow is needed, in the reader's language."""
        return need_word(word, self.translate)
