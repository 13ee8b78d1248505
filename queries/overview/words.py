"""The numbers of an overview in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from queries.calendar.words import quarter_text
from visualisations.wording.kind_words import kind_words

if TYPE_CHECKING:
    from queries.overview.parts import OverviewNumber
    from visualisations.wording.translate import Translate
    from visualisations.wording.wording import Wording


def section_words(translate: Translate) -> Mapping[str, str]:
    """The six questions."""
    return {
        "systems": translate("Which systems are there?"),
        "relations": translate("How do they relate to other systems and data sources?"),
        "cost": translate("What do they cost?"),
        "tender": translate("When are they to be tendered?"),
        "owners": translate("Who owns them?"),
        "future": translate("What is their future against the common architecture?"),
    }


def number_words(translate: Translate) -> Mapping[str, str]:
    """What every number says, by its key without its subject."""
    cost = {
        "cost.contracts": translate("Contracts in force, or run out and still in use"),
        "cost.systems": translate("Systems in use outside contracts of known cost, at their own cost"),
        "cost.flows": translate("Flows in use outside contracts of known cost, at their own price"),
    }
    unknown = translate("{what}: cost not registered")
    return {
        "systems.in_use": translate("Systems in use"),
        "systems.kind": translate("Systems in use: {subject}"),
        "systems.critical": translate("Business-critical systems in use"),
        "systems.to_come": translate("Systems that begin later"),
        "systems.out_of_use": translate("Systems out of use"),
        "systems.unlisted": translate("Systems that something refers to and nobody lists"),
        "relations.flows": translate("Flows in use"),
        "relations.need_unknown": translate("Flows in use whose need is not registered"),
        "relations.from_register": translate("Systems in use that get data directly from a register"),
        "relations.from_copy_register": translate("Systems in use that get data from or through a copy register"),
        "relations.from_platform": translate("Systems in use that get data from or through a platform"),
        "relations.none": translate("Systems in use without a flow in use"),
        "cost.total": translate("Known cost a year, each krone once"),
        **cost,
        **{f"{key}.unknown": unknown.format(what=text) for key, text in cost.items()},
        "cost.vendor": translate("Contracts with {subject}"),
        "tender.overdue": translate("Contracts whose tender should have started"),
        "tender.quarter": translate("Contracts whose tender starts in {subject}"),
        "tender.unknown": translate("Contracts without a registered end"),
        "tender.run_out": translate("Contracts that have run out and are still in use"),
        "tender.no_contract": translate("Systems in use without a contract in force (registers not counted)"),
        "owners.owned": translate("Systems in use with an owner (registers not counted)"),
        "owners.none": translate("Systems in use without an owner (registers not counted)"),
        "owners.no_unit": translate("Systems in use without a unit (registers not counted)"),
        "owners.unit": translate("Systems in use of {subject}"),
        "future.common": translate("Systems that are part of the common architecture"),
        "future.to_common": translate("Systems whose successor is part of the common architecture"),
        "future.replaced": translate("Systems with another successor"),
        "future.ends": translate("Systems that leave without a registered successor"),
        "future.no_plan": translate("Systems of whose future nothing is registered"),
        "future.copy_registers": translate("Copy registers in use that flows can move away from"),
        "future.closing": translate("Systems in use that are closed or being closed, as the catalogue knows"),
        "future.on_common": translate("Systems in use with a flow from, to or through the common architecture"),
    }


def future_words(translate: Translate) -> Mapping[str, str]:
    """What is registered of a system's future, in a word."""
    return {
        "common": translate("part of the common architecture"),
        "to_common": translate("moves to the common architecture"),
        "replaced": translate("is replaced"),
        "ends": translate("leaves without a successor"),
        "no_plan": translate("nothing registered"),
    }


def lifecycle_words(translate: Translate) -> Mapping[str, str]:
    """A system's lifecycle."""
    return {
        "planned": translate("planned"),
        "phasing_in": translate("being phased in"),
        "operational": translate("operational"),
        "phasing_out": translate("being phased out"),
        "retired": translate("retired"),
    }


def number_text(number: OverviewNumber, parts: Wording) -> str:
    """What a number says, with its subject by name."""
    words = number_words(parts.translate)
    if number.subject is None:
        return words[number.key]
    return words[".".join(number.key.split(".")[:2])].format(subject=_subject(number, parts))


def _subject(number: OverviewNumber, parts: Wording) -> str:
    subject = str(number.subject)
    if number.key.startswith("systems.kind."):
        return kind_words(parts.translate).get(subject, subject)
    if number.key.startswith("tender.quarter."):
        return quarter_text(subject, parts.translate)
    return str(parts.unit(subject)) if number.key.startswith("owners.unit.") else subject
