"""Reports in a real browser: what fits the window, what scrolls, what is folded, what is printed."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn

from app.api import create_app
from app.composition import compose
from app.settings import Settings
from tests.docs.pages import ROOT

playwright = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM and not os.environ.get("CI"), reason="there is no Chromium on this machine"),
]
DAY = "as_of=2026-11-22"
PAGES = [
    f"/moves?{DAY}",
    f"/moves?{DAY}&apply=true",
    f"/duplicates?{DAY}",
    f"/purchases?{DAY}",
    f"/calendar?{DAY}",
    f"/overview?{DAY}",
    f"/overview?{DAY}&system=kmd-aktiv",
]
WIDER = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.closest('section').id)"


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    landskab = compose(Settings(store=f"sqlite:///{tmp_path_factory.mktemp('reports') / 'sample.db'}", version="1"))
    landskab.import_path(ROOT / "samples" / "eksempelkommune")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(uvicorn.Config(create_app(landskab), port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(timeout=10)
    landskab.store.close()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as run:
        chromium = run.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def page(browser, address):
    """A page without JavaScript: a report needs none to be read."""
    context = browser.new_context(viewport={"width": 1264, "height": 900}, base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def page_width(page):
    return page.evaluate("document.documentElement.scrollWidth")


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_no_table_is_wider_than_a_window_of_1280_with_its_scroll_bar(path, lang, page):
    page.goto(f"{path}&lang={lang}")
    assert page.locator("table.work").count()
    assert page.eval_on_selector_all(".scroll", WIDER) == []
    assert page_width(page) == 1264


@pytest.mark.parametrize("path", PAGES)
def test_in_a_narrow_window_a_table_scrolls_in_its_frame_and_the_page_does_not(path, page):
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(path)
    assert page_width(page) == 800


def test_the_first_column_stays_in_sight(page):
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(f"/duplicates?{DAY}")
    assert "systems" in page.eval_on_selector_all(".scroll", WIDER)
    frame, name = page.locator("#systems .scroll"), page.locator("#systems tbody th").first
    before, other = name.bounding_box()["x"], page.locator("#systems tbody td").first
    at = other.bounding_box()["x"]
    frame.evaluate("one => { one.scrollLeft = 200 }")
    assert name.bounding_box()["x"] == before
    assert other.bounding_box()["x"] == at - 200


def test_a_long_list_is_folded_says_how_many_and_opens_without_script(page):
    page.goto(f"/duplicates?{DAY}")
    cell = page.locator("#groups td", has=page.locator("details.fold")).first
    shown, folded = cell.locator(":scope > .line"), cell.locator("details .line")
    assert shown.count() == 5
    assert cell.locator("summary").inner_text() == f"og {folded.count()} mere"
    assert not folded.last.is_visible()
    cell.locator("summary").click()
    assert folded.last.is_visible()


def test_paper_has_what_is_folded(page):
    page.goto(f"/duplicates?{DAY}")
    folded = page.locator("#groups details.fold .line").last
    assert not folded.is_visible()
    page.emulate_media(media="print")
    assert folded.is_visible()
