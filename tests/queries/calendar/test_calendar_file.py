"""The calendar file is one that other programs read, and says the dates of the answer."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

import icalendar
import pytest
import vobject

from queries.calendar.calendar_file import calendar_file
from queries.calendar.query import contract_calendar
from queries.calendar.words import title
from tests.landscapes import landscape
from tests.property.random_contracts import ASKED, landscape_of_rows, random_rows

NASTY = 'Æbler, "pærer"; C:\\ny\nlinje\x07 \u2028 😀 ' + "å" * 120


def town(**contract):
    cells = {"systems": ("a",), **contract}
    return landscape({"a": {"name": "KMD, Aktiv; \\ test"}}, contracts={"k": cells})


def made(place, as_of=ASKED, stamp=None, **options):
    return calendar_file(contract_calendar(place, as_of, **options), place, translate=str, lang="en", stamp=stamp)


def unfolded(data):
    return data.decode("utf-8").replace("\r\n ", "").split("\r\n")


def events(data):
    return list(icalendar.Calendar.from_ical(data).walk("VEVENT"))


def test_the_lines_are_as_the_format_wants_them():
    data = made(town(name=NASTY, ends=date(2028, 6, 30), notice_months=1.0))
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert all(len(one) <= 75 for one in data.split(b"\r\n"))
    for one in data.split(b"\r\n"):
        one.decode("utf-8")  # no line is folded within a letter
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]", data)
    lines = unfolded(data)
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Systemlandskab//Systemlandskab//DA"]
    assert {"METHOD:PUBLISH", "CALSCALE:GREGORIAN"} <= set(lines)


def test_a_date_is_an_all_day_event_of_one_day():
    lines = unfolded(made(town(ends=date(2028, 12, 31), tender=date(2028, 2, 29))))
    assert lines.count("DTSTART;VALUE=DATE:20281231") == lines.count("DTEND;VALUE=DATE:20290101") == 1
    assert lines.count("DTSTART;VALUE=DATE:20280229") == lines.count("DTEND;VALUE=DATE:20280301") == 1
    assert lines.count("TRANSP:TRANSPARENT") == lines.count("BEGIN:VEVENT") == 2


@pytest.mark.parametrize(
    ("ends", "months", "notice"),
    [
        (date(2029, 8, 31), 6.0, "20290228"),
        (date(2028, 8, 31), 6.0, "20280229"),
        (date(2029, 3, 31), 1.0, "20290228"),
        (date(2028, 3, 31), 1.0, "20280229"),
        (date(2029, 2, 28), 12.0, "20280228"),
        (date(2028, 12, 31), 3.0, "20280930"),
    ],
)
def test_the_last_day_of_notice_over_ends_of_months_and_leap_years(ends, months, notice):
    lines = unfolded(made(town(ends=ends, notice_months=months), as_of=date(2027, 6, 1)))
    assert f"DTSTART;VALUE=DATE:{notice}" in lines


def test_signs_of_the_format_in_names_are_escaped():
    data = made(town(name=NASTY, ends=date(2028, 6, 30)))
    wanted = 'Contract ends: Æbler, "pærer"; C:\\ny linje    😀 ' + "å" * 120
    ends = [str(one["summary"]) for one in events(data) if one["dtstart"].dt == date(2028, 6, 30)]
    assert ends == [wanted]
    read = [one.summary.value for one in vobject.readOne(data.decode()).vevent_list]
    assert wanted in read
    assert "Covers: KMD, Aktiv; \\ test" in str(events(data)[-1]["description"])


def test_uids_stay_when_dates_move_and_never_meet():
    def uids(**cells):
        found = events(made(town(**cells), end=date(2035, 1, 1)))
        return {str(one["uid"]): str(one["summary"]).split(":")[0] for one in found}

    before = uids(ends=date(2028, 6, 30), notice_months=1.0, options=(date(2030, 1, 1), date(2031, 1, 1)))
    after = uids(ends=date(2029, 6, 30), notice_months=3.0, options=(date(2030, 1, 1), date(2031, 1, 1)))
    assert before == after
    assert len(before) == 5


def test_the_stamp_is_the_moment_of_the_revision_else_the_day_of_asking():
    place = town(ends=date(2028, 6, 30))
    assert "DTSTAMP:20280229T000000Z" in unfolded(made(place))
    east = datetime(2028, 1, 2, 3, 4, 5, 678, tzinfo=timezone(timedelta(hours=1)))
    assert "DTSTAMP:20280102T020405Z" in unfolded(made(place, stamp=east))
    assert made(place, stamp=east) == made(place, stamp=east.astimezone(UTC))


def test_the_last_day_of_the_calendar_has_no_day_after_it():
    (one,) = events(made(town(ends=date.max, tender=date.max), end=date.max))[:1]
    assert one["dtstart"].dt == date.max
    assert "dtend" not in one


def test_an_overdue_date_says_what_that_means_and_what_is_not_registered():
    found = events(made(town(ends=date(2028, 1, 31))))
    (end,) = [str(one["description"]) for one in found if one["dtstart"].dt == date(2028, 1, 31)]
    assert "It has run out, and what it covers is still in use" in end
    assert "Vendor: not registered" in end
    assert "Annual cost: not registered" in end


def test_two_other_readers_find_the_events_of_the_answer():
    found = 0
    for seed in range(60):
        place = landscape_of_rows(random_rows(seed))
        answer = contract_calendar(place, ASKED)
        data = calendar_file(answer, place, translate=str)
        wanted = [(event.date, title(event, str)) for event in answer.events]
        assert [(one["dtstart"].dt, str(one["summary"])) for one in events(data)] == wanted, seed
        assert len({str(one["uid"]) for one in events(data)}) == len(wanted), seed
        read = vobject.readOne(data.decode())
        assert read.behavior.validate(read, raiseException=True) if wanted else True, seed
        assert [(one.dtstart.value, one.summary.value) for one in getattr(read, "vevent_list", [])] == wanted, seed
        found += len(wanted)
    assert found > 200
