"""The picture in a real browser: it draws, asks for nothing, and runs nothing that a name says."""

from __future__ import annotations

import pytest

from queries.impact.picture import impact_view
from queries.impact.query import shutdown_impact
from tests.landscapes import landscape
from visualisations.picture.picture_page import write_picture

pytestmark = pytest.mark.browser

HOSTILE = "</script><img src=x onerror=\"document.title='hacked'\">"
LEAVES = [f"s{number:02}" for number in range(12)]


@pytest.fixture
def page(browser, tmp_path):
    names = {id_: {} for id_ in ("b", *LEAVES)}
    town = landscape(
        {"x": {"name": HOSTILE}, "a": {"name": HOSTILE, "owner": HOSTILE, "vendor": HOSTILE}, **names},
        [*(f"x>{id_} required" for id_ in ["a", *LEAVES]), "a>b"],
    )
    file = tmp_path / "billede.html"
    write_picture(impact_view(shutdown_impact(town, ["x"]), town), file)
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    page = context.new_page()
    page.requests, page.faults = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("console", lambda message: page.faults.append(message.text))
    page.on("pageerror", lambda error: page.faults.append(str(error)))
    page.goto(file.as_uri())
    page.wait_for_function("window.landskabPicture !== undefined")
    yield page
    assert page.requests == [file.as_uri()]
    assert page.faults == []
    assert page.title().startswith("What happens if we turn off </script>")
    assert page.locator("img[src='x']").count() == 0
    context.close()


def boxes(page):
    return page.evaluate("landskabPicture.nodes.getIds()")


def test_it_draws_and_asks_for_nothing(page):
    assert page.locator("#network canvas").count() == 1
    painted = page.evaluate(
        """() => {
            const canvas = document.querySelector('#network canvas');
            const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            const shades = new Set();
            for (let at = 0; at < data.length; at += 4)
                shades.add((data[at] << 16) | (data[at + 1] << 8) | data[at + 2]);
            return shades.size;
        }"""
    )
    assert painted > 20
    assert len(boxes(page)) == 4  # what is turned off, a, b and the fold


def test_hostile_names_are_text_wherever_they_stand(page):
    assert HOSTILE in page.locator("h1").inner_text()
    page.evaluate("landskabPicture.choose('systems:a')")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == HOSTILE
    assert panel.inner_text().count(HOSTILE) >= 3
    place = page.evaluate(
        """() => {
            const [place] = Object.values(landskabPicture.network.getPositions(['systems:a']));
            const { x, y } = landskabPicture.network.canvasToDOM(place);
            const { left, top } = document.getElementById('network').getBoundingClientRect();
            return [x + left, y + top];
        }"""
    )
    page.mouse.move(*place)
    page.wait_for_selector(".vis-tooltip", state="visible")
    assert HOSTILE in page.locator(".vis-tooltip").inner_text()


def test_a_click_unfolds_the_hub_and_folds_it_again(page):
    place = page.evaluate(
        """() => {
            const [place] = Object.values(landskabPicture.network.getPositions(['fold:leaves:0']));
            const { x, y } = landskabPicture.network.canvasToDOM(place);
            const { left, top } = document.getElementById('network').getBoundingClientRect();
            return [x + left, y + top];
        }"""
    )
    page.mouse.click(*place)
    page.wait_for_function("landskabPicture.nodes.length === 15")
    assert "15 of 15" in page.locator("#shown").inner_text()
    assert not set(boxes(page)) & {"fold:leaves:0"}
    page.locator("#fold-all").click()
    assert len(boxes(page)) == 4


def test_the_search_finds_a_folded_system_with_the_keyboard_alone(page):
    page.locator("#search").focus()
    page.keyboard.type("s07")
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "S07"
    assert "systems:s07" in boxes(page)


def test_boxes_and_names_do_not_overlap(page):
    page.evaluate("landskabPicture.unfold('fold:leaves:0')")
    places = list(page.evaluate("landskabPicture.network.getPositions()").values())
    assert len(places) == 15
    for at, one in enumerate(places):
        for other in places[at + 1 :]:
            assert abs(one["x"] - other["x"]) >= 212 or abs(one["y"] - other["y"]) >= 46


def test_it_fits_the_window(page):
    inside = page.evaluate(
        """() => Object.values(landskabPicture.network.getPositions())
            .map((place) => landskabPicture.network.canvasToDOM(place))
            .every(({ x, y }) => {
                const stage = document.getElementById('network');
                return x > 0 && y > 0 && x < stage.clientWidth && y < stage.clientHeight;
            })"""
    )
    assert inside


def test_it_prints(page):
    assert page.pdf().startswith(b"%PDF")
    assert page.locator("#paper").get_attribute("src").startswith("data:image/png;base64,")
