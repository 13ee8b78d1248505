"""The page `docs/commands.md`, made from the commands themselves.

Run `python -m app.made_pages.command_page > docs/commands.md`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import typer

HEAD = """# Commands

Made from the commands themselves (`python -m app.made_pages.command_page > docs/commands.md`); a test compares the two.

Exit codes: 0 answered, 2 the user's input (a reason on standard error, nothing changed), 1 anything else. With `--json`
standard output holds one JSON document and nothing else, also the report of an import that was refused.

`--limit N` with `--json` cuts every list of the document to its first N, however deep it stands, and `…_total` beside
it says how long it was; `limit=N` does the same over HTTP. Exempt are `chain` and `hours_chain`, which are one path,
and `asked`, the question itself. In a search it is the number of systems on a page, and their own lists are whole.
"""


def command_page() -> str:
    """The page as Markdown, in English."""
    from app.cli.main import app

    root = typer.main.get_command(app)
    return "\n".join([HEAD, *_section("landskab", root, level=2)])


def _section(path: str, command: Any, *, level: int) -> Iterator[str]:
    """One command, then the commands under it."""
    arguments = [one for one in command.params if one.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    usage = " ".join([path, *(_usage(one) for one in arguments)])
    yield f"{'#' * level} `{usage}`\n"
    yield f"{' '.join((command.help or '').split())}\n"
    for one in (*arguments, *options):
        names = ", ".join(f"`{name}`" for name in (one.opts if one in options else [_usage(one)]))
        value = "" if one in arguments or one.is_flag else f" `{one.metavar or one.name.upper()}`"
        yield f"- {names}{value}: {one.help}"
    if arguments or options:
        yield ""
    for name in getattr(command, "commands", {}):
        yield from _section(f"{path} {name}", command.commands[name], level=3)


def _usage(argument: Any) -> str:
    return str(argument.metavar or argument.name.upper())


if __name__ == "__main__":
    sys.stdout.write(command_page())
