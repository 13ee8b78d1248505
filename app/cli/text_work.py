"""The parts of the impact answer that somebody must act on: flows to re-establish, what falls away, units, purposes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.text import cut_note, heading, line, table
from app.language.dates import show_date
from app.language.i18n import format_number
from queries.impact.down_words import down_heading, others_down
from queries.impact.falling_flows import FallingFlow, falling_flows
from queries.impact.words import ShutdownWording
from visualisations.wording.name_lists import listed
from visualisations.wording.need_words import need_word
from visualisations.wording.shown_names import danish_order
from visualisations.wording.verdict_words import role_word

if TYPE_CHECKING:
    from app.cli.door import Door
    from queries.impact.answer import AlreadyDown, ContractTerms, ImpactAnswer, ToReestablish

NAMED = 3
"""Names told in one cell."""
PARTS_SHOWN = 10
"""Rows of these parts in a text answer, unless --limit says another number."""


def print_work(door: Door, answer: ImpactAnswer, words: ShutdownWording, limit: int | None) -> None:
    """Each part that has something to say, under its heading."""
    most = limit or PARTS_SHOWN
    if answer.to_reestablish:
        _print_to_reestablish(door, answer, words, most)
    if answer.falls_away:
        _print_falls_away(door, answer, words, most)
    if answer.units:
        _print_units(door, answer, words, most)
    if answer.capabilities:
        _print_capabilities(door, answer, words, most)
    if others := others_down(answer):
        _print_already_down(door, others, words, most)


def _print_to_reestablish(door: Door, answer: ImpactAnswer, words: ShutdownWording, most: int) -> None:
    heading(door, door.say("Must be re-established first ({n})").format(n=len(answer.to_reestablish)))
    columns = [door.say(name) for name in ("Consumer", "What", "Contract", "Could come from")]
    shown = answer.to_reestablish[:most]
    table(door, columns, (_flow(door, row, words) for row in shown))
    cut_note(door, len(shown), len(answer.to_reestablish))


def _flow(door: Door, row: ToReestablish, words: ShutdownWording) -> Sequence[str]:
    objects = listed(words.objects(row.data_objects), door.say, most=NAMED) or door.say("data")
    who = [part for part in (words.unit(row.unit), row.owner) if part]
    consumer = words.system(row.consumer) + (f"\n{', '.join(who)}" if who else "")
    candidates = [f"{words.system(one.system)} ({words.candidate(one)})" for one in row.candidates[:NAMED]]
    if row.candidates_total > len(candidates):
        candidates.append(door.say("{n} in all").format(n=row.candidates_total))
    where = "\n".join(candidates) or words.no_candidate(row)
    lacks = door.say("lacks {what} ({need}) from {dead}")
    what = lacks.format(what=objects, need=need_word(row.need, door.say), dead=words.source(row.flow))
    return (consumer, what, _contract(door, row.contract, words), where)


def _contract(door: Door, contract: ContractTerms | None, words: ShutdownWording) -> str:
    if contract is None:
        return "–"
    lines = []
    if contract.ends:
        lines.append(door.say("ends {day}").format(day=show_date(contract.ends, door.lang)))
    if contract.irrevocable_until:
        day = show_date(contract.irrevocable_until, door.lang)
        lines.append(door.say("irrevocable until {day}").format(day=day))
    if contract.notice_months:
        months = format_number(contract.notice_months, door.lang)
        lines.append(door.say("{n} months of notice").format(n=months))
    return "\n".join([words.landscape.name_of("contracts", contract.id), ", ".join(lines)]).strip()


def _print_falls_away(door: Door, answer: ImpactAnswer, words: ShutdownWording, most: int) -> None:
    text = door.say("Falls away: these no longer deliver to {things} ({n})")
    heading(door, text.format(things=words.receivers(answer), n=len(answer.falls_away)))
    shown = falling_flows(answer.falls_away[:most], answer, words)
    several = len({row.consumer for row in shown}) > 1
    columns = ["Provider", *(["Consumer"] if several else []), "Data", "The successor has it by"]
    rows = (_falling(door, row, words, several=several) for row in shown)
    table(door, [door.say(name) for name in columns], rows)
    cut_note(door, len(shown), len(answer.falls_away))


def _falling(door: Door, row: FallingFlow, words: ShutdownWording, *, several: bool) -> Sequence[str]:
    provider = words.system(row.provider)
    if row.last:
        provider += f" ({door.say('delivers then to nobody')})"
    has = listed(row.successor_has, door.say, most=NAMED) or "–"
    return (provider, *([words.system(row.consumer)] if several else []), row.data, has)


def _print_units(door: Door, answer: ImpactAnswer, words: ShutdownWording, most: int) -> None:
    heading(door, door.say("Units that are hit ({n})").format(n=len(answer.units)))
    columns = [door.say(name) for name in ("Unit", "Worst", "Systems")]
    shown = answer.units[:most]
    rows = (
        (
            words.unit(row.unit) or door.say("no unit registered"),
            role_word(row.worst, door.say),
            listed(words.systems(row.systems[:100]), door.say, most=NAMED)
            if len(row.systems) <= 100
            else format_number(len(row.systems), door.lang),
        )
        for row in shown
    )
    table(door, columns, rows)
    cut_note(door, len(shown), len(answer.units))


def _print_capabilities(door: Door, answer: ImpactAnswer, words: ShutdownWording, most: int) -> None:
    heading(door, door.say("Purposes that are hit ({n})").format(n=len(answer.capabilities)))
    columns = [door.say(name) for name in ("Purpose", "Lost", "At risk", "Remaining")]
    shown = answer.capabilities[:most]
    rows = (
        (
            words.purpose(row.capability),
            *(_names(door, ids, words) for ids in (row.lost, row.at_risk, row.remaining)),
        )
        for row in shown
    )
    table(door, columns, rows)
    cut_note(door, len(shown), len(answer.capabilities))


def _names(door: Door, ids: Sequence[str], words: ShutdownWording) -> str:
    if not ids:
        return "–"
    text = ", ".join(words.systems(ids[:NAMED]))
    more = len(ids) - NAMED
    return text if more <= 0 else door.say("{names} and {count} more").format(names=text, count=more)


def _print_already_down(door: Door, others: Sequence[AlreadyDown], words: ShutdownWording, most: int) -> None:
    heading(door, down_heading(others, door.say))
    reasons = {"out_of_use": "out of use", "stops": "stops without what is out of use", "may_stop": "may stop"}
    order = {reason: place for place, reason in enumerate(reasons)}
    by_name = sorted(others, key=lambda row: (order[row.reason], danish_order(words.system(row.system))))
    shown = by_name[:most]
    for row in shown:
        line(door, f"• {words.system(row.system)}: {door.say(reasons[row.reason])}")
    cut_note(door, len(shown), len(others))
