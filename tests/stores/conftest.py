"""What the tests of the SQLite store share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stores.sqlite_store import SqliteStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "landskab.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path)
    yield store
    store.close()
