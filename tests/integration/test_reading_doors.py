"""Files that hurt, through the doors: a sentence and nothing stored, and everybody else is answered meanwhile."""

from __future__ import annotations

import io
import json
import os
import re
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.application import create_app
from app.composition import compose
from app.settings import Settings
from stores.opening import open_store
from tests.processes import children, readers, said, until
from tests.serving import serving

ROOT = Path(__file__).parents[2]
PROGRAM = [sys.executable, "-c", "from app.cli.main import main; main()"]
SMALL = b"id,name\na,A\n"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    compose(Settings(store=url)).import_upload(SMALL, "systems.csv", source="before")
    return {"LANDSKAB_STORE": url, "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A file that never comes to its end, and of which nothing ever comes."""
    place = tmp_path / "endless" / "systems.csv"
    place.parent.mkdir()
    os.mkfifo(place)
    return place


def revisions(environ: dict[str, str]) -> int:
    return open_store(environ["LANDSKAB_STORE"]).newest()


# -- the command line -----------------------------------------------------------------------------------------------


@contextmanager
def importing(environ: dict[str, str], path: Path) -> Iterator[subprocess.Popen[str]]:
    """`landskab import` while it reads the file, in a session of its own as a terminal gives it."""
    words = [*PROGRAM, "import", str(path)]
    with subprocess.Popen(
        words, env=environ, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as running:
        try:
            yield running
        finally:
            running.kill()


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        ({"LANDSKAB_IMPORT_SECONDS": "1"}, "kan ikke læses på 1 sekunder. Intet er gemt."),
        (
            {"LANDSKAB_IMPORT_SECONDS": "1", "LANDSKAB_LANG": "en"},
            "cannot be read within 1 seconds. Nothing was stored.",
        ),
    ],
)
def test_a_file_that_never_ends_is_code_2_and_one_line(
    environ: dict[str, str], endless: Path, limits: dict[str, str], sentence: str
):
    with importing({**environ, **limits}, endless) as running:
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.count("\n")) == (2, "", 1)
    assert f"{endless}: {sentence}" in err
    assert revisions(environ) == 1


def test_a_file_without_end_is_code_2_and_one_line(environ: dict[str, str], tmp_path: Path):
    place = tmp_path / "systems.csv"
    place.symlink_to("/dev/zero")
    with importing({**environ, "LANDSKAB_IMPORT_MEMORY": "200"}, place) as running:
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.count("\n")) == (2, "", 1)
    assert f"{place}: kan ikke læses med 200 MB hukommelse. Intet er gemt." in err


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV])
def test_a_reader_that_dies_is_code_2_and_one_line(environ: dict[str, str], endless: Path, how: int):
    with importing(environ, endless) as running:
        until(lambda: readers(running.pid))
        os.kill(readers(running.pid)[0], how)
        out, err = running.communicate(timeout=60)
    assert (running.returncode, out, err.count("\n")) == (2, "", 1)
    assert "læsningen brød af" in err


@pytest.mark.usefixtures("heeds_interrupts")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL, signal.SIGTERM])
def test_nobody_is_left_when_the_program_ends(environ: dict[str, str], endless: Path, how: int):
    """Ctrl-C goes to all that a terminal has started."""
    with importing(environ, endless) as running:
        until(lambda: readers(running.pid))
        left = [*children(running.pid), *readers(running.pid)]
        os.killpg(running.pid, how)
        out, err = running.communicate(timeout=60)
    until(lambda: not any(said(pid, "cmdline") for pid in left))
    assert "Traceback" not in err
    if how == signal.SIGINT:
        assert (running.returncode, out, err) == (1, "", "Afbrudt; der blev ikke gjort mere.\n")
    assert revisions(environ) == 1


# -- HTTP and pages -------------------------------------------------------------------------------------------------


def posted(address: str, data: bytes, name: str = "systems.csv", *, lang: str = "en") -> tuple[int, str, str | None]:
    """Status, body and Retry-After of an upload, as a browser or curl sends it."""
    head = f'--B\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    act = b'\r\n--B\r\nContent-Disposition: form-data; name="act"\r\n\r\nimport\r\n--B--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=B", "Accept-Language": lang}
    asked = urllib.request.Request(address, data=head + data + act, headers=headers)
    try:
        with urllib.request.urlopen(asked, timeout=100) as answer:
            return answer.status, answer.read().decode(), None
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(), error.headers["Retry-After"]


def opened(address: str) -> int:
    with urllib.request.urlopen(address, timeout=60) as answer:
        return int(answer.status)


