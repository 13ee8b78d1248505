"""The questions of the whole landscape: every door gives the same numbers."""

from __future__ import annotations

import gc
import html
import io
import json
import re
import resource
import weakref
from collections.abc import Sequence
from datetime import date

import openpyxl
import pytest
from starlette.testclient import TestClient

from app.application import create_app
from app.cli.main import run
from app.composition import compose
from app.http.json_stream import json_bytes
from app.language.i18n import translator
from app.service.loaded_landscapes import KEPT
from app.service.report_cells import cell_text
from app.settings import Settings
from model.rows import as_json
from queries.registry import QUESTIONS
from tests.app.town import town
from tests.docs.pages import ROOT
from visualisations.report.report import Linked

HERE = "http://127.0.0.1:8000"
DAY = "2026-11-22"
ROW = re.compile(r'<tr>(<th scope=row.*?)</tr>\s*(?:<tr class="under">(.*?)</tr>)?', re.DOTALL)
UNDER = re.compile(r'<span class="named">(.*?):</span> <span class="said[^"]*">(.*?)</span></div>', re.DOTALL)
BUTTONS = re.compile(r'<td class="reply".*?</td>', re.DOTALL)
CELL = re.compile(r"<(?:th|td)[^>]*>(.*?)</(?:th|td)>", re.DOTALL)


@pytest.fixture(scope="module")
def landskab(tmp_path_factory):
    store = f"sqlite:///{tmp_path_factory.mktemp('questions') / 'sample.db'}"
    landskab = compose(Settings(store=store, version="1.2.3"))
    landskab.import_path(ROOT / "samples" / "eksempelkommune")
    yield landskab
    landskab.store.close()


@pytest.fixture(scope="module")
def client(landskab):
    with TestClient(create_app(landskab), base_url=HERE) as client:
        yield client


@pytest.fixture
def ask(landskab, capfdbinary):
    def asked(*words):
        code = run([*words], {"LANDSKAB_STORE": landskab.settings.store})
        said = capfdbinary.readouterr()
        assert said.err == b"", said.err
        return code, said.out

    return asked


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("limit", [None, "3"])
def test_command_and_address_give_the_same_document(name, limit, ask, client):
    code, out = ask(name, "--as-of", DAY, "--json", *(["--limit", limit] if limit else []))
    assert code == 0
    answer = client.get(f"/api/v1/{name}?as_of={DAY}" + (f"&limit={limit}" if limit else ""))
    assert answer.status_code == 200
    assert out == answer.content
    assert json.loads(out)


@pytest.mark.parametrize("lang", ["da", "en"])
@pytest.mark.parametrize("name", QUESTIONS)
def test_page_and_sheet_show_every_number_of_the_report(name, lang, landskab, client):
    told = landskab.ask(name, {"as_of": [DAY]})
    translate = translator(lang)
    report = told.report(translate, lang)
    page = client.get(f"/{name}?as_of={DAY}&rows=2000&lang={lang}").text
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/{name}.xlsx?as_of={DAY}&lang={lang}").content))
    for sentence in report.sentences:
        assert html.escape(sentence, quote=False).replace('"', "&#34;").replace("'", "&#39;") in page
        assert sentence in [cell.value for row in book.worksheets[0] for cell in row]
    parts = re.split(r'<section class="part"', page)[1:]
    for table, part, sheet in zip(report.tables, parts, book.worksheets[1:], strict=True):
        kinds = [column.kind for column in table.columns]
        answered = {place for place, kind in enumerate(kinds) if table.replies and kind == "command"}  # by buttons
        wanted = [
            [cell_text(cell, kind, translate=translate, lang=lang) for cell, kind in zip(row, kinds, strict=True)]
            for row in table.rows
        ]
        linked = [
            [
                cell_text(pressed(cell), kind, translate=translate, lang=lang)
                for cell, kind in zip(row, kinds, strict=True)
            ]
            for row in table.rows
        ]
        seen = [column for place, column in enumerate(table.columns) if place not in answered]
        shown = [on_page(*row, seen) for row in ROW.findall(BUTTONS.sub("", part))]
        assert shown == [
            [[line for line in text.split("\n") if line] for place, text in enumerate(row) if place not in answered]
            for row in linked
        ], table.key
        rows = list(sheet.iter_rows(min_row=4, max_col=len(kinds), values_only=True))
        assert [
            [in_sheet(cell, kind, translate, lang) for cell, kind in zip(row, kinds, strict=True)] for row in rows
        ] == [[joined(text.split("\n")) for text in row] for row in wanted], table.key


def pressed(cell):
    """A cell as where its links can be pressed."""
    several = isinstance(cell, Sequence) and not isinstance(cell, str)
    parts = [one.text if isinstance(one, Linked) else one for one in (cell if several else [cell])]
    return parts if several else parts[0]


