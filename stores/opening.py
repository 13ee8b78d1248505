"""From a store's URL to the store. A new kind of store is one line in `SCHEMES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from model.errors import InputError
from stores.port import Store
from stores.sqlite_store import SqliteStore

_EXAMPLE = "sqlite:///landskab.db"


def open_store(url: str) -> Store:
    """The store at `url`; nothing is read or made yet. Raises `InputError` for a URL that names no store.

    Three slashes for a path from here, four for one from the root; the path is taken as it is written.

    >>> open_store("sqlite:///mine/Ærø kommune.db").url
    'sqlite:///mine/Ærø kommune.db'
    """
    scheme, separator, rest = url.partition("://")
    if not separator:
        raise InputError(f"The store {url!r} is no address. Write it as {_EXAMPLE}.")
    opener = SCHEMES.get(scheme.lower().partition("+")[0])
    if opener is None:  # only the scheme is repeated: the rest may hold a password
        raise InputError(f"There is no store of the kind {scheme!r}. Write it as {_EXAMPLE}.")
    return opener(rest)


def _sqlite(rest: str) -> Store:
    path = rest.removeprefix("/")
    if not rest.startswith("/") or not path or path.endswith("/") or "\0" in path:
        raise InputError(f"The store {f'sqlite://{rest}'!r} names no file. Write it as {_EXAMPLE}, with three slashes.")
    if path == ":memory:":
        raise InputError(f"A store in memory forgets everything at once. Name a file: {_EXAMPLE}.")
    return SqliteStore(Path(path))


def _no_neo4j(rest: str) -> Store:  # noqa: ARG001 (it may hold a password, so no message repeats it)
    raise InputError(f"This version has no Neo4j store. Name a file: {_EXAMPLE}.")


SCHEMES: Mapping[str, Callable[[str], Store]] = MappingProxyType(
    {"sqlite": _sqlite, "neo4j": _no_neo4j, "bolt": _no_neo4j}
)
"""Scheme (without what follows a `+`) -> from the rest of the URL to the store."""
