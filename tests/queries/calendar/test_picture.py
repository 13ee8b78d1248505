"""The time line is one plain picture that says what it shows."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree as ET

import pytest

from queries.calendar.picture import BAR, MOST, SHARP, WARN, WIDTH, contract_timeline
from queries.calendar.query import contract_calendar
from tests.landscapes import landscape
from tests.property.random_contracts import ASKED, landscape_of_rows, random_rows

SVG = "{http://www.w3.org/2000/svg}"


def drawn(place, *, as_of=ASKED, **options):
    return contract_timeline(contract_calendar(place, as_of), place, translate=str, lang="en", **options)


def parsed(*args, **options):
    return ET.fromstring(drawn(*args, **options))


def town(**cells):
    return landscape("a", contracts={"k": {"name": "Opus", "systems": ("a",), **cells}})


def rows(picture):
    return {row.find(f".//{SVG}text").text: row.find(f"{SVG}title").text for row in picture.iter(f"{SVG}g")}


def test_it_has_a_title_and_a_description_and_no_script():
    picture = parsed(town(ends=date(2028, 12, 31)))
    assert picture.tag == f"{SVG}svg"
    named = [one.get("id") for one in picture.iter() if one.get("id")]
    assert picture.get("aria-labelledby").split() == named == ["timeline-title", "timeline-desc"]
    assert picture.get("role") == "img"
    tags = {one.tag.removeprefix(SVG) for one in picture.iter()}
    assert tags <= {"svg", "title", "desc", "line", "text", "g", "rect", "path"}
    assert "Contracts from 01 Oct 2027 to 28 Feb 2030: 1. Dates overdue: 1; soon: 0." in picture.find(f"{SVG}desc").text


def test_a_row_says_its_dates_what_is_overdue_and_what_is_not_registered():
    said = rows(parsed(town(ends=date(2028, 6, 30), notice_months=6.0)))["Opus"]
    assert "Contract ends 30 Jun 2028" in said
    assert "Last day to give notice 30 Dec 2027 (overdue)" in said
    assert "not registered: annual cost" in said


def test_a_contract_without_an_end_is_marked():
    marks = [one.text for one in parsed(town()).iter(f"{SVG}text")]
    assert "?" in marks
    assert "?" not in [one.text for one in parsed(town(ends=date(2028, 6, 30))).iter(f"{SVG}text")]


def test_names_are_safe():
    nasty = '<script>alert("1")</script>&\x00\ud800'
    place = landscape("a", contracts={"k": {"name": nasty, "systems": ("a",), "ends": date(2028, 6, 30)}})
    text = drawn(place)
    text.encode("utf-8")
    assert "<script" not in text
    assert any(name.startswith('<script>alert("1")</script>&') for name in rows(ET.fromstring(text)))


def test_alone_it_follows_light_and_dark_and_in_a_page_it_has_no_style():
    place = town(ends=date(2028, 6, 30))
    assert "<style>" not in drawn(place)
    assert " style=" not in drawn(place)
    assert "prefers-color-scheme:dark" in drawn(place, standalone=True)
    ET.fromstring(drawn(place, standalone=True))


def test_links_lead_to_contracts():
    picture = parsed(town(ends=date(2028, 6, 30)), link=lambda id_: f"/contracts/{id_}?a=1&b=2")
    assert [one.get("href") for one in picture.iter(f"{SVG}a")] == ["/contracts/k?a=1&b=2"]
    assert picture.get("role") == "group"


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("colour", [BAR, SHARP, WARN])
@pytest.mark.parametrize("ground", ["#ffffff", "#151e25"])
def test_every_colour_stands_out_from_light_and_dark(colour, ground):
    one, other = sorted((luminance(colour), luminance(ground)))
    assert (other + 0.05) / (one + 0.05) >= 3


def test_of_very_many_the_first_are_drawn_and_the_rest_counted():
    contracts = {f"k{n}": {"name": f"N{n}", "systems": ("a",), "ends": date(2029, 1, 1)} for n in range(MOST + 5)}
    picture = parsed(landscape("a", contracts=contracts))
    assert len(rows(picture)) == MOST
    assert "Contracts that are in the table only: 5." in [one.text for one in picture.iter(f"{SVG}text")]


def test_nothing_registered_and_the_edges_of_the_calendar_are_drawn():
    assert "No contract is registered." in drawn(landscape())
    for day in (date.min, date.max):
        parsed(landscape("a", contracts={"k": {"systems": ("a",), "ends": day, "notice_months": 3.0}}), as_of=day)


def test_everything_lies_within_the_picture_and_is_the_same_each_time():
    for seed in range(60):
        rows_ = random_rows(seed)
        text = drawn(landscape_of_rows(rows_))
        assert text == drawn(landscape_of_rows(rows_, backwards=True)), seed
        picture = ET.fromstring(text)
        for box in picture.iter(f"{SVG}rect"):
            left, width = float(box.get("x")), float(box.get("width"))
            assert 0 <= left <= left + width <= WIDTH, seed
            assert width > 0, seed
