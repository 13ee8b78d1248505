"""The pages as a browser without JavaScript gets them."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from model.errors import StoreError
from tests.app.web_town import HOSTILE, SLASHED, client, impact, landskab, over, words

PAGES = (
    "/",
    "/impact?what=KMD+Momentum",
    "/systems",
    "/systems/kmd-aktiv",
    "/history",
    "/sources",
    "/import",
    "/diff?a=0&b=1",
)
PARTS = (
    "Berørte systemer",
    "Skal genetableres",
    "Falder væk",
    "Berørte enheder",
    "Berørte formål",
    "Hvor sikkert er svaret?",
)


class Elements(HTMLParser):
    """Every element of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def town():
    return client(changed=True)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_every_page_is_there_in_both_languages(town, path, lang):
    answer = town.get(path + ("&" if "?" in path else "?") + f"lang={lang}")
    assert answer.status_code == 200
    assert f'<html lang="{lang}">' in answer.text
    assert answer.headers["content-language"] == lang


@pytest.mark.parametrize("path", [*PAGES, impact(HOSTILE), "/impact/print?what=KMD+Momentum", "/nowhere"])
def test_a_page_runs_nothing_of_its_own_and_asks_no_other_host(town, path):
    answer = town.get(path)
    policy = answer.headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe-inline" not in policy
    for tag, attributes in Elements(answer.text).found:
        assert not [name for name in attributes if name.startswith("on") or name == "style"], tag
        assert tag != "style"
        assert tag != "script" or attributes["src"].startswith("/static/")
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "/")[0] in "/#", attributes
            assert not (attributes.get(name) or "").startswith("//")


def test_the_answer_says_it_in_a_sentence(town):
    said = words(town.get(impact("KMD Momentum")).text)
    assert "Hvis KMD Momentum slukkes, berøres 2 andre systemer: 2 stopper." in said
    assert "2 døgn" in said


def test_the_answer_in_english_and_with_a_date(town):
    said = words(town.get(impact("KMD Momentum", at="2027-03-31", lang="en")).text)
    assert "With KMD Momentum turned off on 31 March 2027, 2 other systems are hit: 2 stop." in said


def test_the_programs_own_language_is_the_settings():
    assert '<html lang="en">' in client(lang="en").get("/").text


def test_all_parts_of_the_answer_are_there(town):
    said = words(town.get(impact("kmd-aktiv")).text)
    for title in PARTS:
        assert title in said
    assert "1 upåvirket system har ingen registrerede dataflow: det betyder ikke registreret, ikke sikkert." in said


def test_hostile_names_are_text(town):
    for path in (
        impact(HOSTILE),
        f"/systems/{quote(SLASHED, safe='')}",
        "/systems",
        "/",
        "/suggest?q=script",
        impact("momentum"),
    ):
        answer = town.get(path)
        assert answer.status_code == 200, path
        if "json" not in answer.headers["content-type"]:
            assert "<script>alert" not in answer.text
            assert "<img" not in answer.text


def test_an_id_with_a_slash_has_a_page_and_its_links_lead_back(town):
    path = f"/systems/{quote(SLASHED, safe='')}"
    assert path in town.get("/systems").text
    answer = town.get(path)
    assert HOSTILE in words(answer.text)
    link = html.unescape(re.search(r'class="big" href="([^"]+)"', answer.text)[1])
    assert town.get(link).status_code == 200


def test_an_unknown_name_offers_the_nearest_as_links(town):
    answer = town.get(impact("KMD Momentun", "flis"))
    assert answer.status_code == 404
    links = [
        html.unescape(a["href"]) for tag, a in Elements(answer.text).found if tag == "a" and "/impact" in a["href"]
    ]
    assert impact("KMD Momentum", "flis") in links
    assert town.get(impact("KMD Momentum", "flis")).status_code == 200


def test_an_ambiguous_name_offers_what_it_fits(town):
    answer = town.get(impact("KMD Aktiv"))
    assert answer.status_code == 400
    assert "Hvilken mener du?" in answer.text
    assert impact("contract:drift").replace("%3A", ":") in html.unescape(answer.text)


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (impact("momentum", at="2027-02-30"), 400, "»2027-02-30« er ikke en dato"),
        (impact("momentum", revision="7"), 404, "Der er ingen revision 7"),
        (impact("momentum", revision="x"), 400, "»x« kan ikke stå som »revision«"),
        (impact("momentum", verdict="dies"), 400, "»dies« kan ikke stå som »verdict«"),
        (impact("momentum", page="9"), 400, "»9« kan ikke stå som »page«"),
        ("/systems/ukendt-system", 404, "findes ikke i landskabet"),
        ("/systems?cursor=sludder", 400, "Det kan ikke lade sig gøre"),
        ("/diff?a=1", 400, "i adressen"),
        ("/ingen-steder", 404, "Den side findes ikke"),
    ],
)
def test_errors_are_pages_in_plain_danish(town, path, status, said):
    answer = town.get(path)
    assert answer.status_code == status
    assert said in words(answer.text)
    assert "Traceback" not in answer.text
    links = [a["href"] for tag, a in Elements(answer.text).found if tag == "a" and a["href"].startswith("/")]
    assert all(town.get(html.unescape(link)).status_code in (200, 303, status) for link in links)


