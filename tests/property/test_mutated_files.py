"""Damaged landscape files: each ends in an import or a clear error, never in anything else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath

import pytest

from app.service.verbs import Landskab
from importers.landscape_files.importer import import_bytes
from model.claims.batch import Batch
from model.errors import InputError
from stores.opening import open_store
from tests.importers.landscape_files.landscape_spellings import EMPTY, workbook_bytes, zip_bytes
from tests.soak import times

DATA = Path(__file__).parents[1] / "data"
FOLDERS = [DATA / "landscape-files" / "excel-dansk", DATA / "landscape-files" / "engelsk"]
FOLDERS += [DATA / "impact-cases" / "50-to-reestablish", DATA / "impact-cases" / "07-percent"]
FORMS = ("csv", "folder", "zip", "xlsx")


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Some bytes are others."""
    damaged = bytearray(data)
    for _ in range(rng.choice([1, 1, 3, 30])):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def cut(data: bytes, rng: random.Random) -> bytes:
    """The end, the beginning or something in between is gone."""
    start, end = sorted((rng.randrange(len(data)), rng.randrange(len(data))))
    return rng.choice([data[:start], data[start:], data[:start] + data[end:]])


def with_nuls(data: bytes, rng: random.Random) -> bytes:
    """NULs stand in between."""
    at = rng.randrange(len(data))
    return data[:at] + b"\0" * rng.choice([1, 2, 100]) + data[at:]


def other_delimiter(data: bytes, rng: random.Random) -> bytes:
    """One sign is another everywhere, or from somewhere on."""
    old, new = rng.sample([b";", b",", b"\t", b'"', b"\n", b"|", b"."], 2)
    at = rng.choice([0, rng.randrange(len(data))])
    return data[:at] + data[at:].replace(old, new)


def other_rows(data: bytes, rng: random.Random) -> bytes:
    """A row is gone, doubled, or stands elsewhere."""
    rows = data.splitlines(keepends=True)
    row = rows[rng.randrange(len(rows))]
    if rng.random() < 0.6:
        rows.remove(row)
    if rng.random() < 0.6:
        rows.insert(rng.randrange(len(rows) + 1), row)
    return b"".join(rows)


def other_cells(data: bytes, rng: random.Random) -> bytes:
    """A cell, or a whole column, is gone, doubled or filled with nonsense."""
    delimiter = b";" if b";" in data.splitlines()[0] else b","
    rows = [line.split(delimiter) for line in data.split(b"\n")]
    at = rng.randrange(len(rows[0]))
    chosen = rows if rng.random() < 0.5 else [rng.choice(rows)]
    new = rng.choice([nonsense(rng), b"", b"|", b"1e999", b"%", b"2027-02-30", b"-1", b'"', b"a" * 200_000])
    for row in chosen:
        if len(row) > at:
            row[at : at + 1] = rng.choice([[], [new], [row[at], row[at]], [new, row[at]]])
    return b"\n".join(delimiter.join(row) for row in rows)


def nonsense(rng: random.Random) -> bytes:
    """Any characters at all, in any encoding."""
    text = "".join(
        chr(rng.choice([rng.randrange(1, 0x250), rng.randrange(0xE000, 0x110000)])) for _ in range(rng.randrange(1, 20))
    )
    return text.encode(rng.choice(["utf-8", "utf-16", "utf-32", "utf-7"]))


def unicode_between(data: bytes, rng: random.Random) -> bytes:
    """Nonsense stands in between."""
    at = rng.randrange(len(data))
    return data[:at] + nonsense(rng) + data[at:]


ANY: list[Callable[[bytes, random.Random], bytes]] = [flipped, cut, with_nuls, unicode_between]
TEXT = [*ANY, other_delimiter, other_rows, other_cells]


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.csv"))}


def as_workbook(files: dict[str, bytes]) -> bytes:
    """The same cells as a workbook."""
    tables = {}
    for name, data in files.items():
        text = data.decode("utf-8" if b"\xc3" in data else "cp1252")
        delimiter = ";" if ";" in text.splitlines()[0] else ","
        tables[PurePath(name).stem] = [line.split(delimiter) for line in text.splitlines()]
    return workbook_bytes(tables)


def repacked(data: bytes, rng: random.Random) -> bytes:
    """A workbook or ZIP whose members are damaged inside, so that it still unpacks."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files = {info.filename: archive.read(info) for info in archive.infolist()}
    name = rng.choice([name for name, content in files.items() if content])
    mutate = rng.choice([*ANY, other_rows, lambda content, _: b"", lambda content, _: None])
    damaged = mutate(files[name], rng)
    return zip_bytes({n: c for n, c in {**files, name: damaged}.items() if c is not None})


def mutated(rng: random.Random, form: str) -> tuple[bytes, str]:
    """One damaged file of a form, and its name."""
    files = files_of(rng.choice(FOLDERS))
    if form in {"csv", "folder"}:
        name = rng.choice(list(files)) if form == "folder" else "systems.csv"
        name = name if name in files else next(iter(files))
        for _ in range(rng.choice([1, 1, 2])):
            files[name] = rng.choice(TEXT)(files[name] or b"x", rng)
        return (files[name] or b"x", name) if form == "csv" else (zip_bytes(files), "mutated.zip")
    data = zip_bytes(files) if form == "zip" else as_workbook(files)
    damaged = rng.choice([repacked, repacked, *ANY])(data, rng)
    return damaged, rng.choice([f"mutated.{form}"] * 9 + ["mutated.zip", "mutated.xlsx", "systems.csv", "mutated"])


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(times(3000)))
@pytest.mark.parametrize("form", FORMS)
def test_mutated_file_ends_in_a_batch_or_a_clear_error(form: str, seed: int):
    data, name = mutated(random.Random(seed), form)
    outcome = outcome_of(data, name)
    if isinstance(outcome, InputError):
        assert name in str(outcome)
    else:
        assert all(problem.message for problem in outcome.problems)
        assert not any(len(table) for table in outcome.tables.values()) or not list(outcome.errors())


def outcome_of(data: bytes, name: str) -> Batch | InputError:
    try:
        return import_bytes(data, name, landscape=EMPTY)
    except InputError as error:
        return error


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A store that holds one landscape already, as bytes."""
    path = tmp_path_factory.mktemp("stored") / "landskab.db"
    with opened(path) as landskab:
        landskab.import_upload(zip_bytes(files_of(FOLDERS[0])), "first.zip", source="first")
    return path.read_bytes()


@contextmanager
def opened(path: Path) -> Iterator[Landskab]:
    landskab = Landskab(open_store(f"sqlite:///{path}"))
    try:
        yield landskab
    finally:
        landskab.store.close()


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(times(3000)))
@pytest.mark.parametrize("form", FORMS)
def test_a_mutated_file_becomes_one_revision_or_leaves_the_store_as_it_was(
    form: str, seed: int, stored: bytes, tmp_path: Path
):
    path = tmp_path / "landskab.db"
    path.write_bytes(stored)
    data, name = mutated(random.Random(seed), form)
    with opened(path) as landskab:
        before = landskab.store.newest()
        refused = is_refused(landskab, data, name)
        after = landskab.store.newest()
        assert not landskab.verify().differences
    assert after - before in ({0} if refused else {0, 1})
    if refused:
        assert path.read_bytes() == stored


def is_refused(landskab: Landskab, data: bytes, name: str) -> bool:
    """Whether an import as a second source ends in an error that a user is told."""
    try:
        landskab.import_upload(data, name, source="second")
    except InputError:
        return True
    return False
