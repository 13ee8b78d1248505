"""Every regular expression of the house, found by reading its code, and the texts that make one of them slow."""

from __future__ import annotations

import ast
import json
import re
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from re import _constants as ops  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]

from app.language.error_text import said_in

ROOMS = ("app", "importers", "model", "queries", "stores", "visualisations")
WAYS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
FLAGS = {
    "A": re.ASCII, "ASCII": re.ASCII, "I": re.IGNORECASE, "IGNORECASE": re.IGNORECASE,
    "M": re.MULTILINE, "MULTILINE": re.MULTILINE, "S": re.DOTALL, "DOTALL": re.DOTALL,
}  # fmt: skip


@dataclass(frozen=True)
class Found:
    """One expression: where it stands, its text and flags, and the ways in which it is used."""

    place: str
    pattern: str
    flags: int
    ways: tuple[str, ...]


SCRIPTED = re.compile(r"(?<=[(=,:!]) *+/([^/*\n][^/\n]*+)/[gimsuy]*[.,);]")
"""An expression as a script writes it."""


def scripted_in(root: Path) -> Iterator[Found]:
    """Those of the scripts that pages hold, where a text is split, tried or changed by one."""
    for path in sorted(path for room in ROOMS for kind in ("js", "html") for path in (root / room).rglob(f"*.{kind}")):
        text = path.read_text("utf-8")
        yield from (
            Found(path.relative_to(root).as_posix(), one[1], 0, ("split", "match", "sub"))
            for one in SCRIPTED.finditer(text)
        )


def found_in(root: Path) -> tuple[list[Found], list[str]]:
    """All expressions that stand in the code as text, and the places where one is put together."""
    trees = {path: ast.parse(path.read_text("utf-8")) for room in ROOMS for path in sorted((root / room).rglob("*.py"))}
    used = _used(trees.values())
    known, made = [], []
    for path, tree in trees.items():
        place = path.relative_to(root).as_posix()
        for node in ast.walk(tree):
            if (way := _way(node)) is None:
                continue
            assert isinstance(node, ast.Call)
            text = _text(node.args[0]) or _made_of_constants(path.relative_to(root), tree, node)
            if text is None:
                made.append(f"{place}:{_inside(tree, node)}")
            else:
                names = _names(tree, node) if way == "compile" else []
                ways = sorted({one for name in names for one in used[name]}) if way == "compile" else [way]
                known.append(Found(f"{place}:{node.lineno}", text, _flags(node), tuple(ways or sorted(WAYS))))
    return known, made


def _way(node: ast.AST) -> str | None:
    """The way of a call of `re`, as `sub`; pydantic's own `pattern=` is Rust's, which goes back in no text."""
    if not isinstance(node, ast.Call):
        return None
    function = node.func
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name) and function.value.id == "re":
        return function.attr if function.attr in WAYS else None
    return None


def _text(node: ast.expr) -> str | None:
    """The text of a literal, also of bytes, and of a name's or a formatted text's only where it is one."""
    try:
        value = ast.literal_eval(node)
    except ValueError:
        return None
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _made_of_constants(path: Path, tree: ast.Module, call: ast.Call) -> str | None:
    """The text of one that its module makes of constants, once, and gives a name."""
    module = import_module(".".join(path.with_suffix("").parts))
    return next((found.pattern for name in _names(tree, call) if (found := getattr(module, name, None))), None)


def _flags(node: ast.Call) -> int:
    said = [*node.args[1:], *(keyword.value for keyword in node.keywords if keyword.arg == "flags")]
    names = (one.attr for argument in said for one in ast.walk(argument) if isinstance(one, ast.Attribute))
    return sum(FLAGS.get(name, 0) for name in names)


