"""Every file is read in a process of its own: one that eats, spins, crashes or never ends hurts nobody else."""

from __future__ import annotations

import errno
import io
import os
import random
import re
import signal
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import pytest

from app.composition import compose
from app.language.i18n import translator
from app.reading import isolated as reading
from app.reading import room as reading_room
from app.reading.batch_bytes import batch_from_bytes, batch_to_bytes
from app.reading.client import ROOM
from app.reading.isolated import ReaderFailed, as_file, packed, read_batch
from app.reading.room import resident
from app.reading.terms import FAILED, NO_MEMORY, NO_PROCESS, ORDER, UNREADABLE, Task
from app.service import importing
from app.service.import_report import RefusedImport
from app.service.verbs import Landskab
from app.settings import OF_COMMANDS, OF_UPLOADS, Limits, Settings
from importers.landscape_files.importer import import_bytes, import_path
from importers.shared.problems import TEMPLATES, UnreadableSource
from model.claims.batch import Batch
from model.claims.state import State
from model.errors import InputError, LandskabError, ServiceStopping, StoreConflict, TooManyImports, UnreadableFile
from model.landscape.landscape import Landscape
from model.problem import Problem
from stores.sqlite.store import SqliteStore
from tests.processes import children, readers, said, until
from tests.property.test_mutated_files import FORMS, mutated
from tests.soak import times

ROOT = Path(__file__).parents[3]
FOLDERS = [ROOT / "samples/eksempelkommune", *sorted(ROOT.glob("tests/data/*/*"))]
SMALL = b"id,name\na,A\n"


@pytest.fixture
def landskab(tmp_path: Path) -> Landskab:
    return at(tmp_path)


def at(tmp_path: Path, **settings: int) -> Landskab:
    landskab = compose(Settings(store=f"sqlite:///{tmp_path / 'a.db'}", lang="en", **settings))
    landskab.import_upload(SMALL, "systems.csv", source="before")
    return landskab


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    """A file that never comes to its end, and of which nothing ever comes."""
    place = tmp_path / "endless" / "systems.csv"
    place.parent.mkdir()
    os.mkfifo(place)
    return place


@pytest.fixture
def hungry(tmp_path: Path) -> Path:
    """A file that is larger than any memory."""
    place = tmp_path / "hungry" / "systems.csv"
    place.parent.mkdir()
    place.symlink_to("/dev/zero")
    return place


@contextmanager
def being_read(landskab: Landskab, path: Path, **named: object) -> Iterator[Future[object]]:
    """While a file is being read; afterwards it is let go, however it is."""
    with ThreadPoolExecutor(1) as pool:
        before = set(readers())
        future = pool.submit(landskab.import_path, path, **named)
        try:
            until(lambda: set(readers()) - before or future.done())
            yield future
        finally:
            for reader in set(readers()) - before:
                os.kill(reader, signal.SIGKILL)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
@pytest.mark.parametrize("lang", ["da", "en"])
def test_a_batch_is_the_same_as_one_that_is_read_here(tmp_path: Path, folder: Path, lang: str):
    landskab = compose(Settings(store=f"sqlite:///{tmp_path / 'a.db'}", lang=lang))
    try:
        report = landskab.import_path(folder, source="one")
    except RefusedImport as refused:
        report = refused.report
    try:
        here = import_path(folder, source="one", landscape=Landscape(State()), translate=translator(lang))
    except UnreadableSource as error:
        here = Batch("one", {}, problems=(Problem("error", None, None, None, None, str(error)),))
    assert report.problems == here.problems
    if not any(here.errors()):
        assert same(landskab.store.load().sources["one"].tables, here.tables)
        assert landskab.store.load().sources["one"].provenance == here.provenance


def same(tables: object, others: object) -> bool:
    return all(tables[name].same_as(others[name]) for name in others)


