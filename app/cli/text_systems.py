"""Systems as a person reads them on a terminal: the list, and one page about one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from app.cli.text import SHOWN, column_word, cut_note, heading, line, table, value_text
from app.empty_store import EMPTY
from app.language.dates import show_date
from app.language.i18n import format_number
from model.schema import VOCABULARIES
from visualisations.wording.name_lists import listed
from visualisations.wording.shown_names import in_english
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from app.cli.door import Door
    from model.claims.entities import System
    from model.landscape.landscape import Landscape
    from queries.systems.query import SystemList
    from queries.systems.system_gaps import Gap
    from queries.systems.system_sheet import FlowLine, SystemSheet

GAP_SENTENCES = {
    "unlisted": "nobody lists it, others refer to it",
    "no_owner": "no owner",
    "no_unit": "no unit",
    "no_vendor": "no vendor",
    "no_contract": "no contract",
    "no_cost": "no annual cost",
    "no_flows": "no flow registered",
    "need_unknown": "need not registered on {n} flows",
    "without_data_objects": "data not registered on {n} flows",
    "way_unknown": "the way from the register not registered on {n} flows",
}
CERTAINTY = {
    "verified": "verified",
    "partly": "partly sourced",
    "unverified": "no source found",
    "assumed": "assumed",
}
"""How sure the shipped catalogue is of an entry."""


def print_systems(door: Door, found: SystemList, landscape: Landscape) -> None:
    """One page of a search."""
    if not found.items:
        empty = not any(map(len, landscape.tables.values()))
        line(door, door.say(EMPTY).format(store=door.settings.store) if empty else door.say("No system fits."))
        return
    columns = [door.say(name) for name in ("System", "Id", "Type", "Vendor", "Unit", "Owner")]
    words = Wording(landscape, door.say, door.lang)
    rows = (
        (
            words.system(one.id),
            one.id,
            _kind(door, one, landscape),
            one.vendor or "",
            words.unit(one.unit) or "",
            one.owner or "",
        )
        for one in found.items
    )
    table(door, columns, rows)
    cut_note(door, len(found.items), found.total)
    if found.next:
        line(door, door.say("The next page: --cursor {cursor}").format(cursor=found.next), "dim")


def word(door: Door, vocabulary: str, value: str) -> str:
    """A word of a closed list in the reader's language."""
    return VOCABULARIES[vocabulary].get(value, value) if door.lang == "da" else value.replace("_", " ")


def _kind(door: Door, system: System, landscape: Landscape) -> str:
    row = landscape.tables["systems"].index[system.id]
    return word(door, "kind", str(landscape.kinds[row]))


def print_system(door: Door, sheet: SystemSheet, landscape: Landscape, *, limit: int | None) -> None:
    """Everything about one system, its gaps first: they say what the rest is worth."""
    most = limit or SHOWN
    words = Wording(landscape, door.say, door.lang)
    line(door, f"{sheet.system.name or sheet.system.id} ({sheet.system.id})", "bold")
    _print_facts(door, sheet, landscape, words)
    if sheet.gaps:
        heading(door, door.say("Not registered"))
        line(door, "; ".join(_gap(door, gap) for gap in sheet.gaps))
    _print_flows(door, "Needs", "From", sheet.needs, words, most)
    _print_flows(door, "Needed by", "To", sheet.needed_by, words, most)
    _print_flows(door, "Passes through it", "From and to", sheet.passes_through, words, most)
    _print_lists(door, sheet, words, most)
    _print_catalogue(door, sheet)


def _gap(door: Door, gap: Gap) -> str:
    return door.say(GAP_SENTENCES[gap.code]).format(n=format_number(gap.count, door.lang))


