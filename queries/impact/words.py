"""The answer's parts as sentences, for the sheet and the picture alike.

Every text a person reads goes through `translate` (an English text in, the reader's language out).
"""

from __future__ import annotations

from collections.abc import Iterator

from model.errors import InputError
from model.folding import fold
from model.verdicts import VERDICTS
from queries.impact.answer import Affected, Candidate, ImpactAnswer, Lost, ToReestablish
from visualisations.wording.name_lists import listed
from visualisations.wording.need_words import need_word
from visualisations.wording.translate import Translate
from visualisations.wording.verdict_words import counted
from visualisations.wording.wording import Wording


def summary_line(answer: ImpactAnswer, translate: Translate) -> str:
    """How many systems have which verdict, strongest first; verdicts of nobody are left out."""
    counts = [(role, getattr(answer.summary, role)) for role in VERDICTS]
    words = [counted(role, count, translate) for role, count in counts if count]
    return ", ".join(words) if words else translate("Nothing else is affected")


class ShutdownWording(Wording):
    """What the shutdown answer says of one landscape, in one language."""

    __slots__ = ()

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
        return text.format(names=self.together(self.systems(successors)))

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
            return self.together([self.thing(id_) for id_ in answer.turned_off])
        if len(answer.asked) <= 3:
            return self.together([self._asked(word) for word in answer.asked])
        return listed((self._asked(word) for word in answer.asked), self.translate)

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
        return self.flow(lost.requirement) if table == "flows" else self.name(table, lost.requirement)
