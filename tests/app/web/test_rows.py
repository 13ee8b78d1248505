"""Long lists of pages: 50 rows, said so, and a link to the rest that works without JavaScript."""

from __future__ import annotations

import html
import re

import pytest

from app.service.verbs import Landskab
from app.settings import Settings
from app.web.pages.impact.page import FEW_REASONS
from app.web.rendering import FOLDER, Pages
from model.claims.batch import Batch
from model.claims.state import Revision, State
from tests.app.web_town import client, impact, landskab, over, words
from tests.fakes.memory_store import MemoryStore

MANY = 130
USERS = [f"many-{number:04}" for number in range(MANY)]
LISTS = {
    "hit systems": (impact("flis"), "rows", 'data-system="many-', f"Viser 1–50 af {MANY + 5}."),
    "what a system gives": ("/systems/flis", "needed-by", 'href="/systems/many-', f"Viser 50 af {MANY + 1}."),
    "added systems": ("/diff?a=0&b=1", "added-systems", '<code class="soft">many-', f"Viser 50 af {MANY + 7}."),
}


@pytest.fixture(scope="module")
def many():
    return client(many=MANY)


@pytest.mark.parametrize("name", LISTS)
def test_a_long_list_shows_fifty_and_a_link_leads_to_the_rest(many, name):
    address, anchor, row, said = LISTS[name]
    first = many.get(address).text
    assert said in words(first)
    assert first.count(row) <= 50
    link = html.unescape(re.search(rf'href="([^"]*rows=[^"]*)#{anchor}"', first)[1])
    whole = many.get(link).text
    assert f'id="{anchor}"' in whole
    assert whole.count(row) == MANY


def test_the_history_shows_fifty_and_leads_to_the_rest():
    verbs = landskab()
    state = verbs.state(1)
    for number in range(2, 61):
        state = state.with_batch(Batch.of("hand", systems={f"s{number}": {"name": f"S {number}"}}))
        verbs.store.append(state, Revision(number, f"2026-02-01T00:00:{number % 60:02}+00:00", "import", "hand", ""))
    first = over(verbs).get("/history").text
    assert "Viser 50 af 60." in words(first)
    assert first.count("<tr") == 51
    link = html.unescape(re.search(r'href="([^"]*rows=[^"]*)"', first)[1])
    assert over(verbs).get(link).text.count("<tr") == 61


def with_reasons(count: int) -> Landskab:
    """A system that loses so many kinds of data at once."""
    systems = {"from": {"name": "Fra"}, "to": {"name": "Til"}}
    objects = tuple(f"data.del{number:02}" for number in range(count))
    flows = {"f": {"provider": "from", "consumer": "to", "need": "required", "data_objects": objects}}
    store = MemoryStore()
    state = State().with_batch(Batch.of("hand", systems=systems, flows=flows))
    store.append(state, Revision(1, "2026-01-31T00:00:00+00:00", "import", "hand", ""))
    return Landskab(store, Settings(store="memory", lang="da"))


def test_a_system_with_many_reasons_shows_some_and_the_address_asks_for_all_of_it():
    pages = over(with_reasons(20))
    first = pages.get(impact("from")).text
    reasons = re.compile(r'<ul class="reasons">(.*?)</ul>', re.DOTALL)
    assert reasons.search(first)[1].count("<li>") == FEW_REASONS
    assert f"Viser {FEW_REASONS} af 20." in words(first)
    link, row = re.search(r'href="([^"]*why=to)#(row-1)"', first).groups()
    whole = pages.get(html.unescape(link)).text
    assert reasons.search(whole)[1].count("<li>") == 20
    assert f'id="{row}"' in whole
    assert reasons.search(pages.get(impact("from").replace("/impact", "/impact/print")).text)[1].count("<li>") == 20


def test_few_reasons_are_all_shown():
    shown = over(with_reasons(FEW_REASONS)).get(impact("from")).text
    assert shown.count("<li>", shown.index('class="reasons"')) >= FEW_REASONS
    assert "why=to" not in shown


def test_every_template_is_compiled_before_the_first_page():
    pages = Pages(landskab())
    pages.compile()
    assert len(pages._templates.cache) == len(list(FOLDER.rglob("*.html")))
