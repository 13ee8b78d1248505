"""A running service whose store goes away, is slow, and comes back: what every door answers meanwhile."""

from __future__ import annotations

import logging
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.cli import door as cli_door
from app.cli.main import run
from app.composition import compose
from app.http.problems import RETRY_AFTER
from app.http.serving.health import FRESH
from app.http.store_said import EXAMPLE, HEADER
from app.service.store_watch import PATIENCE, PAUSE, StoreWatch
from model.claims.batch import Batch
from model.claims.state import Revision
from model.errors import StoreAway, StoreError, StoreTooNew
from tests.app import web_town
from tests.app.town import store_of, town
from tests.app.web_town import over, words
from tests.fakes.failing_store import SECRET, FailingStore

LOADED = datetime(2026, 11, 23, 8, 0, 5, tzinfo=UTC)
SAID = "away; revision={}; loaded=2026-11-23T08:00:05Z"
BANNER = "Lageret svarer ikke. Svarene bygger på revision {}, indlæst 23. nov. 2026 kl. 08.00 UTC."
API = (
    "/api/v1/systems",
    "/api/v1/systems/flis",
    "/api/v1/systems/momentum/impact",
    "/api/v1/sources",
    "/api/v1/revisions",
    "/api/v1/revisions/0/diff/2",
)
PAGES = (
    "/",
    "/systems",
    "/systems/flis",
    "/impact?what=momentum",
    "/impact/print?what=momentum",
    "/history",
    "/sources",
    "/diff?a=0&b=2",
    "/import",
)
FILES = ("/impact.xlsx?what=momentum", "/impact.html?what=momentum", "/suggest?q=mom")
UPLOAD = {"file": ("systems.csv", b"id,name\nnew,New\n")}


class Service:
    """The town of two revisions behind a store that can fail, and browsers in front."""

    def __init__(self, store=None):
        self.now = 0.0
        self.store = FailingStore(store or web_town.landskab(changed=True).store)
        self.verbs = replace(
            web_town.landskab(empty=True),
            store=self.store,
            clock=lambda: LOADED,
            watch=StoreWatch(lambda: self.now),
        )
        self.client = over(self.verbs)

    def get(self, address, **headers):
        if address == "/health":
            time.sleep(FRESH)  # for so long the store's last answer is passed on
        answer = self.client.get(address, headers=headers)
        assert SECRET not in answer.text
        assert "Traceback" not in answer.text
        return answer

    def add(self, **systems):
        """Another program imports a revision."""
        state = self.store.store.load()
        after = state.with_batch(Batch.of("other", systems=systems))
        at = f"2026-03-{after.revision:02}T08:00:00+00:00"
        self.store.store.append(after, Revision(after.revision, at, "import", "other", "more"))

    def later(self, seconds=PAUSE):
        self.now += seconds


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def loaded(service):
    """A service that has answered once and whose store is away since."""
    assert service.get("/api/v1/systems").status_code == 200
    service.store.go_away()
    return service


@pytest.mark.parametrize("address", [*API, "/health"])
def test_a_service_that_has_loaded_nothing_says_503(service, address):
    service.store.go_away()
    answer = service.get(address)
    assert (answer.status_code, answer.json()["type"]) == (503, "/docs/problems#store-unavailable")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["retry-after"] == str(RETRY_AFTER)
    assert answer.json()["detail"] == "The store memory: the server does not answer."
    assert HEADER not in answer.headers


@pytest.mark.parametrize("address", [*PAGES, *FILES])
def test_a_page_of_a_service_that_has_loaded_nothing_says_503(service, address):
    service.store.go_away()
    answer = service.get(address)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, str(RETRY_AFTER))
    assert "Lageret svarer ikke" in words(answer.text)
    assert "Svarene bygger på" not in words(answer.text)


