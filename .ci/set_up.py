"""Make an environment that holds exactly what a lock says, step by step, or say in a sentence why that cannot be.

`set_up.py [--add] [--python PYTHON] FOLDER LOCK` is what the Makefile calls with Python 3.11 or newer and nothing
installed, hence the standard library alone. Nothing is resolved: every pip that such a Python may bring (22.3 and
newer) installs each line of the lock as it stands, whatever newer versions an index holds, and `pip check` says whether
they fit. It lies beside the other scripts of a checkout: no part of the program can be imported before it has run.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pip_words import SetUpError, not_writable, why

FLAGS = ("--disable-pip-version-check", "--no-input", "--no-warn-script-location")
EXACT = ("--no-deps", "--require-hashes", "--only-binary", ":all:")
ONE_MORE = re.compile(r"(?:Collecting|Requirement already satisfied:|Ignoring) ([^\s:;]+)")
SIZE = re.compile(r"Downloading .*(\([\d.]+ [kMG]B\))")
CLEAR = "\r\033[K"  # on a terminal: to the beginning of the line, and empty it
OLDEST_PIP = (22, 3)  # the first that installs into another environment (--python)


def main() -> int:
    """Set up as the command line says: 0, or 1 after a sentence on standard error."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--add", action="store_true", help="add the lock's packages to the environment that is there")
    reader.add_argument("--python", default=sys.executable, help="the Python to make the environment with")
    reader.add_argument("folder", type=Path)
    reader.add_argument("lock", type=Path)
    asked = reader.parse_args()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows no "…"
    try:
        set_up(asked.folder, asked.lock, asked.python, add=asked.add)
    except SetUpError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"\n{not_writable(error, Path.cwd())}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. The same command takes it up again.", file=sys.stderr)
        return 130
    return 0


def set_up(folder: Path, lock: Path, python: str, *, add: bool) -> None:
    """The environment anew with the lock's packages and the program, or the lock's packages added to what is there.

    Raises:
        SetUpError: what stands in the way, and what to do about it.
        OSError: the folder cannot be written.
    """
    last = 2 if add else 3
    if not add:
        say(f"1 of {last}: an empty environment in {folder}, with Python {sys.version.split()[0]}")
        make_empty(folder, python)
    pip = pip_of(folder, python)
    say(f"{last - 1} of {last}: {count(lock)} packages, each in the version that {lock} says")
    run_pip([*pip, "install", *FLAGS, *EXACT, "--requirement", str(lock)], count(lock))
    say(f"{last} of {last}: {'' if add else 'the program itself, and '}whether everything fits together")
    if not add:
        run_pip([*pip, "install", *FLAGS, "--no-deps", "--no-build-isolation", "--editable", "."])
    run_pip([*pip, "check"])


def say(line: str) -> None:
    """A line at once, also into a pipe."""
    print(line, flush=True)


def count(lock: Path) -> int:
    """How many packages a lock pins."""
    return len(re.findall(r"^[A-Za-z0-9._-]+==", lock.read_text(encoding="utf-8"), flags=re.MULTILINE))


def make_empty(folder: Path, python: str) -> None:
    """An environment with pip; without pip where this Python cannot bring one but has one of its own."""
    if folder.exists():
        shutil.rmtree(folder)
    folder.mkdir()  # first, so that a folder that cannot be written is told as that
    if run([python, "-c", "import venv"]).returncode:
        raise SetUpError(without("venv", python))
    made = run([python, "-m", "venv", str(folder)])
    if made.returncode == 0:
        return
    if run([python, "-c", "import ensurepip"]).returncode == 0:
        raise SetUpError(f"'{python} -m venv {folder}' failed:\n{made.stdout.strip()}")
    if own_pip(python) < OLDEST_PIP:
        raise SetUpError(without("ensurepip", python))
    shutil.rmtree(folder)
    made = run([python, "-m", "venv", "--without-pip", str(folder)])
    if made.returncode:
        raise SetUpError(f"'{python} -m venv --without-pip {folder}' failed:\n{made.stdout.strip()}")


def without(module: str, python: str) -> str:
    """What to do where a distribution has taken a part of Python away."""
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    return (
        f"'{python}' has no module '{module}', so it cannot make an environment. On Debian and Ubuntu: "
        f"apt install {package}. Or name another Python: make PYTHON=/path/to/python3.11 …"
    )


def own_pip(python: str) -> tuple[int, ...]:
    """The version of the pip that a Python has, (0,) for none."""
    said = re.match(r"pip (\d+)\.(\d+)", run([python, "-m", "pip", "--version"]).stdout)
    return tuple(map(int, said.groups())) if said else (0,)


def pip_of(folder: Path, python: str) -> list[str]:
    """The pip that installs into an environment: its own, or the one of the Python that made it."""
    inside = str(folder / "bin" / "python")
    if run([inside, "-m", "pip", "--version"]).returncode == 0:
        return [inside, "-m", "pip"]
    return [python, "-m", "pip", "--python", inside]


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """A short command to its end, both streams in one."""
    return subprocess.run(command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8")


def run_pip(command: list[str], packages: int = 0) -> None:
    """Run pip and show how far it is; its own words are kept for the explanation of an error."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "pip.log"
        logged = command if command[-1] == "check" else [*command, "--log", str(log)]
        environ = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
        with subprocess.Popen(
            logged, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", env=environ
        ) as pip:
            said = show(pip.stdout or (), packages)
        if pip.returncode:
            raise SetUpError(why(said, log.read_text(encoding="utf-8", errors="replace") if log.exists() else ""))


def show(lines: Iterable[str], packages: int) -> str:
    """Pass on how far pip is: one line that is written over on a terminal, every 25th package elsewhere.

    Without a number of packages it only listens. Gives back what pip said.
    """
    said, at, name, terminal = [], 0, "", sys.stdout.isatty()
    for line in lines:
        said.append(line)
        found, size = ONE_MORE.match(line), SIZE.search(line)
        at, name = (at + 1, found[1]) if found else (at, name)
        if not packages:
            continue
        if terminal and (found or size):
            print(f"{CLEAR}  {at} of {packages}  {name} {size[1] if size else ''}", end="", flush=True)
        elif found and at % 25 == 0:
            say(f"  {at} of {packages}")
        elif line.startswith("Installing collected packages"):
            say(f"{CLEAR if terminal else ''}  all {packages} are fetched; putting them in place …")
    return "".join(said)


if __name__ == "__main__":
    sys.exit(main())
