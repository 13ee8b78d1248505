"""Files that a page gives to take along."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from fastapi.responses import FileResponse, Response
from starlette.background import BackgroundTask

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PICTURE = "text/html; charset=utf-8"


@contextmanager
def empty_file(suffix: str) -> Iterator[Path]:
    """A new file of its own, to be written inside and then sent; it is deleted where writing fails."""
    with NamedTemporaryFile(suffix=suffix, delete=False) as file:
        path = Path(file.name)
    try:
        yield path
    except BaseException:
        path.unlink(missing_ok=True)
        raise


def sent(path: Path, *, name: str, kind: str) -> Response:
    """The file as something to save; it is deleted when it has been sent."""
    gone = BackgroundTask(path.unlink, missing_ok=True)
    return FileResponse(path, filename=name, media_type=kind, headers={"Cache-Control": "no-cache"}, background=gone)


def file_name(words: str, suffix: str) -> str:
    """A file's name from words that a person wrote.

    >>> file_name("vendor:KMD A/S", ".xlsx")
    'vendor-KMD-A-S.xlsx'
    """
    parts = "".join(sign if sign.isalnum() else " " for sign in words).split()
    return f"{'-'.join(parts)[:60] or 'systemlandskab'}{suffix}"
