"""What the dates of contracts are called, alike in the report, the picture and the calendar file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from visualisations.wording.day_words import day_text

if TYPE_CHECKING:
    from queries.calendar.answer import CalendarEvent, ContractLine
    from queries.calendar.ends import EndTurnsOff
    from visualisations.wording.translate import Translate
    from visualisations.wording.wording import Wording


def kind_words(translate: Translate) -> Mapping[str, str]:
    """What a date is."""
    return {
        "end": translate("Contract ends"),
        "notice": translate("Last day to give notice"),
        "tender": translate("Tender must start"),
        "option": translate("Can be extended to"),
        "irrevocable": translate("Irrevocable until"),
    }


def status_words(translate: Translate) -> Mapping[str, str]:
    """How soon it is."""
    return {
        "overdue": translate("overdue"),
        "soon": translate("soon"),
        "later": translate("later"),
        "passed": translate("passed"),
    }


def overdue_words(translate: Translate) -> Mapping[str, str]:
    """What an overdue date is."""
    return {
        "end": translate("Has run out, and is still in use"),
        "notice": translate("Notice should have been given"),
        "tender": translate("Tender should have started"),
    }


def overdue_reason(event: CalendarEvent, translate: Translate) -> str:
    """What an overdue date means."""
    reasons = {
        "end": translate("It has run out, and what it covers is still in use"),
        "notice": translate("The day has passed; whether notice was given is not registered"),
        "tender": translate("The day has passed; whether the tender has started is not registered"),
    }
    return reasons.get(event.kind, "")


def lack_words(translate: Translate) -> Mapping[str, str]:
    """What is not registered, or cannot be right."""
    return {
        "ends": translate("when it ends"),
        "notice_months": translate("months of notice"),
        "annual_cost": translate("annual cost"),
        "ends_before_it_starts": translate("it ends before it starts"),
        "irrevocable_after_its_end": translate("it is irrevocable after its end"),
        "tender_before_it_starts": translate("its tender lies before it starts"),
    }


def turns_off(one: EndTurnsOff | None, parts: Wording) -> str:
    """How much stops if all that a contract covers is turned off."""
    if one is None:
        return ""
    if not one.stops and not one.may_stop:
        return parts.translate("nothing else stops")
    translate = parts.translate
    text = translate("1 stops, {may} may stop") if one.stops == 1 else translate("{stops} stop, {may} may stop")
    return text.format(stops=one.stops, may=one.may_stop)


def title(event: CalendarEvent, translate: Translate) -> str:
    """An event in one line: `Last day to give notice: KMD Opus`."""
    return f"{kind_words(translate)[event.kind]}: {event.name}"


def days_text(days: Sequence[date], translate: Translate) -> list[str]:
    """Days as a list in one cell."""
    return [day_text(day, translate) for day in days]


def quarter_text(quarter: str, translate: Translate) -> str:
    """A quarter as people say it.

    >>> quarter_text("2027-Q2", str)
    'Q2 2027'
    """
    year, number = quarter.split("-Q")
    return translate("Q{quarter} {year}").format(quarter=number, year=year)


def tender_words(line: ContractLine, translate: Translate) -> str:
    """Where the start of a tender is from, or why there is none."""
    if line.tender == "not_needed":
        if not line.used:
            return translate("not needed: covers nothing in use")
        if line.state == "ended":
            return translate("not needed: another contract has taken over")
        return translate("not needed: out of use by then, or under a contract to come")
    if line.tender == "unknown":
        return translate("unknown: no end is registered")
    return translate("registered") if line.tender_from == "registered" else translate("from the end and the lead time")
