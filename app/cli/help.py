"""The help texts in the reader's language: the commands are declared in English."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Say = Callable[[str], str]
WORDS = ("Usage:", "Options:", "Arguments:", "Commands:", "[OPTIONS]", "COMMAND [ARGS]...", "[required]")
"""What Typer itself writes on a help page, in English only."""


def in_language(command: Any, say: Say) -> Any:
    """The same command with every help text said in another language, its sub-commands too."""
    command.help = say(" ".join((command.help or "").split()))
    command.short_help = command.help  # else Typer cuts the sentence off
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = say(parameter.help)
    plain = command.get_help
    command.get_help = lambda ctx: _said(plain(ctx), say)
    for name in getattr(command, "commands", {}):
        in_language(command.commands[name], say)
    return command


def _said(page: str, say: Say) -> str:
    page = re.sub(r" <(?:list\[str\]|str|int|path|float)>", lambda found: " " * len(found[0]), page)
    for word in WORDS:
        page = page.replace(word, say(word))
    return re.sub(r"Show\s+this\s+message\s+and\s+exit\.", say("Show this message and exit."), page)
