"""What SQLite's errors mean to a person, and what to do about them."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from os import ST_RDONLY, statvfs
from pathlib import Path
from types import MappingProxyType

_NOTHING = "Nothing was stored"
DAMAGED = "the file is damaged. Put a copy from your backup in its place."
_WORDS: Mapping[int, str] = MappingProxyType(
    {
        sqlite3.SQLITE_FULL: f"the disk is full. {_NOTHING}; free some space and try again.",
        sqlite3.SQLITE_BUSY: (
            f"another import has kept it busy for too long. {_NOTHING}; try again when that one is done."
        ),
        sqlite3.SQLITE_READONLY: (
            f"the file or its folder is read-only. {_NOTHING}; get the right to write there, or choose another"
            " store with --store."
        ),
        sqlite3.SQLITE_CANTOPEN: (
            "it cannot be opened. Check that it is a file, and that you may read and write in its folder."
        ),
        sqlite3.SQLITE_PERM: "you may not open it. Get the right to, or choose another store with --store.",
        sqlite3.SQLITE_NOTADB: "it is not an SQLite database. Name another file with --store.",
        sqlite3.SQLITE_CORRUPT: DAMAGED,
        sqlite3.SQLITE_IOERR: (f"the disk does not answer: it may be full, broken or, on a network, away. {_NOTHING}."),
        sqlite3.SQLITE_TOOBIG: (
            f"a column is larger than SQLite can hold (1 GB). {_NOTHING}; import it as several sources."
        ),
        sqlite3.SQLITE_NOMEM: f"there is not enough memory. {_NOTHING}.",
    }
)


_OPENING = frozenset({sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM})
_DISK_READ_ONLY = f"its disk is read-only. {_NOTHING}; choose another store with --store."
_LEAST = 65_536
"""Bytes: less free space than the files beside the store need, and SQLite says only that the disk failed."""


def in_words(error: sqlite3.Error, path: Path) -> str:
    """One sentence for a person: which file, what is wrong, what to do; then SQLite's own words.

    Where SQLite says no more than that it could not open or write, the disk is asked why.

    >>> error = sqlite3.OperationalError("database or disk is full")
    >>> error.sqlite_errorcode = sqlite3.SQLITE_FULL
    >>> in_words(error, Path("landskab.db"))
    'The store landskab.db: the disk is full. Nothing was stored; free some space and try again. (...)'
    """
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the low byte is the kind, the rest its details
    words = _of_the_disk(code, path) or _WORDS.get(code, "SQLite refused.")
    return f"The store {path}: {words} ({error})"


def _of_the_disk(code: int, path: Path) -> str:
    """What is to be said of the disk that the file is on, or would be, if it is full or read-only."""
    try:
        disk = statvfs(path.parent)
    except OSError:
        return ""
    if code in _OPENING and disk.f_flag & ST_RDONLY:
        return _DISK_READ_ONLY
    full = disk.f_blocks and disk.f_bavail * disk.f_frsize < _LEAST
    return _WORDS[sqlite3.SQLITE_FULL] if full and code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) else ""
