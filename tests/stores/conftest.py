"""What the tests of the stores share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stores.port import Store
from stores.sqlite.store import SqliteStore
from tests.stores.kinds import STORES


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "landskab.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(path)
    yield store
    store.close()


@pytest.fixture
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Store]]:
    """Opens a store of a kind in the test's folder, as often as is asked."""
    stores: list[Store] = []

    def open_(kind: str, folder: Path = tmp_path) -> Store:
        stores.append(STORES[kind](folder, lambda: request.getfixturevalue("neo4j_server")))
        return stores[-1]

    yield open_
    for store in stores:
        store.close()
