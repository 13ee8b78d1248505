"""The answer's parts as sentences, for the sheet and the picture alike.

Every text a person reads goes through `translate` (an English text in, the reader's language out).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from model.errors import InputError
from model.folding import fold
from model.landscape import Landscape
from queries.impact_answer import VERDICTS, Affected, Candidate, ImpactAnswer, Lost, ToReestablish
from visualisations.cell_text import number_text
from visualisations.shown_names import purpose_name, shown_name

Translate = Callable[[str], str]
"""English text -> the reader's language."""

ARROW = " → "


def role_word(role: str, translate: Translate) -> str:
    """A verdict, or what else a system is in an answer, in words.

    >>> role_word("may_stop", str)
    'may stop'
    """
    words = {
        "turned_off": translate("turned off"),
        "stops": translate("stops"),
        "may_stop": translate("may stop"),
        "degraded": translate("is degraded"),
        "may_degrade": translate("may be degraded"),
        "loses_redundancy": translate("loses a backup"),
        "already_down": translate("already down"),
        "unaffected": translate("unaffected"),
    }
    return words.get(role, role)


def role_meaning(role: str, translate: Translate) -> str:
    """What a verdict says, and how sure it is."""
    meanings = {
        "turned_off": translate("What the question turns off."),
        "stops": translate("Certain: a required flow or requirement is lost, however the gaps are filled."),
        "may_stop": translate("Possible: it stops if what nobody registered turns out to be required."),
        "degraded": translate("Certain: it runs on, but lacks something that supports it."),
        "may_degrade": translate("Possible: it lacks something if what nobody registered is needed."),
        "loses_redundancy": translate("It runs on with fewer legs to stand on."),
        "already_down": translate("Out of use on the date, or stopped by what is, before anything is turned off."),
        "unaffected": translate("No registered flow reaches it. That speaks of what is registered only."),
    }
    return meanings[role]


def counted(role: str, count: int, translate: Translate) -> str:
    """A number of systems with a verdict.

    >>> counted("stops", 12, str)
    '12 systems stop'
    """
    one = {
        "turned_off": translate("1 system is turned off"),
        "stops": translate("1 system stops"),
        "may_stop": translate("1 system may stop"),
        "degraded": translate("1 system is degraded"),
        "may_degrade": translate("1 system may be degraded"),
        "loses_redundancy": translate("1 system loses a backup"),
        "already_down": translate("1 system is already down"),
    }
    many = {
        "turned_off": translate("{count} systems are turned off"),
        "stops": translate("{count} systems stop"),
        "may_stop": translate("{count} systems may stop"),
        "degraded": translate("{count} systems are degraded"),
        "may_degrade": translate("{count} systems may be degraded"),
        "loses_redundancy": translate("{count} systems lose a backup"),
        "already_down": translate("{count} systems are already down"),
    }
    return one[role] if count == 1 else many[role].format(count=count)


def need_word(need: str, translate: Translate) -> str:
    """How much a consumer needs a flow, in words."""
    words = {
        "required": translate("required"),
        "supporting": translate("supporting"),
        "unknown": translate("need not registered"),
    }
    return words.get(need, need)


def felt_after(hours: float, *, assumed: bool, translate: Translate) -> str:
    """When a loss is felt; `assumed` where a blank tolerance was counted as 0.

    >>> felt_after(24.0, assumed=False, translate=str), felt_after(0.0, assumed=True, translate=str)
    ('after 24 hours', 'at once (tolerance not registered)')
    """
    when = translate("after {hours} hours").format(hours=number_text(hours)) if hours else translate("at once")
    return f"{when} ({translate('tolerance not registered')})" if assumed else when


def listed(names: Iterable[str], translate: Translate, *, most: int = 5) -> str:
    """The first names, and how many more there are.

    >>> listed(["a", "b", "c"], str, most=2)
    'a, b and 1 more'
    """
    known = list(names)
    shown = ", ".join(known[:most])
    rest = len(known) - most
    return shown if rest <= 0 else translate("{names} and {count} more").format(names=shown, count=rest)


def summary_line(answer: ImpactAnswer, translate: Translate) -> str:
    """How many systems have which verdict, strongest first; verdicts of nobody are left out."""
    counts = [(role, getattr(answer.summary, role)) for role in VERDICTS]
    words = [counted(role, count, translate) for role, count in counts if count]
    return ", ".join(words) if words else translate("Nothing else is affected")