def _print_facts(door: Door, sheet: SystemSheet, landscape: Landscape, words: Wording) -> None:
    one = sheet.system
    units = [unit.name for unit in sheet.units if unit.role == "in_charge"]
    using = [unit.name for unit in sheet.units if unit.role == "using"]
    inherited = door.say(" (from the catalogue)")
    kind = _kind(door, one, landscape) + (inherited if "kind" in one.inherited else "")
    successor = ", ".join(words.systems(id_ for id_, _ in sheet.successors))
    cost = None if one.annual_cost is None else door.say("{n} kr.").format(n=format_number(one.annual_cost, door.lang))
    facts = (
        ("Type", kind),
        ("Vendor", one.vendor),
        ("Product", one.product),
        ("Unit", ", ".join(units)),
        ("Users' units", ", ".join(using)),
        ("Owner", one.owner),
        ("Purposes", ", ".join(words.purpose(word) for word in one.capabilities)),
        ("KLE", ", ".join(one.kle)),
        ("Lifecycle", word(door, "lifecycle", one.lifecycle) if one.lifecycle else None),
        ("In use from", show_date(one.in_use_from, door.lang)),
        ("In use to", show_date(one.in_use_to, door.lang)),
        ("Business critical", None if one.business_critical is None else value_text(door, one.business_critical)),
        ("Users", format_number(one.users, door.lang)),
        ("Annual cost", cost),
        ("Successor", successor + (inherited if "successor" in one.inherited else "")),
        ("Also called", ", ".join(one.aliases)),
        ("Municipality", one.municipality),
        ("Description", one.description),
        ("Listed by", ", ".join(sheet.listed_by)),
    )
    for name, text in facts:
        if text:
            line(door, f"  {door.say(name)}: {text}")


def _print_flows(door: Door, title: str, end: str, flows: Sequence[FlowLine], words: Wording, most: int) -> None:
    if not flows:
        return
    heading(door, f"{door.say(title)} ({format_number(len(flows), door.lang)})")
    columns = [door.say(name) for name in (end, "Data", "Need", "Interface and way", "Contract")]
    shown = flows[:most]
    table(door, columns, (_flow(door, title, one, words) for one in shown))
    cut_note(door, len(shown), len(flows))


def _flow(door: Door, title: str, one: FlowLine, words: Wording) -> Sequence[str]:
    ends = {"Needs": words.system(one.flow.provider), "Needed by": words.system(one.flow.consumer)}
    need = word(door, "need", one.flow.need or "unknown")
    if one.requirement_name:
        need += f" ({one.requirement_name})"
    if one.flow.tolerance_hours is not None:
        hours = format_number(one.flow.tolerance_hours, door.lang)
        need += "\n" + door.say("bears {n} hours").format(n=hours)
    via = door.say("via {names}").format(names=", ".join(words.systems(one.flow.via))) if one.flow.via else ""
    way = "\n".join(part for part in (words.interface(one.flow.interface), via) if part)
    data = listed(words.objects(one.carries), door.say, most=4) if one.carries else door.say("not registered")
    other = ends.get(title, f"{words.system(one.flow.provider)} → {words.system(one.flow.consumer)}")
    return (other, data, need, way or "–", one.contract_name or "–")


def _print_lists(door: Door, sheet: SystemSheet, words: Wording, most: int) -> None:
    if sheet.interfaces:
        heading(door, door.say("Interfaces it exposes ({n})").format(n=len(sheet.interfaces)))
        for interface in sheet.interfaces[:most]:
            carries = ", ".join(words.objects(interface.data_objects)) or door.say("not registered")
            line(door, f"• {words.interface(interface.id)}: {carries}")
        cut_note(door, min(most, len(sheet.interfaces)), len(sheet.interfaces))
    if sheet.contracts:
        heading(door, door.say("Contracts ({n})").format(n=len(sheet.contracts)))
        for contract in sheet.contracts[:most]:
            day = show_date(contract.ends, door.lang)
            ends = door.say("ends {day}").format(day=day) if day else door.say("no end registered")
            line(door, f"• {contract.name or contract.id}: {ends}")
        cut_note(door, min(most, len(sheet.contracts)), len(sheet.contracts))
    if sheet.claims:
        heading(door, door.say("Who says what"))
        columns = [door.say(name) for name in ("Column", "Value", "Source", "Since revision", "Counts")]
        shown = sheet.claims[: 2 * most]
        rows = (
            (
                column_word(door, "systems", one.field),
                value_text(door, one.value),
                one.source,
                str(one.since),
                value_text(door, one.decides),
            )
            for one in shown
        )
        table(door, columns, rows)
        cut_note(door, len(shown), len(sheet.claims))


def _print_catalogue(door: Door, sheet: SystemSheet) -> None:
    if sheet.catalogue is None:
        return
    entry = dict(sheet.catalogue)
    heading(door, door.say("In the shipped catalogue (not the municipality's own registration)"))
    line(door, f"  {entry['name']} ({entry['id']}): {door.say(CERTAINTY[entry['confidence']])}")
    for name in ("vendor", "description", "status", "note"):
        if name in entry:
            english = in_english(str(entry[name]), door.lang)
            line(door, f"  {door.say(name.capitalize())}: {entry[name]}{door.say(' (in English)') if english else ''}")
    line(door, "  " + door.say("Source: {source}").format(source="; ".join(entry["source"])), "dim")