def _names(tree: ast.Module, call: ast.Call) -> list[str]:
    """The names that a compiled expression is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and any(one is call for one in ast.walk(node.value)):
            return [target.id for target in node.targets if isinstance(target, ast.Name)]
    return []


def _used(trees: object) -> dict[str, set[str]]:
    used: dict[str, set[str]] = defaultdict(set)
    for tree in trees:  # type: ignore[attr-defined]
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in WAYS:
                used[node.value.id].add(node.attr)
    return used


def _inside(tree: ast.Module, call: ast.Call) -> str:
    """The function in which a call stands."""
    names = [
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and any(one is call for one in ast.walk(node))
    ]
    return names[-1] if names else ""


# -- what makes one slow ----------------------------------------------------------------------------------------


SIGNS = "aAzZæØ059 \t\n_-.,;:/()[]\"'=#@<>\0"
"""Signs of every kind that an expression tells apart."""
TAILS = ("", "\0!")


def worst_texts(pattern: str, flags: int, size: int) -> Iterator[str]:
    """Texts of about `size` characters, one part of the expression repeated in each, that may take it long.

    Before the part stands the shortest text that leads to it; after it nothing, or what fits nowhere.
    """
    tree = parser.parse(pattern, flags)
    units = dict.fromkeys([*_samples(tree), *SIGNS, *(sign for sign in pattern if sign not in SIGNS)])
    befores = dict.fromkeys(["", *_befores(tree, "")])
    for before in befores:
        for unit in units:
            if unit:
                for tail in TAILS:
                    yield before + unit * (size // len(unit)) + tail


def _befores(tree: object, before: str) -> Iterator[str]:
    """The shortest text that leads to each repeated part."""
    for op, argument in tree:  # type: ignore[attr-defined]
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            yield before
            yield from _befores(argument[2], before)
            yield before + _sample(argument[2]) * max(1, argument[0])
        elif op is ops.SUBPATTERN:
            yield from _befores(argument[3], before)
        elif op is ops.BRANCH:
            for one in argument[1]:
                yield from _befores(one, before)
        before += _sample([(op, argument)])


def _samples(tree: object) -> Iterator[str]:
    """A text for each repeated part, longer ones too."""
    for op, argument in tree:  # type: ignore[attr-defined]
        if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
            yield _sample(argument[2])
            yield _sample(argument[2]) * 2
            yield from _samples(argument[2])
        elif op is ops.SUBPATTERN:
            yield from _samples(argument[3])
        elif op is ops.BRANCH:
            yield from (_sample(one) for one in argument[1])
            for one in argument[1]:
                yield from _samples(one)
    yield _sample(tree)


def _sample(tree: object) -> str:
    """A shortest text that fits a part."""
    return "".join(_one(op, argument) for op, argument in tree)  # type: ignore[attr-defined]


def _one(op: object, argument: object) -> str:
    if op is ops.LITERAL:
        return chr(argument)  # type: ignore[arg-type]
    if op in (ops.IN, ops.NOT_LITERAL, ops.ANY):
        made = re.compile(_source(op, argument), re.DOTALL)
        return next((sign for sign in f"xX7ø-/ .,;:=[]()\"'\t#@{SIGNS}" if made.fullmatch(sign)), "x")
    if op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT):
        return _sample(argument[2]) * min(argument[0], 50)  # type: ignore[index]
    within = {
        ops.SUBPATTERN: lambda: argument[3],
        ops.ATOMIC_GROUP: lambda: argument,
        ops.BRANCH: lambda: argument[1][0],
    }  # type: ignore[index]
    return _sample(within[op]()) if op in within else ""  # type: ignore[index]


def _source(op: object, argument: object) -> str:
    """The class of signs as an expression again."""
    if op is ops.ANY:
        return "."
    if op is ops.NOT_LITERAL:
        return f"[^{re.escape(chr(argument))}]"  # type: ignore[arg-type]
    words = {
        ops.CATEGORY_DIGIT: r"\d", ops.CATEGORY_NOT_DIGIT: r"\D", ops.CATEGORY_SPACE: r"\s",
        ops.CATEGORY_NOT_SPACE: r"\S", ops.CATEGORY_WORD: r"\w", ops.CATEGORY_NOT_WORD: r"\W",
    }  # fmt: skip
    parts = []
    for kind, value in argument:  # type: ignore[attr-defined]
        if kind is ops.NEGATE:
            parts.append("^")
        elif kind is ops.LITERAL:
            parts.append(re.escape(chr(value)))
        elif kind is ops.RANGE:
            parts.append(f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}")
        else:
            parts.append(words[value])
    return f"[{''.join(parts)}]"


# -- the trial, in a process of its own -------------------------------------------------------------------------


SHORT, LONG = 5_000, 100_000
SUSPECT = 0.01
"""Seconds of the processor for a short text from which on the long one is tried too; a straight one takes 0.0005."""
MOST = 1.0
"""Seconds of the processor for the long text; a straight expression takes 0.01, a square one 5 and more."""


class TooSlow(BaseException):
    """The time is up; no error that a reader of words may catch."""


def said(text: str) -> str:
    """An error's sentence in another language."""
    return said_in(text, str)


def _uses(way: str, compiled: re.Pattern[str]) -> Callable[[str], object]:
    uses: dict[str, Callable[[str], object]] = {
        "match": compiled.match,
        "fullmatch": compiled.fullmatch,
        "search": compiled.search,
        "split": compiled.split,
        "findall": compiled.findall,
        "sub": lambda text: compiled.sub(" ", text),
        "subn": lambda text: compiled.sub(" ", text),
        "finditer": lambda text: sum(1 for _ in compiled.finditer(text)),
        "compile": lambda text: None,
    }
    return uses[way]


def seconds(use: Callable[[str], object], text: str) -> float:
    """Processor time of one use; as much as the limit where it was stopped."""
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * MOST)
    before = time.process_time()
    try:
        with suppress(Exception):  # a text that is refused was read too
            use(text)
    except TooSlow:
        return 2 * MOST
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return time.process_time() - before


def slow_text(pattern: str, flags: int, way: str, size: int = LONG) -> tuple[str, float] | None:
    """The first text on which the expression takes more than in proportion, and the seconds."""
    return slow_use(_uses(way, re.compile(pattern, flags)), worst_texts(pattern, flags, SHORT), size)


def slow_use(use: Callable[[str], object], texts: Iterator[str], size: int = LONG) -> tuple[str, float] | None:
    """The same of any use of a text: those short ones that it is slow on are made long."""
    for text in texts:
        took = seconds(use, text)
        if took > SUSPECT and took < MOST:
            middle = len(text) // 2
            took = seconds(use, text[:middle] + text[middle - 600 : middle + 600] * (size // 1200) + text[middle:])
        if took > MOST * size / LONG:
            return text[:20] + "…" + text[-5:], took
    return None


def _stop(*_: object) -> None:
    raise TooSlow


def _main() -> None:
    """Reads expressions as JSON from standard input, and writes a line for each slow one."""
    signal.signal(signal.SIGVTALRM, _stop)
    for line in sys.stdin:
        one = json.loads(line)
        if "use" in one:
            module, _, name = one["use"].partition(":")
            slow = slow_use(getattr(import_module(module), name), worst_texts(one["pattern"], 0, SHORT))
        else:
            slow = slow_text(one["pattern"], one["flags"], one["way"], one.get("size", LONG))
        if slow is not None:
            print(json.dumps({**one, "text": slow[0], "seconds": slow[1]}), flush=True)


if __name__ == "__main__":
    _main()
