"""Writing a file so that a failure leaves what was there before: beside it first, then in its place."""

from __future__ import annotations

import errno
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from model.errors import InputError, LandskabError

_NOT_THE_USERS_DOING = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EMFILE, errno.ENFILE})


@contextmanager
def written_beside(path: Path) -> Iterator[Path]:
    """A new path beside `path` to write to; it takes the place of `path` if the block ends without an error.

    What is written may be a file or a folder. Raises `InputError` where the place cannot be written to and
    `LandskabError` where the disk is full; `path` is then as it was.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     with written_beside(Path(folder) / "a.txt") as new:
    ...         _ = new.write_text("done")
    ...     [found.name for found in Path(folder).iterdir()]
    ['a.txt']
    """
    path = path.resolve() if path.is_symlink() else path
    new = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.tmp")
    try:
        _refuse_a_missing_folder(path)
        yield new
        _put_in_place(new, path)
    except OSError as error:
        raise cannot_write(path, error) from error
    finally:
        _remove(new)


def cannot_write(path: Path, error: OSError) -> LandskabError:
    """The error that says in one sentence why a path could not be written."""
    if error.errno in _NOT_THE_USERS_DOING:
        return LandskabError(f"'{path}' was not written: {error.strerror}. What was there before is unchanged.")
    if error.errno == errno.EROFS:
        return InputError(f"'{path}' cannot be written: its disk is read-only. Choose another place.")
    reason = error.strerror or str(error)
    return InputError(f"'{path}' cannot be written: {reason}. Close it if it is open, or choose another place.")


def _refuse_a_missing_folder(path: Path) -> None:
    if not path.parent.is_dir():
        raise InputError(f"'{path}' cannot be written: there is no folder '{path.parent}'. Make it first.")


def _put_in_place(new: Path, path: Path) -> None:
    if not (new.is_dir() and path.is_dir()):
        new.replace(path)
        return
    old = new.with_suffix(".old")
    path.rename(old)
    try:
        new.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _remove(path: Path) -> None:
    """Take away what is left, if anything is; what hinders that has hindered the writing too, and is told there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
        return
    with suppress(OSError):
        path.unlink(missing_ok=True)
