"""What pip says and writes into its log when an installation fails, as a sentence that says what to do."""

from __future__ import annotations

import errno
import platform
import re
from pathlib import Path

SYSTEMS = {
    "manylinux": "Linux",
    "linux": "Linux",
    "musllinux": "Linux with musl",
    "macosx": "macOS",
    "win": "Windows",
}
PROXY = "Is there a login page or a proxy between? Open the address in a browser, or set HTTPS_PROXY or PIP_INDEX_URL."


class SetUpError(Exception):
    """The set-up cannot go on: what is wrong, and what to do."""


def not_writable(error: OSError, folder: Path) -> str:
    """A file or folder could not be written."""
    if error.errno == errno.ENOSPC:
        return f"The disk that holds {folder} is full."
    return f"{folder} cannot be written ({error.strerror}). Clone into a folder of your own, or ask who owns this one."


def why(said: str, log: str) -> str:
    """The sentence for what pip printed and logged."""
    for words, code in (("No space left on device", errno.ENOSPC), ("Read-only file system", errno.EROFS)):
        if words in said:
            return not_writable(OSError(code, words), Path.cwd())
    if "DO NOT MATCH THE HASHES" in said:
        changed = re.search(r"^ +(\S+) from ", said.partition("DO NOT MATCH")[2], flags=re.MULTILINE)
        package = changed[1].partition("==")[0] if changed else "a package"
        return f"What the package index sent for {package} is not what the lock names. {PROXY}"
    missing = re.search(r"No matching distribution found for ([A-Za-z0-9._-]+)==([^\s;]+)", said)
    if missing:
        return not_found(missing[1], missing[2], said, log)
    told = [line for line in said.splitlines() if line.startswith("ERROR:")] or said.splitlines()[-10:]
    return "pip could not finish:\n" + "\n".join(told)


def not_found(name: str, version: str, said: str, log: str) -> str:
    """Why pip found no file of a package: none for this machine, no index, or an index that is none."""
    pin = f"{name} {version}"
    wheels = wheels_for_others(name, version, log)
    if wheels:
        return f"{pin} has no wheel for {this_machine()}. It has wheels for {those_that_work(wheels)}."
    if re.search(rf"requires a different Python.*{file_start(name, version)}", log, flags=re.IGNORECASE):
        return f"{pin} is not for {this_machine()}. Name another Python: make PYTHON=/path/to/python3.11 …"
    index = re.search(r"(https?://\S+?)/?" + re.escape(name) + r"/", log)
    address = index[1] if index else "the package index"
    refused = re.findall(r"Could not fetch URL \S+: (.*?)(?: - skipping)?$", log, flags=re.MULTILINE)
    if refused and "404" not in refused[-1]:
        return f"{address} does not answer ({refused[-1][:200]}). {PROXY}"
    if refused or "(from versions: none)" not in said:
        return f"{address} does not have {pin}. Does PIP_INDEX_URL name an index that lags behind or leaves out?"
    return f"{address} answers with a page that lists no packages (asked for {name}). {PROXY}"


def file_start(name: str, version: str) -> str:
    """What a wheel's file name begins with, as a pattern."""
    return re.sub(r"[-_.]+", "[-_.]+", name) + "-" + re.escape(version) + "-"


def wheels_for_others(name: str, version: str, log: str) -> list[str]:
    """The wheels of a pin that pip left aside because of their tags, as their tags: `cp311-cp311-win_amd64`."""
    told = r"none of the wheel's tags .*?" + file_start(name, version) + r"(?:\d\w*-)?([^\s/]+)\.whl"
    return sorted(set(re.findall(told, log, flags=re.IGNORECASE)))


def those_that_work(wheels: list[str]) -> str:
    """Which Pythons on which machines a list of tags is for.

    >>> linux = ["cp311-cp311-manylinux_2_28_x86_64", "cp312-cp312-manylinux_2_28_x86_64"]
    >>> those_that_work([*linux, "cp39-abi3-win_amd64"])
    'CPython 3.11, 3.12 on Linux x86_64; CPython 3.9 or newer on Windows amd64'
    """
    pythons: dict[str, set[str]] = {}
    for tags in wheels:
        python, abi, machines = tags.split("-")
        for machine in machines.split("."):
            pythons.setdefault(machine_name(machine), set()).add(python_name(python, abi))
    machines_of: dict[str, list[str]] = {}
    for machine in sorted(pythons):
        machines_of.setdefault(", ".join(sorted(pythons[machine], key=in_order)), []).append(machine)
    return "; ".join(f"CPython {which} on {', '.join(machines)}" for which, machines in machines_of.items())


def python_name(python: str, abi: str) -> str:
    """A wheel's Python as people write it: `cp311` is 3.11, `cp314t` the one without a global lock."""
    tag = abi if abi.startswith("cp") else python
    digits = re.sub(r"\D", "", tag)
    return (
        f"{digits[0]}.{digits[1:] or 0}" + ("t" if tag.endswith("t") else "") + (" or newer" if abi == "abi3" else "")
    )


def in_order(version: str) -> tuple[int, ...]:
    """Versions in the order of their numbers."""
    return tuple(map(int, re.findall(r"\d+", version)))


def machine_name(tag: str) -> str:
    """A wheel's platform as people write it.

    >>> machine_name("macosx_11_0_arm64"), machine_name("musllinux_1_2_aarch64"), machine_name("win32")
    ('macOS arm64', 'Linux with musl aarch64', 'Windows 32-bit')
    """
    if tag == "any":
        return "any machine"
    if tag == "win32":
        return "Windows 32-bit"
    system = re.match(r"[a-z]+", tag)
    name = SYSTEMS.get(system[0] if system else tag, tag)
    return f"{name} {re.sub(r'^[a-z]+(?:_?[0-9]+)*_', '', tag)}"


def this_machine() -> str:
    """The Python that runs, and on what."""
    return f"{platform.python_implementation()} {platform.python_version()} on {platform.system()} {platform.machine()}"