@pytest.mark.parametrize("address", [*API, *FILES])
def test_the_api_and_the_files_answer_the_same_and_say_it_in_a_header(service, address):
    before = service.get(address)
    service.get("/systems")
    service.store.go_away()
    after = service.get(address)
    assert (before.status_code, after.status_code) == (200, 200)
    assert HEADER not in before.headers
    assert after.headers[HEADER] == SAID.format(2)
    if not address.startswith("/impact."):
        assert after.content == before.content


def test_a_question_by_post_is_answered_too(loaded):
    answer = loaded.client.post("/api/v1/impact", json={"turn_off": ["momentum"]})
    assert (answer.status_code, answer.json()["revision"]) == (200, 2)
    assert answer.headers[HEADER] == SAID.format(2)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_and_says_it(service, address):
    before = service.get(address)
    service.get("/systems")
    service.store.go_away()
    after = service.get(address)
    assert (before.status_code, after.status_code) == (200, 200)
    assert "Lageret svarer ikke" not in before.text
    assert BANNER.format(2) in words(after.text)
    assert after.headers[HEADER] == SAID.format(2)
    assert "etag" not in after.headers  # a page is asked for anew each time, so none outlives its banner
    assert after.headers["cache-control"] == "no-cache"


def test_the_banner_is_english_for_who_reads_english(loaded):
    said = words(loaded.get("/systems?lang=en").text)
    assert "The store does not answer. The answers are built on revision 2, loaded 23 Nov 2026, 08:00 UTC." in said


def test_an_error_of_the_question_is_still_its_own_and_says_what_was_asked(loaded):
    answer = loaded.get("/api/v1/systems/nobody-at-all")
    assert (answer.status_code, answer.headers[HEADER]) == (404, SAID.format(2))
    page = loaded.get("/systems/nobody-at-all")
    assert (page.status_code, page.headers[HEADER]) == (404, SAID.format(2))
    assert BANNER.format(2) in words(page.text)


def test_health_says_it_and_is_well_while_there_is_an_answer(service):
    assert service.get("/health").json() == {"status": "ok", "revision": 2, "version": service.client.app.version}
    service.store.go_away()
    assert service.get("/health").status_code == 503  # it has read the history, and loaded no landscape
    service.store.come_back()
    service.later()
    service.get("/systems")
    service.store.go_away()
    answer = service.get("/health")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "store-away",
        "revision": 2,
        "version": service.client.app.version,
        "loaded": "2026-11-23T08:00:05+00:00",
    }


def test_what_writes_is_never_answered_from_memory(loaded):
    for query in ("", "?dry_run=true"):
        answer = loaded.client.post(f"/api/v1/imports{query}", files=UPLOAD)
        assert (answer.status_code, answer.headers["content-type"]) == (503, "application/problem+json")
        assert answer.headers["retry-after"] == str(RETRY_AFTER)
    for act in ("dry-run", "import"):
        page = loaded.client.post("/import", files=UPLOAD, data={"act": act})
        assert page.status_code == 503
        assert "Lageret svarer ikke" in words(page.text)
    for write in (
        lambda: loaded.verbs.order_sources(["hand"]),
        lambda: loaded.verbs.remove_source("hand"),
        loaded.verbs.undo,
    ):
        with pytest.raises(StoreAway):
            write()
    assert loaded.store.store.newest() == 2


def test_an_import_whose_last_step_fails_stores_nothing_and_reading_goes_on(service):
    service.store.go_away("append")
    assert service.client.post("/api/v1/imports", files=UPLOAD).status_code == 503
    assert service.get("/api/v1/systems").headers[HEADER] == SAID.format(2)
    service.store.come_back()
    service.later()
    assert service.client.post("/api/v1/imports", files=UPLOAD).json()["revision"] == 3
    answer = service.get("/api/v1/systems/new")
    assert (answer.status_code, HEADER in answer.headers) == (200, False)


def test_the_store_is_not_asked_in_the_pause(loaded):
    loaded.get("/systems")
    before = len(loaded.store.asked)
    for address in (*API, *PAGES, "/health"):
        assert loaded.get(address).status_code == 200
    assert len(loaded.store.asked) == before
    loaded.later()
    loaded.get("/systems")
    assert len(loaded.store.asked) == before + 1