@dataclass(frozen=True, slots=True)
class Wording:
    """Names and sentences of one landscape in one language."""

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

    def candidate(self, row: Candidate) -> str:
        """What a candidate is, and what it lacks: `has some of it; lacks Address`."""
        translate = self.translate
        kinds = {
            "successor": translate("successor"),
            "same_provider": translate("same provider, another way"),
            "system": translate("has some of it") if row.lacks else translate("has the data"),
            "catalogue": translate("catalogue"),
        }
        kind = kinds[row.kind]
        if row.lacks is None:
            return f"{kind}; {translate('content not registered')}"
        if row.lacks:
            lacks = listed(self.objects(row.lacks), translate, most=3)
            return f"{kind}; {translate('lacks {what}').format(what=lacks)}"
        return kind

    def no_candidate(self, row: ToReestablish) -> str:
        """Why nothing is offered: nobody has the data, or who takes over is not in use either."""
        successors = [id_ for id_ in self.landscape.successors(row.provider) if id_ != row.consumer]
        if not successors:
            return self.translate("none known")
        text = self.translate("none known; the successor {names} is not in use then")
        return text.format(names=self._together(self.systems(successors)))

    def source(self, flow: str) -> str:
        """Where a flow comes from, and what it passes: `CPR via Serviceplatformen`."""
        provider = self.landscape.cell("flows", flow, "provider")
        via = self.landscape.cell("flows", flow, "via")
        name = flow if provider is None else self.system(str(provider))
        passed = ", ".join(self.system(str(id_)) for id_ in via) if isinstance(via, tuple) else ""
        return self.translate("{provider} via {systems}").format(provider=name, systems=passed) if passed else name

    def question(self, answer: ImpactAnswer) -> str:
        """The question as a person asks it."""
        return self.translate("What happens if we turn off {things}?").format(things=self.things(answer))

    def receivers(self, answer: ImpactAnswer) -> str:
        """What is turned off, as those know it who deliver to it."""
        few = len(answer.turned_off) <= 3
        return self.things(answer) if few else self.translate("what is turned off")

    def things(self, answer: ImpactAnswer) -> str:
        """What is turned off: by name where it is little, else as it was asked."""
        if not answer.asked or (len(answer.turned_off) <= 3 and not any(map(self._covers_several, answer.asked))):
            return self._together([self.thing(id_) for id_ in answer.turned_off])
        if len(answer.asked) <= 3:
            return self._together([self._asked(word) for word in answer.asked])
        return listed((self._asked(word) for word in answer.asked), self.translate)

    def _together(self, names: Sequence[str]) -> str:
        if len(names) < 2:
            return "".join(names)
        return self.translate("{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])

    def _asked(self, word: str) -> str:
        kind, id_ = self._meant(word)
        if kind == "vendor":
            spelled = (str(value) for value in self.landscape.tables["systems"].column("vendor").values)
            name = min((one for one in spelled if fold(one) == id_), default=id_)
            return self.translate("everything from the vendor {name}").format(name=name)
        if kind == "contract":
            name = self.landscape.name_of("contracts", id_)
            return self.translate("everything under the contract {name}").format(name=name)
        return self.thing(id_)

    def _covers_several(self, word: str) -> bool:
        return self._meant(word)[0] in {"vendor", "contract"}

    def _meant(self, word: str) -> tuple[str, str]:
        """The kind and id of a word of the question; one that fits nothing here is its own id."""
        try:
            return self.landscape.names.meant(word)
        except InputError:
            return "system", word

    def chain(self, ids: Sequence[str]) -> str:
        """A chain by name."""
        return ARROW.join(self.thing(id_) for id_ in ids)

    def reasons(self, affected: Affected) -> Iterator[str]:
        """Why a system is affected, a sentence per lost requirement."""
        return (self.reason(lost) for lost in affected.why)

    def reason(self, lost: Lost) -> str:
        """One lost requirement as a sentence."""
        dead = listed(dict.fromkeys(self.source(flow) for flow in lost.dead), self.translate)
        alive = listed(dict.fromkeys(self.source(flow) for flow in lost.alive), self.translate)
        words = self._lost(lost).format(
            what=self.requirement(lost), dead=dead, needed=lost.needed, total=len(lost.dead) + len(lost.alive)
        )
        left = self.translate("left: {alive}").format(alive=alive)
        need = need_word(lost.need, self.translate)
        return f"{words} ({need}; {left})" if lost.alive else f"{words} ({need})"

    def _lost(self, lost: Lost) -> str:
        if lost.kind == "flow":
            return self.translate("Data from {dead} no longer comes")
        if lost.kind == "data":
            return self.translate("{what} from {dead} no longer comes")
        return self.translate("{what} needs {needed} of {total} flows; lost: {dead}")

    def requirement(self, lost: Lost) -> str:
        """What is lost, by name: a requirement, a data object or a flow."""
        table = {"declared": "requirements", "data": "data_objects", "flow": "flows"}[lost.kind]
        return self.flow(lost.requirement) if table == "flows" else self.landscape.name_of(table, lost.requirement)