def joined(parts):
    """Several in one cell of a workbook: no mark stands behind a full stop."""
    return ("\n" if any(part.endswith(".") for part in parts) else "; ").join(parts)


def on_page(row, under, columns):
    """The cells of a row in the order of the columns, those that stand beneath it too."""
    main = iter([lines_of(cell) for cell in CELL.findall(row)])
    beneath = {html.unescape(name): lines_of(cell) for name, cell in UNDER.findall(under)}
    cells = [beneath.get(column.name, []) if column.beneath else next(main) for column in columns]
    assert next(main, None) is None
    return cells


def lines_of(cell):
    lines = [
        html.unescape(re.sub(r"<[^>]*>", "", line)) for line in re.findall(r'<span class="line">(.*?)</span>', cell)
    ]
    return [part for line in lines for part in line.split("\n") if part]


def in_sheet(cell, kind, translate, lang):
    """A cell of a workbook as the report writes it."""
    if hasattr(cell, "date"):
        cell = cell.date()
    return "" if cell is None else cell_text(cell, kind, translate=translate, lang=lang)


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_command_line_prints_the_whole_report(name, ask, landskab):
    code, out = ask(name, "--as-of", DAY, "--limit", "100000")
    said = "".join(out.decode().split())
    report = landskab.ask(name, {"as_of": [DAY]}).report(translator("da"), "da")
    assert code == 0
    for text in (*report.sentences, *(table.title for table in report.tables)):
        assert "".join(text.split()) in said


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_unknown_option_value_is_one_sentence(name, client):
    answer = client.get(f"/api/v1/{name}?as_of=31-02-2027")
    assert (answer.status_code, answer.json()["type"]) == (422, "/docs/problems#bad-input")
    assert client.get(f"/{name}?as_of=31-02-2027").status_code in (400, 422)


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_empty_store_says_what_to_do(name, tmp_path):
    empty = compose(Settings(store=f"sqlite:///{tmp_path / 'none.db'}"))
    with TestClient(create_app(empty), base_url=HERE) as client:
        assert "/import" in client.get(f"/{name}").text
        assert client.get(f"/api/v1/{name}").status_code == 200


def test_an_answer_is_worked_out_once(landskab):
    one, two = (landskab.ask("moves", {"as_of": [DAY]}) for _ in range(2))
    assert one.answer is two.answer
    assert landskab.ask("moves", {"as_of": [DAY], "switch_cost": ["1"]}).answer is not one.answer
    assert landskab.ask("moves", {}).as_of == landskab.clock().date()


def test_answers_keep_no_landscape_that_is_let_go(tmp_path):
    landskab = town(tmp_path)
    for name in ("sms", "booking", "reporting", "not:sms", "not:booking"):
        landskab.tag("opus", [name])
    alive = []
    for number in range(1, 7):
        for name in ("purchases", "overview"):  # lists that are worked out as they are read
            told = landskab.ask(name, {"as_of": [DAY]}, revision=number)
        alive.append(weakref.ref(told.landscape))
        del told
    gc.collect()
    assert sum(one() is not None for one in alive) <= KEPT + 1


def test_every_number_of_the_overview_opens_its_rows(landskab, client):
    answer = landskab.ask("overview", {"as_of": [DAY]}).answer
    for number in (one for section in answer.sections for one in section.numbers):
        page = client.get("/overview", params={"number": number.key, "as_of": DAY, "rows": 2000})
        assert page.status_code == 200, number.key
        if not number.parts and not number.key.endswith(".unknown"):
            first = re.split(r'<section class="part"', page.text)[1]
            assert len(ROW.findall(first)) == len(number.rows), number.key
    assert client.get("/overview?number=nothing").status_code in (400, 422)


def test_one_system_has_an_overview_of_its_own(ask, client):
    code, out = ask("overview", "--system", "KMD Aktiv", "--as-of", DAY, "--json")
    answer = client.get("/api/v1/overview", params={"system": "KMD Aktiv", "as_of": DAY})
    assert (code, out) == (0, answer.content)
    assert "Birgit Tofthøj" in client.get(f"/overview?system=system:kmd-aktiv&as_of={DAY}").text
    assert 'href="/overview?system=system:kmd-aktiv"' in client.get("/systems/kmd-aktiv").text


def test_a_price_told_and_a_switch_cost_change_what_moves(client, landskab):
    plain, told = (
        client.get("/api/v1/moves", params={"as_of": DAY, **more}).json()
        for more in ({}, {"switch_cost": "1", "price": ["SF6004=12000"]})
    )
    known = [sum(move["switch_cost"] is not None for move in answer["moves"]) for answer in (plain, told)]
    assert known[0] < known[1] == len(told["moves"])
    assert as_json(landskab.ask("moves", {"as_of": [DAY]}).answer.as_json(), None) == plain


