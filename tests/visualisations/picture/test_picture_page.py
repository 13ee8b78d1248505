"""The picture as a file: self-contained, and text stays text. What a browser makes of it: tests/browser."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest

from model.errors import InputError
from queries.impact.picture import impact_view
from queries.impact.query import shutdown_impact
from tests.landscapes import landscape
from visualisations.picture.picture_page import write_picture
from visualisations.picture.view_layout import LAYOUT

HOSTILE = "</script><img src=x onerror=alert(1)>"


class Page(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.scripts, self.styles, self.title, self._inside = [], [], [], "", ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._inside = tag

    def handle_endtag(self, tag):
        self._inside = ""

    def handle_data(self, data):
        if self._inside in ("script", "style"):
            (self.scripts if self._inside == "script" else self.styles).append(data)
        if self._inside == "title":
            self.title += data


def picture(town, *what, **options):
    return write_picture(impact_view(shutdown_impact(town, what), town), **options)


TOWN = landscape({"x": {"name": HOSTILE}, "a": {"name": HOSTILE, "owner": HOSTILE}}, ["x>a required"])


def test_nothing_in_the_file_asks_for_another():
    page = Page(picture(TOWN, "x"))
    for tag, attributes in page.tags:
        assert tag not in ("iframe", "object", "embed", "base", "audio", "video", "source")
        assert attributes.get("src") is None
        assert attributes.get("href") in (None, "data:,")
        assert not [name for name in attributes if name.startswith("on")]
    for style in page.styles:
        assert "url(" not in style
        assert "@import" not in style
    for script in page.scripts:
        assert "sourceMappingURL" not in script
        assert not re.search(r"\bimport\s*\(|\bimportScripts\b|\bfetch\(|XMLHttpRequest|sendBeacon", script)


def test_the_page_forbids_requests_itself():
    page = Page(picture(TOWN, "x"))
    (policy,) = [a["content"] for tag, a in page.tags if tag == "meta" and "http-equiv" in a]
    assert policy.startswith("default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:")


def test_a_hostile_name_is_text():
    html = picture(TOWN, "x")
    assert "<img src=x" not in html
    page = Page(html)
    assert HOSTILE in page.title
    assert [tag for tag, _ in page.tags].count("script") == 3
    data = json.loads(page.scripts[1])
    assert {node["label"] for node in data["nodes"]} == {HOSTILE}


@pytest.mark.parametrize(
    "name", ["\u2028\u2029", "{{ 7 * 7 }}", "{% raw %}", "&lt;b&gt;", "'\"`", "<!--", "]]>", "\\u003c"]
)
def test_any_name_survives(name):
    town = landscape({"x": {"name": name}, "a": {}}, ["x>a required"])
    data = json.loads(Page(picture(town, "x")).scripts[1])
    assert data["nodes"][0]["label"] == name


def test_the_page_says_all_that_the_view_says():
    view = impact_view(shutdown_impact(TOWN, ["x"]), TOWN)
    html = write_picture(view)
    data = json.loads(Page(html).scripts[1])
    assert view.subtitle in html
    assert view.shown_words in html
    assert [entry["word"] for entry in data["view"]["legend"]] == ["turned off", "stops"]
    assert data["layout"] == json.loads(json.dumps(LAYOUT))
    assert [(edge["from"], edge["to"]) for edge in data["edges"]] == [("systems:x", "systems:a")]


def test_every_text_goes_through_the_translator():
    html = picture(TOWN, "x", translate=lambda text: f"«{text}»", lang="en")
    assert "«Find a system»" in html
    assert '<html lang="en">' in html


def test_the_same_view_is_the_same_bytes(tmp_path):
    first = picture(TOWN, "x", path=tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == first == picture(TOWN, "x")


def test_in_a_frame_it_has_no_heading_of_its_own():
    assert '<body class="embedded">' in picture(TOWN, "x", embedded=True)


def test_a_place_that_cannot_be_written(tmp_path):
    with pytest.raises(InputError, match="no folder"):
        picture(TOWN, "x", path=tmp_path / "nowhere" / "a.html")
