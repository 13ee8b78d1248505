"""ZIP files: what is in them, without writing a byte to the disk and without unpacking more than is sane."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from importers.shared.limits import MEMBERS_LIMIT, TABLE_LIMIT
from importers.shared.problems import UnreadableSource

UNPACKED_LIMIT = 1 << 30
"""Bytes that a ZIP or a workbook may unpack to."""
RATIO_LIMIT = 100
RATIO_FROM = 50 << 20
"""A file that unpacks to more bytes than this may unpack to a hundredfold of its size at most."""
_ENTRY = b"PK\x01\x02"  # how each entry of a ZIP's table of contents begins
_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""What Excel and every system's own ZIP write; it unpacks to a thousand times its size at most, others to far more."""


def is_workbook(data: bytes) -> bool:
    """Whether the bytes are a ZIP that holds an Excel workbook."""
    if not data.startswith(b"PK"):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.casefold().lstrip("/") == "xl/workbook.xml" for name in archive.namelist())
    except Exception:  # noqa: BLE001 - whatever zipfile makes of damaged bytes, they are no workbook
        return False


@contextmanager
def opened_zip(data: bytes, filename: str, *, unpacked_limit: int, damaged: str) -> Iterator[zipfile.ZipFile]:
    """An open archive that unpacks to at most `unpacked_limit` bytes; what fails in it is told as `damaged`."""
    try:
        check_members(data, filename)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive, filename, len(data), unpacked_limit)
            yield archive
    except UnreadableSource:
        raise
    except Exception as error:  # damaged bytes raise a dozen kinds, RuntimeError for a password among them
        raise UnreadableSource(damaged, path=filename) from error


def check_members(data: bytes, filename: str) -> None:
    """Raises `UnreadableSource` where a ZIP has too many entries; none of them is made an object to find out."""
    if data.count(_ENTRY) > MEMBERS_LIMIT:
        raise UnreadableSource("too_many_members", path=filename, limit=MEMBERS_LIMIT)


def _check_size(archive: zipfile.ZipFile, filename: str, packed: int, unpacked_limit: int) -> None:
    if any(info.compress_type not in _PACKED for info in archive.infolist()):
        raise UnreadableSource("zip_method", path=filename)
    unpacked = sum(info.file_size for info in archive.infolist())
    if unpacked > unpacked_limit:
        raise UnreadableSource("too_large", path=filename, limit=unpacked_limit >> 20)
    if unpacked > RATIO_FROM and unpacked > RATIO_LIMIT * packed:
        raise UnreadableSource("too_packed", path=filename, times=RATIO_LIMIT)


def check_part(info: zipfile.ZipInfo, filename: str, limit: int) -> None:
    """Raises `UnreadableSource` where one member, held whole while it is read, unpacks to more than `limit` bytes."""
    if info.file_size > limit:
        raise UnreadableSource("too_large_part", path=filename, name=info.filename[:100], limit=limit >> 20)


def read_zip(
    data: bytes, filename: str, *, wanted: Callable[[str], bool], unpacked_limit: int = UNPACKED_LIMIT
) -> Iterator[tuple[str, bytes]]:
    """The files of wanted names at the top of a ZIP or in its one folder; hidden ones and macOS's own left out.

    One is unpacked at a time.

    Raises `UnreadableSource`: no ZIP, damaged, a password, a path out of the folder, several folders, too large.
    """
    if not data.startswith(b"PK"):
        raise UnreadableSource("not_zip", path=filename)
    check_members(data, filename)
    if is_workbook(data):
        raise UnreadableSource("zip_is_workbook", path=filename)
    with opened_zip(data, filename, unpacked_limit=unpacked_limit, damaged="damaged_zip") as archive:
        members = [(_path(info, filename), info) for info in archive.infolist() if not info.is_dir()]
        chosen = [(path, info) for path, info in members if wanted(path.name) and not _is_hidden(path)]
        _check_one_folder(sorted({str(path.parent) for path, _ in chosen}), filename)
        # zipfile reads no more than the size that was summed up above, and checks the sum of what it read
        for path, info in sorted(chosen, key=lambda pair: pair[0]):
            check_part(info, filename, TABLE_LIMIT)
            yield path.name, archive.read(info)


def _path(info: zipfile.ZipInfo, filename: str) -> PurePosixPath:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in path.parts[0]:
        raise UnreadableSource("zip_paths", path=filename, name=info.filename)
    return path


def _is_hidden(path: PurePosixPath) -> bool:
    return any(part.startswith((".", "~")) or part == "__MACOSX" for part in path.parts)


def _check_one_folder(folders: list[str], filename: str) -> None:
    if len(folders) > 1:
        raise UnreadableSource("zip_folders", path=filename, folders=", ".join(folders))
