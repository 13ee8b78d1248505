"""Full and read-only disks: told in one line by the user's own file, with nothing half written left."""

from __future__ import annotations

import json
import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from stores.sqlite.store import SqliteStore
from tests.app.town import store_of, town
from tests.integration.small_disk import namespace, on_disk

ROOT = Path(__file__).parents[2]
SAMPLE = str(ROOT / "samples" / "eksempelkommune")
WRITING = {
    "export a workbook": ("export", "{disk}/mine.xlsx"),
    "export a folder": ("export", "{disk}/mine"),
    "template": ("template", "{disk}/mine.xlsx"),
    "calendar": ("calendar", "--ics", "{disk}/mine.ics"),
    "a sheet": ("impact", "kmd-aktiv", "--sheet", "{disk}/mine.xlsx"),
    "graph": ("graph", "--out", "{disk}/mine.html"),
}
STORING = {
    "import": ("--store", "sqlite:///{disk}/mine.db", "import", SAMPLE),
    "tag": ("--store", "sqlite:///{disk}/mine.db", "tag", "kmd-aktiv", "sms", "--new"),
    "copy": ("copy", "--to", "sqlite:///{disk}/mine.db"),
}
DISKS = {"read-only": "skrivebeskyttet", "0": "disken er fuld", "8k": "disken er fuld"}

pytestmark = pytest.mark.skipif(not namespace(), reason="this machine lets nobody mount a disk of their own")


@pytest.fixture
def environ(tmp_path):
    town(tmp_path).store.close()
    return {"LANDSKAB_STORE": store_of(tmp_path), "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}


@pytest.fixture
def disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    return folder


def files(folder):
    """Every file there and what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def filled_in(arguments, disk):
    return [part.replace("{disk}", str(disk)) for part in arguments]


def told(ran, disk, *, of, word):
    """In one line, by the user's own name, without a name that only the program knows."""
    assert ran.code in (1, 2), ran
    assert ran.err.count("\n") == 1, ran.err
    assert f"{disk}/{of}" in ran.err
    assert word in ran.err
    assert ".tmp" not in ran.err


@pytest.mark.parametrize("free", ["read-only", "0"])
@pytest.mark.parametrize("what", WRITING)
def test_what_cannot_be_written_is_told_and_what_was_there_stays(tmp_path, environ, disk, what, free):
    arguments = filled_in(WRITING[what], disk)
    name = Path(arguments[-1]).name
    if "." in name:
        (disk / name).write_bytes(b"what was there before")
    else:
        (disk / name).mkdir()
        (disk / name / "systems.csv").write_text("what was there before", encoding="utf-8")
    before = files(disk)
    ran = on_disk(disk, arguments, free=free, environ=environ)
    told(ran, disk, of=name, word=DISKS[free])
    assert files(ran.left) == before


TRIED = [
    (what, old, free)
    for what in STORING
    for old in (True, False)
    for free in DISKS
    if what != "tag" or (old and free != "8k")  # a tag needs a landscape, and fits in 8 KB
]


@pytest.mark.parametrize(("what", "old", "free"), TRIED)
def test_what_cannot_be_stored_is_told_and_the_store_is_as_it_was(tmp_path, environ, disk, what, old, free):
    if old:
        shutil.copy(tmp_path / "town.db", disk / "mine.db")
        with closing(SqliteStore(disk / "mine.db")) as store:
            before = store.newest(), store.verify()
        if what == "copy":  # the landscape that is copied has gone on
            town(tmp_path).import_path(Path(SAMPLE), source="more")
    ran = on_disk(disk, filled_in(STORING[what], disk), free=free, environ=environ)
    told(ran, disk, of="mine.db", word=DISKS[free])
    assert {"mine.db", "mine.db-wal", "mine.db-shm"} >= files(ran.left).keys()
    with closing(SqliteStore(ran.left / "mine.db")) as store:
        assert (store.newest(), store.verify()) == (before if old else (0, store.verify()))
        assert store.verify().total == 0


def test_a_large_workbook_says_that_the_folder_for_temporary_files_is_full(tmp_path, environ, disk):
    ran = on_disk(disk, ["export", str(tmp_path / "mine.xlsx")], free="4k", environ={**environ, "TMPDIR": str(disk)})
    told(ran, tmp_path, of="mine.xlsx", word=f"mappen til midlertidige filer, {disk}, kan ikke rumme mere")
    assert files(ran.left) == {}
    assert not (tmp_path / "mine.xlsx").exists()


def test_a_store_on_a_read_only_disk_is_read(tmp_path, environ, disk):
    shutil.copy(tmp_path / "town.db", disk / "mine.db")
    asked = ["--store", f"sqlite:///{disk}/mine.db", "systems", "--json"]
    ran = on_disk(disk, asked, free="read-only", environ=environ)
    assert (ran.code, ran.err) == (0, "")
    assert len(json.loads(ran.out)["items"]) == 9
    assert files(ran.left).keys() == {"mine.db"}


def test_a_read_only_store_whose_newest_revisions_stand_in_its_log_is_not_half_read(tmp_path, environ, disk):
    store = SqliteStore(tmp_path / "town.db")
    town(tmp_path).import_path(Path(SAMPLE), source="more")
    with closing(store):
        store.load()
        for end in ("", "-wal"):
            shutil.copy(tmp_path / f"town.db{end}", disk / f"mine.db{end}")
    asked = ["--store", f"sqlite:///{disk}/mine.db", "systems"]
    ran = on_disk(disk, asked, free="read-only", environ=environ)
    told(ran, disk, of="mine.db", word="de nyeste revisioner står i mine.db-wal")


def test_a_server_says_that_its_disk_for_temporary_files_is_full(environ, disk):
    program = ("-m", "tests.integration.asking_server")
    ran = on_disk(disk, [], free="4k", environ={**environ, "TMPDIR": str(disk)}, program=program)
    answers = json.loads(ran.out)
    assert [status for status, _ in answers] == [503, 503, 503, 503]
    assert "The server's disk for temporary files is full" in answers[0][1]
    assert all("Serverens disk til midlertidige filer er fuld" in text for _, text in answers[1:])
    assert "Traceback" not in ran.err
    assert str(disk) in ran.err
    assert files(ran.left) == {}
