"""The pages in a real browser against the real server: what needs JavaScript, and that nothing leaves the host."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import quote, urlsplit

import pytest

from app.application import create_app
from tests.app.web_town import HOSTILE, SLASHED, landskab
from tests.serving import serving

pytestmark = pytest.mark.browser
PAGES = [
    "/",
    "/?what=momentum&what=ukendt",
    "/impact?what=flis",
    "/impact?what=kmd-aktiv&lang=en",
    "/impact?what=ukendt",
    "/impact/print?what=momentum",
    "/systems",
    f"/systems/{quote(SLASHED, safe='')}",
    "/systems/kmd-aktiv?revision=1",
    "/history",
    "/diff?a=1&b=2",
    "/sources",
    "/import",
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(create_app(landskab(changed=True, many=30))) as address:
        yield address


@pytest.fixture
def page(browser, address):
    """A page that fails its test when it asks another host, or writes an error on the console."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, base_url=address)
    opened = context.new_page()
    elsewhere, errors = [], []
    host = urlsplit(address).netloc
    opened.on("request", lambda request: urlsplit(request.url).netloc != host and elsewhere.append(request.url))
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on(
        "console", lambda said: said.type == "error" and "status of 4" not in said.text and errors.append(said.text)
    )
    opened.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
    yield opened
    context.close()
    assert elsewhere == []
    assert errors == []


def _is_error(said) -> bool:
    """Chromium also writes there that a page came with a status of 404, as it should."""
    return said.type == "error" and "status of 4" not in said.text


def test_search_as_you_type_picks_systems_and_leads_to_the_answer(page):
    page.goto("/")
    page.locator("#what").press_sequentially("momen")
    option = page.get_by_role("option", name="KMD Momentum")
    option.wait_for()
    assert page.locator("#what").get_attribute("aria-expanded") == "true"
    page.keyboard.press("ArrowDown")
    assert page.locator("#what").get_attribute("aria-activedescendant") == option.get_attribute("id")
    page.keyboard.press("Enter")
    page.locator("#what").press_sequentially("vendor:komb")
    page.get_by_role("option", name="KOMBIT").click()
    assert page.locator(".chip").count() == 2
    page.get_by_role("button", name="Se, hvad der sker").click()
    page.wait_for_url("**/impact?*")
    assert page.url.endswith("/impact?what=momentum&what=vendor%3AKOMBIT")
    assert "KMD Momentum" in page.locator("h1").inner_text()


def test_the_keyboard_is_enough(page):
    page.goto("/")
    page.locator("#what").press_sequentially("flis")
    page.get_by_role("option", name="FLIS").first.wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/impact?*")
    assert "FLIS" in page.locator("h1").inner_text()


def test_backspace_and_the_cross_take_a_thing_away(page):
    page.goto("/?what=momentum&what=flis")
    page.locator("#what").focus()
    page.keyboard.press("Backspace")
    assert page.locator(".chip").count() == 1
    page.get_by_label("Fjern KMD Momentum").click()
    assert page.locator(".chip").count() == 0


def test_nothing_fits_is_said(page):
    page.goto("/")
    page.locator("#what").press_sequentially("qqqzzzxxx")
    page.get_by_text("Ingen forslag").first.wait_for()
    assert page.locator("#what-status").inner_text() == "Ingen forslag"


def test_a_filter_is_in_the_address_and_hides_rows_only(page):
    page.goto("/impact?what=kmd-aktiv")
    before = page.locator("#hits tbody tr").count()
    counts = page.locator(".count b").all_inner_texts()
    page.locator("a.count", has_text="kan stoppe").click()
    page.wait_for_url("**verdict=may_stop**")
    assert 0 < page.locator("#hits tbody tr").count() < before
    assert page.locator(".count b").all_inner_texts() == counts
    page.get_by_role("link", name="Vis alle", exact=True).click()
    assert page.locator("#hits tbody tr").count() == before


