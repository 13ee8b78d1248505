"""The moves in a few sentences: what saves how much now, which register can close when, what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from visualisations.down_words import day_text
from visualisations.moves_words import both

if TYPE_CHECKING:
    from queries.moves_answer import Closing, Ids, MovesAnswer
    from visualisations.report_parts import Parts

NAMED = 5
"""Systems that a sentence names; of more the number."""


def sentences(answer: MovesAnswer, parts: Parts) -> Iterator[str]:
    """The answer, the most important first."""
    say = parts.translate
    text = say("Flows from copy registers in use, as of {day}: {flows} from {registers}.")
    yield text.format(
        flows=parts.number(len(answer.moves)),
        registers=parts.number(len(answer.registers)),
        day=day_text(answer.as_of, say),
    )
    yield _now(answer, parts)
    yield from _forced(answer, parts)
    yield from (_closing(closing, answer, parts) for closing in answer.registers if closing.consumers)
    if answer.unknown_prices:
        text = say("Flows that lack a price, their own or their target's: {count}. What they save is not known.")
        yield text.format(count=parts.number(answer.unknown_prices))
    yield from (_hidden(closing, parts) for closing in answer.registers if closing.hidden_consumers)


def _now(answer: MovesAnswer, parts: Parts) -> str:
    now = [move for move in answer.moves if move.timing == "now"]
    unknown = sum(move.annual_saving is None for move in now)
    text = parts.translate("Move now: {count}. That saves {amount} a year.")
    if unknown:
        text = parts.translate(
            "Move now: {count}. That saves {amount} a year, and for {unknown} of them an unknown amount besides."
        )
    saved = parts.kroner(answer.annual_saving_now)
    return text.format(count=parts.number(len(now)), amount=saved, unknown=parts.number(unknown))


def _forced(answer: MovesAnswer, parts: Parts) -> Iterator[str]:
    forced = sum(move.forced for move in answer.moves)
    if forced:
        text = parts.translate(
            "Of these {count} are forced: the register closes before the contract ends, and each must have moved by "
            "its own date."
        )
        yield text.format(count=parts.number(forced))


def _closing(closing: Closing, answer: MovesAnswer, parts: Parts) -> str:
    say, register = parts.translate, str(parts.system(closing.id))
    if closing.closable_from is None:
        text = say("When {register} can close is not known. Without a date: {systems}.")
        return text.format(register=register, systems=_few(closing.held_back_by, parts))
    text = say("{register} can close as soon as all its consumers ({count}) have moved; {saved}.")
    if closing.closable_from > answer.as_of:
        text = say("{register} can close on {day}; {saved}. Last to move: {systems}.")
    told = text.format(
        register=register,
        count=parts.number(closing.consumers),
        day=day_text(closing.closable_from, say),
        systems=_few(closing.held_back_by, parts),
        saved=_saved(closing, parts),
    )
    more = say("Moving all at once pays, even where one move alone does not.")
    return f"{told} {more}" if closing.together else told


def _saved(closing: Closing, parts: Parts) -> str:
    if closing.annual_saving_on_close is None:
        return parts.translate("what that saves is not registered")
    amount = parts.kroner(closing.annual_saving_on_close)
    return parts.translate("that saves another {amount} a year").format(amount=amount)


def _hidden(closing: Closing, parts: Parts) -> str:
    text = parts.translate("The vendor's list of {register} does not name: {names}.")
    names = both((str(parts.system(one)) for one in closing.hidden_consumers), parts.translate)
    return text.format(register=parts.system(closing.id), names=names)


def _few(systems: Ids, parts: Parts) -> str:
    if len(systems) > NAMED:
        return parts.translate("{count} systems").format(count=parts.number(len(systems)))
    return both((str(parts.system(one)) for one in systems), parts.translate)
