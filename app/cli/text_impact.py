"""The impact answer as something to take to a meeting: a headline, who is hit and why, what to do, how sure it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from app.cli import terminal
from app.cli.text import SHOWN, cut_note, heading, line, table
from app.cli.text_work import print_work
from app.language.dates import show_date
from app.language.i18n import format_hours, format_number
from model.verdicts import VERDICTS
from queries.facts.flows_carried import carried
from queries.impact.down_words import gone_before
from queries.impact.words import ShutdownWording
from visualisations.wording.name_lists import listed
from visualisations.wording.need_words import need_word
from visualisations.wording.verdict_words import counted, role_word

if TYPE_CHECKING:
    from app.cli.door import Door
    from model.landscape.landscape import Landscape
    from queries.impact.answer import Affected, ImpactAnswer, Lost

VERDICT_STYLE = {
    "turned_off": "bold",
    "stops": "bold red",
    "may_stop": "red",
    "degraded": "yellow",
    "may_degrade": "yellow",
    "loses_redundancy": "cyan",
}
REASONS = 2
"""Reasons told per system in a text answer."""


def print_impact(door: Door, answer: ImpactAnswer, landscape: Landscape, *, limit: int | None) -> None:
    """The whole answer; every list is cut at `limit` rows."""
    words = ShutdownWording(landscape, door.say, door.lang)
    most = limit or SHOWN
    line(door, _headline(door, answer, words), "bold")
    if before := gone_before(answer, words):
        line(door, before, "bold yellow")
    line(door, _rest(door, answer))
    if answer.affected:
        _print_affected(door, answer, words, most)
    print_work(door, answer, words, limit)
    _print_registration(door, answer)


def _headline(door: Door, answer: ImpactAnswer, words: ShutdownWording) -> str:
    counts = ((role, getattr(answer.summary, role)) for role in VERDICTS)
    hits = [counted(role, count, door.say) for role, count in counts if count]
    text = "With {things} turned off{when}: {hits}." if answer.at else "With {things} turned off: {hits}."
    when = door.say(" on {day}").format(day=show_date(answer.at, door.lang)) if answer.at else ""
    none = door.say("no other system is hit by what is registered")
    return door.say(text).format(things=words.things(answer), when=when, hits=", ".join(hits) or none)


def _rest(door: Door, answer: ImpactAnswer) -> str:
    """The systems that are not hit, and what that is worth."""
    summary = answer.summary
    numbers = {
        "systems": format_number(summary.systems, door.lang),
        "unaffected": format_number(summary.unaffected, door.lang),
        "bare": format_number(summary.unaffected_without_flows, door.lang),
        "down": format_number(summary.already_down, door.lang),
    }
    parts = [door.say("Unaffected by what is registered: {unaffected} of the landscape's {systems} systems.")]
    if summary.unaffected_without_flows:
        text = "Of these without any registered flow: {bare}. That means not registered, which is not the same as safe."
        parts.append(door.say(text))
    if summary.already_down:
        parts.append(door.say("Already down: {down}."))
    return " ".join(parts).format(**numbers)


def _print_affected(door: Door, answer: ImpactAnswer, words: ShutdownWording, most: int) -> None:
    columns = [door.say(name) for name in ("System", "Consequence", "Earliest", "Steps", "Why")]
    shown = answer.affected[:most]
    door.out.print()
    table(door, columns, (_affected(door, row, words) for row in shown), numbers=(3,))
    cut_note(door, len(shown), len(answer.affected))
    if any(row.hours_assumed for row in shown):
        line(door, door.say("* a tolerance is not registered and counts as none: it may last longer."), "dim")


def _affected(door: Door, row: Affected, words: ShutdownWording) -> Sequence[str | Text]:
    verdict = role_word(row.verdict, door.say)
    if row.at_least == "degraded":
        verdict += door.say(" (is degraded in any case)") if row.verdict == "may_stop" else ""
    when = format_hours(row.after_hours, door.lang) + ("*" if row.hours_assumed else "")
    why = [_reason(door, lost, words) for lost in row.why[:REASONS]]
    if len(row.why) > REASONS:
        why.append(door.say("more reasons: {n}").format(n=len(row.why) - REASONS))
    text = terminal.words("\n".join(why))
    if row.steps > 1:
        text.append(terminal.words("\n" + words.chain(row.chain), "dim"))
    return (words.system(row.system.id), Text(verdict, style=VERDICT_STYLE[row.verdict]), when, str(row.steps), text)


def _reason(door: Door, lost: Lost, words: ShutdownWording) -> str:
    """One lost requirement in plain words."""
    dead = listed(dict.fromkeys(words.source(flow) for flow in lost.dead), door.say, most=3)
    alive = listed(dict.fromkeys(words.source(flow) for flow in lost.alive), door.say, most=3)
    values = {
        "what": _lacking(door, lost, words),
        "need": need_word(lost.need, door.say),
        "dead": dead,
        "alive": alive,
        "left": len(lost.alive),
        "total": len(lost.dead) + len(lost.alive),
        "needed": lost.needed,
    }
    if lost.kind == "declared":
        text = door.say("{what} ({need}): {left} of {total} flows left, {needed} needed; lost from {dead}")
    elif lost.alive:
        text = door.say("lacks {what} ({need}) from {dead}; has it still from {alive}")
    else:
        text = door.say("lacks {what} ({need}) from {dead}")
    return text.format(**values)


def _lacking(door: Door, lost: Lost, words: ShutdownWording) -> str:
    if lost.kind != "flow":
        return words.requirement(lost)
    objects = carried(words.landscape, lost.requirement)
    return listed(words.objects(objects), door.say, most=3) if objects else door.say("data")


def _print_registration(door: Door, answer: ImpactAnswer) -> None:
    """How complete the registration is that the answer stands on, in words."""
    found = answer.registration
    heading(door, door.say("How sure is the answer?"))
    numbers = {
        "around": found.flows_around,
        "unknown": len(found.need_unknown),
        "objects": len(found.without_data_objects),
        "bare": len(found.systems_without_flows),
        "groups": len(found.requirements_without_flows),
        "way": len(found.way_unknown),
        "ended": len(found.contract_ended),
        "unlisted": len(found.unlisted),
    }
    said = [
        (
            True,
            "Flows around what falls: {around}; of these need unknown: {unknown}, without data objects: {objects}.",
        ),
        (found.systems_without_flows, "Systems in the whole landscape without any registered flow: {bare}."),
        (found.way_unknown, "Flows from a register that say no way and may run through any platform: {way}."),
        (found.requirements_without_flows, "Requirements without flows, which can never be lost: {groups}."),
        (found.contract_ended, "Flows on a contract that has ended: {ended}."),
        (found.unlisted, "Referred to but listed by nobody: {unlisted}."),
    ]
    for applies, text in said:
        if applies:
            shown = {name: format_number(number, door.lang) for name, number in numbers.items()}
            line(door, "• " + door.say(text).format(**shown))