def test_what_the_landscape_lists_counts_in_the_other_process_too(landskab: Landskab):
    landskab.import_upload(b"id,name,successor\nb,B,A\n", "systems.csv", source="more")
    assert landskab.landscape().cell("systems", "b", "successor") == ("a",)


def test_a_file_that_takes_too_much_memory(tmp_path: Path, hungry: Path):
    landskab = at(tmp_path, import_memory=200)
    with pytest.raises(RefusedImport, match=r"systems\.csv: cannot be read within 200 MB of memory\. Nothing was"):
        landskab.import_path(hungry)
    with hungry.open("rb") as zeros, pytest.raises(RefusedImport, match="200 MB of memory"):
        landskab.import_upload(zeros, "systems.csv")
    assert len(landskab.history()) == 1


def test_the_room_ends_what_grows_slowly(tmp_path: Path, endless: Path):
    """Far below the limit of its address space, which stops what grows at one blow."""
    landskab, peak = at(tmp_path, import_memory=200), 0
    with being_read(landskab, endless) as being, endless.open("wb", buffering=0) as writing:
        (reader,) = readers()
        with suppress(BrokenPipeError):
            while True:
                writing.write(b"x" * 65536)
                peak = max(peak, resident(reader))
        with pytest.raises(RefusedImport, match="200 MB of memory"):
            being.result(60)
    assert 150 << 20 < peak < 260 << 20


def test_a_file_that_takes_too_long(tmp_path: Path, endless: Path):
    landskab = at(tmp_path, import_seconds=1)
    with pytest.raises(RefusedImport) as refused:
        landskab.import_path(endless, dry_run=True)
    assert "cannot be read within 1 seconds. Nothing was stored." in str(refused.value)
    assert [problem.message for problem in refused.value.report.problems] == [str(refused.value)]
    assert (refused.value.report.revision, refused.value.report.dry_run) == (1, True)
    until(lambda: not readers())
    assert len(landskab.history()) == 1


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS])
def test_a_reader_that_dies_is_a_sentence_and_the_next_one_reads(landskab: Landskab, endless: Path, how: int):
    with being_read(landskab, endless) as being:
        (reader,) = readers()
        os.kill(reader, how)
        with pytest.raises(RefusedImport, match="reading it broke off"):
            being.result(60)
    assert landskab.import_upload(SMALL, "systems.csv", source="next").revision == 2


def test_a_room_that_dies_takes_its_readers_along_and_is_opened_again(landskab: Landskab, endless: Path):
    with being_read(landskab, endless) as being:
        (reader,) = readers()
        (room,) = (child for child in children(os.getpid()) if reader in children(child))
        os.kill(room, signal.SIGKILL)
        with pytest.raises(RefusedImport, match="reading it broke off"):
            being.result(60)
    until(lambda: not said(reader, "cmdline"))
    assert landskab.import_upload(SMALL, "systems.csv", source="next").revision == 2


def test_a_machine_without_room_for_one_more_process_says_so_and_reads_on(monkeypatch: pytest.MonkeyPatch):
    def full() -> int:
        raise BlockingIOError(errno.EAGAIN, "full")

    monkeypatch.setattr("os.fork", full)
    ours, theirs = socket.socketpair()
    channel, told, tell = socket.socketpair(), *os.pipe()
    socket.send_fds(ours, [ORDER.pack(1 << 30, 60.0)], [channel[1].fileno(), tell])
    os.close(tell)
    room = reading_room.Room(theirs)
    assert room._begin()
    assert os.read(told, 64) == NO_PROCESS.encode()
    os.close(told)
    for one in (ours, theirs, *channel):
        one.close()
    refused = reading._ended(NO_PROCESS, Task("a.csv", "/", "x", "", {}), OF_UPLOADS, str)
    assert isinstance(refused, TooManyImports)


def test_a_room_that_cannot_be_opened_says_why(landskab: Landskab, monkeypatch: pytest.MonkeyPatch):
    ROOM.stop()
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(LandskabError, match="The program that reads files cannot be started: No such file"):
        landskab.import_upload(SMALL, "systems.csv", source="next")
    monkeypatch.undo()
    assert landskab.import_upload(SMALL, "systems.csv", source="next").revision == 2