def test_a_row_lights_its_chain_in_the_picture_and_back(page):
    page.goto("/impact?what=momentum")
    page.locator("#hits tbody tr").last.hover()
    lit = page.locator(".net .box.lit").evaluate_all("boxes => boxes.map(box => box.dataset.key)")
    assert sorted(lit) == sorted(["systems:momentum", f"systems:{SLASHED}", "systems:long"])
    page.locator(".net .box").nth(1).locator(".side").hover()
    assert page.locator("#hits tr.lit").count() == 1


def test_a_fold_opens_in_place_and_the_address_remembers(page):
    page.goto("/impact?what=flis")
    few = page.locator(".net .box").count()
    page.locator(".net .box.fold a").first.click()
    page.wait_for_function("few => document.querySelectorAll('.net .box').length > few", arg=few)
    assert "unfold=" in page.url
    many = page.locator(".net .box").count()
    page.reload()
    assert page.locator(".net .box").count() == many
    page.go_back()
    page.wait_for_function("few => document.querySelectorAll('.net .box').length === few", arg=few)


def test_the_link_is_copied_with_its_revision(page, address):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=address)
    page.goto("/impact?what=momentum")
    page.get_by_role("button", name="Kopiér link").click()
    page.get_by_role("button", name="Linket er kopieret").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/impact?what=momentum&revision=2"


def test_hostile_names_are_text_everywhere(page):
    for path in (
        "/systems",
        f"/systems/{quote(SLASHED, safe='')}",
        "/impact?what=momentum",
        "/impact/print?what=momentum",
    ):
        page.goto(path)
        assert HOSTILE in page.locator("main").inner_text()
        assert page.locator("main script, main img").count() == 0
    page.goto("/")
    page.locator("#what").press_sequentially("script")
    page.get_by_role("option", name=HOSTILE).click()
    page.get_by_role("button", name="Se, hvad der sker").click()
    page.wait_for_url("**/impact?*")
    assert HOSTILE in page.locator("h1").inner_text()


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [1440, 1024, 768])
def test_no_page_is_wider_than_the_screen(page, path, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_pages_are_accessible(page, path):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page.goto(path)
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]][:3]) for one in found] == []


def test_without_javascript_the_question_and_the_answer_are_there(browser, address):
    context = browser.new_context(java_script_enabled=False, base_url=address)
    page = context.new_page()
    page.goto("/")
    page.locator("#what").fill("KMD Momentum")
    page.get_by_role("button", name="Tilføj endnu et").click()
    page.locator("#what").fill("FLIS")
    page.get_by_role("button", name="Se, hvad der sker").click()
    assert re.search("KMD Momentum og FLIS|FLIS og KMD Momentum", page.locator("h1").inner_text())
    assert page.locator(".net .box").count() > 2
    context.close()


def test_what_a_system_is_for_is_answered_with_a_press_and_told_where_it_was_asked(page):
    """Last, for it writes: a form of this server's own is let through, and the reader is where the answer stands."""
    page.goto("/systems/kmd-aktiv")
    page.get_by_role("button", name="Nej, ikke det: KMD Aktiv: kontanthjaelp").click()
    page.wait_for_url("**/systems/kmd-aktiv?noted=3&part=purposes#purposes")
    assert "KMD Aktiv er ikke til: kontanthjaelp." in page.get_by_role("status").first.inner_text()
    assert page.locator("#purposes").evaluate("part => part.getBoundingClientRect().top < innerHeight")
    page.get_by_label("eller jeres eget ord").fill("to ord")
    page.get_by_role("button", name="Notér").click()
    page.get_by_role("alert").wait_for()
    assert page.get_by_role("alert").inner_text().endswith("uden mellemrum; 'to ord' er det ikke.")
    assert page.get_by_role("alert").evaluate("said => said.getBoundingClientRect().top < innerHeight")
    assert page.get_by_label("eller jeres eget ord").input_value() == "to ord"
