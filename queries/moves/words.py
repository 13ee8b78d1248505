"""What a move is called: timing, ways of use, what is lacking, and the reasons, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from queries.moves.reasons import LACKS, TEMPLATES

if TYPE_CHECKING:
    from queries.moves.answer import Move, MoveReason
    from visualisations.wording.translate import Translate
    from visualisations.wording.wording import Wording


def timing_word(move: Move, translate: Translate) -> str:
    """When a flow moves, in a word or two.

    >>> from types import SimpleNamespace
    >>> timing_word(SimpleNamespace(timing="now", forced=True), str)
    'now: the register closes'
    """
    words = {
        "now": translate("now: it pays"),
        "next_tender": translate("in the next tender"),
        "unknown": translate("not known"),
        "blocked": translate("blocked"),
    }
    return translate("now: the register closes") if move.forced else words[move.timing]


def way_words(translate: Translate) -> Mapping[str, str]:
    """How a consumer uses data."""
    return {
        "real_time": translate("look-up in real time"),
        "history": translate("history"),
        "search": translate("search"),
        "subscription": translate("subscription to changes"),
        "first_load": translate("load of all data"),
    }


def lack_words(translate: Translate) -> Mapping[str, str]:
    """What must be known before money can decide."""
    return {
        "data_objects": translate("what data it carries"),
        "cover": translate("whether all its data can be had"),
        "annual_price": translate("its annual price"),
        "target_price": translate("the target's price"),
        "switch_cost": translate("what the change costs"),
        "contract_end": translate("when its contract ends"),
    }


def reason_words(translate: Translate) -> Mapping[str, str]:
    """The sentences of `queries.moves.reasons`, with the same places."""
    said = (
        translate("freshness not registered: ask how old the data may be, for the shared replica is a night old"),
        translate("not registered what the flow carries: assumed from what {register} holds"),
        translate("{closed} is closed; its successor is {successor}"),
        translate("{target} takes an agreement: {agreement}"),
        translate("to verify with the supplier: that {targets} gives {objects}"),
        translate("no service or register in operation gives {objects}: a gap to verify"),
        translate("no service or register in operation gives {objects}, and those that did are closed"),
        translate("more than 12 possible targets: chosen one by one, so fewer might do"),
        translate("not registered: {lacks}"),
        translate("{register} closes before the flow is free to wait: waiting leaves the consumer without data"),
        translate("the saving until the contract ends is more than the change costs"),
        translate(
            "the saving until the contract ends is not more than the change costs: put the requirement in the tender"
        ),
    )
    return dict(zip(TEMPLATES, said, strict=True))


def reason_text(reason: MoveReason, parts: Wording) -> str:
    """A reason with names where the JSON has ids."""
    text = reason_words(parts.translate)[reason.text]
    return text.format(**{key: _named(key, value, parts) for key, value in reason.values.items()})


def _named(key: str, value: str | Iterable[str], parts: Wording) -> str:
    if isinstance(value, str):
        return value
    if key == "objects":
        return both(map(parts.data_object, value), parts.translate)
    if key == "lacks":
        words = dict(zip(LACKS.values(), lack_words(parts.translate).values(), strict=True))
        return both((words[one] for one in value), parts.translate)
    name = parts.to_system if key == "register" else lambda one: target_name(one, parts)
    return both((str(name(one)) for one in value), parts.translate)


def target_name(id_: str, parts: Wording) -> str:
    """A target by its name without brackets, behind its number if it is a service of Serviceplatformen.

    >>> from model.landscape.landscape import Landscape; from model.claims.state import State
    >>> from visualisations.wording.wording import Wording
    >>> [target_name(id_, Wording(Landscape(State()), str)) for id_ in ("SF1525", "DATAFORDELER")]
    ['SF1525 · Persondata Samling Hent', 'Datafordeleren']
    """
    entry = parts.landscape.catalogue.entry(id_)
    if entry is None:
        return id_
    return f"{id_} · {entry.plain_name}" if id_.startswith("SF") else entry.plain_name


def both(names: Iterable[str], translate: Translate) -> str:
    """Names in a sentence.

    >>> both(["a", "b", "c"], str), both(["a"], str), both([], str)
    ('a, b and c', 'a', '')
    """
    *first, last = [*names] or [""]
    return translate("{names} and {last}").format(names=", ".join(first), last=last) if first else last