def test_a_reader_is_confined_and_knows_no_login(endless: Path, monkeypatch: pytest.MonkeyPatch, landskab: Landskab):
    ROOM.stop()
    monkeypatch.setenv("NEO4J_PASSWORD", "not a secret")
    with being_read(landskab, endless):
        (reader,) = readers()
        until(lambda: "systems.csv" not in said(reader, "limits") and limit(reader, "Max core file size") == "0")
        until(lambda: limit(reader, "Max address space") != "unlimited")
        assert limit(reader, "Max file size") == "0"
        assert int(limit(reader, "Max open files")) < 100
        assert said(reader, "oom_score_adj").strip() == "1000"
        assert "NEO4J" not in said(reader, "environ")
        opened = [place.readlink().name for place in Path(f"/proc/{reader}/fd").iterdir()]
        assert not [name for name in opened if name.startswith("a.db")]
    ROOM.stop()


def limit(pid: int, name: str) -> str:
    found = re.search(rf"^{name} +(\S+)", said(pid, "limits"), flags=re.MULTILINE)
    return found[1] if found else ""


def test_other_imports_do_not_wait_for_one_that_never_ends(landskab: Landskab, endless: Path):
    with being_read(landskab, endless) as being:
        for number in range(3):
            data = f"id,name\nn,Number {number}\n".encode()
            assert landskab.import_upload(data, "systems.csv", source="next").revision == 2 + number
        assert not being.done()


def fed(being: Future[object], path: Path, data: bytes) -> None:
    """Let the reader that waits for the file have it, and go; nothing once it is done."""

    before: set[int] = set()

    def opened() -> bool:
        before.update(readers())
        if not before:
            return False
        try:
            writing = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError:  # nobody reads it yet
            return False
        os.write(writing, data)
        os.close(writing)
        return True

    until(lambda: being.done() or opened())
    until(lambda: being.done() or before - set(readers()))


def test_what_was_read_beside_an_older_landscape_is_read_again(landskab: Landskab, endless: Path):
    """The name means another system since."""
    with being_read(landskab, endless) as being:
        landskab.import_upload(b"id,name\nnew,A\n", "systems.csv", source="before")
        for _ in range(2):
            fed(being, endless, b"id,name,successor\nb,B,A\n")
        assert being.result(60).revision == 3
    assert landskab.landscape().cell("systems", "b", "successor") == ("new",)