def test_after_the_moves_the_register_that_closes_concerns_nobody(client, ask, landskab):
    answer = client.get(f"/api/v1/moves?as_of={DAY}").json()
    closing = [one["id"] for one in answer["registers"] if one["consumers"] and one["now"] == one["consumers"]]
    assert closing
    after = client.get(f"/api/v1/moves?as_of={DAY}&apply=true").json()
    for one in after["registers"]:
        if one["id"] in closing:
            assert one["still_fed"] == []
            hit = one["after"] or {}
            assert {
                hit.get(name, 0) for name in ("stops", "may_stop", "degraded", "may_degrade", "loses_redundancy")
            } == {0}
            assert sum(one["before"][name] for name in ("stops", "may_stop", "degraded", "may_degrade")) > 0
    assert ask("moves", "--apply", "--as-of", DAY, "--json") == (0, json_bytes(after))
    assert landskab.store.newest() == 1


def test_the_calendar_file_is_the_same_on_both_doors(client, tmp_path, landskab):
    path = tmp_path / "dates.ics"
    assert run(["calendar", "--as-of", DAY, "--ics", str(path)], {"LANDSKAB_STORE": landskab.settings.store}) == 0
    sent = client.get(f"/calendar.ics?as_of={DAY}")
    assert sent.headers["content-type"] == "text/calendar; charset=utf-8"
    assert sent.headers["content-disposition"] == 'attachment; filename="calendar-2026-11-22.ics"'
    assert path.read_bytes() == sent.content
    assert sent.content.startswith(b"BEGIN:VCALENDAR")


def test_two_things_at_a_time_are_refused(client, ask):
    for address in (
        "/api/v1/overview?system=kmd-aktiv&number=cost.total",
        "/overview?system=kmd-aktiv&number=cost.total",
    ):
        assert client.get(address).status_code in (400, 422)


def test_a_calendar_file_that_cannot_be_written_leaves_the_one_before(tmp_path, landskab, capfd):
    path = tmp_path / "dates.ics"
    path.write_text("before")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, limits[1]))
    try:
        code = run(["calendar", "--as-of", DAY, "--ics", str(path)], {"LANDSKAB_STORE": landskab.settings.store})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert code != 0
    assert capfd.readouterr().err.count("\n") == 1
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("dates.ics", "before")]


def test_a_question_of_an_earlier_revision(client):
    one = client.get(f"/api/v1/moves?as_of={DAY}&revision=1")
    assert one.status_code == 200
    assert client.get("/api/v1/moves?revision=99").status_code == 404


def test_the_day_of_asking_is_in_the_answer(landskab):
    assert landskab.ask("calendar", {"as_of": ["31.03.2027"]}).as_of == date(2027, 3, 31)


def test_the_key_of_a_number_stands_where_nothing_can_be_pressed(ask, client):
    address = f"/overview?as_of={DAY}"
    page = client.get(address).text
    opened = re.search(r'<a href="([^"]*number=cost\.total)">åbn</a>', page)
    assert opened
    assert client.get(html.unescape(opened[1])).status_code == 200
    _, said = ask("overview", "--as-of", DAY)
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"/overview.xlsx?as_of={DAY}").content))
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row]
    assert "åbn" not in said.decode()
    assert not [cell for cell in cells if "åbn" in cell]
    assert "cost.total" in said.decode()
    assert "cost.total" in cells
    listed = [cell for cell in cells if re.search(r"og \d+ mere: systems\.in_use$", cell)]
    assert len(listed) == 1


@pytest.mark.parametrize("question", QUESTIONS.values(), ids=lambda one: one.name)
def test_the_page_offers_what_the_row_of_its_question_says(question, client):
    page = client.get(f"/{question.name}?as_of={DAY}&lang=en").text
    buttons = [variant for variant in question.variants if variant.button]
    assert all(f'{one.option.name}=true">{one.button}</a>' in page for one in buttons)
    assert all(
        f'/{question.name}{kind.suffix}?as_of={DAY}&amp;lang=en" download>{kind.title}' in page
        for kind in question.files
    )
    assert ('<div class="timeline"' in page) == (question.drawing is not None)
    assert (question.drawing is None) or f'aria-label="{question.drawing.title}"' in page
    fields = re.findall(r'<input id="o-(\w+)"', page)
    assert fields == [option.name for option in question.fields]
    assert f'<a href="/{question.name}?lang=en" aria-current="page">{question.title}</a>' in page


def test_a_page_that_asks_for_something_else_keeps_it_and_leads_back(client):
    page = client.get(f"/moves?as_of={DAY}&apply=true&lang=en").text
    assert '<input type="hidden" name="apply" value="true">' in page
    assert f'<a href="/moves?as_of={DAY}&amp;lang=en">Back to Copy registers</a>' in page
    assert "After the moves …" not in page