def test_the_store_comes_back_with_a_newer_revision(loaded):
    assert loaded.get("/api/v1/systems/newer").status_code == 404
    loaded.add(newer={"name": "Newer"})
    loaded.store.come_back()
    assert loaded.get("/api/v1/systems/newer").headers[HEADER] == SAID.format(2)
    loaded.later()
    answer = loaded.get("/api/v1/systems/newer")
    assert (answer.status_code, HEADER in answer.headers) == (200, False)
    assert loaded.get("/health").json()["status"] == "ok"
    page = loaded.get("/systems/newer")
    assert (page.status_code, "Lageret svarer ikke" in page.text, HEADER in page.headers) == (200, False, False)
    loaded.store.go_away()
    assert loaded.get("/api/v1/systems/newer").headers[HEADER] == SAID.format(3)


def test_a_newer_revision_that_cannot_be_loaded_leaves_the_one_before(service):
    service.get("/systems")
    service.add(newer={"name": "Newer"})
    service.store.go_away("load")
    for address in ("/api/v1/systems", "/systems", "/api/v1/revisions", "/health"):
        assert service.get(address).headers[HEADER] == SAID.format(2)
        service.later()  # the history answers again each time, and it is not as before until the landscape is there too
    assert [one["number"] for one in service.get("/api/v1/revisions").json()["items"]] == [1, 2]
    service.store.come_back()
    service.later()
    answer = service.get("/api/v1/systems/newer")
    assert (answer.status_code, HEADER in answer.headers) == (200, False)


def test_an_old_revision_is_answered_where_memory_has_it(loaded):
    for address in ("/api/v1/systems?revision=1", "/systems?revision=1", "/api/v1/revisions/1/diff/2"):
        answer = loaded.get(address)
        assert (answer.status_code, HEADER in answer.headers) == (503, False), address
    loaded.store.come_back()
    loaded.later()
    loaded.get("/systems?revision=1")
    loaded.store.go_away()
    assert loaded.get("/api/v1/systems?revision=1").headers[HEADER] == SAID.format(1)
    page = words(loaded.get("/systems?revision=1").text)
    assert BANNER.format(1) in page
    assert "Du ser landskabet, som det var den 31. jan. 2026" in page
    assert loaded.get("/api/v1/revisions/1/diff/2").status_code == 200
    assert loaded.get("/api/v1/systems?revision=3").status_code == 503  # there may be one by now


def test_the_newest_outlives_old_ones_that_are_asked_for(service):
    for number in range(3, 7):
        service.add(**{f"s{number}": {"name": f"System {number}"}})
    service.get("/systems")
    for number in range(1, 6):
        service.get(f"/systems?revision={number}")
    service.store.go_away()
    assert service.get("/api/v1/systems/s6").headers[HEADER] == SAID.format(6)


def test_a_tag_is_of_the_store_or_of_memory(service):
    address = "/api/v1/systems/momentum/impact"
    live = service.get(address).headers["etag"]
    service.store.go_away()
    kept = service.get(address, **{"If-None-Match": live})
    assert (kept.status_code, kept.headers["etag"] != live) == (200, True)
    again = service.get(address, **{"If-None-Match": kept.headers["etag"]})
    assert (again.status_code, again.headers[HEADER]) == (304, SAID.format(2))
    service.store.come_back()
    service.later()
    back = service.get(address, **{"If-None-Match": kept.headers["etag"]})
    assert (back.status_code, back.headers["etag"], HEADER in back.headers) == (200, live, False)


@pytest.mark.parametrize("error", [StoreError("The store is damaged."), StoreTooNew("The store is too new.")])
def test_any_other_error_of_the_store_is_told(service, error):
    service.get("/systems")
    service.store.go_away(error=error)
    for address in ("/api/v1/systems", "/systems", "/health"):
        assert service.get(address).status_code == 503
    service.store.come_back()
    assert HEADER not in service.get("/api/v1/systems").headers


