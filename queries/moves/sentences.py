"""The moves in a few sentences: what saves how much now, which register can close when, what nobody knows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from math import fsum
from typing import TYPE_CHECKING

from queries.moves.answer import exact
from visualisations.wording.day_words import day_text

if TYPE_CHECKING:
    from queries.moves.answer import Closing, Move, MovesAnswer
    from visualisations.wording.wording import Wording


def sentences(answer: MovesAnswer, parts: Wording) -> Iterator[str]:
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
    yield from _closing(answer, parts)
    yield from _left(answer, parts)
    if answer.unknown_prices:
        text = say("Flows that lack a price, their own or their target's: {count}. What they save is not known.")
        yield text.format(count=parts.number(answer.unknown_prices))
    if hidden := sum(len(closing.hidden_consumers) for closing in answer.registers):
        text = say("Consumers that are not on the vendor's list, so that nobody warns them: {count}. See “{table}”.")
        yield text.format(count=parts.number(hidden), table=say("Not on the vendor's list"))


def _now(answer: MovesAnswer, parts: Wording) -> str:
    now = [move for move in answer.moves if move.timing == "now"]
    unknown = sum(move.annual_saving is None for move in now)
    text = parts.translate("Move now: {count}. That saves {amount} a year.")
    if unknown and unknown == len(now):
        text = parts.translate("Move now: {count}. What that saves is not known.")
    elif unknown:
        text = parts.translate(
            "Move now: {count}. That saves {amount} a year, and for {unknown} of them an unknown amount besides."
        )
    saved = parts.kroner(answer.annual_saving_now)
    return text.format(count=parts.number(len(now)), amount=saved, unknown=parts.number(unknown))


def _forced(answer: MovesAnswer, parts: Wording) -> Iterator[str]:
    """What must move, apart from what pays."""
    now = [move for move in answer.moves if move.timing == "now"]
    forced = [move for move in now if move.forced]
    days = [move.date for move in forced if move.date is not None]
    if days:
        text = parts.translate(
            "Of these {pays} pay by themselves: {saved} a year. {forced} are forced, for the register closes before "
            "the contract ends, and each must have moved by its own date ({dates}): {saved_forced} a year."
        )
        free = [move for move in now if not move.forced]
        first, last = (day_text(day, parts.translate) for day in (min(days), max(days)))
        dates = first if first == last else parts.translate("{first} to {last}").format(first=first, last=last)
        amounts = {"saved": _savings(free, parts), "saved_forced": _savings(forced, parts)}
        counts = {"pays": parts.number(len(free)), "forced": parts.number(len(forced))}
        yield text.format(**counts, **amounts, dates=dates)


def _savings(moves: Sequence[Move], parts: Wording) -> str:
    """What some moves save together, and of how many that is not known."""
    known = [exact(move.annual_saving) or 0 for move in moves if move.annual_saving is not None]
    amount = parts.kroner(float(sum(known)))
    if len(known) == len(moves):
        return amount
    if not known:
        return parts.translate("not known")
    return parts.translate("{amount} (of {count} not known)").format(
        amount=amount, count=parts.number(len(moves) - len(known))
    )


def _closing(answer: MovesAnswer, parts: Wording) -> Iterator[str]:
    """How many registers can close, as the table of them says one by one."""
    say = parts.translate
    dated = [one for one in answer.registers if one.closable_from is not None]
    unknown = parts.number(len(answer.registers) - len(dated))
    if dated:
        text = say(
            "Copy registers that can close on a known day: {known}; without a known day: {unknown}. Saved a year when "
            "they close, each from the day on which its contract can be ended: {cost}. See “{table}”."
        )
        cost, known = _saved(dated, parts), parts.number(len(dated))
        yield text.format(known=known, cost=cost, unknown=unknown, table=say("Copy registers"))
    elif answer.registers:
        text = say("Copy registers of which it is not known when they can close: {unknown}. See “{table}”.")
        yield text.format(unknown=unknown, table=say("Copy registers"))
    if together := sum(one.together is True for one in answer.registers):
        text = say("Copy registers where moving all at once pays, even where one move alone does not: {count}.")
        yield text.format(count=parts.number(together))


def _left(answer: MovesAnswer, parts: Wording) -> Iterator[str]:
    """Who has no plan though the register closes, and who is registered as fed by one that has closed."""
    say, last = parts.translate, parts.landscape
    leaving = [one for one in answer.registers if isinstance(last.cell("systems", one.id, "in_use_to"), date)]
    if unplanned := sum(one.unknown + one.blocked for one in leaving):
        text = say(
            "Consumers of copy registers with a last day that have no planned move: {count}. They lack data from that "
            "day. See “{table}”."
        )
        yield text.format(count=parts.number(unplanned), table=say("What must be known first"))
    if answer.from_closed:
        text = say(
            "Flows still registered from copy registers that are out of use: {count}. They are not counted here."
        )
        yield text.format(count=parts.number(answer.from_closed))


def _saved(closings: Sequence[Closing], parts: Wording) -> str:
    amounts = [one.annual_saving_on_close for one in closings if one.annual_saving_on_close is not None]
    return parts.cost(fsum(amounts) if amounts else None, len(closings) - len(amounts))
