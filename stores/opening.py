"""From a store's URL to the store. A new kind of store is one line in `SCHEMES`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from model.errors import InputError
from stores.neo4j.login import Login
from stores.port import Store
from stores.sqlite.store import SqliteStore

_EXAMPLE = "sqlite:///landskab.db"
_SERVER = "neo4j://localhost:7687"


def open_store(url: str, environ: Mapping[str, str] | None = None) -> Store:
    """The store at `url`; nothing is read or made yet. Raises `InputError` for a URL that names no store.

    Three slashes for a path from here, four for one from the root; the path is taken as it is written. `environ` holds
    the login of a server: `NEO4J_USERNAME`, `NEO4J_PASSWORD` or `NEO4J_PASSWORD_FILE`.

    >>> open_store("sqlite:///mine/Ærø kommune.db").url
    'sqlite:///mine/Ærø kommune.db'
    """
    scheme, separator, rest = url.partition("://")
    if not separator:  # it is not repeated: it may hold a password
        raise InputError(f"The store's address is none. Write it as {_EXAMPLE} or {_SERVER}.")
    opener = SCHEMES.get(scheme.lower())
    if opener is None:  # only the scheme is repeated: the rest may hold a password
        raise InputError(f"There is no store of the kind {scheme!r}. Write it as {_EXAMPLE} or {_SERVER}.")
    return opener(url, rest, environ or {})


def _sqlite(url: str, rest: str, environ: Mapping[str, str]) -> Store:  # noqa: ARG001 (a file needs no login)
    path = rest.removeprefix("/")
    if not rest.startswith("/") or not path or path.endswith("/") or "\0" in path:
        raise InputError(f"The store {url!r} names no file. Write it as {_EXAMPLE}, with three slashes.")
    if path == ":memory:":
        raise InputError(f"A store in memory forgets everything at once. Name a file: {_EXAMPLE}.")
    return SqliteStore(Path(path))


def _neo4j(url: str, rest: str, environ: Mapping[str, str]) -> Store:
    if not _is_server(rest):  # the address is not repeated: it may hold a password
        raise InputError(f"The store names no server. Write it as {_SERVER}, without user, password or database.")
    try:
        from stores.neo4j.store import Neo4jStore  # noqa: PLC0415 - the driver is slow to import, and an extra
    except ModuleNotFoundError as error:
        raise InputError("The driver for Neo4j is not installed: pip install 'systemlandskab[neo4j]'.") from error
    return Neo4jStore(url, Login.read(environ))


def _is_server(rest: str) -> bool:
    """Whether it is a host, with or without a port, and nothing else.

    >>> _is_server("localhost:7687"), _is_server("me:secret@localhost"), _is_server("localhost/other")
    (True, False, False)
    """
    try:
        parts = urlsplit(f"//{rest}")
        return bool(parts.hostname) and parts.port != 0 and not set(rest) & set("@?# ") and parts.path in ("", "/")
    except ValueError:  # a port that is no number, or half an IPv6 address
        return False


_SERVERS = tuple(f"{one}{tls}" for one in ("neo4j", "bolt") for tls in ("", "+s", "+ssc"))
SCHEMES: Mapping[str, Callable[[str, str, Mapping[str, str]], Store]] = MappingProxyType(
    {"sqlite": _sqlite, **dict.fromkeys(_SERVERS, _neo4j)}
)
"""Scheme -> from the URL, what follows its `://`, and the environment, to the store."""
