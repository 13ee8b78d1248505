"""Neo4j in a container, where Docker runs and Java does not."""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import GraphDatabase
from neo4j.exceptions import DriverError, TransientError

IMAGE = "neo4j:5.26-community"
LIMIT = 120.0  # seconds, once the image is there


def docker_works() -> bool:
    return (
        bool(shutil.which("docker"))
        and subprocess.run(["docker", "info"], check=False, capture_output=True).returncode == 0
    )


@contextmanager
def running_container() -> Iterator[tuple[str, str, str]]:
    """The address, user name and password of a server in a container, on a free loopback port; removed at the end."""
    password = secrets.token_urlsafe(24)
    # `--env NAME` takes the value from the environment: the password is on no command line.
    name = _docker(
        "run", "--detach", "--rm", "--publish", "127.0.0.1::7687", "--env", "NEO4J_AUTH", IMAGE, auth=password
    )
    try:
        uri = f"bolt://{_docker('port', name, '7687/tcp').splitlines()[0]}"
        _wait(uri, password, name)
        yield uri, "neo4j", password
    finally:
        _docker("rm", "--force", "--volumes", name)


def _docker(*words: str, auth: str = "") -> str:
    environ = {**os.environ, "NEO4J_AUTH": f"neo4j/{auth}"}
    done = subprocess.run(["docker", *words], check=False, capture_output=True, text=True, env=environ)
    if done.returncode:
        raise RuntimeError(f"docker {words[0]}: {done.stderr.strip()}")
    return done.stdout.strip()


def _wait(uri: str, password: str, name: str) -> None:
    end = time.monotonic() + LIMIT
    with GraphDatabase.driver(uri, auth=("neo4j", password)) as driver:
        while True:
            try:
                return driver.verify_connectivity()
            except (DriverError, TransientError):
                if time.monotonic() > end:
                    raise RuntimeError(
                        f"Neo4j is not ready after {LIMIT:.0f} seconds: {_docker('logs', name)}"
                    ) from None
                time.sleep(0.5)
