"""The server's Java archives, fetched once by Maven; and the sentence why there can be none here."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "out" / "neo4j"
POM = HERE / "pom.xml"
OLDEST_JAVA = 17


def why_not() -> str | None:
    """The sentence why no server from Maven can be had here, or None."""
    if (java := _java_version()) is None:
        return f"there is no Java on this machine: a Neo4j server needs a JDK {OLDEST_JAVA}"
    if java < OLDEST_JAVA:
        return f"a Neo4j server needs Java {OLDEST_JAVA} or newer, and `java` is {java}"
    if not _has_compiler():
        return f"`java` is without a compiler, which the Neo4j server needs: install a JDK {OLDEST_JAVA}"
    if not library().is_dir() and not shutil.which("mvn"):
        return "there is no Maven (`mvn`) on this machine, which fetches the Neo4j server"
    return None


def library() -> Path:
    """The folder that the archives are in once they are fetched: one per version."""
    version = re.search(r"<neo4j\.version>(.+)</neo4j\.version>", POM.read_text(encoding="utf-8"))
    assert version
    return OUT / f"lib-{version[1]}"


def fetched() -> Path:
    """The folder with the archives, fetched now if need be: 120 MB, some ten seconds.

    It appears whole or not at all, so that two processes may ask at once: the later one throws its own away.
    """
    folder = library()
    if not folder.is_dir():
        OUT.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=OUT, prefix="fetching-") as temporary:
            fresh = Path(temporary) / "lib"
            _fetch(fresh)
            _move(fresh, folder)
    return folder


def _fetch(folder: Path) -> None:
    command = [
        "mvn",
        "--batch-mode",
        "--quiet",
        "--strict-checksums",
        "--file",
        str(POM),
        "dependency:copy-dependencies",
    ]
    options = ["-DincludeScope=runtime", f"-DoutputDirectory={folder}"]
    done = subprocess.run([*command, *options], check=False, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        tail = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise RuntimeError(f"Maven could not fetch the Neo4j server:\n{tail}")


def _move(fresh: Path, folder: Path) -> None:
    try:
        fresh.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise


def _java_version() -> int | None:
    """The major number; 1 for Java 8 and older, which call themselves 1.8."""
    version = re.search(r'version "(\d+)', _java("-version"))
    return int(version[1]) if version else None


def _has_compiler() -> bool:
    return "jdk.compiler@" in _java("--list-modules")


def _java(option: str) -> str:
    """What Java says to one option; nothing where it is missing, or only a stub as on macOS."""
    if not shutil.which("java"):
        return ""
    environ = {name: value for name, value in os.environ.items() if name != "JAVA_TOOL_OPTIONS"}
    done = subprocess.run(["java", option], check=False, capture_output=True, text=True, env=environ)
    return done.stdout + done.stderr if done.returncode == 0 else ""
