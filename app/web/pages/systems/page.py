"""Searching systems, and the page of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.empty_store import EMPTY
from app.language.i18n import translator
from app.web.pages.systems.purposes import purpose_values
from app.web.pages.systems.suggest import spelled
from app.web.rows import MOST_LINES, ROWS, rows_of
from app.web.words import PageWording, confidence_word
from model.claims.entities import ENTITIES
from model.schema import affirmed
from visualisations.wording.shown_names import in_english

if TYPE_CHECKING:
    from app.service.verbs import Landskab
    from app.web.rendering import PageRequest
    from queries.systems.query import SystemSheet


@dataclass(frozen=True, slots=True)
class Fact:
    """What the catalogue says: a field's name in words, its values, and whether a Dane reads them in English."""

    title: str
    values: Sequence[str]
    english: bool = False


def systems_values(landskab: Landskab, asked: PageRequest) -> dict[str, Any]:
    """What the template of the search is given."""
    text, cursor = asked.address.get("q") or "", asked.address.get("cursor")
    found = landskab.systems(text, limit=ROWS, cursor=cursor, revision=asked.landscape.revision)
    return {
        "reader": PageWording(asked.landscape, translator(asked.lang), asked.lang),
        "spelled": lambda id_: spelled(asked.landscape, "system", id_),
        "q": text,
        "found": found,
        "empty_store": _empty(landskab, asked),
        "first": asked.address.here(cursor=None) if cursor else None,
        "next": asked.address.here(cursor=found.next) if found.next else None,
    }


def _empty(landskab: Landskab, asked: PageRequest) -> str:
    """What a store is told to be that holds nothing; else an empty text."""
    if any(map(len, asked.landscape.tables.values())):
        return ""
    return translator(asked.lang)(EMPTY).format(store=landskab.settings.store)


def system_values(landskab: Landskab, asked: PageRequest, id_: str) -> dict[str, Any]:
    """What the template of one system is given; a system is named by its id, else by its name."""
    sheet = landskab.system(f"system:{id_}", revision=asked.landscape.revision)
    reader = PageWording(asked.landscape, translator(asked.lang), asked.lang)
    return {
        "sheet": sheet,
        "system": sheet.system,
        "reader": reader,
        "turn_off": asked.address.to("/impact", what=spelled(asked.landscape, "system", sheet.system.id)),
        "purposes": ", ".join(map(reader.purpose, affirmed(sheet.system.capabilities))),
        "tagging": purpose_values(landskab, asked, sheet.system.id),
        **_catalogued(sheet, reader),
        "gaps": [gap_words(gap.code, gap.count, reader) for gap in sheet.gaps],
        "headings": field_headings("systems", asked.lang),
        "most": rows_of(asked.address, MOST_LINES),
        "all_rows": asked.address.here(rows=MOST_LINES),
    }


def _catalogued(sheet: SystemSheet, reader: PageWording) -> dict[str, Any]:
    known = dict(sheet.catalogue or ())
    return {
        "facts": catalogue_facts(sheet, reader),
        "catalogue_name": known.get("name", ""),
        "catalogue_confidence": confidence_word(str(known.get("confidence", "")), reader.translate),
        "catalogue_sources": _several(known.get("source", ())),
    }


def field_headings(table: str, lang: str) -> dict[str, str]:
    """The columns of a table as a reader of the language calls them.

    >>> field_headings("systems", "da")["owner"], field_headings("systems", "en")["owner"]
    ('Systemejer', 'Owner')
    """
    fields = ENTITIES[table].fields()
    if lang == "da":
        return {name: (field.danish or (name,))[0].capitalize() for name, field in fields.items()}
    return {name: name.replace("_", " ").capitalize() for name in fields}


def gap_words(code: str, count: int | None, reader: PageWording) -> str:
    """What is not registered, in a sentence."""
    translate = reader.translate
    sentences = {
        "unlisted": translate("No source lists it; others only refer to it."),
        "no_owner": translate("No system owner is registered."),
        "no_unit": translate("No unit in charge is registered."),
        "no_vendor": translate("No vendor is registered."),
        "no_contract": translate("No contract covers it."),
        "no_cost": translate("No annual cost is registered, its own or a contract's."),
        "no_flows": translate("No flow touches it: that means not registered, not independent."),
        "need_unknown": translate("Flows into it whose need nobody has registered: {n}."),
        "without_data_objects": translate("Its flows without data objects: {n}."),
        "way_unknown": translate("Flows from a register with neither interface nor via: {n}."),
    }
    return sentences.get(code, code).format(n=count)


def catalogue_facts(sheet: SystemSheet, reader: PageWording) -> list[Fact]:
    """What the catalogue says about the product, to stand beside the municipality's own words."""
    translate = reader.translate
    known = dict(sheet.catalogue or ())
    titles = {
        "vendor": translate("Vendor"),
        "owner": translate("Owned by"),
        "authority": translate("Authority"),
        "description": translate("What it is"),
        "years": translate("Years"),
        "status": translate("Status"),
        "successor": translate("Successor"),
        "successor_note": translate("About the successor"),
        "platform": translate("Runs on"),
        "register": translate("Gives data from"),
        "copies": translate("Copies"),
        "data_objects": translate("Data objects, typically"),
        "note": translate("Note"),
    }
    names = {"successor": reader.system, "platform": reader.system, "register": reader.system}
    names |= {"copies": reader.system, "data_objects": reader.data_object}
    return [
        Fact(
            title,
            [names.get(field, str)(str(value)) for value in _several(known[field])],
            field in ("description", "note") and in_english(str(known[field]), reader.lang),
        )
        for field, title in titles.items()
        if known.get(field)
    ]


def _several(value: Any) -> Sequence[Any]:
    return value if isinstance(value, (list, tuple)) else (value,)
