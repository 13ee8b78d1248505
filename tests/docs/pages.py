"""What the documentation's tests share: the fenced blocks of a page, and a console session run for real.

Conventions of a page, checked by the tests beside this file:
- a block marked `python` runs as a doctest where it holds `>>>`, else as code; the blocks of a page share their names;
- a block marked `csv NAME` is the content of a file, made in the session's folder;
- a block marked `console` is a session: lines that begin with `$ ` are commands, the lines after one are its output.
  A line that is just `…` stands for any lines, `…` within a line for any text, and a moment for any moment.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
ANYTHING = "…"
MOMENT = re.compile(r"\d{1,2} \w+\.? \d{4},? (?:kl\. )?\d{2}[.:]\d{2} UTC")


@dataclass(frozen=True)
class Block:
    """One fenced block: the words after the fence, its text, and the number of its first line (from 0)."""

    words: tuple[str, ...]
    text: str
    line: int

    @property
    def kind(self) -> str:
        return self.words[0] if self.words else ""


@dataclass(frozen=True)
class Step:
    """A command of a session and what it prints."""

    command: str
    output: tuple[str, ...]


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def blocks(page: Path) -> Iterator[Block]:
    """Every fenced block of a page."""
    words: tuple[str, ...] | None = None
    held: list[str] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines()):
        if not line.startswith("```"):
            held.append(line)
        elif words is None:
            words, held = tuple(line.removeprefix("```").split()), []
        else:
            yield Block(words, "".join(f"{one}\n" for one in held), number - len(held))
            words = None
    assert words is None, f"{page}: a fence is not closed"


def steps(block: Block) -> list[Step]:
    """The commands of a console block, in order."""
    found: list[Step] = []
    for line in block.text.splitlines():
        if line.startswith("$ "):
            found.append(Step(line.removeprefix("$ "), ()))
        else:
            last = found.pop()
            found.append(Step(last.command, (*last.output, line)))
    return found


def fits(expected: tuple[str, ...], printed: str) -> bool:
    r"""Whether a command printed what the page says.

    >>> fits(("a", "…", "d …"), "a\nb\nc\nd 4\n")
    True
    >>> fits(("a",), "a\nb\n")
    False
    """
    pattern = "".join(_pattern(_on_any_day(line)) for line in expected)
    return re.fullmatch(pattern, _on_any_day(printed)) is not None


def _on_any_day(text: str) -> str:
    """The text without its moments, and, where it may be a table of them, without the widths that these give it."""
    return re.sub(r"─+", "─", re.sub(r"(?<=\S) {2,}", "  ", MOMENT.sub("(moment)", text)))


def _pattern(line: str) -> str:
    if line.strip() == ANYTHING:
        return r"(?:.*\n)*"
    return ".*".join(map(re.escape, line.rstrip().split(ANYTHING))) + r"[ ]*\n"


def run(command: str, folder: Path, **more: str) -> str:
    """Run one line in a shell in which `landskab` is this checkout's; gives both streams, ended by a line break."""
    own = ("LANDSKAB_", "NEO4J_", "MAKE", "COLUMNS", "MFLAGS", "COV_")
    environ = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), environ["PATH"]])
    done = subprocess.run(
        ["sh", "-c", command],
        check=False,
        cwd=folder,
        env={**environ, **more},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    return done.stdout if not done.stdout or done.stdout.endswith("\n") else f"{done.stdout}\n"