def test_one_that_takes_long_gives_up_when_others_write_all_the_time(
    tmp_path: Path, endless: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(importing, "QUICK", 0.0)
    landskab = at(tmp_path, import_seconds=3)
    with being_read(landskab, endless) as being:
        for number in range(1000):
            if being.done():
                break
            landskab.import_upload(f"id,name\nn,{number}\n".encode(), "systems.csv", source="next")
            fed(being, endless, b"id,name\nb,B\n")
        with pytest.raises(StoreConflict):
            being.result(60)
    assert "endless" not in [line.source for line in landskab.sources()]


def is_held(lock: threading.Lock) -> bool:
    if lock.acquire(blocking=False):
        lock.release()
        return False
    return True


def test_one_that_is_quick_comes_in_however_many_others_write(landskab: Landskab, endless: Path):
    with being_read(landskab, endless) as being, ThreadPoolExecutor(1) as pool:
        landskab.import_upload(b"id,name\nn,1\n", "systems.csv", source="next")
        fed(being, endless, b"id,name\nb,B\n")  # somebody else was first, and now the others wait
        until(lambda: is_held(landskab._imports._append))
        other = pool.submit(landskab.import_upload, b"id,name\nn,2\n", "systems.csv", source="next")
        with pytest.raises(TimeoutError):
            other.result(0.5)
        fed(being, endless, b"id,name\nb,B\n")
        assert being.result(60).revision == 3
        assert other.result(60).revision == 4


def test_too_many_at_once_are_sent_away(tmp_path: Path, endless: Path):
    landskab = at(tmp_path, imports_at_once=1, import_seconds=1)
    slow = compose(Settings(store=landskab.store.url, imports_at_once=1))
    slow._imports = landskab._imports
    with being_read(slow, endless), pytest.raises(TooManyImports, match="Too many files are being read already"):
        landskab.import_upload(SMALL, "systems.csv", source="next")
    assert landskab.import_upload(SMALL, "systems.csv", source="next").revision == 2


def test_a_queue_that_is_full_sends_away_at_once_and_serves_in_turn(tmp_path: Path, endless: Path):
    landskab = at(tmp_path, imports_at_once=1)
    with being_read(landskab, endless), ThreadPoolExecutor(20) as pool:
        (reader,) = readers()
        asked = [
            pool.submit(landskab.import_upload, SMALL, "systems.csv", source=f"{at:02}", dry_run=True)
            for at in range(20)
        ]
        until(lambda: sum(one.done() for one in asked) == 8)
        os.kill(reader, signal.SIGKILL)
        errors = [one.exception(60) for one in asked]
    assert sorted(type(error).__name__ for error in errors) == ["NoneType"] * 12 + ["TooManyImports"] * 8


def test_a_service_that_stops_ends_what_is_read_and_stores_nothing_more(tmp_path: Path, endless: Path):
    landskab = at(tmp_path, imports_at_once=1)
    with being_read(landskab, endless) as being, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(landskab.import_upload, SMALL, "systems.csv", source="next")
        until(lambda: landskab._imports._waiting)
        landskab.stop_importing()
        for one in (being, waiting):
            with pytest.raises(ServiceStopping, match="The service is stopping"):
                one.result(60)
        until(lambda: not readers())
    for dry_run in (True, False):
        with pytest.raises(ServiceStopping):
            landskab.import_upload(SMALL, "systems.csv", source="next", dry_run=dry_run)
    assert len(landskab.history()) == 1


class SlowStore(SqliteStore):
    """Stores when it is told to."""

    storing = threading.Event()
    go_on = threading.Event()

    def append(self, state: State, entry: object) -> None:
        if state.revision > 1:
            self.storing.set()
            assert self.go_on.wait(60)
        super().append(state, entry)


def test_a_service_that_stops_waits_for_what_is_being_stored(tmp_path: Path):
    landskab = Landskab(SlowStore(tmp_path / "a.db"))
    landskab.import_upload(SMALL, "systems.csv", source="before")
    with ThreadPoolExecutor(2) as pool:
        storing = pool.submit(landskab.import_upload, SMALL, "systems.csv", source="next")
        assert SlowStore.storing.wait(60)
        stopping = pool.submit(landskab.stop_importing)
        with pytest.raises(TimeoutError):
            stopping.result(0.2)
        SlowStore.go_on.set()
        stopping.result(60)
        assert storing.done() or storing.result(60)
        assert len(landskab.history()) == 2


def test_an_upload_is_read_from_wherever_it_stands(landskab: Landskab):
    file = io.BytesIO(SMALL)
    file.seek(5)
    assert landskab.import_upload(file, "systems.csv", source="next").added["systems"] == 1


def test_what_an_importer_says_is_handed_over_in_the_readers_language(landskab: Landskab, tmp_path: Path):
    danish = compose(Settings(store=landskab.store.url, lang="da"))
    with pytest.raises(RefusedImport, match="der er ingen sådan fil"):
        danish.import_path(tmp_path / "missing.xlsx")
    with pytest.raises(RefusedImport) as refused:
        danish.import_upload(b"id,name,users\na,A,many\n", "systems.csv", source="x")
    assert [problem.message for problem in refused.value.report.problems] == [
        translator("da")(TEMPLATES["not_number"]).format(value="many")
    ]


@pytest.mark.parametrize("name", ["LANDSKAB_IMPORT_MEMORY", "LANDSKAB_IMPORT_SECONDS", "LANDSKAB_IMPORTS_AT_ONCE"])
def test_limits_are_numbers(name: str):
    assert Settings.read({}).limits(OF_UPLOADS) == Limits(memory=1024, seconds=60)
    assert Settings.read({}).limits(OF_COMMANDS) == Limits(memory=4096, seconds=900)
    assert Settings.read({name: "300"}) != Settings.read({})
    for wrong in ("0", "-1", "1 GB", "x", "1" * 5000, "²"):
        with pytest.raises(InputError, match=rf"^{name} is a whole number from (1|128) on, not "):
            Settings.read({name: wrong})


def test_a_mistake_of_the_program_is_told_with_its_place(tmp_path: Path):
    task = Task(3, str(tmp_path), "x", "", {}, is_upload=True)  # type: ignore[arg-type]  # a name is a text
    with pytest.raises(ReaderFailed, match="TypeError") as failed, as_file(SMALL) as file:
        read_batch(task, packed(State()), limits=OF_UPLOADS, translate=str, file=file, began=lambda _: nullcontext())
    assert "landscape_files/importer.py" in failed.value.__notes__[0]


def test_a_system_that_cannot_fork_reads_in_the_program_itself(landskab: Landskab, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(reading, "CAN_FORK", False)
    assert landskab.import_upload(SMALL, "systems.csv", source="next").added["systems"] == 1
    assert landskab.import_path(FOLDERS[0], source="sample", dry_run=True).added["systems"] == 114
    with pytest.raises(RefusedImport, match=r"a\.xlsx: is not an Excel workbook"):
        landskab.import_upload(b"no workbook", "a.xlsx")


@pytest.mark.parametrize("kind", [NO_MEMORY, FAILED, UNREADABLE, b"?", b"\0"])
def test_no_answer_of_a_reader_is_believed_that_is_none(kind: bytes):
    task = Task("a.csv", "/", "x", "", {})
    answers = (
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'["empty"]',
        b'["no",{}]',
        b'["empty",{"translate":1}]',
        b'["empty",3]',
        b"9",
        b"[" * 200_000,
        b'["empty",{"path":' + b"[" * 5_000 + b"]" * 5_000 + b"}]",
    )
    for answer in answers:
        try:
            refused = reading._refused(kind, answer, task, OF_UPLOADS, str)
        except ValueError:
            continue
        assert isinstance(refused, UnreadableFile | ReaderFailed)


@pytest.mark.soak
def test_bytes_of_a_batch_that_were_damaged_are_another_batch_or_a_value_error():
    whole = batch_to_bytes(import_path(FOLDERS[0], source="x", landscape=Landscape(State())))
    refused = 0
    for seed in range(times(3000)):
        rng = random.Random(seed)
        data = bytearray(whole)
        for _ in range(rng.randint(1, 20)):
            data[rng.randrange(rng.choice((64, len(data))))] = rng.randrange(256)
        if rng.random() < 0.2:
            del data[rng.randrange(len(data)) :]
        try:
            batch_from_bytes(bytes(data), source="x")
        except ValueError:
            refused += 1
        except BaseException as error:
            raise AssertionError(f"seed {seed}") from error
    assert refused > times(3000) // 3


@pytest.mark.soak
def test_a_batch_survives_the_way_through_bytes():
    seen = 0
    for seed in range(times(500)):
        try:
            data, name = mutated(random.Random(seed), FORMS[seed % len(FORMS)])
            batch = import_bytes(data, name, source="x", landscape=Landscape(State()))
        except UnreadableFile:
            continue
        again = batch_from_bytes(batch_to_bytes(batch), source="x")
        assert same(again.tables, batch.tables), f"seed {seed}"
        assert (again.problems, again.provenance) == (batch.problems, batch.provenance), f"seed {seed}"
        seen += 1
    assert seen > times(500) // 10
