"""The Neo4j that the tests ask: the one that is named, else one from Maven, else a container, else none.

`LANDSKAB_TEST_NEO4J_URI` (with `…_USERNAME` and `…_PASSWORD`) names one; the tests empty it. The person's own
NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD are never looked at, for the same reason.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.neo4j_server.container import docker_works, running_container
from tests.neo4j_server.server import Server, running_server, why_not

PREFIX = "LANDSKAB_TEST_NEO4J_"


@dataclass(frozen=True)
class Address:
    """A server that others started: where it is, and who may ask it."""

    uri: str
    username: str
    password: str = field(repr=False)


@contextmanager
def server_for_tests() -> Iterator[Server | Address]:
    """The server, started here if need be; where there is none, the test that asks is skipped, or fails with CI."""
    if named := named_server(os.environ):
        yield named
    elif (problem := why_not()) is None:
        with tempfile.TemporaryDirectory(prefix="landskab-neo4j-") as folder, running_server(Path(folder)) as server:
            yield server
    elif docker_works():
        with running_container() as (uri, username, password):
            yield Address(uri, username, password)
    else:
        missing(f"{problem}, and there is no Docker that would run one")


def named_server(environ: Mapping[str, str]) -> Address | None:
    if not (uri := environ.get(f"{PREFIX}URI")):
        return None
    return Address(uri, environ.get(f"{PREFIX}USERNAME", "neo4j"), environ.get(f"{PREFIX}PASSWORD", ""))


def missing(reason: str) -> None:
    """Skip the test that needs what is not here; a failure where CI is set, which must not leave it out."""
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
