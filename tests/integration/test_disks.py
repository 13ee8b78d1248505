"""Full and read-only disks: each command says so in one line by the user's own file, and leaves nothing half written."""

from __future__ import annotations

import os
import shutil
from contextlib import closing
from pathlib import Path

import pytest

from stores.sqlite_store import SqliteStore
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


@pytest.mark.parametrize("free", DISKS)
@pytest.mark.parametrize("old", [True, False], ids=["beginning", "new"])
@pytest.mark.parametrize("what", STORING)
def test_what_cannot_be_stored_is_told_and_the_store_is_as_it_was(tmp_path, environ, disk, what, old, free):
    if what == "tag" and (not old or free == "8k"):
        pytest.skip("a tag needs a landscape, and fits in 8 KB")
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