def test_everybody_is_answered_while_a_file_is_read_that_never_ends(environ: dict[str, str], endless: Path):
    landskab = compose(Settings(store=environ["LANDSKAB_STORE"]))
    hostile = threading.Thread(target=pytest.raises, args=(Exception, landskab.import_path, endless))
    with serving(create_app(landskab)) as address:
        hostile.start()
        until(readers)
        (reader,) = readers()
        try:
            assert posted(f"{address}/api/v1/imports?source=next", SMALL)[0] == 200
            assert posted(f"{address}/import", SMALL)[0] == 200
            assert [opened(f"{address}{path}") for path in ("/health", "/", "/systems/a")] == [200] * 3
            assert readers() == [reader]
            landskab.stop_importing()
            hostile.join(60)
            status, body, again = posted(f"{address}/api/v1/imports?source=next&dry_run=true", SMALL)
            problem = json.loads(body)
            assert (status, problem["type"], again) == (503, "/docs/problems#not-now", "5")
            assert problem["detail"] == "The service is stopping. Nothing was stored; try again once it runs."
            status, body, again = posted(f"{address}/import", SMALL, lang="da")
            assert (status, again) == (503, "5")
            assert "Tjenesten er ved at lukke ned. Intet er gemt; prøv igen, når den kører." in body
            assert opened(f"{address}/") == 200
        finally:
            landskab.stop_importing()
            hostile.join(60)
    assert revisions(environ) == 3


def test_more_than_can_be_read_are_asked_to_come_again(environ: dict[str, str], endless: Path):
    landskab = compose(Settings(store=environ["LANDSKAB_STORE"], imports_at_once=1, import_seconds=2))
    with serving(create_app(landskab)) as address:
        patient = compose(Settings(store=environ["LANDSKAB_STORE"], imports_at_once=1))
        patient._imports = landskab._imports
        hostile = threading.Thread(target=pytest.raises, args=(Exception, patient.import_path, endless))
        hostile.start()
        until(readers)
        try:
            status, body, again = posted(f"{address}/api/v1/imports?source=next", SMALL, lang="da")
            assert (status, again) == (503, "5")
            assert (
                "Der er allerede for mange filer ved at blive læst. Intet er gemt; prøv" in json.loads(body)["detail"]
            )
        finally:
            landskab.stop_importing()
            hostile.join(60)


def workbook(row: str) -> bytes:
    """An Excel workbook of one small sheet `systems`, with one row more, as no program writes it."""
    book, made = Workbook(), io.BytesIO()
    book.active.title = "systems"
    book.active.append(["id", "name"])
    book.active.append(["a", "A"])
    book.save(made)
    damaged = io.BytesIO()
    with zipfile.ZipFile(made) as sound, zipfile.ZipFile(damaged, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sound.namelist():
            archive.writestr(name, sound.read(name).replace(b"</sheetData>", row.encode() + b"</sheetData>"))
    return damaged.getvalue()


def zipped(text: Iterator[bytes] | list[bytes], name: str = "systems.csv") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive, archive.open(name, "w") as file:
        for part in text:
            file.write(part)
    return made.getvalue()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "the last cell of all, in an odd spelling.xlsx": lambda: workbook(
        '<row r="9"><c r = "XFD1048576"><v>1</v></c></row>'
    ),
    "a cell far down.xlsx": lambda: workbook('<row r="1048576"><c r="AL1048576"><v>1</v></c></row>'),
    "a cell of 600 MB.zip": lambda: zipped([b"id,name\na,", *([b"A" * (1 << 20)] * 600), b"\n"]),
    "a million headings.zip": lambda: zipped([b"id;name" + b";x" * 1_000_000 + b"\na;A\n"]),
    "a hundred million lines.zip": lambda: zipped([b"id;name\na;A\n", *([b";\n" * (1 << 20)] * 100)]),
    "a number of 60 KB.zip": lambda: zipped([b"id,name,users\na,A," + b"9" * 60_000 + b"x\n"]),
}


@pytest.fixture
def address(environ: dict[str, str], tmp_path: Path) -> Iterator[tuple[str, int]]:
    """A server as users run it, with limits that a test can wait for, and its process."""
    limits = {"LANDSKAB_IMPORT_SECONDS": "4", "LANDSKAB_IMPORT_MEMORY": "300", "LANDSKAB_LANG": "en"}
    words = [*PROGRAM, "serve", "--port", "0"]
    with subprocess.Popen(words, env={**environ, **limits}, stderr=subprocess.PIPE, text=True) as running:
        line = running.stderr.readline() if running.stderr else ""
        found = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        try:
            yield found[0], running.pid
        finally:
            running.send_signal(signal.SIGINT)
            rest = running.communicate(timeout=60)[1]
    assert "Traceback" not in rest


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_in_an_answer_and_the_server_stays_small(
    address: tuple[str, int], environ: dict[str, str], name: str
):
    url, server = address
    data, sent_as = HOSTILE[name](), f"hostile{Path(name).suffix}"
    with ThreadPoolExecutor(1) as pool:
        hostile = pool.submit(posted, f"{url}/api/v1/imports?source=x&dry_run=true", data, sent_as)
        assert opened(f"{url}/health") == 200
        assert posted(f"{url}/api/v1/imports?source=good&dry_run=true", SMALL)[0] == 200
        assert opened(f"{url}/") == 200
        status, body, _ = hostile.result(100)
    assert status in (200, 422), body
    if status == 422:
        assert json.loads(body)["type"] == "/docs/problems#import-refused"
        assert "Traceback" not in body
    peak = re.search(r"VmHWM:\s+(\d+) kB", said(server, "status"))
    assert peak
    assert int(peak[1]) < 400 << 10
    assert revisions(environ) == 1
