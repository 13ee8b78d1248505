"""Answers kept as bytes: the same again from memory, never one that is out of date."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.application import create_app
from app.service.kept_answers import OVERHEAD, KeptAnswers
from app.service.verbs import Landskab
from tests.app.town import FLOWS, town, town_files


class Counting(Landskab):
    """Landskab that counts how often an impact was worked out."""

    asked = 0

    def impact(self, *what, **how):
        self.asked += 1
        return super().impact(*what, **how)


@pytest.fixture
def counting(tmp_path):
    plain = town(tmp_path)
    return Counting(plain.store, plain.settings)


@pytest.fixture
def client(counting):
    return TestClient(create_app(counting), base_url="http://localhost")


ASKED = ("/api/v1/systems/kmd-aktiv/impact", "/impact?what=kmd-aktiv", "/impact/print?what=kmd-aktiv")


@pytest.mark.parametrize("address", ASKED)
def test_the_same_question_again_is_answered_from_memory(client, counting, address):
    first, second = client.get(address), client.get(address)
    assert first.content == second.content
    assert counting.asked == 1
    assert client.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert counting.asked == 1


def test_a_question_by_post_is_kept_too(client, counting):
    asked = [client.post("/api/v1/impact", json={"turn_off": ["kmd-aktiv"], "limit": limit}) for limit in (1, 1, 2)]
    assert asked[0].content == asked[1].content != asked[2].content
    assert counting.asked == 2


@pytest.mark.parametrize("address", ASKED)
def test_another_date_language_limit_or_revision_is_another_answer(client, counting, tmp_path, address):
    mark = "&" if "?" in address else "?"
    spoken = () if address.startswith("/api/") else ("lang=en",)
    changes = ("", "at=2027-01-01", "limit=1", *spoken)
    tags = {client.get(f"{address}{mark}{change}").headers["etag"] for change in changes}
    assert counting.asked == len(tags) == len(changes)
    changed = town_files(tmp_path / "new", dataflow=FLOWS + "KMD Aktiv;intranet;påkrævet;;;\n")
    counting.import_path(changed, source="hand")
    after = client.get(address)
    assert after.headers["etag"] not in tags
    assert "intranet" in after.text
    counting.undo()
    undone = client.get(address)
    assert undone.headers["etag"] not in {*tags, after.headers["etag"]}
    counting.tag("momentum", ["kontanthjaelp"])
    assert client.get(address).headers["etag"] != undone.headers["etag"]


def test_a_page_of_an_old_revision_says_how_many_there_are_now(client, counting, tmp_path):
    address = "/impact?what=kmd-aktiv&revision=1"
    client.get(address)
    counting.import_path(town_files(tmp_path / "new", dataflow=FLOWS + "KMD Aktiv;intranet;;;;\n"), source="hand")
    assert "revision 1 af 2" in client.get(address).text
    counting.undo()
    assert "revision 1 af 3" in client.get(address).text


def test_two_that_ask_at_the_same_time_compute_once():
    kept, made, both = KeptAnswers(), [], threading.Barrier(2, timeout=30)

    def make() -> Iterator[bytes]:
        made.append(1)
        yield b"answer"

    def ask() -> None:
        both.wait()
        got.append(b"".join(kept.chunks("a", make)))

    got: list[bytes] = []
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(30)
    assert got == [b"answer"] * 2
    assert made == [1]


def test_the_oldest_go_where_there_is_no_more_room():
    kept = KeptAnswers(most=2 * (OVERHEAD + 5), one=10)
    for key in "abca":
        kept.whole(key, lambda: b"1234")
        assert kept.size <= 2 * (OVERHEAD + 5)
    assert kept.whole("c", lambda: b"new") == b"1234"
    assert kept.whole("b", lambda: b"new") == b"new"


def test_an_answer_too_large_to_keep_is_sent_as_it_is_made():
    kept, made = KeptAnswers(one=3), []

    def make() -> Iterator[bytes]:
        for part in range(10):
            made.append(part)
            yield b"12"

    for _ in range(2):
        made.clear()
        chunks = kept.chunks("a", make)
        assert made == [0, 1]
        assert b"".join(chunks) == b"12" * 10
    assert kept.size == 0


def test_what_fails_is_tried_again():
    kept = KeptAnswers()

    def fail() -> bytes:
        raise ValueError("away")

    with pytest.raises(ValueError, match="away"):
        kept.whole("a", fail)
    assert kept.whole("a", lambda: b"now") == b"now"
