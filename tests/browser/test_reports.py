"""Pages in a real browser: what fits the window, what scrolls, what is folded, what is printed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.application import create_app
from app.composition import compose
from app.settings import Settings
from tests.docs.pages import ROOT
from tests.serving import serving

pytestmark = pytest.mark.browser
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
EVERY = [
    "/?",
    "/systems?",
    "/systems/kmd-aktiv?",
    *PAGES,
    f"/overview?{DAY}&number=cost.total",
    "/impact?what=kmd-aktiv",
    "/history?",
    "/diff?",
    "/sources?",
    "/import?",
]
"""Every page of the menu, and those behind them."""
NAMED = ["/systems?q=SBSYS", "/systems/sbsys?", "/impact?what=kmd-aktiv", *PAGES[:-1]]
"""Pages on which the systems of `long_names` stand."""
WIDTHS = (800, 1264)
"""Of a narrow window, and of one of 1280 with its scroll bar."""
LONG = "Sagsbehandlingssystem" * 4
WIDE_NAMES = """
all => all.filter(one => one.scrollWidth > one.clientWidth).flatMap(one => [...one.querySelectorAll("th, td")])
  .filter(one => one.colSpan === 1 && one.textContent.includes("Sagsbehandlingssystem") && one.clientWidth > 300)
  .map(one => one.textContent)
"""
"""Cells of tables that scroll in which such a name takes more than a third of a narrow window."""
WIDER = "all => all.filter(one => one.scrollWidth > one.clientWidth).map(one => one.closest('section').id)"


@contextmanager
def served(folder: Path, store: Path) -> Iterator[str]:
    """The pages over what stands in a folder."""
    landskab = compose(Settings(store=f"sqlite:///{store}", version="1"))
    landskab.import_path(folder)
    with serving(create_app(landskab)) as address:
        yield address
    landskab.store.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory) -> Iterator[str]:
    with served(ROOT / "samples" / "eksempelkommune", tmp_path_factory.mktemp("reports") / "sample.db") as address:
        yield address


@pytest.fixture(scope="module")
def long_names(tmp_path_factory) -> Iterator[str]:
    """The sample, in which some systems have a name of 84 signs without a space."""
    folder = tmp_path_factory.mktemp("long")
    town = shutil.copytree(ROOT / "samples" / "eksempelkommune", folder / "town")
    rows = (town / "systemer.csv").read_text(encoding="utf-8-sig")
    for name in ("SBSYS", "KMD P-data", "KMD Aktiv"):
        assert f";{name};" in rows
        rows = rows.replace(f";{name};", f";{LONG}{name.partition(' ')[2]};")
    (town / "systemer.csv").write_text(rows, encoding="utf-8-sig")
    with served(town, folder / "long.db") as address:
        yield address


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


def page_widths(page):
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found.append(page_width(page))
    return found


def test_every_page_of_the_menu_is_measured(page):
    page.goto("/")
    menu = page.eval_on_selector_all(".top nav:not(.langs) a", "all => all.map(one => one.pathname)")
    assert len(menu) >= 10
    assert set(menu) <= {path.partition("?")[0] for path in EVERY}


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("path", EVERY)
def test_a_table_may_scroll_in_its_frame_but_never_the_page(path, lang, page):
    assert page.goto(f"{path}&lang={lang}").ok
    assert page_widths(page) == list(WIDTHS)


@pytest.mark.parametrize("path", NAMED)
def test_a_name_of_one_very_long_word_breaks_and_pushes_no_column_out_of_view(path, page, long_names):
    page.goto(f"{long_names}{path}")
    assert page.get_by_text("Sagsbehandlingssystem").count()
    assert page_widths(page) == list(WIDTHS)
    page.set_viewport_size({"width": 800, "height": 900})
    assert page.eval_on_selector_all(".scroll", WIDE_NAMES) == []


def test_the_list_of_systems_keeps_their_names_in_sight(page):
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto("/systems")
    name = page.locator("tbody th").first
    before = name.bounding_box()["x"]
    page.locator(".scroll").evaluate("one => { one.scrollLeft = 100 }")
    assert page.locator(".scroll").evaluate("one => one.scrollLeft") == 100
    assert name.bounding_box()["x"] == before


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