def test_the_address_of_the_api_stays_the_apis(town):
    assert town.get("/api/v1/nowhere").headers["content-type"].startswith("application/problem+json")


def test_a_store_that_is_away_is_said():
    verbs = landskab()

    def away():
        raise StoreError("The disk is gone.")

    verbs.store.history = away
    answer = over(verbs).get("/systems")
    assert answer.status_code == 503
    assert "Lageret svarer ikke" in answer.text


def test_a_mistake_of_the_program_is_a_page_without_a_traceback(caplog):
    verbs = landskab()

    def broken():
        raise ZeroDivisionError("secret detail")

    verbs.store.history = broken
    answer = over(verbs).get("/")
    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    assert "secret detail" in caplog.text


def test_filters_hide_rows_and_change_no_count(town):
    everything, stops = town.get(impact("kmd-aktiv")).text, town.get(impact("kmd-aktiv", verdict="may_stop")).text
    assert everything.count("<tr id=") > stops.count("<tr id=") > 0
    counts = re.compile(r"<b>(\d+)</b>")
    assert counts.findall(everything) == counts.findall(stops)
    assert "Det skjulte tæller stadig med" in stops


def test_long_lists_say_how_much_is_shown_and_lead_on():
    many = client(many=130)
    first = many.get(impact("flis"))
    total = int(re.search(r"Viser 1–50 af (\d+)\.", words(first.text))[1])
    pages = [many.get(impact("flis", page=str(n))).text for n in (1, 2, 3)]
    seen = [row for page in pages for row in re.findall(r'data-system="([^"]+)"', page)]
    assert len(seen) == len(set(seen)) == total > 130
    assert len(re.findall("data-system=", many.get(impact("flis", rows="2000")).text)) == len(seen)


def test_a_hub_is_folded_and_opens_by_a_link():
    many = client(many=30)
    folded = many.get(impact("flis"))
    link = html.unescape(re.search(r'href="([^"]*unfold=[^"]*)#graph"', folded.text)[1])
    assert ">Bruger 0007</text>" not in re.search(r"<svg class=.net.*?</svg>", folded.text, re.DOTALL)[0]
    assert ">Bruger 0007</text>" in re.search(r"<svg class=.net.*?</svg>", many.get(link).text, re.DOTALL)[0]


def test_an_old_revision_says_so_and_every_link_keeps_it(town):
    answer = town.get("/systems/flis?revision=1")
    assert "Du ser landskabet, som det var den 31. jan. 2026" in words(answer.text)
    assert "<h1>FLIS</h1>" in answer.text
    links = [html.unescape(a["href"]) for tag, a in Elements(answer.text).found if tag == "a"]
    inside = [link for link in links if link.startswith(("/systems", "/impact"))]
    kept = [link for link in inside if "revision=1" in link]
    assert len(inside) - len(kept) == 1  # "See it as it is now"
    assert "<h1>FLIS 2</h1>" in town.get("/systems/flis").text


def test_the_link_to_copy_holds_the_revision(town):
    assert "revision=2" in re.search(r'data-link="([^"]+)"', town.get(impact("momentum")).text)[1]


def test_the_history_and_what_changed(town):
    assert "/diff?a=1&amp;b=2" in town.get("/history").text
    said = words(town.get("/diff?a=1&b=2").text)
    assert "FLIS 2" in said
    assert "Navn" in said
    assert "hand" in words(town.get("/sources").text)


def test_the_print_view_has_everything_open_and_no_navigation(town):
    text = town.get("/impact/print?what=momentum").text
    assert "<nav" not in text
    assert "<details open>" in text
    assert "Hvor sikkert er svaret?" in text


def test_a_question_without_things_goes_back_to_the_question(town):
    answer = town.get("/impact?what=&at=2027-01-01&lang=en")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/?at=2027-01-01&lang=en"


def test_chosen_things_are_chips_that_can_be_taken_away(town):
    text = town.get("/?what=momentum&what=vendor:KMD&what=ukendt").text
    assert text.count('class="chip"') == 2
    assert text.count('class="chip unknown"') == 1
    assert "/?what=vendor:KMD&amp;what=ukendt" in text


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("moment", "momentum"),
        ("aktiv", "kmd-aktiv"),
        ("vendor:kom", "vendor:KOMBIT"),
        ("contract:", None),
        ("contract:dri", "contract:drift"),
        ("flow:a", "flow:a"),
        ("interface:x", None),
        ("system:flis", "flis"),
    ],
)
def test_suggestions_are_words_that_mean_one_thing(town, typed, value):
    items = town.get("/suggest", params={"q": typed}).json()["items"]
    if value is None:
        assert items == []
        return
    assert items[0]["value"] == value
    assert town.get(impact(value)).status_code == 200