def test_a_slow_store_holds_up_nobody_but_who_asked_first(service):
    service.get("/systems")
    service.store.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(service.get, "/api/v1/systems")
        assert service.store.reached.wait(30)
        service.later(PATIENCE + 0.1)
        for address in ("/api/v1/systems", "/systems", "/health"):
            assert service.get(address).headers[HEADER] == SAID.format(2)
        service.store.gate.set()
        assert HEADER not in first.result(30).headers
    assert HEADER not in service.get("/api/v1/systems").headers


def test_while_one_asks_again_the_others_are_answered(loaded):
    loaded.get("/systems")
    loaded.later()
    loaded.store.gate.clear()
    with ThreadPoolExecutor(1) as pool:
        one = pool.submit(loaded.get, "/api/v1/systems")
        assert loaded.store.reached.wait(30)
        before = len(loaded.store.asked)
        for address in (*API, *PAGES, "/health"):
            assert loaded.get(address).headers[HEADER] == SAID.format(2)
        assert len(loaded.store.asked) == before
        loaded.store.come_back()
        loaded.store.gate.set()
        assert HEADER not in one.result(30).headers


def test_many_at_once_while_it_goes_and_comes(service):
    service.get("/systems")
    stop = threading.Event()

    def asking():
        found = set()
        while not stop.is_set():
            answer = service.get("/api/v1/systems/flis")
            found.add((answer.status_code, answer.headers.get(HEADER)))
        return found

    with ThreadPoolExecutor(4) as pool:
        running = [pool.submit(asking) for _ in range(4)]
        for _ in range(10):
            service.store.go_away()
            service.get("/systems")
            service.store.come_back()
            service.later()
            service.get("/systems")
        stop.set()
        found = set().union(*(one.result(60) for one in running))
    assert found <= {(200, None), (200, SAID.format(2))}
    assert HEADER not in service.get("/api/v1/systems").headers


def test_over_a_real_store(tmp_path):
    town(tmp_path).store.close()
    service = Service(compose(replace(web_town.landskab().settings, store=store_of(tmp_path))).store)
    service.get("/systems")
    service.store.go_away()
    answer = service.get("/api/v1/systems/kmd-aktiv/impact")
    assert (answer.status_code, answer.headers[HEADER]) == (200, SAID.format(1))
    service.store.come_back()
    service.later()
    service.add(newer={"name": "Newer"})
    assert HEADER not in service.get("/api/v1/systems/newer").headers
    service.store.close()


def test_the_log_says_when_it_goes_and_when_it_is_back(service, caplog):
    service.get("/systems")
    with caplog.at_level(logging.INFO, logger="app"):
        service.store.go_away()
        for _ in range(3):
            service.get("/systems")
            service.later()
        service.store.come_back()
        service.get("/systems")
    assert [line.getMessage() for line in caplog.records] == [
        "Answers are from memory. The store memory: the server does not answer.",
        "The store answers again.",
    ]
    assert SECRET not in caplog.text


def test_the_documentation_names_the_header_on_what_is_answered_so(service):
    document = service.client.get("/openapi.json").json()
    for path, operations in document["paths"].items():
        for said in operations.values():
            header = said["responses"]["200"].get("headers", {}).get(HEADER)
            assert (header is None) == (path == "/api/v1/imports"), path
    assert re.fullmatch(r"away; revision=\d+; loaded=[\d-]+T[\d:]+Z", EXAMPLE)
    assert re.fullmatch(r"away; revision=\d+; loaded=[\d-]+T[\d:]+Z", SAID.format(2))
    assert HEADER in document["info"]["description"]


@pytest.mark.parametrize("arguments", [["impact", "momentum"], ["systems", "--json"], ["history"], ["sources"]])
def test_the_command_line_has_nothing_loaded_and_says_it_in_a_sentence(service, arguments, monkeypatch, capfd):
    service.store.go_away()
    monkeypatch.setattr(cli_door, "compose", lambda *_, **__: service.verbs)  # no address leads to a store that fails
    assert run(arguments, {}) == 1
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "Lageret memory: the server does not answer.\n")
