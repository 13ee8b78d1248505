"""What things are called: the names of one landscape, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from model.landscape.landscape import Landscape
from visualisations.wording.shown_names import purpose_name, shown_name
from visualisations.wording.translate import Translate

ARROW = " → "


@dataclass(frozen=True, slots=True)
class Wording:
    """The names of one landscape in one language."""

    landscape: Landscape
    translate: Translate
    lang: str = "da"

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
        return tuple(self.landscape.name_of("data_objects", id_) for id_ in ids)

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
