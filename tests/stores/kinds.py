"""The kinds of store, each as a function from a folder to a store: what is written once runs on all of them.

A folder is a place of its own: two stores opened on one folder are two doors to one landscape. A Neo4j server has one
database, which is emptied when another folder's turn comes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from neo4j import GraphDatabase

from stores.neo4j.login import Login
from stores.neo4j.store import Neo4jStore
from stores.opening import open_store
from stores.port import Store
from tests.fakes.memory_store import MemoryStore


class Address(Protocol):
    """A server that answers."""

    uri: str
    username: str
    password: str


Ask = Callable[[], Address]
"""Gives the server; only who asks needs one."""
_places: dict[str, Path] = {}


def _sqlite(folder: Path, server: Ask) -> Store:
    return open_store(f"sqlite:///{folder / 'landskab.db'}")


def _memory(folder: Path, server: Ask) -> Store:
    return MemoryStore()


def _neo4j(folder: Path, server: Ask) -> Store:
    address = emptied(server(), folder)
    return open_store(address.uri, {"NEO4J_USERNAME": address.username, "NEO4J_PASSWORD": address.password})


def _neo4j_staged(folder: Path, server: Ask) -> Store:
    """Every import is written as a new copy of the graph, beside the one that is shown."""
    address = emptied(server(), folder)
    return Neo4jStore(address.uri, Login(address.username, address.password), at_once=0)


STORES: Mapping[str, Callable[[Path, Ask], Store]] = {
    "sqlite": _sqlite,
    "memory": _memory,
    "neo4j": _neo4j,
    "neo4j staged": _neo4j_staged,
}


def kinds(*names: str) -> list[object]:
    """Parameters of a test: those that ask a server are marked so."""
    return [pytest.param(name, marks=[pytest.mark.neo4j] if name.startswith("neo4j") else []) for name in names]


def emptied(address: Address, folder: Path) -> Address:
    """The server, its database empty where this folder was not the last one."""
    if _places.get(address.uri) != folder:
        with cypher(address) as run:
            run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS")
        _places[address.uri] = folder
    return address


@contextmanager
def cypher(address: Address) -> Iterator[Callable[..., list[dict[str, object]]]]:
    """Plain queries, as a person would write them in Neo4j Browser."""
    login = (address.username, address.password)
    with (
        GraphDatabase.driver(address.uri, auth=login, notifications_min_severity="OFF") as driver,
        driver.session() as session,
    ):
        yield lambda query, **parameters: session.run(query, parameters).data()
