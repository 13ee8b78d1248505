"""The contract calendar as an iCalendar file (RFC 5545) that Outlook and others open: one all-day event a date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event

from queries.calendar.words import overdue_reason, title, turns_off
from visualisations.wording.amounts import without_controls
from visualisations.wording.wording import Wording

if TYPE_CHECKING:
    from model.landscape.landscape import Landscape
    from queries.calendar.answer import CalendarAnswer, CalendarEvent, ContractLine
    from visualisations.wording.translate import Translate

PRODUCT = "-//Systemlandskab//Systemlandskab//DA"


def calendar_file(
    answer: CalendarAnswer,
    landscape: Landscape,
    *,
    translate: Translate,
    lang: str = "da",
    stamp: datetime | None = None,
) -> bytes:
    """The events of the calendar, by date. The same answer gives the same bytes.

    `stamp`: when the landscape was as it is, the moment of its revision, in UTC; the day of asking where it is left
    out. An event keeps its UID when its date changes, so that bringing the file in again moves it.
    """
    parts = Wording(landscape, translate, lang)
    lines = {line.id: line for line in answer.contracts}
    moment = (stamp or datetime.combine(answer.as_of, time(), UTC)).astimezone(UTC).replace(microsecond=0)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", translate("Contracts and tenders"))
    for uid, event in _numbered(answer):
        calendar.add_component(
            _event(event, uid, list(_description(event, lines[event.contract], answer, parts)), parts, moment)
        )
    return bytes(calendar.to_ical())


def _numbered(answer: CalendarAnswer) -> Iterator[tuple[str, CalendarEvent]]:
    """Every event with its UID: of its contract and kind, and of options, of which there are several, of its day."""
    for event in answer.events:
        day = event.date.isoformat() if event.kind == "option" else ""
        named = f"systemlandskab:{event.kind}:{day}:{event.contract}"
        yield f"{uuid5(NAMESPACE_URL, named)}@systemlandskab", event


def _event(event: CalendarEvent, uid: str, said: Sequence[str], parts: Wording, moment: datetime) -> Event:
    made = Event()
    made.add("uid", uid)
    made.add("dtstamp", moment)
    made.add("dtstart", event.date)
    if event.date < date.max:  # without an end it is one day too
        made.add("dtend", event.date + timedelta(days=1))
    made.add("summary", without_controls(title(event, parts.translate)))
    made.add("description", "\n".join(map(without_controls, said)))
    made.add("categories", [parts.translate("Contracts")])
    made.add("transp", "TRANSPARENT")
    return made


def _description(event: CalendarEvent, line: ContractLine, answer: CalendarAnswer, parts: Wording) -> Iterator[str]:
    translate = parts.translate
    unknown = translate("not registered")
    if event.status == "overdue":
        yield overdue_reason(event, translate)
    yield translate("Vendor: {name}").format(name=line.vendor or unknown)
    cost = unknown if line.annual_cost is None else parts.kroner(line.annual_cost)
    yield translate("Annual cost: {cost}").format(cost=cost)
    if line.systems:
        shown = parts.at_most(parts.to_systems(line.systems), rest=parts.to_contract(line.id), most=10, first=10)
        names = ", ".join(map(str, shown))
        yield translate("Covers: {names}").format(names=names)
    stops = turns_off(answer.turns_off.of(line.id), parts)
    if stops:
        yield translate("If all of it is turned off: {what}").format(what=stops)
    yield translate("Contract: {id}").format(id=line.id)
